#include "simulator/walk/money_flow.h"

#include <cmath>

#include "simulator/walk/normal_law.h"

namespace cairn {

WeightSet weights_at(const MoneyWeights& weights, double age_days) {
  const double horizon = weights.horizon_days, rate = weights.rate_per_day;
  if (age_days > horizon) return {};
  WeightSet at;
  at.per_entrant = rate > 0 ? exp_of(-rate * age_days) : 1;
  if (weights.is_once || !std::isfinite(horizon)) {
    at.window = 1;
    at.total = weights.is_once ? at.per_entrant : 0;
    return at;
  }
  at.window = horizon > 0 ? 1 - age_days / horizon : 1;
  const double rate_of_window = rate * horizon;
  // (exp(-r t) - exp(-r H)) / (r H) without cancellation.
  at.total = rate_of_window > 0
                 ? -at.per_entrant * expm1_of(-rate * (horizon - age_days)) / rate_of_window
                 : at.window;
  return at;
}

WeightSet weights_over(const MoneyWeights& weights, double a, double b) {
  const double horizon = weights.horizon_days, rate = weights.rate_per_day;
  const double stay = b - a;
  WeightSet sum;
  if (!(stay > 0)) return sum;
  sum.per_entrant = rate > 0 ? exp_of(-rate * a) * -expm1_of(-rate * stay) / rate : stay;
  if (weights.is_once || !std::isfinite(horizon)) {
    sum.window = stay;
    sum.total = weights.is_once ? sum.per_entrant : 0;
    return sum;
  }
  sum.window = stay * (1 - (a + b) / (2 * horizon));
  // Below 1e-7 the difference would lose more digits than the limit rate -> 0 is off.
  sum.total = rate * horizon > 1e-7
                  ? (sum.per_entrant - exp_of(-rate * horizon) * stay) / (rate * horizon)
                  : sum.window;
  return sum;
}

}  // namespace cairn
