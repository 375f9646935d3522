// What channels and feelings look like wherever they are drawn.
#pragma once

#include <string>
#include <string_view>

#include "render/picture/style.h"

namespace cairn {

/// Colours of a channel's chip: by its own name, by a known word in it, else those of the web.
const ChipColours& channel_colours(std::string_view channel);

/// "paid-search" -> "PAID SEARCH".
std::string channel_words(std::string_view channel);

/// One of five steps on the scale from `low` to `high`, whose middle is neutral.
Colour emotion_colour(double feeling, double low, double high);

}  // namespace cairn
