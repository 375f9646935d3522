// Slopes of totals under a horizon, by a reverse pass over the grid.
#pragma once

#include <cstdint>
#include <vector>

#include "journey/state_space.h"
#include "simulator/chain/chain.h"
#include "simulator/chain/totals.h"
#include "simulator/exact/chain_slopes.h"
#include "simulator/exact/parameter_gradient.h"

namespace cairn {

struct HorizonGradient {
  ChainGradient chain;
  double horizon_days = 0;         // by the horizon itself
  std::uint32_t cells = 0;         // at most what was asked for
  bool knows_first_visits = true;  // false: slopes of first visits are missing, see solve_horizon
};

/// Of sum_i by_total[i] * totals[i], the totals being those of estimate_horizon on as many cells.
/// Only places whose first visits have a weight cost a run of their own. Durations that are not
/// written have no slopes. An event that is exactly at the horizon in every life, as of payments
/// every 30 days and a horizon of 360, counts as staying within it: that it drops out if the time
/// grows is a jump, not a slope.
HorizonGradient horizon_gradient(const Journey& journey, const StateSpace& space,
                                 const Chain& chain, const TotalsLayout& layout,
                                 const MoneyWeights& weights, const std::vector<double>& by_total,
                                 std::uint32_t cells);

/// The reverse pass under the horizon as ratio_gradient and deviation_gradient take it; the
/// totals of its cases must be those of estimate_horizon on these cells. Not a number where first
/// visits would have to be stepped to too many places. The arguments must outlive it.
ClassSlopes slopes_within_horizon(const MixCase& mix, const TotalsLayout& layout,
                                  const MoneyWeights& weights, std::uint32_t cells);

}  // namespace cairn
