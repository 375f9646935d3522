// Which number reaches a goal: one written number is varied until a figure is where it should be.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/progress.h"
#include "journey/journey.h"

namespace cairn {

struct SeekOptions {
  std::uint64_t seed = 1;
  std::uint32_t worlds = 200;  // where the goal asks for a confidence
  unsigned threads = 0;
  Progress* progress = nullptr;
};

/// What is sought: `by` is a fix with one `set` line, whose number is varied; the goal is what the
/// expectation says, with its `for`, `in` and `with … confidence`.
struct SeekGoal {
  FixId by;
  Expectation goal;
};

struct SeekResult {
  Unit unit = Unit::share;       // of the number
  Unit goal_unit = Unit::share;  // of the figure
  /// Written numbers that the line sets, at best estimates, each value once; 0 where nothing is
  /// written.
  std::vector<double> today;
  double figure_today = 0;  // NaN: a mean over nobody
  bool holds_today = false;
  double low = 0, high = 0;  // the number was looked for between these
  /// Where the figure just reaches the goal, nearest to today's number (if the goal holds today:
  /// where it is just lost); none if it does nowhere.
  std::optional<double> number;
  double figure = 0;       // there; without a number: as far as the figure gets …
  double best_number = 0;  // … at this number
};

/// Why nothing can be sought: the figure is not predicted, or there are too many states.
struct SeekProblem {
  const char* why = "";
};

/// At best estimates, or with a confidence on the figure that so large a share of worlds reach or
/// better. Shares are varied from 0 % to where a row would pass 100 %, times and money from 0 to a
/// hundred times today's, feelings over their scale. Scanned on 41 values, then halved to nine
/// digits: of a figure that goes up and down a narrow hump can be missed.
std::optional<SeekResult> seek_number(const Journey& journey, const SeekGoal& goal,
                                      const SeekOptions& options, SeekProblem& problem);

}  // namespace cairn
