// Squares of times on a grid, without what rounding to whole cells puts in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "journey/state_space.h"
#include "simulator/chain/chain.h"
#include "simulator/chain/totals.h"

namespace cairn {

/// Rounding::middle keeps the mean of a duration and makes it wider: the variance it adds, in days
/// squared. At most a quarter of a cell squared.
double rounding_variance(const Draw& days, double cell_days, std::uint32_t most_cells);

/// Takes that out of the middle values of a grid of so many cells, for these of the totals (of
/// conversion_time_square, end_time_square, time_square_to). Every move made before the event adds
/// the variance of its own rounding, so standard deviations of minutes come out of cells of days;
/// how often each is made is found by one reverse pass a total, on `pass_cells` cells at most; none
/// where it can be no more than a 10 000th of the variance.
/// Where the horizon cuts many, the middle value stays off by about as much as was taken out. A
/// first visit of a place that is stepped nowhere (see solve_horizon) stays as it is.
void correct_squares(const Journey& journey, const StateSpace& space, const Chain& chain,
                     const TotalsLayout& layout, const MoneyWeights& weights,
                     const std::vector<std::size_t>& squares, std::uint32_t cells,
                     std::uint32_t pass_cells, Totals& totals);

}  // namespace cairn
