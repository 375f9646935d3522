#include "simulator/worlds.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace cairn;

namespace {

Parameter range(std::string key, Unit unit, double low, double high) {
  Parameter parameter;
  parameter.key = std::move(key);
  parameter.unit = unit;
  parameter.doubt = Doubt::range;
  parameter.low = low;
  parameter.high = high;
  parameter.best = {(low + high) / 2, 0};
  return parameter;
}

Parameter counts(std::string key, std::int64_t observed, std::int64_t total,
                 std::string group = "") {
  Parameter parameter;
  parameter.key = std::move(key);
  parameter.unit = Unit::share;
  parameter.doubt = Doubt::observed;
  parameter.observed = observed;
  parameter.total = total;
  parameter.count_group = std::move(group);
  parameter.best = {static_cast<double>(observed) / static_cast<double>(total), 0};
  return parameter;
}

Parameter exact(std::string key, double value) {
  Parameter parameter;
  parameter.key = std::move(key);
  parameter.unit = Unit::share;
  parameter.best = {value, 1e-20};
  return parameter;
}

Journey journey_of(const std::vector<Parameter>& parameters) {
  Journey journey;
  for (const Parameter& parameter : parameters) journey.parameters.add(parameter);
  return journey;
}

constexpr std::uint32_t kWorlds = 20'000;

std::vector<double> draws_of(const Journey& journey, std::uint32_t parameter,
                             std::uint64_t seed = 1) {
  const DrawPlan plan = plan_draws(journey);
  std::vector<double> draws;
  for (std::uint32_t w = 0; w < kWorlds; ++w) {
    draws.push_back(draw_world(plan, seed, w).values[parameter]);
  }
  return draws;
}

double share_below(const std::vector<double>& draws, double bound) {
  return static_cast<double>(
             std::count_if(draws.begin(), draws.end(), [&](double x) { return x < bound; })) /
         static_cast<double>(draws.size());
}

double mean_of(const std::vector<double>& draws) {
  double sum = 0;
  for (const double x : draws) sum += x;
  return sum / static_cast<double>(draws.size());
}

double covariance(const std::vector<double>& a, const std::vector<double>& b) {
  const double mean_a = mean_of(a);
  const double mean_b = mean_of(b);
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - mean_a) * (b[i] - mean_b);
  return sum / static_cast<double>(a.size());
}

// Four standard errors of a share of 5 % in kWorlds worlds.
const double kSlack = 4 * std::sqrt(0.05 * 0.95 / kWorlds);

}  // namespace

TEST_CASE("a range is drawn through its 5 and 95 % points in every family") {
  const Unit unit = GENERATE(Unit::share, Unit::points, Unit::factor, Unit::money, Unit::days,
                             Unit::feeling, Unit::people);
  const Journey journey = journey_of({range("k", unit, 0.30, 0.38)});
  const std::vector<double> draws = draws_of(journey, 0);
  CHECK(share_below(draws, 0.30) == Approx(0.05).margin(kSlack));
  CHECK(share_below(draws, 0.38) == Approx(0.95).margin(kSlack));
}

TEST_CASE("the median of a range is that of its family") {
  CHECK(share_below(draws_of(journey_of({range("k", Unit::money, 1, 100)}), 0), 10) ==
        Approx(0.5).margin(0.015));
  // Log-odds of 1 % and 99 % cancel.
  CHECK(share_below(draws_of(journey_of({range("k", Unit::share, 0.01, 0.99)}), 0), 0.5) ==
        Approx(0.5).margin(0.015));
  CHECK(share_below(draws_of(journey_of({range("k", Unit::feeling, -1, 2)}), 0), 0.5) ==
        Approx(0.5).margin(0.015));
}

TEST_CASE("drawn rates stay strictly inside 0 and 100 %") {
  for (const double x : draws_of(journey_of({range("k", Unit::share, 0.001, 0.999)}), 0)) {
    REQUIRE(x > 0);
    REQUIRE(x < 1);
  }
}

