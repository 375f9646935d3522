#include "decision/two_means.h"

#include <cmath>

#include "decision/normal.h"

namespace cairn {
namespace {

bool is_valid(const ArmVariances& variances) {
  const double sum = variances.control + variances.changed;
  return variances.control >= 0 && variances.changed >= 0 && sum > 0 && std::isfinite(sum);
}

double error_of(const ArmVariances& variances, const ArmSizes& sizes) {
  return std::sqrt(variances.control / sizes.control + variances.changed / sizes.changed);
}

double bounds_of(const TestSetup& setup) {
  return two_sided_bound(setup.confidence) + normal_quantile_at(setup.power);
}

}  // namespace

std::optional<ArmSizes> sample_size_of_means(double effect, const ArmVariances& variances,
                                             const TestSetup& setup) {
  if (!is_valid(setup) || !is_valid(variances) || effect == 0) return std::nullopt;
  const double ratio = setup.share / (1 - setup.share);  // seeing the change per control
  const double root = bounds_of(setup) * error_of(variances, {1, ratio}) / effect;
  if (!std::isfinite(root * root)) return std::nullopt;
  return round_up_arms(root * root, setup);
}

double power_of_means(double effect, const ArmVariances& variances, const ArmSizes& sizes,
                      const TestSetup& setup) {
  if (!(sizes.control > 0) || !(sizes.changed > 0) || !is_valid(variances)) return 0;
  const double distance = std::abs(effect) / error_of(variances, sizes);
  return normal_below(distance - two_sided_bound(setup.confidence));
}

std::optional<double> smallest_effect_of_means(const ArmVariances& variances, const ArmSizes& sizes,
                                               const TestSetup& setup) {
  const bool is_possible =
      is_valid(setup) && is_valid(variances) && sizes.control > 0 && sizes.changed > 0;
  if (!is_possible) return std::nullopt;
  return bounds_of(setup) * error_of(variances, sizes);
}

}  // namespace cairn
