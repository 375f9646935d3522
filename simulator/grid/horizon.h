// Time-bounded answers on a grid with a certified bracket (architecture: the exact engine).
#pragma once

#include <cstdint>

#include "journey/state_space.h"
#include "simulator/chain/chain.h"
#include "simulator/chain/totals.h"

namespace cairn {

/// Lower and upper bounds of every total, with the grid they were computed on. Bounds that cannot
/// be had (a loop that takes less than a cell and is never left) are infinite.
struct Bracket {
  Totals low;
  Totals high;
  Totals middle;  // best point value: rounding that keeps every mean, second order in the cell
  std::uint32_t cells = 0;  // at most what was asked for
};

/// Steps the chain through time on `cells` equal cells of the horizon. Every duration is rounded
/// once down and once up, which brackets counts and each kind of money (both are sums of positive
/// parts). A fixed duration of a whole number of cells is exact. Takes about a second at most: if
/// the grid asked for costs more, its cells are halved until it does not (counted, so the same on
/// every machine). Where even 16 cells cost too much because hundreds of places can be visited
/// again, their first visits are bounded from all visits instead of being stepped.
Bracket solve_horizon(const Journey& journey, const StateSpace& space, const Chain& chain,
                      const TotalsLayout& layout, const MoneyWeights& weights, std::uint32_t cells);

/// Only the middle values, on a coarse grid: for worlds, where speed matters more than a
/// certificate.
Totals estimate_horizon(const Journey& journey, const StateSpace& space, const Chain& chain,
                        const TotalsLayout& layout, const MoneyWeights& weights,
                        std::uint32_t cells);

}  // namespace cairn
