// A Mermaid `journey` diagram as a spec.
#pragma once

#include <string>
#include <string_view>

#include "exchange/mermaid_journey.h"

namespace cairn {

/// A spec at level draw, laid out as `cairn fmt` does: sections become stages, tasks touchpoints,
/// scores feelings (3 is 0), actors personas, and the order of the tasks the flows. Tasks of one
/// name in a row with different actors are one touchpoint that they feel differently about.
/// `is_reserved` tells the words that cannot be names.
std::string spec_from_mermaid(const MermaidJourney& journey, bool (*is_reserved)(std::string_view));

}  // namespace cairn
