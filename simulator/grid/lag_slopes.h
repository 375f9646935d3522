// How the weights of a duration on a grid change with its own numbers.
#pragma once

#include <cstdint>
#include <vector>

#include "simulator/chain/chain.h"
#include "simulator/grid/lag_law.h"

namespace cairn {

/// By number of the law, for 0 … most_cells: d P(n cells) / d number.
struct LagSlopes {
  std::vector<double> value;      // fixed and exponential
  std::vector<double> mu, sigma;  // lognormal
};

/// Of make_lag_law. A fixed duration of a whole number of cells has two slopes there, one to either
/// side, and gets their mean; that its parts (Rounding::on_grid and so on) appear or vanish there
/// is left out: it stands for an event exactly at the horizon, whose loss is a jump.
LagSlopes make_lag_slopes(const Draw& days, double cell_days, std::uint32_t most_cells,
                          Rounding rounding);

}  // namespace cairn
