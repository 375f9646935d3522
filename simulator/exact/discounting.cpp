#include "simulator/exact/discounting.h"

#include <algorithm>
#include <cmath>

namespace cairn {
namespace {

/// Trapezoidal rule over the standard normal, which converges geometrically: the integrand is
/// analytic for |Im z| < pi / (2 sigma), so a step of 0.2 / sigma leaves less than exp(-49), and
/// one of at most 0.5 leaves less than exp(-78) of the normal density itself.
Discount discount_lognormal(double rate_per_day, double mu, double sigma) {
  const double step = std::min(0.5, 0.2 / sigma);
  // Where r T is small the lost part grows like exp(sigma z), which moves the peak to z = sigma.
  const double last = 9.5 + sigma;
  const double first = -9.5;
  const auto count = static_cast<long>(std::ceil((last - first) / step));
  const double log_scale = std::log(rate_per_day) + mu;
  Discount sum{0, 0};
  double weights = 0;
  for (long i = 0; i <= count; ++i) {
    const double z = first + step * static_cast<double>(i);
    const double weight = std::exp(-z * z / 2);
    const double rate_times_days = std::exp(log_scale + sigma * z);
    weights += weight;
    sum.kept += weight * std::exp(-rate_times_days);
    sum.lost += weight * -std::expm1(-rate_times_days);
  }
  return {sum.kept / weights, sum.lost / weights};
}

}  // namespace

Discount Discounter::over(const Draw& days) {
  const double rate_times_days = rate_per_day_ * days.value;
  switch (days.kind) {
    case Draw::Kind::fixed:
      return {std::exp(-rate_times_days), -std::expm1(-rate_times_days)};
    case Draw::Kind::exponential:
      return {1 / (1 + rate_times_days), rate_times_days / (1 + rate_times_days)};
    case Draw::Kind::lognormal:
      break;
  }
  if (!(rate_per_day_ > 0)) return {};
  const auto [place, is_new] = seen_.try_emplace({days.mu, days.sigma});
  if (is_new) place->second = discount_lognormal(rate_per_day_, days.mu, days.sigma);
  return place->second;
}

double Discounter::weighted_days(const Draw& days) {
  return rate_per_day_ > 0 ? over(days).lost / rate_per_day_ : days.mean();
}

}  // namespace cairn
