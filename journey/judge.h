// Expectations against answers (R17).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "journey/prediction.h"

namespace cairn {

enum class Verdict : std::uint8_t { holds, broken, unsure, not_judged };

struct Judgement {
  const Expectation* expectation = nullptr;
  Verdict verdict = Verdict::not_judged;
  const Answer* answer = nullptr;  // null if not judged
  double measured = 0;             // the value that was held against the bound
  double margin = 0;               // distance to the bound, positive if it holds
  std::string why;                 // why not judged or unsure
};

/// The questions that the expectations of a journey ask (those without scenario or baseline).
std::vector<Question> expectation_questions(const Journey& journey);

/// Judges every expectation. `prediction` must answer expectation_questions(journey) in order.
/// With `use_best` the best estimate is held against the bound instead of the mean over worlds.
std::vector<Judgement> judge_expectations(const Journey& journey, const Prediction& prediction,
                                          bool use_best);

}  // namespace cairn
