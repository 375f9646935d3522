// The same for means of money or time: normal approximation with a variance for each arm (Chow,
// Shao, Wang: Sample Size Calculations in Clinical Research, sec. 3.2, with two variances). It
// needs enough people for a mean to be nearly normal: with a few very large amounts, some
// thousands.
#pragma once

#include <optional>
#include <string_view>

#include "decision/test_setup.h"

namespace cairn {

/// The variance (square of the standard deviation) of one person's amount in each arm, in squares
/// of the unit of the effect; finite, at least 0, not both 0.
struct ArmVariances {
  double control = 0;
  double changed = 0;
};

/// The method of the setup is for proportions: it is not looked at here.
inline constexpr std::string_view kMeansConvention =
    "two means, a variance for each arm, normal approximation, two-sided";

/// People needed in each arm to find a difference of means, rounded up; nothing if the effect is 0
/// or a number is out of range.
std::optional<ArmSizes> sample_size_of_means(double effect, const ArmVariances& variances,
                                             const TestSetup& setup);

/// The chance (0 … 1) that a test with so many people finds that effect; empty arms give 0.
double power_of_means(double effect, const ArmVariances& variances, const ArmSizes& sizes,
                      const TestSetup& setup);

/// The smallest difference of means, up or down, that is found with `setup.power`: above 0.
std::optional<double> smallest_effect_of_means(const ArmVariances& variances, const ArmSizes& sizes,
                                               const TestSetup& setup);

}  // namespace cairn
