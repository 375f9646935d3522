#include "journey/judge.h"

#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

#include "tests/support/journey_builder.h"

using namespace cairn;

namespace {

Expectation expect(Bound bound) {
  Expectation expectation;
  expectation.bound = bound;
  return expectation;
}

Bound at_least(double low) {
  return {Bound::Kind::at_least, low, 0};
}
Bound at_most(double high) {
  return {Bound::Kind::at_most, 0, high};
}
Bound between(double low, double high) {
  return {Bound::Kind::between, low, high};
}

/// A journey in which something is uncertain, and one that promises what is given.
Journey promising(std::vector<Expectation> expectations) {
  JourneyBuilder builder;
  builder.percent_range(30, 35, 40);
  builder.journey.expectations = std::move(expectations);
  return builder.journey;
}

std::vector<Answer> predicting(Estimate estimate) {
  Answer answer;
  answer.estimate = std::move(estimate);
  return {answer};
}

Judgement judge_one(const Expectation& expectation, const Estimate& estimate,
                    bool use_best = false) {
  const Journey journey = promising({expectation});
  const std::vector<Answer> answers = predicting(estimate);
  Judgement judgement = judge_expectations(journey, answers, use_best).at(0);
  // Both point into what ends here.
  judgement.answer = nullptr;
  judgement.expectation = nullptr;
  return judgement;
}

Estimate value_of(double value) {
  return {value, value, value, value, 0, Method::exact, {}};
}

/// So many figures spread evenly over 0 … 1.
std::vector<double> even_worlds(int count) {
  std::vector<double> samples;
  for (int i = 1; i <= count; ++i) samples.push_back(static_cast<double>(i) / count);
  return samples;
}

}  // namespace

TEST_CASE("a bound is held against the mean over worlds") {
  const Estimate estimate{0.04, 0.03, 0.05, 0.02, 0, Method::exact, {}};
  const Judgement judgement = judge_one(expect(at_least(0.03)), estimate);
  CHECK(judgement.verdict == Verdict::holds);
  CHECK(judgement.measured == 0.04);
  CHECK(judgement.margin == Approx(0.01));
}

TEST_CASE("with best estimates doubt is left aside") {
  const Estimate estimate{0.04, 0.03, 0.05, 0.02, 0, Method::exact, {}};
  const Judgement judgement = judge_one(expect(at_least(0.03)), estimate, /*use_best=*/true);
  CHECK(judgement.verdict == Verdict::broken);
  CHECK(judgement.measured == 0.02);
  CHECK(judgement.margin == Approx(-0.01));
}

TEST_CASE("each kind of bound has two sides") {
  CHECK(judge_one(expect(at_most(3)), value_of(2)).verdict == Verdict::holds);
  CHECK(judge_one(expect(at_most(3)), value_of(2)).margin == 1);
  CHECK(judge_one(expect(at_most(3)), value_of(4)).verdict == Verdict::broken);
  CHECK(judge_one(expect(between(1, 3)), value_of(1.5)).margin == 0.5);
  CHECK(judge_one(expect(between(1, 3)), value_of(0.5)).verdict == Verdict::broken);
  CHECK(judge_one(expect(between(1, 3)), value_of(3.5)).margin == -0.5);
}

TEST_CASE("the last digit of a double breaks no promise") {
  CHECK(judge_one(expect(at_least(0.3)), value_of(0.1 * 3)).verdict == Verdict::holds);
  CHECK(judge_one(expect(at_most(0.3)), value_of(0.1 + 0.2)).verdict == Verdict::holds);
  CHECK(judge_one(expect(at_most(0.3)), value_of(0.3 + 1e-9)).verdict == Verdict::broken);
}

TEST_CASE("a walk too short to tell is unsure") {
  Estimate estimate = value_of(0.0201);
  estimate.error = 0.0001;
  estimate.method = Method::walk;
  CHECK(judge_one(expect(at_least(0.02)), estimate).verdict == Verdict::unsure);
  estimate.error = 0.00003;
  CHECK(judge_one(expect(at_least(0.02)), estimate).verdict == Verdict::holds);
}

TEST_CASE("a bracket that covers the bound leaves it to the walk") {
  const Journey journey = promising({expect(at_most(0.08))});
  std::vector<Answer> answers = predicting(value_of(0.09));
  Answer& answer = answers[0];
  answer.estimate.method = Method::grid;
  answer.estimate.error = 0.005;
  const auto judge = [&] { return judge_expectations(journey, answers, false).at(0); };
  CHECK(judge().verdict == Verdict::broken);
  answer.estimate.error = 0.27;
  CHECK(judge().verdict == Verdict::unsure);
  answer.walk = WalkFigure{0.07, 0.001, 0};
  CHECK(judge().verdict == Verdict::holds);
  CHECK(judge().measured == Approx(0.07));
  answer.walk = WalkFigure{0.079, 0.001, 0};
  CHECK(judge().verdict == Verdict::unsure);
}

