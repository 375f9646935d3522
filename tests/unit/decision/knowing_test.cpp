// The value of knowing against closed forms. Bounds are five standard errors, as the estimate
// itself states them (of independent worlds; the draws here are stratified, so they are wide) or as
// many seeds show them.
#include "decision/knowing.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <vector>

#include <catch2/catch.hpp>

#include "decision/normal.h"
#include "decision/regression.h"
#include "simulator/worlds.h"

using namespace cairn;

namespace {

using Draws = std::vector<double>;

constexpr double kPi = 3.14159265358979323846;

Draws normals(std::uint64_t key, std::size_t worlds, std::uint64_t seed = 1) {
  Draws draws(worlds);
  for (std::size_t w = 0; w < worlds; ++w) {
    draws[w] = normal_quantile_at(keyed_uniform(seed, key, static_cast<std::uint32_t>(w)));
  }
  return draws;
}

/// Today, worth nothing, and one action worth `gain` of each world.
Utilities against_today(std::size_t worlds, const std::function<double(std::size_t)>& gain) {
  Utilities utilities(2, Draws(worlds));
  for (std::size_t w = 0; w < worlds; ++w) utilities[1][w] = gain(w);
  return utilities;
}

double density(double x) {
  return std::exp(-x * x / 2) / std::sqrt(2 * kPi);
}

/// What it is worth to know a normal gain over an action worth 0 (Raiffa, Schlaifer 1961): the unit
/// normal loss.
double normal_loss(double mu, double sigma) {
  const double m = std::abs(mu / sigma);
  return sigma * (density(m) - m * std::erfc(m / std::sqrt(2.0)) / 2);
}

/// Mean of f over a standard normal, by Simpson's rule on -9 … 9; error below 1e-6 at kinks.
double normal_mean(const std::function<double(double)>& f) {
  constexpr int kSteps = 20'000;
  constexpr double kStep = 18.0 / kSteps;
  double sum = 0;
  for (int i = 0; i <= kSteps; ++i) {
    const double x = -9 + kStep * i;
    const double weight = i == 0 || i == kSteps ? 1 : i % 2 == 1 ? 4 : 2;
    sum += weight * f(x) * density(x);
  }
  return sum * kStep / 3;
}

/// Five stated standard errors, and rounding.
void check_near(const KnowingValue& knowing, double truth) {
  CAPTURE(knowing.value, knowing.raw, knowing.bias, knowing.standard_error, truth);
  CHECK(std::isfinite(knowing.value + knowing.raw + knowing.bias + knowing.standard_error));
  CHECK(std::abs(knowing.value - truth) <= 5 * knowing.standard_error + 1e-9);
}

struct Moments {
  double mean = 0;
  double error = 0;  // standard error of the mean
};

Moments moments_of(const Draws& values) {
  Moments moments;
  for (const double x : values) moments.mean += x / static_cast<double>(values.size());
  double squares = 0;
  for (const double x : values) squares += (x - moments.mean) * (x - moments.mean);
  const double count = static_cast<double>(values.size());
  moments.error = std::sqrt(squares / (count - 1) / count);
  return moments;
}

/// Estimates of one case with the worlds of many seeds.
struct Repeated {
  Draws raw, value, stated;
};

Repeated repeat(std::uint64_t seeds, const std::function<KnowingValue(std::uint64_t)>& estimate) {
  Repeated repeated;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const KnowingValue knowing = estimate(seed);
    repeated.raw.push_back(knowing.raw);
    repeated.value.push_back(knowing.value);
    repeated.stated.push_back(knowing.standard_error);
  }
  return repeated;
}

}  // namespace

TEST_CASE("the best action, its chance and the regret of each") {
  const Choice choice = best_action({{0, 0, 0, 0}, {4, -2, 0, 1}, {1, 1, 1, -3}});
  CHECK(choice.action == 1);
  CHECK(choice.mean == 0.75);
  CHECK(choice.means == Draws{0, 0.75, 0});
  CHECK(choice.chances == Draws{0, 0.5, 0.5});
  CHECK(choice.regrets == Draws{1.75, 1, 1.75});
  // Of equal ones the first: to leave all as it is.
  const Choice equal = best_action({{1, 2}, {2, 1}, {1, 2}});
  CHECK(equal.action == 0);
  CHECK(equal.chances == Draws{0.5, 0.5, 0});
}

