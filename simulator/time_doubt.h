// What doubt does to the quantiles of times.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "simulator/time_figures.h"

namespace cairn {

/// The quantile of a time in some worlds.
struct TimeDoubt {
  std::vector<double> values;  // by world from the first on; NaN where nobody gets there
};

/// Quantiles in as many of the first `worlds` worlds as a fair amount of work allows (counted, not
/// timed), by question; empty where none was solved or fewer than kFewestTimeWorlds could be. Each
/// world is solved on a coarse grid, and its quantile moved by what the sharp one (`figures`)
/// changed at best estimates.
std::vector<TimeDoubt> solve_time_doubt(const Setting& setting, const FigurePlan& plan,
                                        const std::vector<Question>& questions,
                                        const WorldChains& at_best, const BestAnswer& best,
                                        const std::vector<std::optional<TimeFigure>>& figures,
                                        std::uint64_t seed, std::uint32_t worlds, unsigned threads);

inline constexpr std::uint32_t kFewestTimeWorlds = 40;

}  // namespace cairn
