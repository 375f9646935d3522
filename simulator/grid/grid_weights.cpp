#include "simulator/grid/grid_weights.h"

namespace cairn {

GridWeights weights_on_grid(const MoneyWeights& weights, std::uint32_t cells) {
  GridWeights grid;
  for (std::uint32_t n = 0; n <= cells; ++n) {
    // The last point is the horizon to the bit, where events still count.
    const double age = n == cells ? weights.horizon_days : weights.horizon_days / cells * n;
    grid.ages.push_back(age);
    grid.age_squares.push_back(age * age);
    grid.per_entrant.push_back(weights.per_entrant(age));
    grid.window.push_back(weights.window(age));
    grid.total.push_back(weights.total(age));
  }
  return grid;
}

double sum_of(const std::vector<double>& series) {
  double sum = 0;
  for (const double value : series) sum += value;
  return sum;
}

double weighted_visits(const StateSeries& series, const std::vector<double>& weights) {
  double sum = 0;
  for (std::size_t n = 0; n < weights.size(); ++n) sum += series.visits[n] * weights[n];
  return sum;
}

}  // namespace cairn
