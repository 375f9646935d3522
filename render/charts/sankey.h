// From entry to outcome: every passage as a band, in the order of the file, loops included.
#pragma once

#include <variant>

#include "render/charts/sankey_graph.h"

namespace cairn {

/// Of the scenario, or of today. The prediction must have answered standard_questions; with a
/// persona its flows are of the persona (RunOptions::flows_of).
std::variant<Chart, PictureError> draw_sankey(const ChartInput& input);

}  // namespace cairn
