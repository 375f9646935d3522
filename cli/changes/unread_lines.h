// Lines of a project that left no trace in its Journey.
#pragma once

#include <vector>

#include "cli/project/project.h"
#include "diff/journey_diff.h"

namespace cairn {

/// Lines with a mistake, and in a part of a project lines that use names declared elsewhere.
std::vector<UnreadLine> find_unread_lines(const Opened& opened);

}  // namespace cairn
