// Figures of two journeys side by side, as data: the second less the first, in the same worlds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "journey/comparison.h"

namespace cairn {

/// One figure of both. Each answer is in the ids of its own journey.
struct PairedFigure {
  std::string name;  // "conversion for regular", "profit per month"
  Unit unit = Unit::share;
  std::optional<Answer> before, after;  // none: cannot be asked there, such as of a new persona
  std::optional<Effect> change;  // none: one of them has no value, or they count in two currencies
};

struct PairedPrediction {
  std::vector<PairedFigure> figures;  // those that have a value on at least one side
  RunRecord before, after;
};

}  // namespace cairn
