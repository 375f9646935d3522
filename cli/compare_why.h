// `cairn compare --why`: which numbers the answer hangs on, and what knowing them is worth.
#pragma once

#include <string>

#include "cli/options/options.h"
#include "journey/comparison.h"
#include "render/terminal/tables.h"

namespace cairn {

/// Slopes of conversion by every written number; then, for the alternative of the highest mean net
/// value (or gain), where its range comes from; then what measuring each number is worth for the
/// choice between today and all alternatives. The comparison must have kept its samples.
std::string compare_why(const Journey& journey, const Comparison& comparison,
                        const Options& options, const TerminalStyle& style);

}  // namespace cairn
