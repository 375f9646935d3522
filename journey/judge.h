// Expectations against answers (R17).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "journey/prediction.h"

namespace cairn {

enum class Verdict : std::uint8_t { holds, broken, unsure, not_judged };

struct Judgement {
  const Expectation* expectation = nullptr;
  Verdict verdict = Verdict::not_judged;
  const Answer* answer = nullptr;  // null if not judged or without a value
  double measured = 0;             // the value that was held against the bound
  double margin = 0;               // distance to the bound, positive if it holds
  /// `with 90% confidence`: the share of worlds that satisfy the bound; then `measured` is the
  /// value that 90 % of worlds reach or better.
  std::optional<double> share_of_worlds;
  bool wants_worlds = false;  // unsure, and more worlds may tell
  std::string why;            // why not judged or unsure
};

/// "holds", "broken", "unsure", "not judged".
std::string_view verdict_name(Verdict verdict);

/// Whether some expectation asks for the figure in every world.
bool needs_worlds(const Journey& journey);

/// Judges every expectation by its answer, both in the order of the journey. With `use_best` the
/// best estimate is held against the bound instead of the mean over worlds, and a confidence is
/// left aside. A confidence is decided if the 99.9 % interval of the share of worlds that satisfy
/// the bound (Wilson 1927) excludes it, so that a verdict is no matter of luck. The result points
/// into both arguments.
std::vector<Judgement> judge_expectations(const Journey& journey,
                                          const std::vector<Answer>& answers, bool use_best);

}  // namespace cairn
