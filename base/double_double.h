// Sums and products of written decimals to about 32 digits, so that `rest` keeps its digits.
#pragma once

#include <cmath>

namespace cairn {

/// The unevaluated sum hi + lo, |lo| at most half a unit in the last place of hi.
/// Error-free transformations after Dekker (1971) and Knuth (TAOCP vol. 2, 4.2.2).
struct DoubleDouble {
  double hi = 0;
  double lo = 0;
  bool operator==(const DoubleDouble&) const = default;
};

inline DoubleDouble two_sum(double a, double b) {
  const double sum = a + b;
  const double b_part = sum - a;
  return {sum, (a - (sum - b_part)) + (b - b_part)};
}

inline DoubleDouble add(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble high = two_sum(a.hi, b.hi);
  const DoubleDouble low = two_sum(a.lo, b.lo);
  const DoubleDouble middle = two_sum(high.hi, high.lo + low.hi);
  return two_sum(middle.hi, middle.lo + low.lo);
}

inline DoubleDouble negate(DoubleDouble a) {
  return {-a.hi, -a.lo};
}

inline DoubleDouble multiply(DoubleDouble a, DoubleDouble b) {
  const double product = a.hi * b.hi;
  // One rounding, so the result is the exact error of the product on every machine.
  const double error = std::fma(a.hi, b.hi, -product);
  return two_sum(product, error + (a.hi * b.lo + a.lo * b.hi));
}

inline DoubleDouble divide(DoubleDouble a, DoubleDouble b) {
  const double first = a.hi / b.hi;
  const DoubleDouble left = add(a, negate(multiply({first, 0}, b)));
  return two_sum(first, left.hi / b.hi);
}

inline double to_double(DoubleDouble a) {
  return a.hi + a.lo;
}

}  // namespace cairn
