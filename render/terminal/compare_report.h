// The text of `cairn compare`: every fix and scenario against today.
#pragma once

#include <string>
#include <vector>

#include "journey/advice.h"
#include "journey/comparison.h"
#include "render/terminal/tables.h"

namespace cairn {

struct CompareReportOptions {
  TerminalStyle style;
  bool show_all = false;      // every alternative in detail, every place and pain
  bool show_details = false;  // what each alternative moves, as where few were asked for
};

/// `advice`, by alternative, today's left out of account. Conversion, money per entrant and
/// feelings are shown where the comparison has them.
std::string compare_report(const Journey& journey, const Comparison& comparison,
                           const std::vector<Advised>& advice, const CompareReportOptions& options);

}  // namespace cairn
