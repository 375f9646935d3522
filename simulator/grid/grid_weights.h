// What one event in each cell of a grid counts.
#pragma once

#include <cstdint>
#include <vector>

#include "simulator/chain/totals.h"
#include "simulator/grid/time_steps.h"

namespace cairn {

/// Ages and weights of money at the points of the grid.
struct GridWeights {
  std::vector<double> ages, age_squares, per_entrant, window, total;
};

GridWeights weights_on_grid(const MoneyWeights& weights, std::uint32_t cells);

double sum_of(const std::vector<double>& series);

/// The sum over the cells of `weights`.
double weighted_visits(const StateSeries& series, const std::vector<double>& weights);

}  // namespace cairn
