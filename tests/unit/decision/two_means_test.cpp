#include "decision/two_means.h"

#include <cmath>

#include <catch2/catch.hpp>

#include "decision/two_proportions.h"

using namespace cairn;

TEST_CASE("sample sizes of means") {
  // Half a standard deviation: the textbook's 63 in each arm (62.8).
  const std::optional<ArmSizes> half = sample_size_of_means(0.5, {1, 1}, TestSetup{});
  REQUIRE(half);
  CHECK(half->control == 63);
  CHECK(half->changed == 63);
  // A unit of money makes no difference, nor does the direction.
  CHECK(sample_size_of_means(-50, {1e4, 1e4}, TestSetup{})->control == 63);
}

TEST_CASE("the power of means at the sample size is what was asked, and one less is not enough") {
  for (const double share : {0.1, 0.5, 0.8}) {
    for (const double changed_variance : {0.0, 40.0, 900.0}) {
      TestSetup setup;
      setup.share = share;
      setup.power = 0.9;
      const ArmVariances variances = {100, changed_variance};
      const std::optional<ArmSizes> sizes = sample_size_of_means(1.5, variances, setup);
      REQUIRE(sizes);
      CHECK(power_of_means(1.5, variances, *sizes, setup) >= 0.9);
      const double less = sizes->control - 1;
      CHECK(power_of_means(1.5, variances, {less, less * share / (1 - share)}, setup) < 0.9);
      const std::optional<double> smallest = smallest_effect_of_means(variances, *sizes, setup);
      REQUIRE(smallest);
      CHECK(*smallest <= 1.5);
      CHECK(power_of_means(-*smallest, variances, *sizes, setup) == Approx(0.9).epsilon(1e-12));
    }
  }
}

TEST_CASE("a rate is a mean of ones and zeros") {
  TestSetup setup;
  setup.method = TestMethod::unpooled;
  setup.share = 0.25;
  const std::optional<ArmSizes> rates = sample_size({0.2, 0.23}, setup);
  const std::optional<ArmSizes> means = sample_size_of_means(0.03, {0.2 * 0.8, 0.23 * 0.77}, setup);
  REQUIRE(rates);
  REQUIRE(means);
  CHECK(rates->control == means->control);
  CHECK(rates->changed == means->changed);
}

TEST_CASE("means that cannot be tested") {
  CHECK_FALSE(sample_size_of_means(0, {1, 1}, TestSetup{}));
  CHECK_FALSE(sample_size_of_means(1, {0, 0}, TestSetup{}));
  CHECK_FALSE(sample_size_of_means(1, {-1, 2}, TestSetup{}));
  CHECK_FALSE(sample_size_of_means(1, {INFINITY, 2}, TestSetup{}));
  CHECK_FALSE(sample_size_of_means(std::nan(""), {1, 1}, TestSetup{}));
  CHECK_FALSE(smallest_effect_of_means({1, 1}, {0, 5}, TestSetup{}));
  CHECK(power_of_means(1, {1, 1}, {5, 0}, TestSetup{}) == 0);
}
