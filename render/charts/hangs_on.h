// What the answer hangs on: the figure with each uncertain number at its low and at its high end.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "render/charts/chart.h"

namespace cairn {

struct SwingRow {
  std::string label;         // of the number
  double low = 0, high = 0;  // the figure with the number at its low and at its high end
  std::string low_text, high_text;
  bool is_assumption = false;  // nobody has measured it
};

struct Swings {
  double middle = 0;  // the figure as it is
  std::string middle_text;
  std::vector<SwingRow> rows;
};

/// Rows in their order; more is better. The words are the caller's.
std::variant<Chart, PictureError> draw_hangs_on(const ChartInput& input, const ChartHead& head,
                                                const Swings& swings);

}  // namespace cairn
