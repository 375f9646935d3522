#include "decision/two_proportions.h"

#include <cmath>

#include "decision/normal.h"

namespace cairn {
namespace {

bool is_share(double rate) {
  return rate >= 0 && rate <= 1;
}

double variance_of(double rate) {
  return rate * (1 - rate);
}

bool is_corrected(TestMethod method) {
  return method == TestMethod::pooled_corrected || method == TestMethod::unpooled_corrected;
}

bool is_pooled(TestMethod method) {
  return method == TestMethod::pooled || method == TestMethod::pooled_corrected;
}

/// Cohen's h without its sign, radians, 0 … pi.
double arcsine_distance(const Rates& rates) {
  return std::abs(2 * std::asin(std::sqrt(rates.changed)) -
                  2 * std::asin(std::sqrt(rates.control)));
}

/// Standard errors of the difference of two rates.
struct Errors {
  double if_equal = 0;      // under the hypothesis that both arms have the common rate
  double if_different = 0;  // with a rate for each
};

Errors errors_of(const Rates& rates, const ArmSizes& sizes) {
  const double common =
      (sizes.control * rates.control + sizes.changed * rates.changed) / total_of(sizes);
  return {std::sqrt(variance_of(common) * (1 / sizes.control + 1 / sizes.changed)),
          std::sqrt(variance_of(rates.control) / sizes.control +
                    variance_of(rates.changed) / sizes.changed)};
}

/// By how many standard errors the expected result of a test exceeds the bound that it must pass:
/// the normal quantile of its power.
double margin_of(const Rates& rates, const ArmSizes& sizes, const TestSetup& setup) {
  const double bound = two_sided_bound(setup.confidence);
  const double per_person = 1 / sizes.control + 1 / sizes.changed;
  if (setup.method == TestMethod::arcsine) {
    return arcsine_distance(rates) / std::sqrt(per_person) - bound;
  }
  const Errors errors = errors_of(rates, sizes);
  double difference = std::abs(rates.changed - rates.control);
  if (is_corrected(setup.method)) difference -= per_person / 2;
  const double must_pass =
      bound * (is_pooled(setup.method) ? errors.if_equal : errors.if_different);
  if (errors.if_different > 0) return (difference - must_pass) / errors.if_different;
  return difference > must_pass ? HUGE_VAL : -HUGE_VAL;  // both rates are certain
}

/// People in the control arm, not rounded, before any correction; `ratio` of them see the change.
double control_needed(const Rates& rates, double ratio, const TestSetup& setup) {
  const double bound = two_sided_bound(setup.confidence);
  const double reserve = normal_quantile_at(setup.power);
  if (setup.method == TestMethod::arcsine) {
    const double root = (bound + reserve) / arcsine_distance(rates);
    return root * root * (1 + 1 / ratio);
  }
  const Errors errors = errors_of(rates, {1, ratio});
  const double root = (bound * (is_pooled(setup.method) ? errors.if_equal : errors.if_different) +
                       reserve * errors.if_different) /
                      (rates.changed - rates.control);
  return root * root;
}

}  // namespace

std::optional<ArmSizes> sample_size(const Rates& rates, const TestSetup& setup) {
  const bool is_possible = is_valid(setup) && is_share(rates.control) && is_share(rates.changed) &&
                           rates.control != rates.changed &&
                           variance_of(rates.control) + variance_of(rates.changed) > 0;
  if (!is_possible) return std::nullopt;
  const double ratio = setup.share / (1 - setup.share);  // seeing the change per control
  double control = control_needed(rates, ratio, setup);
  if (is_corrected(setup.method)) {
    const double difference = std::abs(rates.changed - rates.control);
    const double root = 1 + std::sqrt(1 + 2 * (1 + ratio) / (control * ratio * difference));
    control = control / 4 * root * root;
  }
  if (!std::isfinite(control)) return std::nullopt;
  return round_up_arms(control, setup);
}

double power_of(const Rates& rates, const ArmSizes& sizes, const TestSetup& setup) {
  if (!(sizes.control > 0) || !(sizes.changed > 0)) return 0;
  return normal_below(margin_of(rates, sizes, setup));
}

// The margin grows past the asked one only once: for an asked power of a half or more, both
// standard errors are concave in the effect, so that what is left over is convex and starts below.
std::optional<double> smallest_effect(double control_rate, Direction direction,
                                      const ArmSizes& sizes, const TestSetup& setup) {
  if (!is_share(control_rate) || !is_valid(setup)) return std::nullopt;
  const double sign = direction == Direction::up ? 1 : -1;
  const auto is_found = [&](double effect) {
    const double changed = std::fmin(1, std::fmax(0, control_rate + sign * effect));
    return power_of({control_rate, changed}, sizes, setup) >= setup.power;
  };
  double low = 0;
  double high = direction == Direction::up ? 1 - control_rate : control_rate;
  if (!(high > 0) || !is_found(high)) return std::nullopt;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (is_found(middle) ? high : low) = middle;
  }
  return sign * high;
}

}  // namespace cairn
