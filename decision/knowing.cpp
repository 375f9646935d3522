#include "decision/knowing.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/check.h"
#include "decision/normal.h"
#include "decision/regression.h"
#include "simulator/worlds.h"

namespace cairn {
namespace {

// Times that noise is drawn, each added and taken away. More would make the bias no better known
// than the value: with eight it is uncertain by about a tenth of itself.
constexpr std::size_t kNoiseDraws = 8;

// In place of the key of a parameter: fractional digits of pi, so that no key of meaning is near.
constexpr std::uint64_t kSampleKey = 0x243f6a8885a308d3U;
constexpr std::uint64_t kSignKey = 0x13198a2e03707344U;

void check_utilities(const Utilities& utilities) {
  CAIRN_CHECK(!utilities.empty() && !utilities.front().empty());
  for (const std::vector<double>& action : utilities) {
    CAIRN_CHECK(action.size() == utilities.front().size());
    CAIRN_CHECK(
        std::all_of(action.begin(), action.end(), [](double u) { return std::isfinite(u); }));
  }
}

std::size_t best_in(const Utilities& utilities, std::size_t world) {
  std::size_t best = 0;
  for (std::size_t a = 1; a < utilities.size(); ++a) {
    if (utilities[a][world] > utilities[best][world]) best = a;
  }
  return best;
}

/// Gains of all other actions over the best one: their means, and by world what is beyond the mean.
struct Gains {
  std::vector<double> means;  // at most 0
  WorldTable beyond;
};

Gains gains_over_best(const Utilities& utilities, std::size_t best) {
  const std::size_t worlds = utilities.front().size();
  const std::size_t others = utilities.size() - 1;
  Gains gains{{}, {worlds, others, std::vector<double>(worlds * others)}};
  for (std::size_t a = 0; a < utilities.size(); ++a) {
    if (a == best) continue;
    const std::size_t column = gains.means.size();
    double sum = 0;
    for (std::size_t w = 0; w < worlds; ++w) sum += utilities[a][w] - utilities[best][w];
    const double mean = sum / static_cast<double>(worlds);
    for (std::size_t w = 0; w < worlds; ++w) {
      gains.beyond.row(w)[column] = utilities[a][w] - utilities[best][w] - mean;
    }
    gains.means.push_back(std::min(mean, 0.0));  // above only by rounding
  }
  return gains;
}

struct Mean {
  double value = 0;
  double standard_error = 0;
};

Mean mean_of(double sum, double sum_of_squares, double count) {
  if (count < 2) return {sum / count, 0};
  const double spread = std::max(sum_of_squares - sum * (sum / count), 0.0);
  return {sum / count, std::sqrt(spread / (count - 1) / count)};
}

/// Of the highest curve over worlds, where the best action's is 0 everywhere.
Mean mean_of_highest(const WorldTable& basis, const std::vector<double>& means,
                     const std::vector<double>& coefficients) {
  double sum = 0, squares = 0;
  std::vector<double> fit;
  for (std::size_t w = 0; w < basis.worlds; ++w) {
    fit = means;
    add_fit(basis, w, coefficients, fit);
    double highest = 0;
    for (const double f : fit) highest = std::max(highest, f);
    sum += highest;
    squares += highest * highest;
  }
  return mean_of(sum, squares, static_cast<double>(basis.worlds));
}

/// The error of that mean by what is truly gained in each world by the action chosen at the curves:
/// to first order the curves' own error does not move the value (the envelope theorem), so this has
/// all chance in it, that of the means too, but sees none where the curves hardly ever cross.
double first_order_error(const WorldTable& basis, const Gains& gains,
                         const std::vector<double>& coefficients) {
  double sum = 0, squares = 0;
  std::vector<double> fit;
  for (std::size_t w = 0; w < basis.worlds; ++w) {
    fit = gains.means;
    add_fit(basis, w, coefficients, fit);
    const auto highest = std::max_element(fit.begin(), fit.end());
    if (!(*highest > 0)) continue;
    const auto column = static_cast<std::size_t>(highest - fit.begin());
    const double gain = gains.means[column] + gains.beyond.row(w)[column];
    sum += gain;
    squares += gain * gain;
  }
  return mean_of(sum, squares, static_cast<double>(basis.worlds)).standard_error;
}

/// Coefficients of pure noise of the size that the true curves' estimates have.
std::vector<std::vector<double>> draw_noise(const WorldTable& basis, const Gains& gains,
                                            const std::vector<double>& coefficients,
                                            std::uint64_t seed) {
  WorldTable residuals = gains.beyond;
  // Fitting made them smaller than the noise itself.
  const double left =
      static_cast<double>(basis.worlds - 1 - basis.columns) / static_cast<double>(basis.worlds);
  const double scale = 1 / std::sqrt(left);
  std::vector<double> fit;
  for (std::size_t w = 0; w < basis.worlds; ++w) {
    fit.assign(residuals.columns, 0.0);
    add_fit(basis, w, coefficients, fit);
    for (std::size_t a = 0; a < fit.size(); ++a) {
      residuals.row(w)[a] = scale * (residuals.row(w)[a] - fit[a]);
    }
  }
  std::vector<std::vector<double>> noise;
  std::vector<double> signs(basis.worlds);
  for (std::size_t draw = 0; draw < kNoiseDraws; ++draw) {
    for (std::size_t w = 0; w < signs.size(); ++w) {
      const double u = keyed_uniform(seed, kSignKey + draw, static_cast<std::uint32_t>(w));
      signs[w] = u < 0.5 ? -1.0 : 1.0;
    }
    noise.push_back(project(basis, residuals, signs));
  }
  return noise;
}

/// The curves drawn in towards their means by the share of their spread that is noise.
std::vector<double> without_noise(std::vector<double> coefficients, std::size_t responses,
                                  const std::vector<std::vector<double>>& noise) {
  const auto spread_of = [responses](const std::vector<double>& values, std::size_t a) {
    double spread = 0;
    for (std::size_t i = a; i < values.size(); i += responses) spread += values[i] * values[i];
    return spread;
  };
  for (std::size_t a = 0; a < responses; ++a) {
    double of_noise = 0;
    for (const std::vector<double>& draw : noise) of_noise += spread_of(draw, a);
    of_noise /= static_cast<double>(noise.size());
    const double spread = spread_of(coefficients, a);
    const double share = spread > of_noise ? 1 - of_noise / spread : 0.0;
    for (std::size_t i = a; i < coefficients.size(); i += responses) coefficients[i] *= share;
  }
  return coefficients;
}

/// How noise moves the mean of the highest curve.
struct NoiseEffect {
  double bias = 0;    // on average
  double spread = 0;  // root of the mean square
};

NoiseEffect effect_of_noise(const WorldTable& basis, const std::vector<double>& means,
                            const std::vector<double>& curves,
                            const std::vector<std::vector<double>>& noise) {
  const double without = mean_of_highest(basis, means, curves).value;
  double sum = 0, squares = 0;
  std::vector<double> moved(curves.size());
  for (const std::vector<double>& draw : noise) {
    for (const double sign : {1.0, -1.0}) {
      for (std::size_t i = 0; i < moved.size(); ++i) moved[i] = curves[i] + sign * draw[i];
      const double by = mean_of_highest(basis, means, moved).value - without;
      sum += by;
      squares += by * by;
    }
  }
  const double count = 2 * static_cast<double>(noise.size());
  return {std::max(sum / count, 0.0), std::sqrt(squares / count)};
}

}  // namespace

Choice best_action(const Utilities& utilities) {
  check_utilities(utilities);
  const std::size_t worlds = utilities.front().size();
  const double count = static_cast<double>(worlds);
  Choice choice;
  for (const std::vector<double>& action : utilities) {
    choice.means.push_back(std::accumulate(action.begin(), action.end(), 0.0) / count);
  }
  const auto highest = std::max_element(choice.means.begin(), choice.means.end());
  choice.action = static_cast<std::size_t>(highest - choice.means.begin());
  choice.mean = *highest;
  choice.chances.resize(utilities.size());
  choice.regrets.resize(utilities.size());
  for (std::size_t w = 0; w < worlds; ++w) {
    const std::size_t best = best_in(utilities, w);
    choice.chances[best] += 1;
    for (std::size_t a = 0; a < utilities.size(); ++a) {
      choice.regrets[a] += utilities[best][w] - utilities[a][w];
    }
  }
  for (double& chance : choice.chances) chance /= count;
  for (double& regret : choice.regrets) regret /= count;
  return choice;
}

PerfectValue value_of_everything(const Utilities& utilities) {
  const Choice choice = best_action(utilities);
  const std::vector<double>& chosen = utilities[choice.action];
  double sum = 0, squares = 0;
  for (std::size_t w = 0; w < chosen.size(); ++w) {
    const double gain = utilities[best_in(utilities, w)][w] - chosen[w];
    sum += gain;
    squares += gain * gain;
  }
  const Mean mean = mean_of(sum, squares, static_cast<double>(chosen.size()));
  return {mean.value, mean.standard_error};
}

KnowingValue value_of_knowing(const Utilities& utilities,
                              const std::vector<std::vector<double>>& numbers, std::uint64_t seed) {
  const Choice choice = best_action(utilities);
  const WorldTable basis = spline_basis(numbers, utilities.front().size());
  KnowingValue knowing;
  knowing.degrees = basis.columns;
  if (basis.columns == 0 || utilities.size() == 1) return knowing;
  const Gains gains = gains_over_best(utilities, choice.action);
  const std::vector<double> coefficients = project(basis, gains.beyond, {});
  const auto noise = draw_noise(basis, gains, coefficients, seed);
  const auto curves = without_noise(coefficients, gains.means.size(), noise);
  const Mean highest = mean_of_highest(basis, gains.means, coefficients);
  const NoiseEffect effect = effect_of_noise(basis, gains.means, curves, noise);
  knowing.raw = highest.value;
  knowing.bias = effect.bias;
  // The second: chance of the worlds drawn, and of the curves through them.
  knowing.standard_error = std::max(first_order_error(basis, gains, coefficients),
                                    std::hypot(highest.standard_error, effect.spread));
  knowing.value = std::clamp(knowing.raw - knowing.bias, 0.0, choice.regrets[choice.action]);
  return knowing;
}

KnowingValue value_of_knowing(const Utilities& utilities, const std::vector<double>& draws,
                              std::uint64_t seed) {
  return value_of_knowing(utilities, std::vector<std::vector<double>>{draws}, seed);
}

KnowingValue value_of_sample(const Utilities& utilities, const std::vector<double>& truths,
                             const std::vector<double>& standard_errors, std::uint64_t seed) {
  CAIRN_CHECK(truths.size() == standard_errors.size());
  std::vector<double> results = truths;
  for (std::size_t w = 0; w < results.size(); ++w) {
    CAIRN_CHECK(standard_errors[w] >= 0);
    const double u = keyed_uniform(seed, kSampleKey, static_cast<std::uint32_t>(w));
    results[w] += standard_errors[w] * normal_quantile_at(u);
  }
  return value_of_knowing(utilities, results, seed);
}

}  // namespace cairn