TEST_CASE("perfect information about one normal unknown is the unit normal loss") {
  for (const std::size_t worlds : {1000U, 16000U}) {
    for (const double mu : {0.0, 1.0, -4.0}) {
      const Draws z = normals(11, worlds);
      const Utilities utilities =
          against_today(worlds, [&](std::size_t w) { return mu + 3 * z[w]; });
      const PerfectValue all = value_of_everything(utilities);
      const double truth = normal_loss(mu, 3);
      CAPTURE(worlds, mu, all.value, all.standard_error, truth);
      CHECK(std::abs(all.value - truth) <= 5 * all.standard_error);
      CHECK(all.standard_error < 0.03 * std::sqrt(16000.0 / static_cast<double>(worlds)));
      const Choice choice = best_action(utilities);
      CHECK(choice.regrets[choice.action] == Approx(all.value).margin(1e-12));
      // The only unknown is everything. A line is one of the curves, but of ranks in place of
      // draws: that moves it by less than the draws themselves do.
      const KnowingValue knowing = value_of_knowing(utilities, z, 1);
      CHECK(knowing.degrees == kMostDegrees);
      CHECK(std::abs(knowing.raw - all.value) <= all.standard_error);
      CHECK(knowing.value <= all.value);
    }
  }
}

TEST_CASE("knowing one of two normal unknowns is the loss of its share of the spread") {
  for (const std::size_t worlds : {1000U, 16000U}) {
    for (const double mu : {0.0, -0.3, 1.0}) {
      for (const double a : {0.5, 1.0, -2.0}) {
        const Draws z = normals(11, worlds), other = normals(12, worlds);
        const Utilities utilities =
            against_today(worlds, [&](std::size_t w) { return mu + a * z[w] + other[w]; });
        CAPTURE(worlds, mu, a);
        check_near(value_of_knowing(utilities, z, 1), normal_loss(mu, std::abs(a)));
        check_near(value_of_knowing(utilities, other, 1), normal_loss(mu, 1));
        check_near(value_of_knowing(utilities, {z, other}, 1),
                   normal_loss(mu, std::sqrt(a * a + 1)));
      }
    }
  }
}

TEST_CASE(
    "over many seeds the estimate is right on average, and its stated error is not too small") {
  const auto estimate = [](double mu, double a, std::uint64_t seed) {
    const Draws z = normals(11, 1000, seed), other = normals(12, 1000, seed);
    return value_of_knowing(
        against_today(1000, [&](std::size_t w) { return mu + a * z[w] + other[w]; }), z, seed);
  };
  for (const double mu : {0.0, -0.3}) {
    for (const double a : {0.2, 1.0}) {
      const Repeated repeated =
          repeat(60, [&](std::uint64_t seed) { return estimate(mu, a, seed); });
      const Moments value = moments_of(repeated.value);
      CAPTURE(mu, a, value.mean, value.error);
      CHECK(std::abs(value.mean - normal_loss(mu, a)) <= 5 * value.error);
      CHECK(value.error * std::sqrt(60.0) < 1.2 * moments_of(repeated.stated).mean);
    }
  }
}

TEST_CASE("a number that says nothing is worth next to nothing") {
  // The hardest case: both actions are equally good, so every bend of the curve looks like a gain.
  const Repeated two = repeat(60, [](std::uint64_t seed) {
    const Draws z = normals(11, 1000, seed), other = normals(12, 1000, seed);
    return value_of_knowing(against_today(1000, [&](std::size_t w) { return other[w]; }), z, seed);
  });
  const Repeated twelve = repeat(30, [](std::uint64_t seed) {
    Utilities utilities;
    for (std::uint64_t a = 0; a < 12; ++a) utilities.push_back(normals(100 + a, 1000, seed));
    return value_of_knowing(utilities, normals(11, 1000, seed), seed);
  });
  for (const Repeated& repeated : {two, twelve}) {
    const Moments raw = moments_of(repeated.raw), value = moments_of(repeated.value);
    CAPTURE(raw.mean, value.mean);
    CHECK(raw.mean > 10 * raw.error);  // that there is a bias …
    CHECK(value.mean < raw.mean / 2);  // … of which values kept at 0 or more leave a part
    CHECK(value.mean < moments_of(repeated.stated).mean);
  }
  // With a clear best action there is nothing to be mistaken about.
  const Draws z = normals(11, 1000), other = normals(12, 1000);
  CHECK(value_of_knowing(against_today(1000, [&](std::size_t w) { return other[w] - 1; }), z, 1)
            .value == 0);
}