TEST_CASE("a lone count has the moments of its beta") {
  const std::vector<double> draws = draws_of(journey_of({counts("k", 418, 1024)}), 0);
  const double a = 418.5;
  const double b = 606.5;
  const double variance = a * b / ((a + b) * (a + b) * (a + b + 1));
  CHECK(mean_of(draws) == Approx(a / (a + b)).margin(4 * std::sqrt(variance / kWorlds)));
  CHECK(covariance(draws, draws) == Approx(variance).epsilon(0.05));
}

TEST_CASE("nobody of 50 is about 1 %, from 0 to 4 %") {
  const std::vector<double> draws = draws_of(journey_of({counts("k", 0, 50)}), 0);
  CHECK(mean_of(draws) == Approx(0.5 / 51).epsilon(0.05));
  CHECK(share_below(draws, 0.04) > 0.94);
  CHECK(*std::min_element(draws.begin(), draws.end()) >= 0);
}

TEST_CASE("counts of one total are one Dirichlet with a cell for the remainder") {
  const Journey journey = journey_of({counts("k b", 30, 200, "g"), counts("k a", 50, 200, "g")});
  const std::vector<double> b = draws_of(journey, 0);
  const std::vector<double> a = draws_of(journey, 1);
  // Cells 30.5, 50.5 and 120.5.
  const double total = 201.5;
  CHECK(mean_of(b) == Approx(30.5 / total).epsilon(0.01));
  CHECK(mean_of(a) == Approx(50.5 / total).epsilon(0.01));
  CHECK(covariance(b, b) ==
        Approx(30.5 * (total - 30.5) / (total * total * (total + 1))).epsilon(0.05));
  CHECK(covariance(a, b) == Approx(-30.5 * 50.5 / (total * total * (total + 1))).epsilon(0.15));
  for (std::size_t i = 0; i < a.size(); ++i) REQUIRE(a[i] + b[i] < 1);
}

namespace {

// Three lines that use up 100 people at one place, with or without a rest beside them.
Journey closed_journey(bool has_rest) {
  Journey journey = journey_of(
      {counts("k a", 70, 100, "g"), counts("k b", 30, 100, "g"), counts("k c", 0, 100, "g")});
  Place place;
  for (std::uint32_t i = 0; i < 3; ++i) {
    FlowLine line;
    line.value = ParameterId{i};
    line.target = PlaceId{0};
    place.flows.push_back(line);
  }
  if (has_rest) {
    FlowLine line;
    line.kind = FlowLine::Kind::rest;
    line.target = PlaceId{0};
    place.flows.push_back(line);
  }
  journey.places.add(place);
  return journey;
}

double lowest_sum(const Journey& journey) {
  const DrawPlan plan = plan_draws(journey);
  double lowest = 2;
  for (std::uint32_t w = 0; w < 500; ++w) {
    const World world = draw_world(plan, 1, w);
    lowest = std::min(lowest, world.values[0] + world.values[1] + world.values[2]);
  }
  return lowest;
}

}  // namespace

TEST_CASE("counts that use up their total add up to a whole unless a rest takes something") {
  CHECK(lowest_sum(closed_journey(false)) == Approx(1).margin(1e-14));
  CHECK(lowest_sum(closed_journey(true)) < 0.99);
}

TEST_CASE("draws are keyed: another parameter, another order, moves nothing") {
  const Parameter a = range("touchpoint a|takes", Unit::days, 1, 2);
  const Parameter b = counts("touchpoint b|-> c", 3, 10);
  const Parameter c = range("source s|costs", Unit::money, 1, 2);
  const Journey before = journey_of({a, b});
  const Journey after = journey_of({c, b, exact("e", 0.3), a});
  for (std::uint32_t w = 0; w < 100; ++w) {
    const World one = draw_world(before, 7, w);
    const World two = draw_world(after, 7, w);
    REQUIRE(one.values[0] == two.values[3]);
    REQUIRE(one.values[1] == two.values[1]);
  }
}

