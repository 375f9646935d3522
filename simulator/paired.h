// Two journeys predicted in the same worlds, figure by figure. Draws are keyed by meaning, so a
// number that both have is the same in both; a name that changed with `was` counts as the same.
#pragma once

#include <cstdint>
#include <vector>

#include "base/progress.h"
#include "journey/journey.h"
#include "journey/paired.h"

namespace cairn {

struct PairOptions {
  std::uint64_t seed = 1;
  std::uint32_t worlds = 1'000;  // 0: best estimates only
  std::uint64_t people = 0;      // above 0: both are walked too, as a check
  unsigned threads = 0;          // 0: as many as the machine has; never changes a byte
  bool each_persona = false;     // conversion of each persona too, matched by name
  Progress* progress = nullptr;  // of the first side; the second goes beside it
};

/// The old journey with its numbers drawn as those of the new one, across names that changed. For
/// whoever predicts it otherwise than below, and shows that beside it.
Journey drawn_alike(const Journey& before, const Journey& after);

/// Conversion, money per entrant, profit per month. Both journeys must have passed the checks at
/// level run. One too large to be solved in many worlds leaves the changes without ranges.
PairedPrediction predict_pair(const Journey& before, const Journey& after,
                              const PairOptions& options);

/// Conversion in full strength of every scenario, matched by name; named as the scenario is.
PairedPrediction predict_scenario_pairs(const Journey& before, const Journey& after,
                                        const PairOptions& options);

/// Whether the two sides say another thing, beyond what the engines leave open.
bool is_changed(const PairedFigure& figure);

}  // namespace cairn
