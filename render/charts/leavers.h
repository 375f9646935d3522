// Where and why they leave: reasons by how many of all who enter they lose.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "render/charts/chart.h"

namespace cairn {

struct LeaverRow {
  enum class Kind : std::uint8_t { pain, reason, unexplained };
  Kind kind = Kind::unexplained;
  std::string reason, place;
  double share = 0;  // of entrants
};

/// Rows in their order. The words are the caller's.
std::variant<Chart, PictureError> draw_leavers(const ChartInput& input, const ChartHead& head,
                                               const std::vector<LeaverRow>& rows);

}  // namespace cairn
