// Where and why people leave, as a chart of the report.
#pragma once

#include "cli/report/report_numbers.h"
#include "render/page/page_input.h"

namespace cairn {

/// Every pain and reason with how many of all who enter it loses, and of each touchpoint what no
/// reason explains, largest first. At best estimates, of everyone.
void add_leaving(const ReportNumbers& numbers, PageInput& input);

}  // namespace cairn
