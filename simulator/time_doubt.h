// What doubt does to the quantiles of times.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/progress.h"
#include "simulator/time_figures.h"

namespace cairn {

/// Quantiles in as many of the first `worlds` worlds as a fair amount of work allows (counted, not
/// timed), by question, then world; NaN where nobody gets there. Empty where none was solved or
/// fewer than 40 worlds could be. Each world is solved on a coarse grid, and its quantile moved by
/// what the sharp one (`figures`) changed at best estimates.
std::vector<std::vector<double>> solve_time_doubt(
    const Setting& setting, const FigurePlan& plan, const std::vector<Question>& questions,
    const WorldChains& at_best, const BestAnswer& best,
    const std::vector<std::optional<TimeFigure>>& figures, std::uint64_t seed, std::uint32_t worlds,
    unsigned threads, Progress* progress = nullptr);

}  // namespace cairn
