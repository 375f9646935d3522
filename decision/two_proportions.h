// How many people a test of two rates needs, how likely it then sees what is there, and how small
// an effect it can see.
#pragma once

#include <optional>

#include "decision/test_setup.h"

namespace cairn {

/// The rates of a test that is planned.
struct Rates {
  double control = 0;  // 0 … 1
  double changed = 0;  // 0 … 1
};

/// People needed in each arm, rounded up; nothing if no number is enough (equal rates) or the
/// numbers are out of range, and none where both rates are certain (0 against 1).
///  - pooled: Fleiss, Levin, Paik: Statistical Methods for Rates and Proportions, 3rd ed.,
///  sec. 4.2;
///  - corrected: Casagrande, Pike, Smith 1978 for equal arms; Fleiss, Tytun, Ury 1980 for others;
///  - unpooled: Chow, Shao, Wang: Sample Size Calculations in Clinical Research, sec. 4.2;
///  - arcsine: Cohen: Statistical Power Analysis for the Behavioral Sciences, 2nd ed., sec. 6.4.
std::optional<ArmSizes> sample_size(const Rates& rates, const TestSetup& setup);

/// The chance (0 … 1) that a test with so many people finds the difference, in its true direction
/// (the other one is ignored, as the formulas of sample sizes do). The formulas above, turned
/// round: at the sizes they give it is `setup.power` or a little more. `setup.power` and
/// `setup.share` are not looked at; empty arms give 0.
double power_of(const Rates& rates, const ArmSizes& sizes, const TestSetup& setup);

enum class Direction { up, down };

/// The smallest effect (changed minus control rate; negative if `down`) that a test of so many
/// people finds with `setup.power`; nothing if not even the largest possible one is found.
/// `setup.share` is not looked at. With a power under a half and very unequal arms an even smaller
/// effect may be found too.
std::optional<double> smallest_effect(double control_rate, Direction direction,
                                      const ArmSizes& sizes, const TestSetup& setup);

}  // namespace cairn
