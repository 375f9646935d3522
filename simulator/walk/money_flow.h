// Money over time, weighted for the three sums that count it.
#pragma once

#include "simulator/chain/totals.h"

namespace cairn {

/// The three weights of MoneyWeights, at a moment or summed over a stay.
struct WeightSet {
  double per_entrant = 0, window = 0, total = 0;
};

/// The weights at one age within the horizon, with the walk's own exponential.
WeightSet weights_at(const MoneyWeights& weights, double age_days);

/// Integrals of the three weights over ages a … b, both within the horizon.
WeightSet weights_over(const MoneyWeights& weights, double a, double b);

}  // namespace cairn
