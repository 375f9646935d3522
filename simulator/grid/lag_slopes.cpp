#include "simulator/grid/lag_slopes.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace cairn {
namespace {

using Series = std::vector<double>;  // by cell

bool is_part(Rounding rounding) {
  return rounding == Rounding::middle_below || rounding == Rounding::middle_above ||
         rounding == Rounding::on_grid;
}

/// What a part keeps of what is rounded down and of what is rounded up.
double keeps_below(Rounding rounding) {
  return rounding == Rounding::middle_above || rounding == Rounding::on_grid ? 0 : 1;
}
double keeps_above(Rounding rounding) {
  return rounding == Rounding::middle_below || rounding == Rounding::on_grid ? 0 : 1;
}

void add_at(Series& series, double cell, double slope) {
  if (cell < 0 || cell >= static_cast<double>(series.size())) return;
  series[static_cast<std::size_t>(cell)] += slope;
}

/// One day more moves 1/cell_days from the point below to the point above.
void add_fixed(double days, double cell_days, Rounding rounding, Series& slopes) {
  const double below = keeps_below(rounding) / cell_days;
  const double above = keeps_above(rounding) / cell_days;
  const double exact = days / cell_days, nearest = std::round(exact);
  if (std::abs(exact - nearest) > 1e-9 * std::max(1.0, nearest)) {
    add_at(slopes, std::floor(exact), -below);
    add_at(slopes, std::floor(exact) + 1, above);
    return;
  }
  if (nearest == 0) {  // there is no shorter one
    add_at(slopes, 0, -below);
    add_at(slopes, 1, above);
    return;
  }
  // Half from the cell before it to this one, half from this one to the next.
  add_at(slopes, nearest - 1, -below / 2);
  add_at(slopes, nearest, (above - below) / 2);
  add_at(slopes, nearest + 1, above / 2);
}

/// d / dx of the mean position within a cell (see round_exponential).
double share_up_slope(double x) {
  if (x < 0.1) return -1.0 / 12 + x * x / 240 - x * x * x * x / 6048;
  const double grown = std::expm1(x);
  return -1 / (x * x) + (grown + 1) / (grown * grown);
}

void add_exponential(double mean_days, double cell_days, Rounding rounding, Series& slopes) {
  const double x = cell_days / mean_days, by_mean = -x / mean_days;
  const double stay = std::exp(-x), leave = -std::expm1(-x);
  const double share_up =
      x < 0.1 ? 0.5 - x / 12 + x * x * x / 720 - std::pow(x, 5) / 30240 : 1 / x - 1 / std::expm1(x);
  const double of_share = leave * share_up_slope(x);
  const double below = keeps_below(rounding) * leave * (1 - share_up);
  const double above = keeps_above(rounding) * leave * share_up;
  const double by_below = keeps_below(rounding) * (stay * (1 - share_up) - of_share);
  const double by_above = keeps_above(rounding) * (stay * share_up + of_share);
  // Weights stay^(n - 1) (stay below + above); d stay / dx = -stay.
  slopes[0] = by_mean * by_below;
  const double first = stay * below + above, by_first = stay * (by_below - below) + by_above;
  double power = 1;
  for (std::size_t n = 1; n < slopes.size() && power > 0; ++n, power *= stay) {
    slopes[n] = by_mean * power * (by_first - static_cast<double>(n - 1) * first);
  }
}

/// A normal tail from the side where it is small, its density, and z times that.
struct NormalPoint {
  double below = 0, above = 1, density = 0, tilted = 0;
};

NormalPoint normal_point(double z) {
  constexpr double kRootTwoPi = 2.506628274631000502;
  const double tail = std::erfc(std::abs(z) * M_SQRT1_2) / 2;
  const double density = std::exp(-z * z / 2) / kRootTwoPi;
  return {z < 0 ? tail : 1 - tail, z < 0 ? 1 - tail : tail, density, z * density};
}

double between(const NormalPoint& low, const NormalPoint& high) {
  return high.below < 0.5 ? high.below - low.below : low.above - high.above;
}

void add_lognormal(const Draw& days, double cell_days, Rounding rounding, LagSlopes& slopes) {
  const double sigma = days.sigma, mean_cells = days.mean() / cell_days;
  const double below = keeps_below(rounding), above = keeps_above(rounding);
  NormalPoint low, low_mean;  // at the begin of the cell: of chance, and of the mean
  for (std::size_t n = 0; n < slopes.mu.size(); ++n) {
    const double z = (std::log(static_cast<double>(n + 1) * cell_days) - days.mu) / sigma,
                 count = static_cast<double>(n);
    const NormalPoint high = normal_point(z), high_mean = normal_point(z - sigma);
    // d mass / d number, and of the mean that lies in the cell; d z / d mu = -1 / sigma and
    // d z / d sigma = -z / sigma.
    const double mass_mu = -(high.density - low.density) / sigma;
    const double mass_sigma = -(high.tilted - low.tilted) / sigma;
    const double mean = mean_cells * between(low_mean, high_mean);
    const double density = high_mean.density - low_mean.density;
    const double tilted = high_mean.tilted - low_mean.tilted;
    const double mean_mu = mean - mean_cells * density / sigma;
    // d (z - sigma) / d sigma = -z / sigma - 1 = -(z - sigma) / sigma - 2.
    const double mean_sigma = sigma * mean - mean_cells * (tilted / sigma + 2 * density);
    const double up_mu = mean_mu - count * mass_mu, up_sigma = mean_sigma - count * mass_sigma;
    slopes.mu[n] += below * (mass_mu - up_mu);
    slopes.sigma[n] += below * (mass_sigma - up_sigma);
    if (n + 1 < slopes.mu.size()) {
      slopes.mu[n + 1] += above * up_mu;
      slopes.sigma[n + 1] += above * up_sigma;
    }
    low = high;
    low_mean = high_mean;
  }
}

}  // namespace

LagSlopes make_lag_slopes(const Draw& days, double cell_days, std::uint32_t most_cells,
                          Rounding rounding) {
  const Series none(std::size_t{most_cells} + 1, 0);
  LagSlopes slopes;
  if (days.kind == Draw::Kind::lognormal) {
    slopes.mu = slopes.sigma = none;
  } else {
    slopes.value = none;
  }
  if (is_part(rounding) && !is_narrow(days, cell_days)) return slopes;
  switch (days.kind) {
    case Draw::Kind::fixed:
      add_fixed(days.value, cell_days, rounding, slopes.value);
      break;
    case Draw::Kind::exponential:
      add_exponential(days.value, cell_days, rounding, slopes.value);
      break;
    case Draw::Kind::lognormal:
      add_lognormal(days, cell_days, rounding, slopes);
      break;
  }
  return slopes;
}

}  // namespace cairn
