// Quantiles of times without noise, and how the walk's stand to them.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "journey/prediction.h"
#include "simulator/best.h"
#include "simulator/figures.h"
#include "simulator/setting.h"
#include "simulator/walk/times.h"

namespace cairn {

/// Days, with certified bounds.
struct TimeFigure {
  double low = 0, best = 0, high = 0;
};

/// 0.1, 0.5 or 0.9.
double quantile_level(Stat stat);

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

/// P(it has happened by `days`), of those to whom it happens at all (within the horizon).
struct TimeCurvePoint {
  double days = 0;
  double low = 0, best = 0, high = 0;
};

/// The curve of one time in one group (number in plan.mixes) at `count` + 1 evenly spaced moments
/// from 0 to the horizon, or without one to the moment by which 99 % are there. Empty if nobody is.
std::vector<TimeCurvePoint> solve_time_curve_points(const Setting& setting, const FigurePlan& plan,
                                                    const Metric& metric, std::size_t mix,
                                                    const WorldChains& at_best,
                                                    const BestAnswer& best, std::size_t count,
                                                    unsigned threads);

/// The walk's quantile beside the solved one. z counts how far the share of walked people who are
/// there before (after) the bracket is from what the level allows, in its own standard errors;
/// atoms and gaps in the law of time do not disturb it. `times`: not empty.
WalkFigure compare_quantile(const TimeCounts& times, double level, const TimeFigure& solved);

}  // namespace cairn
