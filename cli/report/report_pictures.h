// The pictures of the report, and what its charts and its flow show of every set of fixes.
#pragma once

#include <optional>

#include "cli/options/options.h"
#include "cli/report/report_numbers.h"
#include "journey/journey.h"
#include "render/page/page_input.h"

namespace cairn {

/// Adds flows and maps to `input`. `numbers`: null at level draw. `shown`: the
/// alternative that stands beside today; none: today alone.
void add_pictures(ReportNumbers* numbers, const std::optional<Alternative>& shown,
                  const Options& options, PageInput& input);

}  // namespace cairn
