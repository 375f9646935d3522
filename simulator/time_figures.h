// Quantiles of times without noise, and how the walk's stand to them.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "journey/prediction.h"
#include "simulator/best.h"
#include "simulator/figures.h"
#include "simulator/grid/time_distribution.h"
#include "simulator/setting.h"
#include "simulator/walk/times.h"

namespace cairn {

/// Days, with certified bounds.
struct TimeFigure {
  double low = 0, best = 0, high = 0;
};

/// 0.1, 0.5 or 0.9.
double quantile_level(Stat stat);

/// Shares of the classes within a mix, summing to 1 if anybody is in it.
std::vector<double> mix_shares(const FigurePlan::Mix& mix, const std::vector<double>& of_classes);

/// The classes as the laws of one time take them.
std::vector<CurveClass> curve_classes(const Setting& setting, const WorldChains& numbers,
                                      const Metric& metric);

/// p10, median and p90 of times at best estimates, by question; nothing where no quantile is asked
/// for, nobody gets there, or the journey is too large (then the walk knows). On grids of ever
/// shorter spans, so that a median of minutes is sharp in a horizon of months, until the bracket is
/// under a tenth of the last printed digit or a fair amount of work is done (counted, not timed:
/// the same on every machine).
std::vector<std::optional<TimeFigure>> solve_time_figures(const Setting& setting,
                                                          const FigurePlan& plan,
                                                          const std::vector<Question>& questions,
                                                          const WorldChains& at_best,
                                                          const BestAnswer& best, unsigned threads);

/// The curve of one time in one group (number in plan.mixes): the days by which each share in
/// `levels` (rising, within (0, 1)) of those to whom it happens are there; on coarser grids than
/// the figures above. Empty if it happens to nobody, or where grids would take too much.
std::vector<TimePercentile> solve_time_percentiles(const Setting& setting, const FigurePlan& plan,
                                                   const Metric& metric, std::size_t mix,
                                                   const WorldChains& at_best,
                                                   const BestAnswer& best,
                                                   const std::vector<double>& levels,
                                                   unsigned threads);

/// The walk's quantile beside the solved one. z counts how far the share of walked people who are
/// there before (after) the bracket is from what the level allows, in its own standard errors;
/// atoms and gaps in the law of time do not disturb it. `times`: not empty.
WalkFigure compare_quantile(const TimeCounts& times, double level, const TimeFigure& solved);

}  // namespace cairn
