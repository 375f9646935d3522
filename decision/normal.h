// The standard normal distribution.
#pragma once

namespace cairn {

/// The chance (0 … 1) that a standard normal quantity is below z; exact in both tails.
double normal_below(double z);

/// The value that a standard normal quantity is below with chance p, 0 < p < 1.
double normal_quantile_at(double p);

/// The value that it is beyond, on both sides together, with chance 1 - confidence: 1.96 at 0.95.
double two_sided_bound(double confidence);

}  // namespace cairn
