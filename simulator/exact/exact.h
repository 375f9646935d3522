// Answers without a horizon, by elimination without subtraction (GTH).
#pragma once

#include "journey/state_space.h"
#include "simulator/chain/chain.h"
#include "simulator/chain/totals.h"

namespace cairn {

/// All totals of one class in one world when nothing is cut by a horizon. Relative precision is
/// that of the written numbers: no subtraction anywhere (Grassmann, Taksar, Heyman 1985). If some
/// state cannot be left for good (a loop nobody leaves), sums over it are infinite; the checks
/// refuse such journeys.
Totals solve_exact(const Journey& journey, const StateSpace& space, const Chain& chain,
                   const TotalsLayout& layout, const MoneyWeights& weights);

}  // namespace cairn
