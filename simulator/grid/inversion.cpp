#include "simulator/grid/inversion.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace cairn {
namespace {

using Step = PassageProgram::Step;

// Frequencies that are worked on side by side.
constexpr std::size_t kLanes = 16;

/// r^M: what lies a round of the circle later is seen by so much. Rounding errors grow as r^-n, so
/// that less aliasing would mean more of them.
constexpr double kDamping = 1e-8;

/// Rounding errors of an elimination step and its products, in units of the last place; generous.
constexpr double kRoundingsPerStep = 16;

struct Lanes {
  std::array<double, kLanes> re, im;
};

/// One law at the frequencies at hand.
struct LawView {
  const double* re = nullptr;
  const double* im = nullptr;
};

void times_law(const LawView& law, Lanes& to) {
  for (std::size_t k = 0; k < kLanes; ++k) {
    const double re = to.re[k], im = to.im[k];
    to.re[k] = re * law.re[k] - im * law.im[k];
    to.im[k] = re * law.im[k] + im * law.re[k];
  }
}

void add_law(const LawView& law, double share, Lanes& to) {
  for (std::size_t k = 0; k < kLanes; ++k) {
    to.re[k] += share * law.re[k];
    to.im[k] += share * law.im[k];
  }
}

void add_product(const Lanes& a, const Lanes& b, Lanes& to) {
  for (std::size_t k = 0; k < kLanes; ++k) {
    to.re[k] += a.re[k] * b.re[k] - a.im[k] * b.im[k];
    to.im[k] += a.re[k] * b.im[k] + a.im[k] * b.re[k];
  }
}

/// 1 / (1 - loop).
void leave(Lanes& loop) {
  for (std::size_t k = 0; k < kLanes; ++k) {
    const double re = 1 - loop.re[k], im = loop.im[k];
    const double scale = 1 / (re * re + im * im);
    loop.re[k] = re * scale;
    loop.im[k] = im * scale;
  }
}

void run_block(const PassageProgram& program, const std::vector<LawView>& laws,
               std::vector<Lanes>& slots) {
  std::fill(slots.begin(), slots.end(), Lanes{});
  for (const Step& step : program.steps) {
    Lanes& to = slots[step.to];
    switch (step.kind) {
      case Step::Kind::add_share:
        for (double& re : to.re) re += step.share;
        break;
      case Step::Kind::add_law:
        add_law(laws[step.from], step.share, to);
        break;
      case Step::Kind::times_law:
        times_law(laws[step.from], to);
        break;
      case Step::Kind::leave:
        leave(to);
        break;
      case Step::Kind::times: {
        const Lanes& other = slots[step.from];
        times_law({other.re.data(), other.im.data()}, to);
        break;
      }
      case Step::Kind::add_product:
        add_product(slots[step.from], slots[step.other], to);
        break;
    }
  }
}

/// How much rounding errors may grow: rounds within loops at the real point of the circle, where
/// every loop is strongest, each loop's errors added up.
double growth_by_loops(const PassageProgram& program, const std::vector<Lanes>& slots) {
  double growth = 1;
  for (const Step& step : program.steps) {
    if (step.kind == Step::Kind::leave) growth += slots[step.to].re[0];
  }
  return growth;
}

std::size_t padded(std::size_t count) {
  return (count + kLanes - 1) / kLanes * kLanes;
}

std::size_t circle_points(std::uint32_t cells) {
  std::size_t points = 32;
  while (points < 2 * (std::size_t{cells} + 1)) points *= 2;
  return points;
}

}  // namespace

LawTransforms::LawTransforms(double cell_days, std::uint32_t cells, Rounding rounding)
    : cell_days_(cell_days),
      cells_(cells),
      rounding_(rounding),
      fourier_(circle_points(cells)),
      aliasing_(kDamping / (1 - kDamping)) {
  const double log_radius = std::log(kDamping) / static_cast<double>(fourier_.length());
  radius_ = std::exp(log_radius);
  for (std::uint32_t n = 0; n <= cells; ++n) {
    decay_.push_back(std::exp(log_radius * n));
    growth_.push_back(1 / decay_.back());
  }
}

const ComplexSeries& LawTransforms::of(const Draw& days) {
  const auto [place, is_new] = seen_.try_emplace({days.kind, days.value, days.mu, days.sigma});
  if (!is_new) return place->second;
  std::vector<double> weights =
      written_out(make_lag_law(days, cell_days_, cells_, rounding_), cells_);
  for (std::size_t n = 0; n < weights.size(); ++n) weights[n] *= decay_[n];
  ComplexSeries series = fourier_.transform(weights);
  series.re.resize(padded(series.re.size()));
  series.im.resize(padded(series.im.size()));
  return place->second = std::move(series);
}

