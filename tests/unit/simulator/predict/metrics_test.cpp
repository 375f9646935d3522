#include "simulator/metrics.h"

#include <limits>
#include <string>

#include <catch2/catch.hpp>

#include "simulator/figures.h"

using namespace cairn;

namespace {

constexpr double kMonth = 30.4375;

// Two touchpoints (the first with feelings) and an outcome; 1 000 a month for a year unless
// changed.
struct Fixture {
  Journey journey;
  TotalsLayout layout;
  World world;
  Totals totals;

  Fixture() {
    for (const auto kind :
         {Place::Kind::touchpoint, Place::Kind::touchpoint, Place::Kind::outcome}) {
      Place place;
      place.kind = kind;
      journey.places.add(place);
    }
    journey.places[PlaceId{0}].feels.emplace_back();
    journey.places[PlaceId{2}].feels.emplace_back();
    journey.frame.entrants = add(1000);
    journey.frame.entrants_per_days = kMonth;
    journey.frame.horizon = add(12 * kMonth);
    layout.place_count = 3;
    totals.assign(layout.size(), 0.0);
  }

  ParameterId add(double value) {
    Parameter parameter;
    parameter.best = {value, 0};
    world.values.push_back(value);
    world.low_digits.push_back(0);
    return journey.parameters.add(parameter);
  }

  MetricForm form(const Metric& metric) const { return form_metric(journey, layout, metric); }

  std::optional<double> value(const Metric& metric, double group_share = 1) const {
    const MetricForm found = form(metric);
    return metric_value(found, totals, calendar_factor(journey, found, world, group_share));
  }
};

Metric make(Metric::Kind kind, std::uint32_t place = Id<Place>::kNone) {
  Metric metric;
  metric.kind = kind;
  metric.place = PlaceId{place};
  return metric;
}

Metric money(Metric::Kind kind, Per per, double per_days = 0) {
  Metric metric = make(kind);
  metric.per = per;
  metric.per_days = per_days;
  return metric;
}

Metric until(Metric::Kind kind, Metric::To to, Stat stat = Stat::none) {
  Metric metric = make(kind, 1);
  metric.to = to;
  metric.stat = stat;
  return metric;
}

}  // namespace

TEST_CASE("shares and visits are read as they are") {
  Fixture f;
  f.totals[f.layout.conversion()] = 0.04;
  f.totals[f.layout.reach(PlaceId{1})] = 0.5;
  f.totals[f.layout.visits(PlaceId{1})] = 0.8;
  f.totals[f.layout.exits(PlaceId{1})] = 0.2;
  f.totals[f.layout.days_at(PlaceId{1})] = 3;
  CHECK(f.value(make(Metric::Kind::conversion)) == 0.04);
  CHECK(f.value(make(Metric::Kind::reach, 1)) == 0.5);
  CHECK(f.value(make(Metric::Kind::visits, 1)) == 0.8);
  CHECK(f.value(make(Metric::Kind::exits, 1)) == 0.25);
  CHECK(f.value(make(Metric::Kind::time_at, 1)) == 3);
}

TEST_CASE("a mean over nobody is nothing") {
  Fixture f;
  CHECK_FALSE(f.value(make(Metric::Kind::exits, 1)));
  CHECK_FALSE(f.value(until(Metric::Kind::time_to, Metric::To::conversion)));
  CHECK_FALSE(f.value(money(Metric::Kind::profit, Per::customer)));
  CHECK_FALSE(metric_bracket(f.form(make(Metric::Kind::exits, 1)), f.totals, f.totals, 1));
}

TEST_CASE("times and touches are given that it happens; the end always does") {
  Fixture f;
  f.totals[f.layout.conversion()] = 0.5;
  f.totals[f.layout.conversion_time()] = 2;
  f.totals[f.layout.conversion_touches()] = 3;
  f.totals[f.layout.reach(PlaceId{1})] = 0.25;
  f.totals[f.layout.time_to(PlaceId{1})] = 1;
  f.totals[f.layout.touches_to(PlaceId{1})] = 2;
  f.totals[f.layout.end_time()] = 7;
  f.totals[f.layout.end_touches()] = 5;
  CHECK(f.value(until(Metric::Kind::time_to, Metric::To::conversion)) == 4);
  CHECK(f.value(until(Metric::Kind::time_to, Metric::To::conversion, Stat::mean)) == 4);
  CHECK(f.value(until(Metric::Kind::touches, Metric::To::conversion)) == 6);
  CHECK(f.value(until(Metric::Kind::time_to, Metric::To::place)) == 4);
  CHECK(f.value(until(Metric::Kind::touches, Metric::To::place)) == 8);
  CHECK(f.value(until(Metric::Kind::time_to, Metric::To::end)) == 7);
  CHECK(f.value(until(Metric::Kind::touches, Metric::To::end)) == 5);
  CHECK(f.form(until(Metric::Kind::time_to, Metric::To::end, Stat::p90)).is_quantile);
  CHECK_FALSE(f.form(until(Metric::Kind::time_to, Metric::To::end, Stat::mean)).is_quantile);
}

TEST_CASE("money per entrant and per customer is discounted to entry") {
  Fixture f;
  f.totals[f.layout.conversion()] = 0.25;
  f.totals[f.layout.revenue()] = 10;
  f.totals[f.layout.cost()] = 4;
  f.totals[f.layout.value()] = 5;
  CHECK(f.value(money(Metric::Kind::revenue, Per::entrant)) == 10);
  CHECK(f.value(money(Metric::Kind::profit, Per::entrant)) == 6);
  CHECK(f.value(money(Metric::Kind::cost, Per::customer)) == 16);
  CHECK(f.value(money(Metric::Kind::value, Per::none)) == 20);
  CHECK(f.value(money(Metric::Kind::value, Per::customer)) == 20);
  CHECK(f.value(money(Metric::Kind::value, Per::entrant)) == 5);
  CHECK_FALSE(f.form(money(Metric::Kind::value, Per::time, kMonth)).why_not.empty());
}

