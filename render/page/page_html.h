// The report as one HTML file that needs nothing else.
#pragma once

#include <string>
#include <string_view>

#include "render/page/report_page.h"

namespace cairn {

/// The page with this script and this style in it, allowed by their hashes alone (Content Security
/// Policy): nothing can be fetched. Same page, same bytes.
std::string to_html(const ReportPage& page, std::string_view script, std::string_view style);

}  // namespace cairn
