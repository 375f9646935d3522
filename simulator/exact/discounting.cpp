#include "simulator/exact/discounting.h"

#include <algorithm>
#include <cmath>

namespace cairn {
namespace {

/// Where r T is small whatever T is likely to be: 1 - exp(-x) = x - x^2/2! + x^3/3! - … lies
/// between any two of its partial sums in a row, and so does its expectation, E[x^k] being
/// m^k exp(k (k-1) sigma^2 / 2). False if no early term is below the rounding error.
bool discount_by_series(double rate_per_day, double mu, double sigma, Discount& discount) {
  const double mean = rate_per_day * std::exp(mu + sigma * sigma / 2);
  const double spread = std::exp(sigma * sigma);
  if (!(mean * spread < 0.1)) return false;
  double term = mean, ratio = mean, sum = 0;
  for (int k = 1; k <= 12; ++k) {
    if (term < 1e-17 * mean) {
      discount = {1 - sum, sum};
      return true;
    }
    sum += k % 2 == 1 ? term : -term;
    ratio *= spread;
    term *= ratio / (k + 1);
  }
  return false;
}

/// Trapezoidal rule over the standard normal, which converges geometrically: the integrand is
/// analytic for |Im z| < pi / (2 sigma), so a step of 0.2 / sigma leaves less than exp(-49), and
/// one of at most 0.5 leaves less than exp(-78) of the normal density itself.
Discount discount_lognormal(double rate_per_day, double mu, double sigma) {
  Discount sum{0, 0};
  if (discount_by_series(rate_per_day, mu, sigma, sum)) return sum;
  sum = {0, 0};
  const double step = std::min(0.5, 0.2 / sigma);
  double weights = 0;
  const auto add = [&](double weight, double rate_times_days) {
    weights += weight;
    // Either one of the two keeps all its digits as 1 minus the other.
    if (rate_times_days < 1e-5) {
      const double lost = rate_times_days * (1 - rate_times_days * (0.5 - rate_times_days / 6));
      sum.lost += weight * lost;
      sum.kept += weight * (1 - lost);
    } else if (rate_times_days < 0.5) {
      const double lost = -std::expm1(-rate_times_days);
      sum.lost += weight * lost;
      sum.kept += weight * (1 - lost);
    } else {
      const double kept = std::exp(-rate_times_days);
      sum.kept += weight * kept;
      sum.lost += weight * (1 - kept);
    }
  };
  // From the middle outwards, exp(-z^2 / 2) and r T by multiplication: n steps out the weight is
  // off by n^2 rounding errors, where it is small. Where r T is small the lost part grows like
  // exp(sigma z), which moves the peak to z = sigma.
  const double middle = rate_per_day * std::exp(mu), ratio = std::exp(-step * step);
  const double growth = std::exp(sigma * step), first_ratio = std::exp(-step * step / 2);
  add(1, middle);
  for (const bool is_up : {true, false}) {
    const double each = is_up ? growth : 1 / growth, last = is_up ? 9.5 + sigma : 9.5;
    const auto count = static_cast<long>(std::ceil(last / step));
    double weight = 1, next = first_ratio, rate_times_days = middle;
    for (long i = 1; i <= count; ++i, next *= ratio) {
      weight *= next;
      rate_times_days *= each;
      add(weight, rate_times_days);
    }
  }
  return {sum.kept / weights, sum.lost / weights};
}

}  // namespace

DiscountSlopes discount_slopes(double rate_per_day, const Draw& days) {
  const double x = rate_per_day * days.value;
  switch (days.kind) {
    case Draw::Kind::fixed:
      return {-rate_per_day * std::exp(-x), 0, 0, -days.value * std::exp(-x)};
    case Draw::Kind::exponential:
      return {-rate_per_day / ((1 + x) * (1 + x)), 0, 0, -days.value / ((1 + x) * (1 + x))};
    case Draw::Kind::lognormal:
      break;
  }
  if (!(rate_per_day > 0)) return {0, 0, 0, -days.mean()};
  // kept = E[exp(-x)] with x = r exp(mu + sigma Z), by the rule of discount_lognormal.
  const double step = std::min(0.5, 0.2 / days.sigma);
  double weights = 0, by_mu = 0, by_sigma = 0;
  const auto add = [&](double z, double weight, double loss) {
    const double kept = loss < 1e-5 ? 1 - loss * (1 - loss * (0.5 - loss / 6)) : std::exp(-loss);
    const double slope = weight * -loss * kept;
    weights += weight;
    by_mu += slope;
    by_sigma += slope * z;
  };
  const double middle = rate_per_day * std::exp(days.mu), ratio = std::exp(-step * step);
  const double growth = std::exp(days.sigma * step), first_ratio = std::exp(-step * step / 2);
  add(0, 1, middle);
  for (const double sign : {1.0, -1.0}) {
    const double each = sign > 0 ? growth : 1 / growth;
    const auto count = static_cast<long>(std::ceil((sign > 0 ? 9.5 + days.sigma : 9.5) / step));
    double weight = 1, next = first_ratio, loss = middle;
    for (long i = 1; i <= count; ++i, next *= ratio) {
      weight *= next;
      loss *= each;
      add(sign * step * static_cast<double>(i), weight, loss);
    }
  }
  return {0, by_mu / weights, by_sigma / weights, by_mu / weights / rate_per_day};
}

Discount Discounter::over(const Draw& days) {
  const double rate_times_days = rate_per_day_ * days.value;
  switch (days.kind) {
    case Draw::Kind::fixed:
      if (rate_times_days == 0) return {};
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

DiscountSlopes Discounter::slopes(const Draw& days) {
  if (days.kind != Draw::Kind::lognormal) return discount_slopes(rate_per_day_, days);
  const auto [place, is_new] = slopes_seen_.try_emplace({days.mu, days.sigma});
  if (is_new) place->second = discount_slopes(rate_per_day_, days);
  return place->second;
}

double Discounter::weighted_days(const Draw& days) {
  return rate_per_day_ > 0 ? over(days).lost / rate_per_day_ : days.mean();
}

}  // namespace cairn
