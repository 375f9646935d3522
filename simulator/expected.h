// What `expect` and `target` lines ask about, answered: today, in scenarios, against the baseline.
#pragma once

#include <vector>

#include "journey/prediction.h"
#include "simulator/predict.h"

namespace cairn {

struct ExpectedAnswers {
  /// By expectation. Of a difference to the baseline: the difference, above it positive for `above`
  /// and negative for `below`, a share's in points.
  std::vector<Answer> answers;
  Prediction today;  // of the questions about today, in order; with the walk if it was asked for
};

/// `options`: seed, worlds, people, threads; samples are kept. Scenarios are read as language.md
/// 9.4 says: totals and money per month by the calendar, what fixes cost included; all that follows
/// a person at full strength. `roi` and `payback` are of the calendar too; the headline of a
/// payback is the median over worlds, since some may never pay back. `sample` and `duration` are
/// left to whoever plans experiments.
ExpectedAnswers answer_expectations(const Journey& journey, const RunOptions& options);

}  // namespace cairn
