// The script and the style of the report page, built from render/page/web/ and carried in the
// program.
#pragma once

#include <string_view>

namespace cairn {

/// For the page's one script element: ASCII, holds no end tag. It closes with the licences of the
/// libraries in it, as a comment.
std::string_view page_script();

/// For the page's one style element: UTF-8, holds no end tag. The dark colours of pictures follow
/// it.
std::string_view page_style();

/// The licences of the libraries in the script, as plain text.
std::string_view page_licences();

}  // namespace cairn
