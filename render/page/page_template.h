// The frame of the page (page.html), with `{{name}}` where something is put in.
#pragma once

#include <string_view>

namespace cairn {

extern const std::string_view kPageTemplate;

}  // namespace cairn