TEST_CASE("what bends: a square, and a product of two numbers") {
  const double truth = normal_mean([](double z) { return std::max(z * z - 1.2, 0.0); });
  for (const std::size_t worlds : {1000U, 16000U}) {
    const Draws z = normals(11, worlds), other = normals(12, worlds);
    const Utilities square =
        against_today(worlds, [&](std::size_t w) { return z[w] * z[w] - 1.2 + other[w]; });
    check_near(value_of_knowing(square, z, 1), truth);
    // Only ranks count: the same number on another scale, with a heavy tail.
    Draws heavy = z;
    for (double& x : heavy) x = std::exp(5 * x);
    CHECK(value_of_knowing(square, heavy, 1).value == value_of_knowing(square, z, 1).value);
    const Utilities product = against_today(worlds, [&](std::size_t w) { return z[w] * other[w]; });
    check_near(value_of_knowing(product, {z, other}, 1), 1 / kPi);
    check_near(value_of_knowing(product, z, 1), 0);
  }
}

TEST_CASE("a sample is worth the loss of the spread that it explains") {
  for (const std::size_t worlds : {1000U, 16000U}) {
    const Draws z = normals(11, worlds);
    const Utilities utilities =
        against_today(worlds, [&](std::size_t w) { return 0.3 + 2 * z[w]; });
    const Draws& truths = utilities[1];
    double last = value_of_everything(utilities).value;
    for (const double s : {0.5, 2.0, 10.0}) {
      CAPTURE(worlds, s);
      const KnowingValue sample = value_of_sample(utilities, truths, Draws(worlds, s), 1);
      check_near(sample, normal_loss(0.3, 4 / std::sqrt(4 + s * s)));
      CHECK(sample.value < last);
      last = sample.value;
    }
    const double perfect = value_of_knowing(utilities, truths, 1).value;
    CHECK(value_of_sample(utilities, truths, Draws(worlds, 0.0), 1).value == perfect);
    CHECK(value_of_sample(utilities, truths, Draws(worlds, 1e-9), 1).value ==
          Approx(perfect).epsilon(1e-9));
    check_near(value_of_sample(utilities, truths, Draws(worlds, 1e9), 1), 0);
  }
}

TEST_CASE("neither a constant in all actions nor their order changes what knowing is worth") {
  const Draws z = normals(11, 1000);
  Utilities utilities;
  for (std::uint64_t a = 0; a < 5; ++a) {
    utilities.push_back(normals(100 + a, 1000));
    for (std::size_t w = 0; w < 1000; ++w) {
      utilities[a][w] += 0.2 * static_cast<double>(a) * (z[w] - 0.5);
    }
  }
  const KnowingValue knowing = value_of_knowing(utilities, z, 1);
  CHECK(knowing.value > 0);
  Utilities raised = utilities;
  for (Draws& action : raised) {
    for (double& u : action) u += 1000;
  }
  Utilities turned = utilities;
  std::rotate(turned.begin(), turned.begin() + 2, turned.end());
  for (const Utilities& same : {raised, turned}) {
    const KnowingValue again = value_of_knowing(same, z, 1);
    CHECK(again.raw == Approx(knowing.raw).epsilon(1e-9));
    CHECK(again.bias == Approx(knowing.bias).epsilon(1e-9));
    CHECK(again.standard_error == Approx(knowing.standard_error).epsilon(1e-9));
    CHECK(value_of_everything(same).value ==
          Approx(value_of_everything(utilities).value).epsilon(1e-9));
  }
  CHECK(value_of_knowing(utilities, z, 1).value == knowing.value);
  CHECK(value_of_knowing(utilities, z, 2).raw == knowing.raw);  // the seed moves only the bias
}

