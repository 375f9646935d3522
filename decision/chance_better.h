// How probable it is that one arm of a finished test is better than the other.
#pragma once

#include "decision/finished_test.h"

namespace cairn {

/// The probability (0 … 1) that the rate of the changed arm is above that of the control, given
/// their counts: each rate has the posterior Beta(n + 1/2, m - n + 1/2) of Jeffreys' prior, as the
/// counts `n of m` of the language do (language.md R13). By quadrature; off by less than
/// 1e-11 with some thousands of people in an arm, 1e-6 with any number. The counts must be valid.
double chance_better(const ArmCounts& control, const ArmCounts& changed);

}  // namespace cairn
