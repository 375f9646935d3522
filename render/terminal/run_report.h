// The text of `cairn run`: who converts, what it earns, how far people get, where and why they
// leave, and how two independent engines agree.
#pragma once

#include <string>

#include "journey/journey.h"
#include "journey/prediction.h"
#include "render/terminal/tables.h"

namespace cairn {

struct RunReportOptions {
  TerminalStyle style;
  bool show_methods = false;  // how each figure was found, and how far off it may be
  bool show_all = false;      // every place, every reason, every figure of both engines
};

/// `prediction` answers standard_questions(journey); what it does not answer is left out.
std::string run_report(const Journey& journey, const Prediction& prediction,
                       const RunReportOptions& options);

}  // namespace cairn
