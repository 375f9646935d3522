#include "simulator/walk/statistics.h"

#include <cmath>

#include <catch2/catch.hpp>

#include "simulator/walk/random.h"

namespace cairn {
namespace {

using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

const Ratio kFirst{{{0, 1}}, {}};
const Ratio kFirstBySecond{{{0, 1}}, {{1, 1}}};

WalkResult walk_of(std::vector<std::vector<WalkResult::Batch>> classes,
                   std::vector<double> shares) {
  WalkResult result;
  result.classes = std::move(classes);
  result.shares = std::move(shares);
  return result;
}

// Batches of 100 people; in each of them `p` of the people do something.
std::vector<WalkResult::Batch> coin_batches(std::uint64_t seed, std::size_t count, double p) {
  std::vector<WalkResult::Batch> batches;
  KeyedEngine engine(seed);
  for (std::size_t b = 0; b < count; ++b) {
    WalkResult::Batch batch{100, {0, 0}};
    for (int i = 0; i < 100; ++i) batch.sums[0] += to_unit_interval(engine()) < p ? 1 : 0;
    batch.sums[1] = 200;
    batches.push_back(batch);
  }
  return batches;
}

}  // namespace

TEST_CASE("a sum per entrant is the mean over people, its error the spread of the batches") {
  const auto walk = walk_of({{{10, {5, 0}}, {10, {7, 0}}, {10, {3, 0}}, {10, {5, 0}}}}, {1});
  const RatioEstimate estimate = estimate_ratio(walk, {true}, kFirst);
  CHECK(estimate.is_defined);
  CHECK_THAT(estimate.value, WithinRel(0.5, 1e-14));
  // Means 0.5, 0.7, 0.3, 0.5: variance 0.08/3, of the mean of four 0.08/12.
  CHECK_THAT(estimate.standard_error, WithinRel(std::sqrt(0.08 / 12), 1e-12));
  CHECK(estimate.denominator == 40);
  CHECK(estimate.filled_batches == 4);
  CHECK_THAT(estimate.varying_batches, WithinRel(2.0, 1e-12));  // two are as the median
}

TEST_CASE("a ratio of sums that move together has no error") {
  const auto walk = walk_of({{{10, {5, 10}}, {10, {7, 14}}, {10, {3, 6}}}}, {1});
  const RatioEstimate estimate = estimate_ratio(walk, {true}, kFirstBySecond);
  CHECK_THAT(estimate.value, WithinRel(0.5, 1e-14));
  CHECK_THAT(estimate.standard_error, WithinAbs(0, 1e-15));
  CHECK(estimate.denominator == 30);
}

TEST_CASE("classes are strata with their true shares") {
  // Within a class nothing varies, so nothing is left to chance, although 7 of 30 is not exactly 23
  // %.
  const auto walk =
      walk_of({{{4, {4, 0}}, {3, {3, 0}}}, {{12, {0, 0}}, {11, {0, 0}}}}, {0.23, 0.77});
  const RatioEstimate all = estimate_ratio(walk, {true, true}, kFirst);
  CHECK_THAT(all.value, WithinRel(0.23, 1e-14));
  CHECK_THAT(all.standard_error, WithinAbs(0, 1e-15));
  CHECK_THAT(estimate_ratio(walk, {true, false}, kFirst).value, WithinRel(1.0, 1e-14));
  CHECK_FALSE(estimate_ratio(walk, {false, false}, kFirst).is_defined);
  CHECK_FALSE(estimate_ratio(walk, {false, true}, kFirstBySecond).is_defined);
}

TEST_CASE("classes nobody fell into are reported") {
  const auto walk = walk_of({{{10, {5, 0}}, {10, {7, 0}}}, {}}, {0.99, 0.01});
  const RatioEstimate estimate = estimate_ratio(walk, {true, true}, kFirst);
  CHECK_THAT(estimate.missing_share, WithinRel(0.01, 1e-12));
  CHECK_THAT(estimate.value, WithinRel(0.6, 1e-12));
}

TEST_CASE("the standard error of a share is the binomial one") {
  const auto walk = walk_of({coin_batches(3, 2000, 0.3)}, {1});
  const RatioEstimate estimate = estimate_ratio(walk, {true}, kFirst);
  // 2000 batches know a standard deviation to 1/sqrt(4000) = 1.6 %; 5 of those are 8 %.
  CHECK_THAT(estimate.standard_error, WithinRel(std::sqrt(0.21 / 200'000), 0.08));
  CHECK(std::fabs(compare_with_exact(estimate, 0.3, 0, true).z) < 5);
  CHECK(std::fabs(compare_with_exact(estimate, 0.31, 0, true).z) > 5);
  // Within the exact value's own error nothing is held against it.
  CHECK(compare_with_exact(estimate, 0.31, 0.02, true).z == 0);
}

TEST_CASE("rare events are judged by the exact probability") {
  const auto none = walk_of({coin_batches(3, 128, 0)}, {1});
  const RatioEstimate estimate = estimate_ratio(none, {true}, kFirst);
  CHECK(estimate.standard_error == 0);
  // 12 800 people, two expected, none seen: nothing to see here.
  CHECK(std::fabs(compare_with_exact(estimate, 2.0 / 12'800, 0, true).z) < 2);
  // Hardly possible, and not seen: both say the same.
  CHECK(std::fabs(compare_with_exact(estimate, 1e-18, 0, true).z) < 1e-6);
  // 29 expected and none seen is wrong.
  CHECK(compare_with_exact(estimate, 29.0 / 12'800, 0, true).z < -5);
  // Money that nobody has met cannot be judged.
  const WalkFigure figure = compare_with_exact(estimate, 29.0 / 12'800, 0, false);
  CHECK(figure.z == 0);
  CHECK(std::isinf(figure.standard_error));
}

TEST_CASE("rare events beside frequent ones of another class") {
  // Half of all always do it; in the other half one in a million does, and nobody was seen.
  std::vector<WalkResult::Batch> always(128, {100, {100, 0}}), never(128, {100, {0, 0}});
  const auto walk = walk_of({always, never}, {0.5, 0.5});
  const RatioEstimate estimate = estimate_ratio(walk, {true, true}, kFirst);
  CHECK(estimate.standard_error == 0);
  CHECK(std::fabs(compare_with_exact(estimate, 0.5 + 0.5e-6, 0, true).z) < 1);
  CHECK(compare_with_exact(estimate, 0.51, 0, true).z < -5);
  // The same as a sum of money: a rare event may be worth much, but not anything.
  CHECK(std::fabs(compare_with_exact(estimate, 0.5 + 1e-4, 0, false).z) < 1);
  CHECK(compare_with_exact(estimate, 0.9, 0, false).z < -5);
}

TEST_CASE("what cannot happen must not happen, what must happen has to") {
  auto batches = coin_batches(3, 128, 0);
  const auto compare = [&](double exact) {
    return compare_with_exact(estimate_ratio(walk_of({batches}, {1}), {true}, kFirst), exact, 0,
                              true);
  };
  CHECK(compare(0).z == 0);
  batches[5].sums[0] = 1;
  CHECK(compare(0).z == kMostZ);
  for (auto& batch : batches) batch.sums[0] = 100;
  CHECK(compare(1).z == 0);
  batches[5].sums[0] = 99;
  CHECK(compare(1).z == -kMostZ);
}

TEST_CASE("quantiles with their standard errors") {
  CHECK(estimate_quantile({7}, 0.5).value == 7);
  CHECK(estimate_quantile({1, 2, 3, 4}, 0.5).value == 2.5);
  CHECK(estimate_quantile({1, 2, 3, 4}, 0).value == 1);
  CHECK(estimate_quantile({1, 2, 3, 4}, 1).value == 4);
  // Evenly spread over 0 … 1: the p-quantile has standard error sqrt(p (1 - p) / n).
  std::vector<double> even;
  for (int i = 0; i <= 10'000; ++i) even.push_back(i / 10'000.0);
  for (const double level : {0.1, 0.5, 0.9}) {
    const QuantileEstimate estimate = estimate_quantile(even, level);
    CHECK_THAT(estimate.value, WithinRel(level, 1e-12));
    CHECK_THAT(estimate.standard_error, WithinRel(std::sqrt(level * (1 - level) / 10'001.0), 1e-3));
  }
}

TEST_CASE("terms carry signs") {
  CHECK(sum_terms({{0, 1}, {1, -2}}, {5, 2}) == 1);
  CHECK(evaluate({{{0, 1}}, {{1, 1}}}, {3, 4}) == 0.75);
  CHECK_FALSE(evaluate({{{0, 1}}, {{1, 1}}}, {3, 0}).has_value());
}

}  // namespace cairn
