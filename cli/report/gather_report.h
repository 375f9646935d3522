// From a spec that passed its checks to the report page.
#pragma once

#include <optional>

#include "base/progress.h"
#include "cli/project/project.h"
#include "render/page/report_page.h"

namespace cairn {

/// Everything: predicted, compared, drawn. At level draw the map and the flow alone. With
/// `only_draws` nothing is solved at any level: the same in a fraction of the time. Nothing, after
/// saying so, if options name a scenario that does not exist.
std::optional<ReportPage> gather_report(const Opened& opened, const Options& options,
                                        Stopwatch& watch, bool only_draws = false,
                                        Progress* progress = nullptr);

}  // namespace cairn
