// When fixes act and what they cost, by hand.
#include "simulator/calendar/launches.h"

#include <cmath>

#include "simulator/calendar/spells.h"
#include "simulator/chain/totals.h"
#include "tests/unit/simulator/calendar/calendar_case.h"

using namespace cairn;

namespace {

constexpr double kMonth = 30.4375;

std::string text_of(const std::string& frame, const std::string& fix) {
  return "journey test\n  currency EUR\n  entrants 100 per month\n  horizon 12 months\n" + frame +
         "source web\n  -> home\ntouchpoint home\n  10% -> paid\n  rest -> leave\n"
         "outcome paid\n  counts as win\n"
         "fix f\n  raise home -> paid by 5pp\n" +
         fix;
}

Launch launch_of(const Journey& journey) {
  return find_launch(journey, journey.fixes.id_at(0), written_estimate(journey));
}

}  // namespace

TEST_CASE("a fix starts on its day, climbs, and ends", "[calendar]") {
  const Journey journey = journey_of(
      text_of("  starts 2025-01-01\n", "  starts 2025-03-01\n  ramps 10 days\n  lasts 30 days\n"));
  const Launch launch = launch_of(journey);
  CHECK(launch.starts_day == 59);
  CHECK(launch.ramp_days == 10);
  CHECK(launch.ends_day == 89);
  CHECK(strength_at(launch, 58.9) == 0);
  CHECK(strength_at(launch, 59) == 0);
  CHECK(strength_at(launch, 61.5) == Approx(0.25));
  CHECK(strength_at(launch, 69) == 1);
  CHECK(strength_at(launch, 88.9) == 1);
  CHECK(strength_at(launch, 89) == 0);
  CHECK(mean_strength(launch, 59, 69) == Approx(0.5));
  CHECK(mean_strength(launch, 49, 69) == Approx(0.25));
  CHECK(mean_strength(launch, 61, 65) == Approx(0.4));
  CHECK(mean_strength(launch, 65, 73) == Approx((0.8 * 4 + 4) / 8));
  CHECK(mean_strength(launch, 70, 80) == 1);
  CHECK(mean_strength(launch, 79, 99) == Approx(0.5));
  CHECK(mean_strength(launch, 0, 59) == 0);
  CHECK(mean_strength(launch, 89, 100) == 0);
  CHECK(mean_strength(launch, 0, 100) == Approx(0.25));  // 5 days of the ramp and 20 in full
}

TEST_CASE("months, no start, a start before the journey, and no calendar", "[calendar]") {
  const Launch third = launch_of(journey_of(text_of("", "  starts month 3\n")));
  CHECK(third.starts_day == Approx(2 * kMonth));
  CHECK(third.ends_day == HUGE_VAL);
  CHECK(strength_at(third, 2 * kMonth + 0.1) == 1);
  const Launch always = launch_of(journey_of(text_of("", "")));
  CHECK(always.starts_day == 0);
  CHECK(strength_at(always, 0) == 1);
  const Launch early = launch_of(
      journey_of(text_of("  starts 2025-01-11\n", "  starts 2025-01-01\n  ramps 20 days\n")));
  CHECK(early.starts_day == -10);
  CHECK(strength_at(early, 0) == Approx(0.5));
  CHECK(mean_strength(early, 0, 20) == Approx((0.75 * 10 + 10) / 20));
  const Launch unknown = launch_of(journey_of(text_of("", "  starts 2025-01-01\n  ramps 1 day\n")));
  CHECK(unknown.starts_day == HUGE_VAL);
  CHECK(strength_at(unknown, 100) == 0);
  CHECK(mean_strength(unknown, 0, 100) == 0);
}

TEST_CASE("what a fix costs by itself", "[calendar]") {
  const std::string frame = "  starts 2025-01-01\n  discount 10% per year\n";
  const std::string costs = "  costs 1000 EUR once\n  costs 30 EUR per month\n";
  const auto costs_of = [&](const std::string& lines) {
    const Journey journey = journey_of(text_of(frame, costs + lines));
    const World world = written_estimate(journey);
    const MoneyWeights weights = money_weights(journey, world);
    return own_costs(journey, launch_of(journey), world, weights.horizon_days,
                     weights.rate_per_day);
  };
  CHECK(costs_of("").undiscounted == Approx(1000 + 360));
  const double rate = std::log(1.1);  // per year
  CHECK(costs_of("").discounted == Approx(1000 + 360 * (1 - std::exp(-rate)) / rate));
  CHECK(costs_of("  starts month 4\n  lasts 6 months\n").undiscounted == Approx(1000 + 180));
  CHECK(costs_of("  starts month 4\n  lasts 6 months\n").discounted ==
        Approx(1000 * std::pow(1.1, -0.25) +
               360 * (std::pow(1.1, -0.25) - std::pow(1.1, -0.75)) / rate));
  CHECK(costs_of("  starts month 10\n  lasts 6 months\n").undiscounted == Approx(1000 + 90));
  CHECK(costs_of("  starts month 13\n").undiscounted == 0);
  CHECK(costs_of("  starts 2024-12-01\n").undiscounted == Approx(360));
  CHECK(costs_of("  starts 2024-12-01\n  lasts 10 days\n").undiscounted == 0);
}

TEST_CASE("what a fix has cost by a day", "[calendar]") {
  const Journey journey = journey_of(text_of(
      "", "  costs 1000 EUR once\n  costs 30 EUR per month\n  starts month 4\n  lasts 6 months\n"));
  const World world = written_estimate(journey);
  const auto until = [&](double months) {
    return own_costs_until(journey, launch_of(journey), world, 12 * kMonth, months * kMonth);
  };
  CHECK(until(0) == 0);
  CHECK(until(2.9) == 0);
  CHECK(until(3) == Approx(1000));
  CHECK(until(5) == Approx(1060));
  CHECK(until(9) == Approx(1180));
  CHECK(until(12) == Approx(1180));
  CHECK(until(20) == Approx(1180));
}

TEST_CASE("spells and phases", "[calendar]") {
  Launch launch;
  launch.fix = FixId{0};
  launch.starts_day = 2.5;
  launch.ramp_days = 4;
  launch.ends_day = 8;
  const std::vector<Spell> spells = find_spells({launch}, 1, 10, 1);
  REQUIRE(spells.size() == 7);  // before, four steps, in full, after
  CHECK(spells[1].from_day == 2.5);
  CHECK(spells[1].strengths[0] == Approx(0.125));
  CHECK(spells[4].strengths[0] == Approx(0.875));
  CHECK(spells[5].strengths[0] == 1);
  CHECK(spells[6].strengths[0] == 0);
  const auto phases = find_phases(spells, {10, 10, false});
  REQUIRE(phases.size() == 10);
  REQUIRE(phases[2].size() == 2);
  CHECK(phases[2][0].part == Approx(0.5));
  CHECK(phases[2][1].spell == 1);
  REQUIRE(phases[7].size() == 1);
  CHECK(phases[8][0].spell == 6);
  const auto at_once = find_phases(spells, {10, 10, true});
  REQUIRE(at_once.size() == 11);
  REQUIRE(at_once[3].size() == 1);  // 2.5 to 3.5
  CHECK(at_once[3][0].spell == 1);
  CHECK(at_once[8].size() == 2);
  CHECK(find_spells({}, 0, 10, 1).size() == 1);
}
