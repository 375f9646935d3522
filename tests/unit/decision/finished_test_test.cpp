#include "decision/finished_test.h"

#include <cmath>

#include <catch2/catch.hpp>

using namespace cairn;

namespace {

TestSetup setup_of(TestMethod method, double confidence = 0.95) {
  TestSetup setup;
  setup.method = method;
  setup.confidence = confidence;
  return setup;
}

TestResult result_of(const ArmCounts& control, const ArmCounts& changed,
                     const TestSetup& setup = TestSetup{}) {
  const std::optional<TestResult> result = evaluate_test(control, changed, setup);
  REQUIRE(result);
  return *result;
}

}  // namespace

TEST_CASE("Newcombe's example: 56 of 70 against 48 of 80") {
  const TestResult result = result_of({48, 80}, {56, 70});
  CHECK(result.control_rate == Approx(0.6));
  CHECK(result.changed_rate == Approx(0.8));
  CHECK(result.difference == Approx(0.2));
  CHECK(result.difference_interval.low == Approx(0.0524).margin(5e-5));
  CHECK(result.difference_interval.high == Approx(0.3339).margin(5e-5));
  // The rest to ten digits, computed elsewhere.
  CHECK(result.difference_interval.low == Approx(0.0524314724).epsilon(1e-9));
  CHECK(result.z.value() == Approx(2.65017195126).epsilon(1e-11));
  CHECK(result.p_value.value() == Approx(0.008045081368).epsilon(1e-9));
  CHECK(result.lift.value() == Approx(1.0 / 3));
  CHECK(result.lift_interval.value().low == Approx(0.07662642276).epsilon(1e-9));
  CHECK(result.lift_interval.value().high == Approx(0.6512485113).epsilon(1e-9));
  CHECK(result.is_significant);
  CHECK(result.is_better);
  CHECK_FALSE(result.is_worse);
  CHECK_FALSE(result_of({48, 80}, {56, 70}, setup_of(TestMethod::pooled, 0.995)).is_significant);
}

TEST_CASE("z by each method") {
  const auto z = [](TestMethod method) {
    return test_statistic({48, 80}, {56, 70}, method).value();
  };
  CHECK(z(TestMethod::pooled_corrected) == Approx(2.47270507952).epsilon(1e-11));
  CHECK(z(TestMethod::unpooled) == Approx(2.75092122162).epsilon(1e-11));
  CHECK(z(TestMethod::unpooled_corrected) == Approx(2.56670774696).epsilon(1e-11));
  CHECK(z(TestMethod::arcsine) == Approx(2.70153950271).epsilon(1e-11));
}

TEST_CASE("exchanging the arms mirrors the result") {
  for (const TestMethod method : all_test_methods()) {
    const TestResult one = result_of({48, 80}, {56, 70}, setup_of(method));
    const TestResult other = result_of({56, 70}, {48, 80}, setup_of(method));
    CHECK(other.z.value() == -one.z.value());
    CHECK(other.p_value.value() == one.p_value.value());
    CHECK(other.difference_interval.low == Approx(-one.difference_interval.high));
    CHECK(1 + other.lift_interval->low == Approx(1 / (1 + one.lift_interval->high)));
    CHECK(other.chance_better == Approx(1 - one.chance_better).margin(1e-12));
    CHECK(other.is_worse);
    CHECK_FALSE(other.is_better);
  }
}

TEST_CASE("equal arms show nothing, and a correction never turns a difference round") {
  for (const TestMethod method : all_test_methods()) {
    const TestResult result = result_of({30, 100}, {30, 100}, setup_of(method));
    CHECK(result.z.value() == 0);
    CHECK(result.p_value.value() == 1);
    CHECK(result.chance_better == Approx(0.5));
    CHECK_FALSE(result.is_significant);
  }
  CHECK(test_statistic({30, 100}, {31, 101}, TestMethod::pooled_corrected).value() == 0);
}

TEST_CASE("nobody and everybody") {
  for (const TestMethod method : all_test_methods()) {
    const TestSetup setup = setup_of(method);
    const TestResult nobody = result_of({0, 50}, {0, 40}, setup);
    CHECK(nobody.z.value() == 0);
    CHECK_FALSE(nobody.lift);
    CHECK_FALSE(nobody.lift_interval);
    CHECK(nobody.difference_interval.low < 0);
    CHECK(nobody.difference_interval.high > 0);
    const TestResult everybody = result_of({50, 50}, {40, 40}, setup);
    CHECK(everybody.p_value.value() == 1);
    CHECK(everybody.lift.value() == 0);
    CHECK_FALSE(everybody.lift_interval);
    const TestResult none_left = result_of({20, 50}, {0, 50}, setup);
    CHECK(none_left.lift.value() == -1);
    CHECK_FALSE(none_left.lift_interval);
    CHECK(none_left.is_worse);
    const TestResult all = result_of({0, 50}, {50, 50}, setup);
    const bool has_error =
        method != TestMethod::unpooled && method != TestMethod::unpooled_corrected;
    CHECK(all.z.has_value() == has_error);
    CHECK(all.is_better == has_error);
    CHECK(all.chance_better > 0.999999);
    CHECK(all.difference_interval.high == 1);
    CHECK(all.difference_interval.low > 0.85);
  }
}

TEST_CASE("counts that are not possible are refused") {
  CHECK_FALSE(evaluate_test({0, 0}, {1, 2}, TestSetup{}));
  CHECK_FALSE(evaluate_test({1, 2}, {3, 2}, TestSetup{}));
  CHECK_FALSE(evaluate_test({-1, 2}, {1, 2}, TestSetup{}));
  CHECK_FALSE(evaluate_test({1, 2}, {1, 2}, setup_of(TestMethod::pooled, 1)));
}

TEST_CASE("Wilson's bounds are the rates that the counts are just not significantly away from") {
  for (const ArmCounts& counts : {ArmCounts{3, 20}, ArmCounts{0, 7}, ArmCounts{999, 1000}}) {
    const ConfidenceInterval interval = wilson_interval(counts, 0.9);
    const double people = static_cast<double>(counts.total);
    const double rate = static_cast<double>(counts.successes) / people;
    for (const double bound : {interval.low, interval.high}) {
      if (bound == rate) continue;  // nobody or everybody
      const double z = (rate - bound) / std::sqrt(bound * (1 - bound) / people);
      CHECK(std::abs(z) == Approx(1.6448536269514722).epsilon(1e-9));
    }
  }
}

TEST_CASE("counts are read as people write them") {
  const auto reads_as = [](std::string_view text, std::int64_t successes, std::int64_t total) {
    const std::optional<ArmCounts> counts = parse_counts(text);
    return counts && counts->successes == successes && counts->total == total;
  };
  CHECK(reads_as("418/1024", 418, 1024));
  CHECK(reads_as("418 / 1 024", 418, 1024));
  CHECK(reads_as(" 12 418/1 234 567 ", 12418, 1234567));
  CHECK(reads_as("0/1", 0, 1));
  CHECK(reads_as("999999999999999/999999999999999", 999999999999999, 999999999999999));
  for (const std::string_view wrong :
       {"", "/", "418", "418/", "/1024", "418/1024/2", "0/0", "5/4", "-1/4", "1.5/4", "1,024/2048",
        "4 18/1024", "1  024/2048", "1 0244/20000", "1234 567/9999999", "1 02 4/2048", "4%/5",
        "1/9999999999999999", "1/99999999999999999999999999"}) {
    INFO(std::string(wrong));
    CHECK_FALSE(parse_counts(wrong));
  }
}