TEST_CASE("one observation more moves every draw a little") {
  const DrawPlan before = plan_draws(journey_of({counts("k", 418, 1024)}));
  const DrawPlan after = plan_draws(journey_of({counts("k", 419, 1024)}));
  for (std::uint32_t w = 0; w < 1000; ++w) {
    const double moved = draw_world(after, 1, w).values[0] - draw_world(before, 1, w).values[0];
    REQUIRE(moved > 0.0005);
    REQUIRE(moved < 0.0015);
  }
}

TEST_CASE("exact numbers keep all their digits in every world") {
  const Journey journey = journey_of({exact("e", 0.3), range("r", Unit::share, 0.1, 0.2)});
  const World world = draw_world(journey, 1, 3);
  CHECK(world.values[0] == 0.3);
  CHECK(world.low_digits[0] == 1e-20);
  CHECK(world.low_digits[1] == 0);
}

TEST_CASE("worlds in a row put a number once into every part of its distribution") {
  for (std::uint32_t begin = 0; begin < 4 * kStrata; begin += kStrata) {
    std::set<std::uint32_t> parts;
    for (std::uint32_t w = begin; w < begin + kStrata; ++w) {
      parts.insert(static_cast<std::uint32_t>(keyed_uniform(3, 77, w) * kStrata));
    }
    CHECK(parts.size() == kStrata);
  }
}

TEST_CASE("two numbers fall into their parts independently") {
  // 190 pairs: beyond 4.5 standard errors by chance once in 800 seeds. Products see more than
  // sums: the second pass is over distances from the middle.
  constexpr std::uint64_t kNumbers = 20;
  std::vector<std::vector<double>> centred(kNumbers), spread(kNumbers);
  for (std::uint64_t key = 0; key < kNumbers; ++key) {
    for (std::uint32_t w = 0; w < kStrata; ++w) {
      const double x = keyed_uniform(1, key, w) - 0.5;
      centred[key].push_back(x * std::sqrt(12.0));
      spread[key].push_back((x * x - 1.0 / 12) * std::sqrt(180.0));
    }
  }
  const double allowed = 4.5 / std::sqrt(static_cast<double>(kStrata));
  for (std::uint64_t a = 0; a < kNumbers; ++a) {
    for (std::uint64_t b = 0; b < a; ++b) {
      CHECK(std::abs(covariance(centred[a], centred[b])) < allowed);
      CHECK(std::abs(covariance(spread[a], spread[b])) < allowed);
    }
  }
}

TEST_CASE("seeds, worlds and keys give different uniforms, all inside 0 and 1") {
  std::set<double> seen;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    for (std::uint64_t key = 0; key < 10; ++key) {
      for (std::uint32_t w = 0; w < 100; ++w) {
        const double u = keyed_uniform(seed, key, w);
        REQUIRE(u > 0);
        REQUIRE(u < 1);
        seen.insert(u);
      }
    }
  }
  CHECK(seen.size() == 10'000);
}

TEST_CASE("different parameters are drawn independently") {
  const Journey journey =
      journey_of({range("k1", Unit::feeling, 0, 1), range("k2", Unit::feeling, 0, 1)});
  const std::vector<double> a = draws_of(journey, 0);
  const std::vector<double> b = draws_of(journey, 1);
  const double correlation = covariance(a, b) / std::sqrt(covariance(a, a) * covariance(b, b));
  CHECK(std::fabs(correlation) < 4 / std::sqrt(double{kWorlds}));
}

TEST_CASE("doubt is seen") {
  CHECK_FALSE(has_doubt(journey_of({exact("e", 0.3)})));
  CHECK(has_doubt(journey_of({exact("e", 0.3), counts("c", 1, 2)})));
}
