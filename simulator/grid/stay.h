// Time spent in a stay that a horizon may cut, and money that accrues meanwhile.
#pragma once

#include <cstdint>
#include <vector>

#include "simulator/chain/chain.h"
#include "simulator/chain/totals.h"
#include "simulator/grid/lag_law.h"

namespace cairn {

/// E[min(T, limit)].
double limited_days(const Draw& days, double limit_days);

/// The integral of u P(T > u) over u = 0 … limit: E[min(T, limit)^2] / 2.
double limited_half_square(const Draw& days, double limit_days);

/// Expected figures of a stay that begins at each point of the grid, all cut at the horizon. All
/// fall with the age at which the stay begins, as the weights of money do.
struct StayTable {
  std::vector<double> days;  // E[days of stay]
  std::vector<double>
      per_entrant;  // the same weighted as MoneyWeights does; empty if not asked for
  std::vector<double> window;
  std::vector<double> total;
};

/// The discount within a stay is taken at the begin of each cell (`down`: upper bounds), its end
/// (`up`: lower bounds), or at the centre of the time spent in it (`middle`); the rest is in closed
/// form.
StayTable make_stay_table(const Draw& days, const MoneyWeights& weights, std::uint32_t cells,
                          bool has_accruals, Rounding rounding);

}  // namespace cairn
