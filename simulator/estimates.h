// Figures in many worlds as means and ranges.
#pragma once

#include <vector>

#include "journey/comparison.h"
#include "journey/prediction.h"

namespace cairn {

/// Mean and 5-95 % range over the worlds; worlds where the figure is a mean over nobody (NaN) say
/// nothing.
void spread_over_worlds(const std::vector<double>& by_world, bool keep_samples, Estimate& estimate);

/// A figure less today's, world by world. No worlds: the best estimates alone.
Effect paired_effect(double best, double best_today, const std::vector<double>& values,
                     const std::vector<double>& today, bool keep_samples);

}  // namespace cairn