TEST_CASE("few values, few worlds, one action") {
  const Draws z = normals(11, 1000), other = normals(12, 1000);
  // A number of two values 1 and -1: group means. The gain is +-1 beside noise, so knowing is worth
  // half of 1.
  Draws coin(1000);
  for (std::size_t w = 0; w < 1000; ++w) coin[w] = z[w] < 0 ? -1 : 1;
  const Utilities utilities =
      against_today(1000, [&](std::size_t w) { return coin[w] + other[w]; });
  const KnowingValue of_coin = value_of_knowing(utilities, coin, 1);
  CHECK(of_coin.degrees == 1);
  check_near(of_coin, 0.5);
  // One that is always the same is worth nothing, alone or beside another.
  CHECK(value_of_knowing(utilities, Draws(1000, 7.0), 1).degrees == 0);
  CHECK(value_of_knowing(utilities, Draws(1000, 7.0), 1).value == 0);
  CHECK(value_of_knowing(utilities, {coin, Draws(1000, 7.0)}, 1).value == of_coin.value);
  CHECK(value_of_knowing(utilities, std::vector<Draws>{}, 1).value == 0);
  check_near(value_of_sample(utilities, Draws(1000, 7.0), Draws(1000, 1.0), 1), 0);

  for (const std::size_t worlds : {1U, 2U, 9U, 10U, 30U}) {
    const Draws few = normals(11, worlds);
    const KnowingValue knowing =
        value_of_knowing(against_today(worlds, [&](std::size_t w) { return few[w]; }), few, 1);
    CHECK(knowing.degrees == worlds / kWorldsPerDegree);
    CHECK(std::isfinite(knowing.value + knowing.raw + knowing.bias + knowing.standard_error));
  }
  CHECK(value_of_everything({{3}, {5}}).value == 0);
  CHECK(value_of_everything({{3}, {5}}).standard_error == 0);
  CHECK(best_action({{3}, {5}}).regrets == Draws{2, 0});
  CHECK(value_of_knowing({z}, z, 1).value == 0);
  CHECK(value_of_everything({z}).value == 0);
  CHECK(value_of_knowing({z, z, z}, z, 1).raw == 0);  // actions that are the same
}

TEST_CASE("the basis is orthonormal, and what is said twice counts once") {
  const Draws z = normals(11, 1000);
  const WorldTable basis = spline_basis({z, normals(12, 1000), z}, 1000);
  CHECK(basis.columns == 2 * kMostDegrees + 2);  // z z and z times the other, once
  for (std::size_t i = 0; i < basis.columns; ++i) {
    double sum = 0;
    for (std::size_t w = 0; w < 1000; ++w) sum += basis.row(w)[i];
    CHECK(std::abs(sum) < 1e-10);
    for (std::size_t j = 0; j <= i; ++j) {
      double product = 0;
      for (std::size_t w = 0; w < 1000; ++w) product += basis.row(w)[i] * basis.row(w)[j];
      CHECK(std::abs(product - (i == j ? 1.0 : 0.0)) < 1e-12);
    }
  }
  const Draws scores = normal_scores({5, 1, 5, 9});
  CHECK(scores[0] == scores[2]);
  CHECK(scores[0] == Approx(0).margin(1e-15));
  CHECK(scores[1] == Approx(normal_quantile_at(0.125)));
  CHECK(scores[3] == Approx(normal_quantile_at(0.875)));
}

TEST_CASE("sixty numbers, twelve actions and a thousand worlds: how long", "[.time]") {
  Utilities utilities;
  for (std::uint64_t a = 0; a < 12; ++a) utilities.push_back(normals(100 + a, 1000));
  std::vector<Draws> numbers;
  for (std::uint64_t n = 0; n < 60; ++n) numbers.push_back(normals(200 + n, 1000));
  const auto start = std::chrono::steady_clock::now();
  double most = 0;
  for (const Draws& number : numbers) {
    most = std::max(most, value_of_knowing(utilities, number, 1).value);
  }
  const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start);
  WARN(seconds.count() << " s; highest value of nothing " << most);
}
