#include "simulator/walk/monte_carlo.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

#include "simulator/walk/statistics.h"
#include "tests/unit/simulator/walk/sketch.h"

namespace cairn {
namespace {

using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

constexpr auto kTouchpoint = Place::Kind::touchpoint;
constexpr auto kOutcome = Place::Kind::outcome;

// entry -> home (10 days, 5 per 30 days, feels 1) -5 days-> order (earns 100, costs 40 per 10 days,
// 20 days) -> done
struct Straight : Sketch {
  std::uint32_t home, order, done;
  Straight() {
    home = add(kTouchpoint);
    order = add(kTouchpoint, Counts::conversion);
    done = add(kOutcome, Counts::win);
    chain.states[0].money = {{fixed(2), -1, 0}};
    chain.states[home].takes = fixed(10);
    chain.states[home].has_feeling = true;
    chain.states[home].feeling = 1;
    chain.states[home].money = {{fixed(5), 1, 30}};
    chain.states[order].takes = fixed(20);
    chain.states[order].money = {{fixed(100), 1, 0}, {fixed(40), -1, 10}};
    arrow(0, home, 1);
    arrow(home, order, 1, fixed(5));
    arrow(order, done, 1);
    close();
  }
};

// home loops on itself with 75 %, else to a win with 5 %, else leaves.
struct Loop : Sketch {
  std::uint32_t home, win;
  Loop() {
    home = add(kTouchpoint);
    win = add(kOutcome, Counts::win);
    chain.states[home].takes = exponential(2);
    chain.states[home].money = {{{Draw::Kind::lognormal, 0, 1, 0.8}, 1, 0}};
    arrow(0, home, 1);
    arrow(home, home, 0.75, exponential(1));
    arrow(home, win, 0.05);
    arrow(home, leave(), 0.2);
    close();
  }
};

TimeQuestion time_to(PlaceId place) {
  TimeQuestion question;
  question.metric.kind = Metric::Kind::time_to;
  question.metric.place = place;
  return question;
}

TimeQuestion time_to(Metric::To to) {
  TimeQuestion question;
  question.metric.kind = Metric::Kind::time_to;
  question.metric.to = to;
  return question;
}

}  // namespace

TEST_CASE("a straight road without a horizon") {
  const Straight sketch;
  const Totals mean = sketch.mean_of(sketch.walk(10));
  const TotalsLayout& at = sketch.layout;
  const PlaceId home = sketch.place(sketch.home), order = sketch.place(sketch.order);
  CHECK(mean[at.conversion()] == 1);
  CHECK(mean[at.conversion_time()] == 15);
  CHECK(mean[at.conversion_touches()] == 1);
  CHECK(mean[at.end_time()] == 35);
  CHECK(mean[at.end_touches()] == 2);
  CHECK(mean[at.reach(order)] == 1);
  CHECK(mean[at.visits(home)] == 1);
  CHECK(mean[at.time_to(order)] == 15);
  CHECK(mean[at.touches_to(order)] == 1);
  CHECK(mean[at.days_at(order)] == 20);
  CHECK(mean[at.feeling_sum(home)] == 1);
  CHECK(mean[at.felt_visits(home)] == 1);
  CHECK(mean[at.felt_visits(order)] == 0);
  CHECK(mean[at.exits(order)] == 0);
  CHECK_THAT(mean[at.revenue()], WithinRel(5.0 * 10 / 30 + 100, 1e-12));
  CHECK_THAT(mean[at.cost()], WithinRel(2.0 + 80, 1e-12));
  CHECK_THAT(mean[at.value()], WithinRel(100.0 - 80, 1e-12));
  for (std::size_t f = 0; f < at.flows.size(); ++f) CHECK(mean[at.passages(f)] == 1);
}

TEST_CASE("the horizon cuts what comes after it, and not what comes exactly at it") {
  Straight sketch;
  const TotalsLayout& at = sketch.layout;
  const PlaceId home = sketch.place(sketch.home), order = sketch.place(sketch.order);

  sketch.weights.horizon_days = 15;
  Totals mean = sketch.mean_of(sketch.walk(10));
  CHECK(mean[at.conversion()] == 1);
  CHECK(mean[at.days_at(order)] == 0);
  CHECK(mean[at.end_time()] == 15);
  CHECK_THAT(mean[at.revenue()], WithinRel(5.0 * 10 / 30 + 100, 1e-12));
  CHECK_THAT(mean[at.cost()], WithinRel(2.0, 1e-12));

  sketch.weights.horizon_days = 14.999;
  mean = sketch.mean_of(sketch.walk(10));
  CHECK(mean[at.conversion()] == 0);
  CHECK(mean[at.reach(order)] == 0);
  CHECK_THAT(mean[at.end_time()], WithinRel(14.999, 1e-14));
  CHECK(mean[at.end_touches()] == 1);
  CHECK(mean[at.days_at(home)] == 10);

  sketch.weights.horizon_days = 4;
  mean = sketch.mean_of(sketch.walk(10));
  CHECK(mean[at.days_at(home)] == 4);
  CHECK_THAT(mean[at.revenue()], WithinRel(5.0 * 4 / 30, 1e-12));
}

TEST_CASE("a sum of tenths that meets the horizon counts") {
  // Sums of doubles pass 1 by a rounding error; on paper the last event is exactly at the horizon.
  Sketch sketch;
  std::uint32_t before = 0;
  for (int i = 0; i < 10; ++i) {
    const std::uint32_t next = sketch.add(kTouchpoint);
    sketch.arrow(before, next, 1, fixed(0.1));
    before = next;
  }
  sketch.arrow(before, sketch.leave(), 1);
  sketch.close();
  sketch.weights.horizon_days = 1;
  const Totals mean = sketch.mean_of(sketch.walk(3));
  CHECK(mean[sketch.layout.reach(sketch.journey.leave)] == 1);
  CHECK(mean[sketch.layout.exits(sketch.place(before))] == 1);
}

TEST_CASE("money is weighted by when it flows") {
  Straight sketch;
  const double h = 25, r = 0.01;
  sketch.weights = {h, r, false};
  const Totals mean = sketch.mean_of(sketch.walk(10));
  const TotalsLayout& at = sketch.layout;
  const auto discounted = [&](double a, double b) {
    return (std::exp(-r * a) - std::exp(-r * b)) / r;
  };
  CHECK_THAT(mean[at.revenue()],
             WithinRel(5.0 / 30 * discounted(0, 10) + 100 * std::exp(-r * 15), 1e-12));
  CHECK_THAT(mean[at.cost()], WithinRel(2 + 4 * discounted(15, 25), 1e-12));
  CHECK_THAT(mean[at.window_revenue()],
             WithinRel(5.0 / 30 * (10 - 50 / h) + 100 * (1 - 15 / h), 1e-12));
  CHECK_THAT(mean[at.window_cost()],
             WithinRel(2 + 4 * (10 - (25.0 * 25 - 15.0 * 15) / (2 * h)), 1e-12));
  const auto total = [&](double t) { return (std::exp(-r * t) - std::exp(-r * h)) / (r * h); };
  CHECK_THAT(
      mean[at.total_revenue()],
      WithinRel(5.0 / 30 * (discounted(0, 10) - 10 * std::exp(-r * h)) / (r * h) + 100 * total(15),
                1e-11));
  CHECK_THAT(mean[at.value()], WithinRel(100 * std::exp(-r * 15) - 4 * discounted(15, 25), 1e-12));
}

TEST_CASE("all at once: nobody comes late") {
  Straight sketch;
  sketch.weights = {25, 0.01, true};
  const Totals mean = sketch.mean_of(sketch.walk(10));
  const TotalsLayout& at = sketch.layout;
  CHECK_THAT(mean[at.total_revenue()], WithinRel(mean[at.revenue()], 1e-12));
  CHECK_THAT(mean[at.window_revenue()], WithinRel(5.0 * 10 / 30 + 100, 1e-12));
}

// A geometric number of visits: mean 4. Within 5 standard errors; the seed is fixed.
TEST_CASE("a loop agrees with its closed form") {
  Loop sketch;
  const WalkResult walk = sketch.walk(200'000);
  const TotalsLayout& at = sketch.layout;
  const auto check = [&](std::vector<Term> numerator, std::vector<Term> denominator, double exact) {
    const auto estimate = estimate_ratio(walk, {true}, {numerator, denominator});
    const WalkFigure figure = compare_with_exact(estimate, exact, 0, false);
    INFO(figure.value << " +- " << figure.standard_error << " against " << exact);
    CHECK(std::isfinite(figure.standard_error));
    CHECK(std::fabs(figure.z) < 5);
  };
  const PlaceId home = sketch.place(sketch.home), win = sketch.place(sketch.win);
  check({{at.visits(home), 1}}, {}, 4);
  check({{at.reach(win), 1}}, {}, 0.2);
  check({{at.conversion(), 1}}, {}, 0.2);
  check({{at.exits(home), 1}}, {{at.visits(home), 1}}, 0.2);
  check({{at.days_at(home), 1}}, {}, 8);
  check({{at.end_time(), 1}}, {}, 4 * 2 + 3 * 1);
  check({{at.time_to(win), 1}}, {{at.reach(win), 1}}, 11);
  check({{at.touches_to(win), 1}}, {{at.reach(win), 1}}, 4);
  check({{at.revenue(), 1}}, {}, 4 * std::exp(1 + 0.8 * 0.8 / 2));
}

TEST_CASE("discounting agrees with the Laplace transform") {
  Loop sketch;
  sketch.weights.rate_per_day = 0.05;
  const WalkResult walk = sketch.walk(200'000);
  // One turn multiplies by 0.75 E[exp(-r takes)] E[exp(-r after)].
  const double turn = 0.75 / (1 + 2 * 0.05) / (1 + 1 * 0.05);
  const double exact = std::exp(1 + 0.8 * 0.8 / 2) / (1 - turn);
  const auto estimate = estimate_ratio(walk, {true}, {{{sketch.layout.revenue(), 1}}, {}});
  CHECK(std::fabs(compare_with_exact(estimate, exact, 0, false).z) < 5);
}

TEST_CASE("any number of threads gives the same bytes") {
  Loop sketch;
  sketch.weights = {9, 0.01, false};
  const std::vector<TimeQuestion> questions = {time_to(sketch.place(sketch.win)),
                                               time_to(Metric::To::end)};
  const WalkResult one = sketch.walk(20'000, 1, questions);
  CHECK((one == sketch.walk(20'000, 2, questions)));
  CHECK((one == sketch.walk(20'000, 7, questions)));
  CHECK((one == sketch.walk(20'000, 0, questions)));
  CHECK_FALSE((one == sketch.walk(20'000, 1, questions, 2)));
}

TEST_CASE("every number of people is walked exactly") {
  const Loop sketch;
  for (const std::uint64_t people : {0u, 1u, 2u, 63u, 64u, 65u, 1'000u, 12'345u}) {
    const WalkResult walk = sketch.walk(people);
    std::uint64_t walked = 0;
    for (const auto& batch : walk.classes[0]) walked += batch.people;
    CHECK(walked == people);
    CHECK(walk.classes[0].size() == std::min<std::uint64_t>(people, 128));
  }
}

TEST_CASE("classes are strata of the customers") {
  const Straight a;
  Straight b;
  const std::vector<WalkClass> classes = {
      {&a.space, &a.chain, 0.123}, {&b.space, &b.chain, 0}, {&b.space, &b.chain, 0.877}};
  const WalkResult walk = cairn::walk(a.journey, classes, a.layout, a.weights, {}, {1, 10'001, 2});
  const auto people_of = [&](std::size_t c) {
    double people = 0;
    for (const auto& batch : walk.classes[c]) people += static_cast<double>(batch.people);
    return people;
  };
  CHECK(std::fabs(people_of(0) - 0.123 * 10'001) <= 1);
  CHECK(people_of(1) == 0);
  CHECK(people_of(0) + people_of(2) == 10'001);
}

TEST_CASE("times of all who get there, in order") {
  Loop sketch;
  sketch.weights.horizon_days = 6;
  const WalkResult walk = sketch.walk(5'000, 2,
                                      {time_to(sketch.place(sketch.win)), time_to(Metric::To::end),
                                       time_to(Metric::To::conversion)});
  const Totals mean = sketch.mean_of(walk);
  const TotalsLayout& at = sketch.layout;
  REQUIRE(walk.times.size() == 3);
  CHECK(static_cast<double>(walk.times[0].size()) ==
        Approx(mean[at.reach(sketch.place(sketch.win))] * 5'000));
  CHECK(walk.times[1].size() == 5'000);
  CHECK(walk.times[2] == walk.times[0]);
  CHECK(walk.times[0].at(1e9) <= 6);
  CHECK(walk.times[1].at(1e9) == 6);
  // The mean of the times in order, up to the width of the bins.
  double sum = 0;
  for (int i = 0; i < 5'000; ++i) sum += walk.times[1].at(i);
  CHECK(sum / 5'000 == Approx(mean[at.end_time()]).epsilon(0.002));
}

TEST_CASE("quantiles of a time agree with its law") {
  // One exponential stay of mean 2: the p-quantile is -2 ln(1 - p). 5 standard errors, fixed seed.
  Sketch sketch;
  const std::uint32_t home = sketch.add(kTouchpoint);
  sketch.chain.states[home].takes = exponential(2);
  sketch.arrow(0, home, 1);
  sketch.arrow(home, sketch.leave(), 1);
  sketch.close();
  const WalkResult walk = sketch.walk(100'000, 2, {time_to(sketch.journey.leave)});
  for (const double level : {0.1, 0.5, 0.9}) {
    const QuantileEstimate estimate = estimate_quantile(walk.times[0], level);
    CHECK(std::fabs(estimate.value + 2 * std::log(1 - level)) < 5 * estimate.standard_error);
    // sqrt(p (1 - p) / n) / density, to a fifth: the density is itself estimated.
    const double law = std::sqrt(level * (1 - level) / 100'000) / ((1 - level) / 2);
    CHECK_THAT(estimate.standard_error, WithinRel(law, 0.2));
  }
}

TEST_CASE("times are asked of those who fit") {
  Loop sketch;
  const PersonaId vip = sketch.journey.personas.add({}), other = sketch.journey.personas.add({});
  sketch.space.customer.persona = vip;
  TimeQuestion of_vip = time_to(Metric::To::end), of_other = of_vip;
  Trait trait;
  trait.persona = vip;
  of_vip.groups = {{{trait}}};
  trait.persona = other;
  of_other.groups = {{{trait}}};
  const WalkResult walk = sketch.walk(100, 1, {of_vip, of_other});
  CHECK(walk.times[0].size() == 100);
  CHECK(walk.times[1].empty());
}

TEST_CASE("walks without an end are cut and counted") {
  Sketch sketch;
  const std::uint32_t trap = sketch.add(kTouchpoint);
  sketch.arrow(0, trap, 1);
  sketch.arrow(trap, trap, 1);
  sketch.close();
  const WalkResult walk = sketch.walk(3);
  CHECK(walk.cut_walks == 3);
  CHECK(sketch.mean_of(walk)[sketch.layout.visits(sketch.place(trap))] ==
        static_cast<double>(kStepLimit - 1));
}

}  // namespace cairn