TEST_CASE("money per month is that of the window, undiscounted, of the group's part of entrants") {
  Fixture f;
  f.totals[f.layout.window_revenue()] = 10;
  f.totals[f.layout.window_cost()] = 4;
  f.totals[f.layout.total_revenue()] = 9;
  f.totals[f.layout.total_cost()] = 3;
  CHECK(*f.value(money(Metric::Kind::profit, Per::time, kMonth)) == Approx(6'000));
  CHECK(*f.value(money(Metric::Kind::profit, Per::time, 365.25)) == Approx(72'000));
  CHECK(*f.value(money(Metric::Kind::profit, Per::time, kMonth), 0.25) == Approx(1'500));
  CHECK(*f.value(money(Metric::Kind::profit, Per::none)) == Approx(12 * 6'000));
  CHECK(*f.value(money(Metric::Kind::profit, Per::none), 0.25) == Approx(3 * 6'000));
}

TEST_CASE("without a horizon a month is the long-run month and a total has no end") {
  Fixture f;
  f.journey.frame.horizon = ParameterId{};
  f.totals[f.layout.window_revenue()] = 10;
  CHECK(*f.value(money(Metric::Kind::revenue, Per::time, kMonth)) == Approx(10'000));
  CHECK_FALSE(f.form(money(Metric::Kind::revenue, Per::none)).why_not.empty());
}

TEST_CASE("a cohort that enters once spreads over the horizon") {
  Fixture f;
  f.journey.frame.entrants_per_days.reset();
  f.totals[f.layout.window_revenue()] = 12;
  f.totals[f.layout.revenue()] = 11;
  CHECK(*f.value(money(Metric::Kind::revenue, Per::time, kMonth)) == Approx(1'000));
  CHECK(*f.value(money(Metric::Kind::revenue, Per::none)) == Approx(11'000));
  f.journey.frame.horizon = ParameterId{};
  CHECK(*f.value(money(Metric::Kind::revenue, Per::none)) == Approx(11'000));
  CHECK_FALSE(f.form(money(Metric::Kind::revenue, Per::time, kMonth)).why_not.empty());
}

TEST_CASE("without entrants there is no calendar, but money per entrant") {
  Fixture f;
  f.journey.frame.entrants = ParameterId{};
  CHECK_FALSE(f.form(money(Metric::Kind::cost, Per::time, kMonth)).why_not.empty());
  CHECK(f.form(money(Metric::Kind::cost, Per::entrant)).why_not.empty());
}

TEST_CASE("emotion is weighted by visits; over all it is that of touchpoints") {
  Fixture f;
  f.journey.places[PlaceId{1}].feels.emplace_back();
  for (std::uint32_t i = 0; i < 3; ++i) {
    f.totals[f.layout.felt_visits(PlaceId{i})] = i + 1;
    f.totals[f.layout.feeling_sum(PlaceId{i})] = i == 1 ? -2 : 1;
  }
  CHECK(f.value(make(Metric::Kind::emotion, 1)) == -1);
  CHECK(*f.value(make(Metric::Kind::emotion)) == Approx(-1.0 / 3));
  f.journey.places[PlaceId{1}].feels.clear();
  CHECK_FALSE(f.form(make(Metric::Kind::emotion, 1)).why_not.empty());
}

TEST_CASE("what later steps will predict says so") {
  Fixture f;
  for (const auto kind :
       {Metric::Kind::roi, Metric::Kind::payback, Metric::Kind::sample, Metric::Kind::duration}) {
    CHECK(f.form(make(kind)).why_not == "not predicted yet");
  }
  Metric at = make(Metric::Kind::time_at, 1);
  at.stat = Stat::p90;
  CHECK(f.form(at).why_not == "not predicted yet");
}

TEST_CASE("a bracket of a figure holds every value its totals allow") {
  Fixture f;
  Totals low = f.totals;
  Totals high = f.totals;
  const auto set = [&](std::size_t i, double a, double b) {
    low[i] = a;
    high[i] = b;
  };
  set(f.layout.conversion(), 0.4, 0.5);
  set(f.layout.revenue(), 9, 10);
  set(f.layout.cost(), 1, 12);
  const auto bracket =
      metric_bracket(f.form(money(Metric::Kind::profit, Per::customer)), low, high, 2);
  REQUIRE(bracket);
  CHECK(bracket->low == Approx(2 * -3 / 0.4));
  CHECK(bracket->high == Approx(2 * 9 / 0.4));
  set(f.layout.cost(), 1, 2);
  CHECK(metric_bracket(f.form(money(Metric::Kind::profit, Per::customer)), low, high, 2)->low ==
        Approx(2 * 7 / 0.5));
}

TEST_CASE("the precision asked for is a tenth of the last printed digit") {
  CHECK(asked_precision(Unit::share, 0.0386) == 1e-5);
  CHECK(asked_precision(Unit::share, 0.386) == 1e-4);
  CHECK(asked_precision(Unit::money, -38'900) == Approx(10));
  CHECK(asked_precision(Unit::days, 2.19) == Approx(0.001));
  CHECK(asked_precision(Unit::money, 0) == std::numeric_limits<double>::infinity());
}
