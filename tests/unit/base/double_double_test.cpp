#include "base/double_double.h"

#include <catch2/catch.hpp>

using namespace cairn;

TEST_CASE("sums keep what a double would lose") {
  // 1 - (1 - 1e-25) in doubles is 0.
  const DoubleDouble almost = add({1, 0}, {-1e-25, 0});
  const DoubleDouble rest = add({1, 0}, negate(almost));
  CHECK(to_double(rest) == Approx(1e-25).epsilon(1e-6));
  CHECK(1 - to_double(almost) == 0);
}

TEST_CASE("tenths divided exactly add up to one") {
  const DoubleDouble tenth = divide({1, 0}, {10, 0});
  DoubleDouble sum;
  for (int i = 0; i < 10; ++i) sum = add(sum, tenth);
  CHECK(std::abs(to_double(add(sum, {-1, 0}))) < 1e-31);
}

TEST_CASE("products are exact to twice the digits") {
  const DoubleDouble third = divide({1, 0}, {3, 0});
  CHECK(std::abs(to_double(add(multiply(third, {3, 0}), {-1, 0}))) < 1e-31);
}
