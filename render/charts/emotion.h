// How people feel along the way: touchpoints in file order on the scale of `emotions`.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "render/charts/chart.h"

namespace cairn {

/// A touchpoint, or a stage where there are many. Values by group: nothing where nobody of the
/// group comes.
struct FeelingPoint {
  std::string id, label;
  std::string stage;  // empty: none
  std::vector<std::optional<double>> values;
  std::vector<std::optional<double>> today;  // only with a scenario
  std::vector<std::string> felt;  // the word written for exactly this value; may be empty
};

struct FeelingCurve {
  std::vector<ChartGroup> groups;
  std::vector<FeelingPoint> points;
  std::vector<std::string> without;  // touchpoints that say nothing of feelings, or nobody visits
  bool is_collapsed = false;         // points are stages: means over visits
};

/// Both predictions must have answered standard_questions.
FeelingCurve find_feelings(const ChartInput& input);

std::variant<Chart, PictureError> draw_emotion(const ChartInput& input);

}  // namespace cairn
