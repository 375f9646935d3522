#include "simulator/luck.h"

#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

using namespace cairn;

namespace {

/// The smallest count that at least `level` of all outcomes do not pass, by summing the binomial.
double summed_quantile(double people, double chance, double level) {
  double below = 0;
  for (double k = 0; k <= people; ++k) {
    below += std::exp(std::lgamma(people + 1) - std::lgamma(k + 1) - std::lgamma(people - k + 1) +
                      k * std::log(chance) + (people - k) * std::log1p(-chance));
    if (below >= level) return k;
  }
  return people;
}

}  // namespace

TEST_CASE("luck with so many people is the binomial's, to about one person") {
  for (const double people : {10.0, 300.0, 40'000.0}) {
    for (const double chance : {0.001, 0.04, 0.5, 0.97}) {
      for (const double level : {0.05, 0.5, 0.95}) {
        INFO(people << " people, " << chance << ", " << level);
        CHECK(luck_quantile(people, chance, level) ==
              Approx(summed_quantile(people, chance, level)).margin(1.01));
      }
    }
  }
}

TEST_CASE("nobody and everybody leave nothing to luck") {
  CHECK(luck_quantile(1000, 0, 0.95) == 0);
  CHECK(luck_quantile(1000, 1, 0.05) == 1000);
}

TEST_CASE("what is not known and luck are kept apart, and add up in squares") {
  // A chance with mean 0.04 and standard deviation 0.002, as 2 001 even quantiles of a normal.
  std::vector<double> people, chances;
  double square = 0;
  for (int i = 1; i <= 2001; ++i) {
    double low = -6, high = 6;  // the quantile, by bisection
    for (int turn = 0; turn < 60; ++turn) {
      const double middle = (low + high) / 2;
      (0.5 * std::erfc(-middle / std::sqrt(2.0)) < (i - 0.5) / 2001 ? low : high) = middle;
    }
    people.push_back(40'000);
    chances.push_back(0.04 + 0.002 * low);
    square += low * low;
  }
  REQUIRE(square / 2001 == Approx(1).epsilon(0.01));
  const Customers customers = forecast_customers(40'000, 0.04, people, chances);
  CHECK(customers.best == 1600);
  const double known = 1.6449 * 80, luck = 1.6449 * std::sqrt(1600 * 0.96);
  const auto half = [](const PeopleRange& range) { return (range.high - range.low) / 2; };
  CHECK(half(customers.not_known) == Approx(known).epsilon(0.01));
  CHECK(half(customers.by_luck) == Approx(luck).epsilon(0.01));
  CHECK(half(customers.likely) == Approx(std::hypot(known, luck)).epsilon(0.02));
}

TEST_CASE("without doubt only luck is left") {
  const Customers customers = forecast_customers(1000, 0.1, {}, {});
  CHECK(customers.not_known.low == 100);
  CHECK(customers.not_known.high == 100);
  CHECK(customers.likely.low == customers.by_luck.low);
  CHECK(customers.likely.high == customers.by_luck.high);
}
