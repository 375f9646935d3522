#include "decision/test_setup.h"

#include <cmath>
#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "decision/normal.h"

using namespace cairn;

TEST_CASE("the normal distribution and its quantile are each other's inverse") {
  CHECK(two_sided_bound(0.95) == Approx(1.959963984540054).epsilon(1e-14));
  CHECK(normal_quantile_at(0.8) == Approx(0.8416212335729143).epsilon(1e-14));
  CHECK(normal_below(0) == 0.5);
  for (const double z : {-8.0, -3.0, -0.1, 0.5, 4.0}) {
    CHECK(normal_quantile_at(normal_below(z)) == Approx(z).epsilon(1e-11));
  }
}

TEST_CASE("each method has a name that is read back, and a convention of its own") {
  std::set<std::string> conventions;
  for (const TestMethod method : all_test_methods()) {
    CHECK(parse_test_method(name_of(method)) == method);
    conventions.insert(std::string(convention_of(method)));
  }
  CHECK(conventions.size() == all_test_methods().size());
  CHECK(parse_test_method("pooled-corrected") == TestMethod::pooled_corrected);
  CHECK(convention_of(TestMethod::pooled) ==
        "two proportions, pooled under the null hypothesis, two-sided");
  CHECK_FALSE(parse_test_method("Pooled"));
  CHECK_FALSE(parse_test_method(""));
}

TEST_CASE("a setup out of range is refused") {
  TestSetup setup;
  CHECK(is_valid(setup));
  setup.power = 0.025;  // what a test finds where there is nothing
  CHECK_FALSE(is_valid(setup));
  setup.power = std::nan("");
  CHECK_FALSE(is_valid(setup));
  setup = {};
  setup.share = 1;
  CHECK_FALSE(is_valid(setup));
  setup = {};
  setup.confidence = 1;
  CHECK_FALSE(is_valid(setup));
}

TEST_CASE("arms are rounded up, but not for a rounding error") {
  TestSetup setup;
  setup.share = 0.3;  // 0.3 / 0.7 * 70 is 30.000000000000004
  CHECK(round_up_arms(69.2, setup).control == 70);
  CHECK(round_up_arms(70, setup).changed == 30);
  CHECK(total_of(round_up_arms(70.01, setup)) == 71 + 31);
  CHECK(split_participants(1000, setup).changed == Approx(300));
}

TEST_CASE("a test lasts whole days and at least a week") {
  CHECK(test_days(712, 100) == 8.0);
  CHECK(test_days(700, 100) == 7.0);
  CHECK(test_days(12, 100) == 7.0);
  CHECK(test_days(0.3 * 100, 0.1 * 10) == 30.0);
  CHECK(test_days(2100, 3000.0 / 7) == 7.0);
  CHECK(test_days(10'000, 0.5) == 20'000.0);
  CHECK_FALSE(test_days(10, 0));
  CHECK_FALSE(test_days(10, std::nan("")));
}