PassageSums invert_passages(const PassageProgram& program, LawTransforms& laws) {
  PassageSums sums;
  sums.by.assign(std::size_t{laws.cells()} + 1, 0);
  if (program.steps.empty()) return sums;
  std::vector<const ComplexSeries*> transforms;
  for (const Draw& draw : program.laws) transforms.push_back(&laws.of(draw));
  const std::size_t count = laws.fourier().length() / 2 + 1;
  ComplexSeries passages{std::vector<double>(padded(count)), std::vector<double>(padded(count))};
  std::vector<Lanes> slots(program.slot_count);
  std::vector<LawView> views(transforms.size());
  double growth = 1;
  for (std::size_t j = 0; j < count; j += kLanes) {
    for (std::size_t i = 0; i < views.size(); ++i) {
      views[i] = {transforms[i]->re.data() + j, transforms[i]->im.data() + j};
    }
    run_block(program, views, slots);
    if (j == 0) growth = growth_by_loops(program, slots);
    const Lanes& result = slots[program.result];
    std::copy(result.re.begin(), result.re.end(), passages.re.begin() + static_cast<long>(j));
    std::copy(result.im.begin(), result.im.end(), passages.im.begin() + static_cast<long>(j));
  }
  const double damped_total = passages.re[0];
  const std::vector<double> damped = laws.fourier().invert(passages);
  double sum = 0;
  for (std::size_t n = 0; n < sums.by.size(); ++n) {
    sum += std::max(0.0, damped[n]) * laws.growth()[n];
    sums.by[n] = sum;
  }
  // Errors e_j of the transform turn into errors of the series whose squares sum to their mean
  // square (Parseval), so partial sums of the undamped series are off by at most sqrt(n) r^-n e.
  const double each =
      std::numeric_limits<double>::epsilon() * kRoundingsPerStep * growth * damped_total;
  const double cells = static_cast<double>(sums.by.size());
  sums.error = std::sqrt(cells) * laws.growth().back() * each + laws.aliasing() * sum;
  return sums;
}

// ---- Laplace ------------------------------------------------------------------------------------

namespace {

struct Complex {
  double re = 0, im = 0;
};

/// exp(-(re + i im)).
Complex exp_minus(double re, double im) {
  const double size = std::exp(-re);
  return {size * std::cos(im), -size * std::sin(im)};
}

Complex laplace_of(const Draw& days, double re, double im) {
  if (days.kind == Draw::Kind::fixed) return exp_minus(re * days.value, im * days.value);
  if (days.kind == Draw::Kind::exponential) {
    const double a = 1 + re * days.value, b = im * days.value;
    return {a / (a * a + b * b), -b / (a * a + b * b)};
  }
  // Trapezoidal rule over the normal law, whose error falls faster than any power of the step.
  constexpr int kPoints = 1200;
  constexpr double kFarthest = 8.5, kStep = 2 * kFarthest / kPoints;
  Complex sum;
  for (int i = 0; i <= kPoints; ++i) {
    const double z = -kFarthest + kStep * i;
    const double weight = std::exp(-z * z / 2) * kStep / std::sqrt(2 * M_PI);
    const double value = std::exp(days.mu + days.sigma * z);
    const Complex term = exp_minus(re * value, im * value);
    sum.re += weight * term.re;
    sum.im += weight * term.im;
  }
  return sum;
}

// Euler summation: so many terms, the last of them averaged with binomial weights.
constexpr int kTerms = 15, kAveraged = 11;
// Discretisation error exp(-kReach).
constexpr double kReach = 18.4;

double euler_sum(const std::vector<double>& terms) {
  std::vector<double> partial;
  double sum = 0;
  for (const double term : terms) partial.push_back(sum += term);
  double binomial = 1, average = 0;
  for (int k = 0; k <= kAveraged; ++k) {
    average += binomial * partial[static_cast<std::size_t>(kTerms + k)];
    binomial *= static_cast<double>(kAveraged - k) / (k + 1);
  }
  return average / std::pow(2.0, kAveraged);
}

double invert_laplace_at(const PassageProgram& program, double days) {
  const double re = kReach / (2 * days);
  std::vector<double> terms;
  std::vector<Lanes> slots(program.slot_count), values(program.laws.size());
  constexpr int kCount = kTerms + kAveraged + 1;
  for (int first = 0; first < kCount; first += static_cast<int>(kLanes)) {
    std::vector<LawView> views;
    for (std::size_t i = 0; i < values.size(); ++i) {
      for (std::size_t k = 0; k < kLanes; ++k) {
        const double im = M_PI * (first + static_cast<double>(k)) / days;
        const Complex value = laplace_of(program.laws[i], re, im);
        values[i].re[k] = value.re;
        values[i].im[k] = value.im;
      }
      views.push_back({values[i].re.data(), values[i].im.data()});
    }
    run_block(program, views, slots);
    const Lanes& result = slots[program.result];
    for (std::size_t k = 0; k < kLanes; ++k) {
      const int term = first + static_cast<int>(k);
      if (term >= kCount) break;
      // The real part of f(s) / s.
      const double im = M_PI * term / days;
      const double value = (result.re[k] * re + result.im[k] * im) / (re * re + im * im);
      terms.push_back(value * std::exp(kReach / 2) / days * (term % 2 == 0 ? 1 : -1));
    }
  }
  terms[0] /= 2;
  return euler_sum(terms);
}

}  // namespace

std::vector<double> invert_laplace(const PassageProgram& program, const std::vector<double>& days) {
  std::vector<double> by;
  for (const double day : days) {
    by.push_back(program.steps.empty() ? 0 : invert_laplace_at(program, day));
  }
  return by;
}

}  // namespace cairn
