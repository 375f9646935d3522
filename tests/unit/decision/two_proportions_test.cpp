#include "decision/two_proportions.h"

#include <cmath>
#include <string>

#include <catch2/catch.hpp>

using namespace cairn;

namespace {

TestSetup setup_of(TestMethod method, double confidence = 0.95, double power = 0.8,
                   double share = 0.5) {
  return {method, share, confidence, power};
}

double control_needed(const Rates& rates, const TestSetup& setup) {
  return sample_size(rates, setup).value_or(ArmSizes{}).control;
}

/// What a journey may ask: rare and frequent, up and down, small and large, unequal arms.
template <typename Visit>
void for_many_plans(const Visit& visit) {
  for (const TestMethod method : all_test_methods()) {
    for (const Rates& rates :
         {Rates{0.001, 0.0013}, Rates{0.02, 0.01}, Rates{0, 0.1}, Rates{0.3, 0.33},
          Rates{0.5, 0.52}, Rates{0.9, 0.8}, Rates{0.97, 1}, Rates{0.1, 0.7}}) {
      for (const double share : {0.05, 0.2, 0.5, 0.75}) {
        for (const double power : {0.6, 0.8, 0.99}) {
          const TestSetup setup = setup_of(method, 0.9, power, share);
          INFO(std::string(name_of(method)) << ", " << rates.control << " to " << rates.changed
                                            << ", share " << share << ", power " << power);
          visit(rates, setup);
        }
      }
    }
  }
}

}  // namespace

TEST_CASE("sample sizes of textbooks") {
  // Fleiss, Levin, Paik, table A.4, and the power.prop.test of R (76.7).
  CHECK(control_needed({0.6, 0.7}, setup_of(TestMethod::pooled)) == 356);
  CHECK(control_needed({0.6, 0.7}, setup_of(TestMethod::pooled_corrected)) == 376);
  CHECK(control_needed({0.5, 0.75}, setup_of(TestMethod::pooled, 0.95, 0.9)) == 77);
  CHECK(control_needed({0.12, 0.2}, setup_of(TestMethod::pooled)) == 329);
  // Cohen, table 6.4.1: h = 0.2 needs 392 (392.4, here rounded up) in each arm.
  const double stretched = std::sin(std::asin(std::sqrt(0.5)) + 0.1);
  CHECK(control_needed({0.5, stretched * stretched}, setup_of(TestMethod::arcsine)) == 393);
  // Unequal arms, half as many changed: 510.3, corrected 530.1.
  CHECK(control_needed({0.25, 0.4}, setup_of(TestMethod::pooled, 0.99, 0.95, 1.0 / 3)) == 511);
  const std::optional<ArmSizes> corrected =
      sample_size({0.25, 0.4}, setup_of(TestMethod::pooled_corrected, 0.99, 0.95, 1.0 / 3));
  REQUIRE(corrected);
  CHECK(corrected->control == 531);
  CHECK(corrected->changed == 266);
}

TEST_CASE("sample sizes computed to thirty digits elsewhere and rounded up") {
  const auto sizes = [](const Rates& rates, TestSetup setup) {
    std::vector<double> found;
    for (const TestMethod method : all_test_methods()) {
      setup.method = method;
      found.push_back(control_needed(rates, setup));
    }
    return found;
  };
  using Sizes = std::vector<double>;
  const TestMethod any = TestMethod::pooled;
  CHECK(sizes({0.6, 0.7}, setup_of(any)) == Sizes{356, 376, 354, 373, 356});
  CHECK(sizes({0.05, 0.06}, setup_of(any)) == Sizes{8158, 8357, 8155, 8354, 8143});
  CHECK(sizes({0.1, 0.12}, setup_of(any, 0.95, 0.9, 0.2)) ==
        Sizes{12715, 12964, 13461, 13709, 12834});
  CHECK(sizes({0.02, 0.01}, setup_of(any, 0.9, 0.8, 0.75)) == Sizes{1146, 1275, 1416, 1547, 1184});
}

TEST_CASE("the power at the sample size is what was asked, and one person less is not enough") {
  for_many_plans([](const Rates& rates, const TestSetup& setup) {
    const std::optional<ArmSizes> sizes = sample_size(rates, setup);
    REQUIRE(sizes);
    CHECK(power_of(rates, *sizes, setup) >= setup.power - 1e-12);
    const double ratio = setup.share / (1 - setup.share);
    const double less = sizes->control - 1;
    CHECK(power_of(rates, {less, less * ratio}, setup) < setup.power);
  });
}

