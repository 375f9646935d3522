// The charts of the report: pictures, tables and the data its script draws from.
#pragma once

#include <vector>

#include "cli/report/report_numbers.h"
#include "render/page/page_input.h"

namespace cairn {

/// What the funnel asks about every set of fixes, beside the questions of `cairn compare`: the
/// reach of each of its steps by each of its groups, group by group.
std::vector<Question> questions_of_funnel(const Journey& journey, const Prediction& today,
                                          PictureLanguage language);

/// Funnel, time, reasons to leave, feelings, sankey and what-if: each that the journey has.
void add_charts(const ReportNumbers& numbers, unsigned threads, PageInput& input);

}  // namespace cairn
