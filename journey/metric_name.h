// What metrics and groups of customers are called, in messages, tables, dumps and JSON.
#pragma once

#include <string>
#include <vector>

#include "journey/journey.h"
#include "journey/question.h"

namespace cairn {

/// The metric without the place or fix it asks about: "reach", "profit per month", "mean time to
/// end". "end" and "conversion" belong to it, since a place may be called conversion.
std::string metric_words(const Metric& metric);

/// What the metric asks about; empty: nothing in particular.
std::string metric_subject(const Journey& journey, const Metric& metric);

/// Both together: "reach order", "profit per month".
std::string metric_name(const Journey& journey, const Metric& metric);

std::string trait_name(const Journey& journey, const Trait& trait);

/// "deal-hunter", "mobile regular, tablet"; "all" for no groups.
std::string groups_name(const Journey& journey, const std::vector<Group>& groups);

}  // namespace cairn