TEST_CASE("the smallest effect is found with the asked power, and nothing below it is") {
  for_many_plans([](const Rates& rates, const TestSetup& setup) {
    const std::optional<ArmSizes> sizes = sample_size(rates, setup);
    REQUIRE(sizes);
    const double effect = rates.changed - rates.control;
    const Direction direction = effect > 0 ? Direction::up : Direction::down;
    const std::optional<double> smallest = smallest_effect(rates.control, direction, *sizes, setup);
    REQUIRE(smallest);
    // Arms are whole, so a little less than the planned effect is found.
    CHECK(std::abs(*smallest) <= std::abs(effect) * (1 + 1e-9));
    CHECK(*smallest * effect > 0);
    if (sizes->control > 1000 && sizes->changed > 1000) {
      CHECK(*smallest == Approx(effect).epsilon(2e-3));
    }
    CHECK(power_of({rates.control, rates.control + *smallest}, *sizes, setup) ==
          Approx(setup.power).margin(1e-9));
    for (const double part : {0.999, 0.9, 0.5, 0.1}) {
      CHECK(power_of({rates.control, rates.control + *smallest * part}, *sizes, setup) <
            setup.power);
    }
  });
}

TEST_CASE("the methods agree within some percent where rates are moderate and people many") {
  for (const double rate : {0.2, 0.4, 0.5, 0.7}) {
    for (const double effect : {-0.02, 0.01, 0.03}) {
      const Rates rates = {rate, rate + effect};
      const double pooled = control_needed(rates, setup_of(TestMethod::pooled));
      for (const TestMethod method : all_test_methods()) {
        INFO(std::string(name_of(method)) << ", " << rate << " by " << effect);
        CHECK(control_needed(rates, setup_of(method)) == Approx(pooled).epsilon(0.05));
        CHECK(power_of(rates, {pooled, pooled}, setup_of(method)) == Approx(0.8).margin(0.02));
      }
      CHECK(control_needed(rates, setup_of(TestMethod::pooled_corrected)) > pooled);
    }
  }
}

TEST_CASE("what mirrors a test needs the same number of people") {
  for (const TestMethod method : all_test_methods()) {
    const TestSetup setup = setup_of(method);
    CHECK(control_needed({0.1, 0.15}, setup) == control_needed({0.9, 0.85}, setup));
    CHECK(control_needed({0.1, 0.15}, setup) == control_needed({0.15, 0.1}, setup));
  }
}

TEST_CASE("tests that cannot be planned") {
  for (const TestMethod method : all_test_methods()) {
    const TestSetup setup = setup_of(method);
    CHECK_FALSE(sample_size({0.1, 0.1}, setup));
    CHECK_FALSE(sample_size({0, 1}, setup));
    CHECK_FALSE(sample_size({0.5, 1.1}, setup));
    CHECK_FALSE(sample_size({-0.1, 0.5}, setup));
    CHECK_FALSE(sample_size({std::nan(""), 0.5}, setup));
    CHECK_FALSE(sample_size({0.1, 0.2}, setup_of(method, 0.95, 1)));
    CHECK(power_of({0.1, 0.2}, {0, 100}, setup) == 0);
    // Ten people cannot show that 95 % became 100 %, nor can anything rise above 100 %.
    CHECK_FALSE(smallest_effect(0.95, Direction::up, {10, 10}, setup));
    CHECK_FALSE(smallest_effect(1, Direction::up, {1e6, 1e6}, setup));
    CHECK_FALSE(smallest_effect(0, Direction::down, {1e6, 1e6}, setup));
    CHECK_FALSE(smallest_effect(0.5, Direction::up, {0, 0}, setup));
    CHECK(smallest_effect(0, Direction::up, {1e6, 1e6}, setup).value_or(1) < 1e-4);
  }
}

TEST_CASE("hopeless tests need more people than an integer holds") {
  const std::optional<ArmSizes> sizes = sample_size({0.5, 0.5 + 1e-12}, TestSetup{});
  REQUIRE(sizes);
  CHECK(sizes->control > 1e23);
}
