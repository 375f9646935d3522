// The formulas of power against tests that are played: who succeeds is drawn, the finished test is
// judged.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "decision/finished_test.h"
#include "decision/normal.h"
#include "decision/two_proportions.h"
#include "simulator/walk/random.h"

using namespace cairn;

namespace {

constexpr std::uint64_t kSeed = 20'261'130;
constexpr int kRounds = 20'000;

/// The binomial distribution: how likely at most k of n succeed, for each k.
std::vector<double> binomial_table(double people, double rate) {
  std::vector<double> below;
  double sum = 0;
  for (double k = 0; k <= people; ++k) {
    sum += std::exp(std::lgamma(people + 1) - std::lgamma(k + 1) - std::lgamma(people - k + 1) +
                    k * std::log(rate) + (people - k) * std::log1p(-rate));
    below.push_back(sum);
  }
  below.back() = 1;
  return below;
}

ArmCounts draw_counts(const std::vector<double>& table, std::uint64_t bits) {
  const auto at = std::upper_bound(table.begin(), table.end(), to_unit_interval(bits));
  const auto last = static_cast<std::int64_t>(table.size()) - 1;
  return {std::min<std::int64_t>(at - table.begin(), last), last};
}

/// The share of played tests that find the effect in its direction.
double played_power(const Rates& rates, const ArmSizes& sizes, const TestSetup& setup) {
  const std::vector<double> control = binomial_table(sizes.control, rates.control);
  const std::vector<double> changed = binomial_table(sizes.changed, rates.changed);
  const double bound = two_sided_bound(setup.confidence);
  const double sign = rates.changed > rates.control ? 1 : -1;
  int found = 0;
  for (int round = 0; round < kRounds; ++round) {
    KeyedEngine engine =
        CustomerKeys(kSeed, static_cast<std::uint64_t>(round)).at(0, Purpose::next);
    const ArmCounts first = draw_counts(control, engine());
    const ArmCounts second = draw_counts(changed, engine());
    const std::optional<double> z = test_statistic(first, second, setup.method);
    if (z && *z * sign > bound) ++found;
  }
  return static_cast<double>(found) / kRounds;
}

}  // namespace

TEST_CASE("tests that are played find the effect as often as the formula says") {
  for (const TestMethod method : all_test_methods()) {
    for (const Rates& rates : {Rates{0.10, 0.12}, Rates{0.40, 0.37}, Rates{0.6, 0.63}}) {
      for (const double share : {0.5, 0.3}) {
        TestSetup setup;
        setup.method = method;
        setup.share = share;
        const std::optional<ArmSizes> sizes = sample_size(rates, setup);
        REQUIRE(sizes);
        const double expected = power_of(rates, *sizes, setup);
        const double error = std::sqrt(expected * (1 - expected) / kRounds);
        INFO(std::string(name_of(method))
             << ", " << rates.control << " to " << rates.changed << ", share " << share);
        CHECK(played_power(rates, *sizes, setup) == Approx(expected).margin(3 * error));
      }
    }
  }
}

TEST_CASE("tests of nothing are significant as rarely as was asked") {
  for (const TestMethod method : all_test_methods()) {
    TestSetup setup;
    setup.method = method;
    setup.confidence = 0.9;
    const Rates nothing = {0.3, 0.3};
    // In one direction; the corrected methods are rarer by their correction.
    const bool is_corrected =
        method == TestMethod::pooled_corrected || method == TestMethod::unpooled_corrected;
    const double found = played_power(nothing, {4000, 4000}, setup);
    const double error = std::sqrt(0.05 * 0.95 / kRounds);
    INFO(std::string(name_of(method)));
    CHECK(found < 0.05 + 3 * error);
    if (!is_corrected) CHECK(found > 0.05 - 3 * error);
  }
}
