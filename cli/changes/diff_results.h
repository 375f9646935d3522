// What two versions of a spec predict and promise, for the top of `cairn diff`.
#pragma once

#include "base/progress.h"
#include "cli/options/options.h"
#include "cli/project/console.h"
#include "diff/diff_report.h"
#include "journey/journey.h"

namespace cairn {

/// What changed, and so may have changed results.
struct ResultScope {
  bool model = false;  // what predictions are made of
  bool plans = false;  // fixes, scenarios, promises
};

/// Fills results, promises and their counts. Both journeys must be sound at level run.
void compare_results(const Journey& before, const Journey& after, const ResultScope& scope,
                     const Options& options, Stopwatch& watch, Progress* progress, SpecDiff& diff);

}  // namespace cairn
