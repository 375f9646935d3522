// What `cairn compare --json` prints.
#pragma once

#include <string>
#include <vector>

#include "journey/advice.h"
#include "journey/comparison.h"
#include "journey/paired.h"
#include "journey/prediction_json.h"

namespace cairn {

/// Figures as in prediction_to_json, each with `in` and the paired `change`; then one object per
/// alternative. `advice` by alternative.
std::string comparison_to_json(const Journey& journey, const Comparison& comparison,
                               const std::vector<Advised>& advice, const Envelope& envelope);

/// Two journeys: first the figures of the old one, then those of the new one with `in` its name and
/// the paired `change`.
std::string paired_to_json(const Journey& before, const Journey& after,
                           const PairedPrediction& paired, const std::string& name_after,
                           const Envelope& envelope);

}  // namespace cairn
