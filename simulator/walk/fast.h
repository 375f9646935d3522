// The fast kernel's walk: blocks of walkers drawn side by side, counted one after the other in the
// order of lanes.
#pragma once

#include <cstdint>
#include <vector>

#include "simulator/walk/batch.h"
#include "simulator/walk/kernel.h"
#include "simulator/walk/money_draw.h"
#include "simulator/walk/route.h"
#include "simulator/walk/tables.h"

namespace cairn {

/// What being somewhere counts as, by arrival.
struct WalkMark {
  std::uint32_t place = 0xffffffffu;  // none at the moment of entry
  bool is_touchpoint = false, is_conversion = false;
  bool pays_now = false;   // money when the visit begins that counts cannot settle at the end
  bool pays_time = false;  // money by time spent
};

/// A class made ready for the fast walk.
struct FastRoute {
  WalkTables tables;
  std::vector<WalkMark> marks;                // by arrival
  std::vector<std::vector<MoneyDraw>> money;  // by state
  const WalkRoute* questions = nullptr;       // whose time questions are asked, and the passages
  bool counts_settle = false;  // fixed money per visit follows from counts: no horizon, no discount
};

FastRoute make_fast_route(const Journey& journey, const WalkClass& walk_class,
                          const WalkRoute& route, const MoneyWeights& weights);

/// Walks one batch; adds to the times by TimeQuestion.
BatchResult walk_fast(const WalkSetup& setup, const FastRoute& route, const WalkKernel& kernel,
                      const BatchTask& task, std::vector<TimeCounts>& times);

}  // namespace cairn
