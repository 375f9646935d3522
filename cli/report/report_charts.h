// The charts of the report: pictures, tables and the data its script draws from.
#pragma once

#include <vector>

#include "cli/report/report_numbers.h"
#include "render/page/page_input.h"

namespace cairn {

/// Funnel, time, reasons to leave, feelings, sankey and what-if: each that the journey has.
void add_charts(const ReportNumbers& numbers, PageInput& input);

}  // namespace cairn
