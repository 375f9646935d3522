#include "simulator/grid/lag_law.h"

#include <algorithm>
#include <cmath>

namespace cairn {
namespace {

/// Share of the weight within the grid that may be moved at either edge of a law.
constexpr double kNegligible = 1e-17;
/// The normal law beyond this has less than 1e-17 left.
constexpr double kFarthestZ = 8.6;

/// A distribution function from both ends, so that neither tail loses digits.
struct Tails {
  double below = 0;
  double above = 1;
};

Tails normal_tails(double z) {
  const double tail = std::erfc(std::abs(z) * M_SQRT1_2) / 2;
  return z < 0 ? Tails{tail, 1 - tail} : Tails{1 - tail, tail};
}

double between(const Tails& low, const Tails& high) {
  const double mass = high.below < 0.5 ? high.below - low.below : low.above - high.above;
  return std::max(mass, 0.0);
}

void set_weight(LagLaw& law, std::uint32_t cells, double weight, std::uint32_t most_cells) {
  if (cells > most_cells || !(weight > 0)) return;
  if (law.weights.empty()) law.first = cells;
  law.weights.resize(cells - law.first + 1, 0);
  law.weights.back() += weight;
}

/// A duration that is left out: later than anything.
const LagLaw kNothing{0, 1, 1, {}, 0};

bool is_part(Rounding rounding) {
  return rounding == Rounding::middle_below || rounding == Rounding::middle_above ||
         rounding == Rounding::on_grid;
}

/// How much of a share that is rounded up, and of the rest that is rounded down, is kept.
struct Kept {
  double below = 1;
  double above = 1;
};

Kept kept_by(Rounding rounding) {
  if (rounding == Rounding::middle_below) return {1, 0};
  if (rounding == Rounding::middle_above) return {0, 1};
  if (rounding == Rounding::on_grid) return {0, 0};
  return {1, 1};
}

LagLaw round_fixed(double days, double cell_days, std::uint32_t most_cells, Rounding rounding) {
  const double exact = days / cell_days;
  const double nearest = std::round(exact);
  if (exact > static_cast<double>(most_cells) + 1) return kNothing;
  double low = std::floor(exact), below = 1 - (exact - low), above = exact - low;
  if (std::abs(exact - nearest) <= 1e-9 * std::max(1.0, nearest)) {
    low = nearest;
    below = 1;
    above = 0;
  } else if (rounding == Rounding::down || rounding == Rounding::up) {
    above = rounding == Rounding::up ? 1 : 0;
    below = 1 - above;
  } else {
    below *= kept_by(rounding).below;
    above *= kept_by(rounding).above;
  }
  const auto cells = static_cast<std::uint32_t>(low);
  LagLaw law;
  law.at_zero = cells == 0 ? below : 0;
  law.later = cells == 0 ? 1 - below : 1;
  if (cells > 0) set_weight(law, cells, below, most_cells);
  set_weight(law, cells + 1, above, most_cells);
  return law;
}

LagLaw round_exponential(double mean_days, double cell_days, Rounding rounding) {
  const double x = cell_days / mean_days;
  const double stay = std::exp(-x), leave = -std::expm1(-x);
  // Mean position within the cell, the same in every cell: 1/x - 1/(exp(x) - 1).
  double share_up =
      x < 0.1 ? 0.5 - x / 12 + x * x * x / 720 - std::pow(x, 5) / 30240 : 1 / x - 1 / std::expm1(x);
  if (rounding == Rounding::down || rounding == Rounding::up) {
    share_up = rounding == Rounding::up ? 1 : 0;
  }
  const double below = leave * (1 - share_up) * kept_by(rounding).below;
  const double above = leave * share_up * kept_by(rounding).above;
  LagLaw law;
  law.at_zero = below;
  law.later = below > 0 ? stay + leave * share_up : 1;
  law.weights = {stay * below + above};
  law.ratio = stay;
  return law;
}

/// What falls into each cell of a lognormal, and the share of it that rounds up.
class LognormalCells {
 public:
  LognormalCells(const Draw& days, double cell_days)
      : mu_(days.mu),
        sigma_(days.sigma),
        cell_days_(cell_days),
        mean_cells_(days.mean() / cell_days) {}

  Tails tails(std::uint32_t cells) const { return cells == 0 ? Tails{} : normal_tails(z(cells)); }
  /// Of the mean instead of the probability.
  Tails mean_tails(std::uint32_t cells) const {
    return cells == 0 ? Tails{} : normal_tails(z(cells) - sigma_);
  }
  double mean_cells() const { return mean_cells_; }

