// Durations as counts of whole cells of a grid.
#pragma once

#include <cstdint>
#include <vector>

#include "simulator/chain/chain.h"

namespace cairn {

/// How a duration becomes a whole number of cells. `middle` splits it over the two nearest so that
/// its mean stays, which leaves an error of second order in the cell. The last three are parts of
/// `middle`, for narrow laws only (see is_narrow; of others they hold nothing): what it puts below
/// the true duration, what above, and what is on the grid; `on_grid` is contained in the other two.
enum class Rounding : std::uint8_t { down, up, middle, middle_below, middle_above, on_grid };

/// Law of a whole number of cells, up to a most. What is missing from 1 lies beyond it.
struct LagLaw {
  double at_zero = 1;       // P(no cell)
  double later = 0;         // P(one cell or more), the beyond included; not taken as 1 - at_zero
  std::uint32_t first = 1;  // weights[i] = P(first + i cells), first >= 1
  std::vector<double> weights;
  double ratio = 0;  // above 0: weights go on for ever as a geometric series from weights[0]
};

/// Fixed, or far shorter than a cell: where such a duration leads stands in a known place between
/// two points of the grid, so whether the horizon cuts it must be counted, not smoothed.
bool is_narrow(const Draw& days, double cell_days);

/// A duration within 1e-9 (relative) of a whole number of cells counts as exactly that. Weight too
/// small to matter at the edges of the law (1e-17 of what lies within) is moved to the safe side:
/// down to earlier, up to later.
LagLaw make_lag_law(const Draw& days, double cell_days, std::uint32_t most_cells,
                    Rounding rounding);

/// Law of the sum of two independent durations.
LagLaw add_lags(const LagLaw& a, const LagLaw& b, std::uint32_t most_cells);

/// P(n cells) for n = 0 … most_cells.
std::vector<double> written_out(const LagLaw& law, std::uint32_t most_cells);

/// Cells after which the law has no weight left, at most `most_cells`; a guess of the cost.
std::uint32_t support_cells(const Draw& days, double cell_days, std::uint32_t most_cells);

}  // namespace cairn
