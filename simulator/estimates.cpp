#include "simulator/estimates.h"

#include <algorithm>
#include <cmath>

#include "simulator/walk/statistics.h"

namespace cairn {

void spread_over_worlds(const std::vector<double>& by_world, bool keep_samples,
                        Estimate& estimate) {
  std::vector<double> sorted;
  double sum = 0;
  for (const double value : by_world) {
    if (std::isnan(value)) continue;
    sorted.push_back(value);
    sum += value;
  }
  if (sorted.empty()) return;
  std::sort(sorted.begin(), sorted.end());
  const QuantileEstimate low = estimate_quantile(sorted, 0.05);
  const QuantileEstimate high = estimate_quantile(sorted, 0.95);
  estimate.low = low.value;
  estimate.high = high.value;
  // A figure that doubt does not touch differs between worlds by its rounding only.
  if (sorted.back() - sorted.front() > 1e-12 * std::fabs(sorted.back())) {
    estimate.low_error = low.standard_error;
    estimate.high_error = high.standard_error;
  }
  // A figure that no doubt touches is the same in every world; its mean would only add rounding.
  estimate.value =
      sorted.front() == sorted.back() ? sorted.front() : sum / static_cast<double>(sorted.size());
  if (keep_samples) estimate.samples = by_world;
}

Effect paired_effect(double best, double best_today, const std::vector<double>& values,
                     const std::vector<double>& today, bool keep_samples) {
  Effect effect;
  effect.best = effect.value = effect.low = effect.high = best - best_today;
  std::vector<double> changes(values.size());
  std::size_t up = 0, down = 0, known = 0;
  for (std::size_t w = 0; w < changes.size(); ++w) {
    changes[w] = values[w] - today[w];
    known += std::isnan(changes[w]) ? 0U : 1U;
    // What differs in its last bits only does not differ.
    const double rounding = 1e-12 * std::max(std::fabs(values[w]), std::fabs(today[w]));
    up += changes[w] > rounding ? 1U : 0U;
    down += changes[w] < -rounding ? 1U : 0U;
  }
  if (known == 0) {
    effect.chance_up = effect.best > 0 ? 1 : 0;
    effect.chance_down = effect.best < 0 ? 1 : 0;
    return effect;
  }
  effect.chance_up = static_cast<double>(up) / static_cast<double>(known);
  effect.chance_down = static_cast<double>(down) / static_cast<double>(known);
  Estimate spread;
  spread.value = effect.value;
  spread_over_worlds(changes, false, spread);
  effect.value = spread.value;
  effect.low = spread.low;
  effect.high = spread.high;
  if (keep_samples) effect.samples = std::move(changes);
  return effect;
}

}  // namespace cairn
