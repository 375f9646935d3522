// What a run on a grid costs, counted before it is made, so that no journey takes for ever.
#pragma once

#include <cstdint>

#include "simulator/chain/chain.h"
#include "simulator/grid/grid_totals.h"

namespace cairn {

/// Which grid and which first visits can be afforded.
struct GridBudget {
  std::uint32_t cells = 0;       // at most what was asked for, which is halved until it fits
  bool has_first_visits = true;  // false: too many places can be visited again to step each of them
};

/// Fits runs of a plan into `most_work` (multiplications, counted, not timed: the same on every
/// machine) and into `most_numbers` doubles of memory. `layer_count`: runs of each part of the
/// plan.
GridBudget fit_to_budget(const Chain& chain, const HorizonPlan& plan, double horizon_days,
                         std::uint32_t cells, double layer_count, double most_work);

}  // namespace cairn
