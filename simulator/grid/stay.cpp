#include "simulator/grid/stay.h"

#include <algorithm>
#include <cmath>

namespace cairn {
namespace {

double normal_below(double z) {
  return std::erfc(-z * M_SQRT1_2) / 2;
}

/// 1 - exp(-y) (1 + y), by its series where the difference would cancel.
double gamma_two(double y) {
  if (y > 0.1) return -std::expm1(-y) - y * std::exp(-y);
  double term = y * y, sum = 0;
  for (int n = 0; n < 12; ++n) {
    sum += term / (n + 2);
    term *= -y / (n + 1);
  }
  return sum;
}

/// Integrals over a stay from 0 to each point of the grid: of P(T > u), of u P(T > u), and of
/// exp(-r u) P(T > u).
struct Integrals {
  std::vector<double> days, half_squares, discounted;
};

Integrals integrate(const Draw& days, double rate_per_day, double cell_days, std::uint32_t cells,
                    bool has_accruals, Rounding rounding) {
  Integrals sums;
  sums.days.assign(std::size_t{cells} + 1, 0);
  if (has_accruals) {
    sums.half_squares.assign(std::size_t{cells} + 1, 0);
    sums.discounted.assign(std::size_t{cells} + 1, 0);
  }
  const double mean_days = days.mean();
  for (std::uint32_t n = 1; n <= cells; ++n) {
    const double begin = cell_days * (n - 1), end = cell_days * n;
    // Once nothing is left to come, nothing changes any more.
    const bool is_over = sums.days[n - 1] >= mean_days;
    sums.days[n] = is_over ? sums.days[n - 1]
                           : std::clamp(limited_days(days, end), sums.days[n - 1], mean_days);
    if (!has_accruals) continue;
    sums.half_squares[n] = is_over
                               ? sums.half_squares[n - 1]
                               : std::max(limited_half_square(days, end), sums.half_squares[n - 1]);
    const double spent = sums.days[n] - sums.days[n - 1];
    double moment = rounding == Rounding::down ? begin : end;
    if (rounding == Rounding::middle && spent > 0) {
      moment = std::clamp((sums.half_squares[n] - sums.half_squares[n - 1]) / spent, begin, end);
    }
    sums.discounted[n] = sums.discounted[n - 1] + spent * std::exp(-rate_per_day * moment);
  }
  return sums;
}

}  // namespace

double limited_days(const Draw& days, double limit_days) {
  if (!(limit_days > 0)) return 0;
  switch (days.kind) {
    case Draw::Kind::fixed:
      return std::min(days.value, limit_days);
    case Draw::Kind::exponential:
      return days.value * -std::expm1(-limit_days / days.value);
    case Draw::Kind::lognormal:
      break;
  }
  const double z = (std::log(limit_days) - days.mu) / days.sigma;
  return days.mean() * normal_below(z - days.sigma) + limit_days * normal_below(-z);
}

double limited_half_square(const Draw& days, double limit_days) {
  if (!(limit_days > 0)) return 0;
  switch (days.kind) {
    case Draw::Kind::fixed: {
      const double stay = std::min(days.value, limit_days);
      return stay * stay / 2;
    }
    case Draw::Kind::exponential:
      return days.value * days.value * gamma_two(limit_days / days.value);
    case Draw::Kind::lognormal:
      break;
  }
  const double z = (std::log(limit_days) - days.mu) / days.sigma;
  const double square = std::exp(2 * days.mu + 2 * days.sigma * days.sigma);
  return (square * normal_below(z - 2 * days.sigma) + limit_days * limit_days * normal_below(-z)) /
         2;
}

StayTable make_stay_table(const Draw& days, const MoneyWeights& weights, std::uint32_t cells,
                          bool has_accruals, Rounding rounding) {
  const double horizon = weights.horizon_days, rate = weights.rate_per_day;
  const double cell_days = horizon / cells;
  const Integrals sums = integrate(days, rate, cell_days, cells, has_accruals, rounding);
  StayTable table;
  table.days.assign(sums.days.rbegin(), sums.days.rend());
  if (!has_accruals) return table;
  for (std::uint32_t n = 0; n <= cells; ++n) {
    const double left_days = cell_days * (cells - n);
    const double stay = sums.days[cells - n], discounted = sums.discounted[cells - n];
    const double per_entrant = std::exp(-rate * cell_days * n) * discounted;
    // (1 - (t + u)/H) over u, where 1 - t/H = left/H.
    const double window =
        weights.is_once ? stay : (left_days * stay - sums.half_squares[cells - n]) / horizon;
    double total = per_entrant;
    if (!weights.is_once) {
      // Below 1e-7 the difference would lose more digits than the limit r -> 0 is off.
      total = rate * horizon > 1e-7
                  ? (per_entrant - std::exp(-rate * horizon) * stay) / (rate * horizon)
                  : window;
    }
    table.per_entrant.push_back(per_entrant);
    table.window.push_back(window);
    table.total.push_back(std::max(total, 0.0));
  }
  return table;
}

}  // namespace cairn