 private:
  double z(std::uint32_t cells) const { return (std::log(cells * cell_days_) - mu_) / sigma_; }
  double mu_, sigma_, cell_days_, mean_cells_;
};

LagLaw round_lognormal(const Draw& days, double cell_days, std::uint32_t most_cells,
                       Rounding rounding) {
  const LognormalCells cells(days, cell_days);
  const double negligible = kNegligible * cells.tails(most_cells).below;
  LagLaw law{0, 1, 1, {}, 0};
  const Kept kept = kept_by(rounding);
  double early = 0;  // negligible weight before the first kept cell
  Tails low, low_mean;
  for (std::uint32_t n = 0; n <= most_cells; ++n) {
    const Tails high = cells.tails(n + 1);
    double mass = between(low, high);
    const bool is_last = high.above <= negligible;
    if (is_last && rounding != Rounding::up) mass += high.above;
    double mass_up = rounding == Rounding::up ? mass : 0;
    if (rounding != Rounding::up && rounding != Rounding::down) {
      const Tails high_mean = cells.mean_tails(n + 1);
      mass_up = std::clamp(cells.mean_cells() * between(low_mean, high_mean) - n * mass, 0.0, mass);
      low_mean = high_mean;
    }
    low = high;
    if (high.below <= negligible) {
      early += mass;
      continue;
    }
    if (early > 0) (rounding == Rounding::down ? law.at_zero : mass_up) += early;
    early = 0;
    if (n == 0) {
      law.at_zero += (mass - mass_up) * kept.below;
      if (kept.below > 0) law.later = high.above + mass_up;
    } else {
      set_weight(law, n, (mass - mass_up) * kept.below, most_cells);
    }
    set_weight(law, n + 1, mass_up * kept.above, most_cells);
    if (is_last) break;
  }
  return law;
}

bool is_nothing(const LagLaw& law) {
  return law.later == 0;
}

}  // namespace

bool is_narrow(const Draw& days, double cell_days) {
  return days.kind == Draw::Kind::fixed || days.mean() <= cell_days / 8;
}

LagLaw make_lag_law(const Draw& days, double cell_days, std::uint32_t most_cells,
                    Rounding rounding) {
  if (is_part(rounding) && !is_narrow(days, cell_days)) return kNothing;
  switch (days.kind) {
    case Draw::Kind::fixed:
      return round_fixed(days.value, cell_days, most_cells, rounding);
    case Draw::Kind::exponential:
      return round_exponential(days.value, cell_days, rounding);
    case Draw::Kind::lognormal:
      break;
  }
  return round_lognormal(days, cell_days, most_cells, rounding);
}

std::vector<double> written_out(const LagLaw& law, std::uint32_t most_cells) {
  std::vector<double> all(std::size_t{most_cells} + 1, 0);
  all[0] = law.at_zero;
  if (law.ratio > 0) {
    double weight = law.weights[0];
    for (std::uint32_t n = 1; n <= most_cells && weight > 0; ++n, weight *= law.ratio)
      all[n] = weight;
    return all;
  }
  for (std::size_t i = 0; i < law.weights.size(); ++i) all[law.first + i] = law.weights[i];
  return all;
}

LagLaw add_lags(const LagLaw& a, const LagLaw& b, std::uint32_t most_cells) {
  if (is_nothing(a)) return b;
  if (is_nothing(b)) return a;
  const std::vector<double> x = written_out(a, most_cells), y = written_out(b, most_cells);
  std::vector<double> sum(std::size_t{most_cells} + 1, 0);
  std::size_t y_end = y.size();
  while (y_end > 0 && y[y_end - 1] == 0) --y_end;
  for (std::size_t i = 0; i <= most_cells; ++i) {
    if (x[i] == 0) continue;
    const std::size_t end = std::min(y_end, most_cells + 1 - i);
    for (std::size_t j = 0; j < end; ++j) sum[i + j] += x[i] * y[j];
  }
  LagLaw law;
  law.at_zero = a.at_zero * b.at_zero;
  law.later = a.later + a.at_zero * b.later;
  for (std::uint32_t n = 1; n <= most_cells; ++n) set_weight(law, n, sum[n], most_cells);
  return law;
}

std::uint32_t support_cells(const Draw& days, double cell_days, std::uint32_t most_cells) {
  // A fixed duration is one weight however far away, and an exponential one needs no more either.
  if (days.kind != Draw::Kind::lognormal) return 1;
  const double longest = std::exp(days.mu + kFarthestZ * days.sigma) / cell_days;
  const double shortest = std::exp(days.mu - kFarthestZ * days.sigma) / cell_days;
  const double most = static_cast<double>(most_cells);
  return static_cast<std::uint32_t>(std::min(longest, most) - std::min(shortest, most)) + 2;
}

}  // namespace cairn
