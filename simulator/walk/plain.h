// The plain kernel: one walker at a time, with the distributions of Boost.Random. Slow and obvious,
// with chance of its own: the second opinion on the fast one.
#pragma once

#include <vector>

#include "simulator/walk/batch.h"
#include "simulator/walk/route.h"

namespace cairn {

/// Walks one batch; adds to the times by TimeQuestion.
BatchResult walk_plainly(const WalkSetup& setup, const WalkRoute& route, const BatchTask& task,
                         std::vector<TimeCounts>& times);

}  // namespace cairn
