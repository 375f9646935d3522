// `expect` and `target` lines against what was predicted, and what cairn says about it.
#pragma once

#include <cstdint>
#include <vector>

#include "base/diagnostic.h"
#include "journey/judge.h"

namespace cairn {

struct PromiseOptions {
  std::uint64_t seed = 1;
  std::uint32_t worlds = 1'000;
  std::uint64_t people = 1'000'000;
  unsigned threads = 0;
  bool use_best = false;  // best estimates instead of the mean over worlds
};

/// Points into the journey, and `judgements` into `prediction`: move it, never copy it.
struct JudgedPromises {
  const Journey* journey = nullptr;
  Prediction prediction;
  std::vector<Judgement> judgements;
  bool use_best = false;
};

/// Predicts what the promises ask about, and judges them. The journey must be sound at level run.
JudgedPromises judge_promises(const Journey& journey, const PromiseOptions& options);

/// E601, N602, E603 for promises; W410 for ways out that exceed everyone in some worlds; W506 for
/// experiments that would take too long.
void add_promise_diagnostics(const JudgedPromises& judged, Diagnostics& diagnostics);

/// W506 alone (promises_experiment.cpp).
void check_test_lengths(const JudgedPromises& judged, Diagnostics& diagnostics);

}  // namespace cairn
