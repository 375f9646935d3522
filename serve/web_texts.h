// The texts of serve/web, as they are compiled into the program.
#pragma once

#include <string_view>

namespace cairn {

extern const std::string_view kWatchHtml;
extern const std::string_view kWatchStyle;
extern const std::string_view kWatchScript;

}  // namespace cairn