TEST_CASE("a confidence counts worlds") {
  Estimate estimate = value_of(0.505);
  estimate.samples = even_worlds(1000);
  Expectation expectation = expect(at_least(0.051));
  expectation.confidence = 0.9;
  // 0.051 … 1.000 are exactly 950 of 1 000 worlds.
  const Judgement judgement = judge_one(expectation, estimate);
  CHECK(judgement.verdict == Verdict::holds);
  CHECK(judgement.share_of_worlds == 0.95);
  CHECK(judgement.measured == Approx(0.101));
  CHECK(judgement.margin == Approx(0.05));
  expectation.bound = at_least(0.151);
  CHECK(judge_one(expectation, estimate).verdict == Verdict::broken);
  CHECK(judge_one(expectation, estimate).margin < 0);
  CHECK(judge_one(expectation, estimate, /*use_best=*/true).verdict == Verdict::holds);
}

TEST_CASE("a confidence that luck could decide is unsure, whichever side it falls on") {
  // 99.9 % of 1 000 draws with a share of 0.9 lie within 3.29 sqrt(0.9 × 0.1 / 1 000) = 0.031.
  Expectation expectation = expect(at_least(0));
  expectation.confidence = 0.9;
  const auto verdict = [&](int count, double share) {
    Estimate estimate = value_of(0.505);
    estimate.samples = even_worlds(count);
    expectation.bound = at_least(1 - share + 0.5 / count);
    return judge_one(expectation, estimate).verdict;
  };
  CHECK(verdict(1000, 0.925) == Verdict::unsure);
  CHECK(verdict(1000, 0.880) == Verdict::unsure);
  CHECK(verdict(1000, 0.940) == Verdict::holds);
  CHECK(verdict(1000, 0.860) == Verdict::broken);
  CHECK(verdict(4000, 0.925) == Verdict::holds);
  CHECK(verdict(4000, 0.880) == Verdict::broken);
  // All of them leaves nothing to estimate.
  expectation.confidence = 1;
  CHECK(verdict(1000, 1) == Verdict::holds);
  CHECK(verdict(1000, 0.999) == Verdict::broken);
}

TEST_CASE("a confidence about an upper bound and about both") {
  Estimate estimate = value_of(0.505);
  estimate.samples = even_worlds(1000);
  Expectation expectation = expect(at_most(0.8));
  expectation.confidence = 0.75;
  CHECK(judge_one(expectation, estimate).measured == Approx(0.75));
  CHECK(judge_one(expectation, estimate).margin == Approx(0.05));
  expectation.bound = between(0.2, 0.8);
  CHECK(judge_one(expectation, estimate).share_of_worlds == 0.601);
  CHECK(judge_one(expectation, estimate).verdict == Verdict::broken);
}

TEST_CASE("a world with nobody in it does not satisfy a promise") {
  Estimate estimate = value_of(0.505);
  estimate.samples = even_worlds(1000);
  for (std::size_t i = 900; i < 1000; ++i) {
    estimate.samples[i] = std::numeric_limits<double>::quiet_NaN();
  }
  Expectation expectation = expect(at_least(0));
  expectation.confidence = 0.95;
  CHECK(judge_one(expectation, estimate).verdict == Verdict::broken);
  expectation.confidence = 0.85;
  CHECK(judge_one(expectation, estimate).verdict == Verdict::holds);
}

TEST_CASE("a confidence without the figures of the worlds is not judged") {
  Expectation expectation = expect(at_least(0.1));
  expectation.confidence = 0.9;
  CHECK(judge_one(expectation, value_of(0.5)).verdict == Verdict::not_judged);
}

TEST_CASE("a confidence where nothing is uncertain asks for the value") {
  JourneyBuilder builder;
  Expectation expectation = expect(at_least(0.1));
  expectation.confidence = 0.9;
  builder.journey.expectations = {expectation};
  const std::vector<Answer> answers = predicting(value_of(0.5));
  CHECK(judge_expectations(builder.journey, answers, false).at(0).verdict == Verdict::holds);
}

TEST_CASE("a promise about nobody is not kept") {
  const Journey journey = promising({expect(at_least(0.1))});
  std::vector<Answer> answers = predicting(value_of(0));
  answers[0].is_defined = false;
  answers[0].why_not = "a mean over nobody";
  const Judgement judgement = judge_expectations(journey, answers, false).at(0);
  CHECK(judgement.verdict == Verdict::unsure);
  CHECK(judgement.answer == nullptr);
  CHECK(judgement.why == "a mean over nobody");
}
