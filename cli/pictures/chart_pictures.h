// The charts of `cairn draw`: what each must ask, and the chart made of the answers.
#pragma once

#include <variant>

#include "cli/pictures/pictures.h"

namespace cairn {

/// Kinds funnel, emotion, time, sankey and compare.
std::variant<Drawing, PictureError> make_chart(const PictureRequest& request);

}  // namespace cairn
