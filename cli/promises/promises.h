// `expect` and `target` lines against what was predicted, and what cairn says about it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/progress.h"
#include "journey/judge.h"

namespace cairn {

/// Where a confidence is too close to tell, worlds are doubled up to so many.
inline constexpr std::uint32_t kMostPromiseWorlds = 64'000;

struct PromiseOptions {
  std::uint64_t seed = 1;
  std::uint32_t worlds = 1'000;
  std::uint64_t people = 1'000'000;
  unsigned threads = 0;
  bool use_best = false;  // best estimates instead of the mean over worlds
  std::uint32_t most_worlds = kMostPromiseWorlds;
  Progress* progress = nullptr;
};

/// Points into the journey, and `judgements` into `answers`: move it, never copy it.
struct JudgedPromises {
  const Journey* journey = nullptr;
  Prediction prediction;        // today's
  std::vector<Answer> answers;  // by expectation
  std::uint32_t worlds = 0;     // drawn in the end
  std::vector<Judgement> judgements;
  bool use_best = false;
};

/// Predicts what the promises ask about, and judges them. The journey must be sound at level run.
JudgedPromises judge_promises(const Journey& journey, const PromiseOptions& options);

/// E601, N602, E603 for promises; W410 for ways out that exceed everyone in some worlds; W506 for
/// experiments that would take too long.
void add_promise_diagnostics(const JudgedPromises& judged, Diagnostics& diagnostics);

/// On which side of its bound a figure is that breaks it: "short", "over", or "off" where it could
/// be either.
std::string_view side_of_bound(const Expectation& expectation);

/// W506 alone (promises_experiment.cpp).
void check_test_lengths(const JudgedPromises& judged, Diagnostics& diagnostics);

}  // namespace cairn
