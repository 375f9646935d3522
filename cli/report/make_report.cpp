#include "cli/report/make_report.h"

#include <optional>

#include "cli/report/gather_report.h"
#include "render/page/page_html.h"
#include "render/page/web_assets.h"

namespace cairn {

std::variant<std::string, PictureError> make_report(const Opened& opened, const Options& options,
                                                    ReportDepth depth) {
  Stopwatch silent(false);
  const std::optional<ReportPage> page =
      gather_report(opened, options, silent, depth == ReportDepth::quick);
  if (!page) return PictureError{"no report can be made with these options"};
  return to_html(*page, page_script(), page_style());
}

}  // namespace cairn
