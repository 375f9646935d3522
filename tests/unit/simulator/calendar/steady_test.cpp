// Where nothing changes over the calendar, it must say what the engines say that follow one cohort.
#include <cmath>

#include "simulator/chain/totals.h"
#include "simulator/grid/horizon.h"
#include "tests/support/random_journey.h"
#include "tests/unit/simulator/calendar/calendar_case.h"

using namespace cairn;

namespace {

/// Conversions, revenue, cost, and both discounted: per entrant.
using Figures = std::vector<double>;

Figures figures_of(const CalendarFigures& solved) {
  return {solved.conversions / solved.entrants, solved.revenue / solved.entrants,
          solved.cost / solved.entrants, solved.total_revenue / solved.entrants,
          solved.total_cost / solved.entrants};
}

/// The same from the totals of one cohort, on a grid of so many cells.
Figures cohort_figures(const CalendarCase& one, const Strengths& strengths, std::uint32_t cells) {
  const Journey& journey = one.journey;
  World world = written_estimate(journey);
  if (!journey.active_fixes.empty()) set_strengths(journey, strengths, world);
  const MoneyWeights weights = money_weights(journey, world);
  const TotalsLayout layout = make_totals_layout(journey);
  const std::vector<double> shares = class_shares(journey, one.classes, world);
  Figures sums(5, 0);
  for (std::size_t c = 0; c < one.classes.size(); ++c) {
    const Chain chain = build_chain(journey, one.spaces[c], world);
    const Totals totals = estimate_horizon(journey, one.spaces[c], chain, layout, weights, cells);
    // Who enters at a time u of the window converts in it if that takes no longer than H - u.
    const double late =
        weights.is_once ? 0 : totals[layout.conversion_time()] / weights.horizon_days;
    const Figures of_class = {totals[layout.conversion()] - late, totals[layout.window_revenue()],
                              totals[layout.window_cost()], totals[layout.total_revenue()],
                              totals[layout.total_cost()]};
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += shares[c] * of_class[i];
  }
  return sums;
}

void forget_referrals(Journey& journey) {
  for (std::size_t i = 0; i < journey.places.size(); ++i) {
    journey.places[journey.places.id_at(i)].refers.clear();
  }
}

double distance(const Figures& a, const Figures& b) {
  double most = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (b[i] != 0) most = std::max(most, std::fabs(a[i] / b[i] - 1));
  }
  return most;
}

void check_steady(const CalendarCase& one, const std::vector<FixId>& on, const Strengths& strengths,
                  double tolerance) {
  const Figures fine = cohort_figures(one, strengths, 1920);
  const double coarse_error = distance(figures_of(one.solve(on, 120)), fine);
  const double error = distance(figures_of(one.solve(on, 240)), fine);
  const double fine_error = distance(figures_of(one.solve(on, 480)), fine);
  const double own = distance(cohort_figures(one, strengths, 960), fine);
  CAPTURE(coarse_error, error, fine_error, own);
  CHECK(error < tolerance);
  // Second order: a quarter each time, as far as the other engine itself is known.
  CHECK(fine_error < coarse_error / 8 + own + 1e-6);
}

}  // namespace

TEST_CASE("a steady calendar is the window of one cohort", "[calendar]") {
  for (const std::string name : {"shop", "saas"}) {
    INFO(name);
    Journey journey = spec_of(name);
    forget_referrals(journey);
    for (std::size_t i = 0; i < journey.fixes.size(); ++i) {
      Fix& fix = journey.fixes[journey.fixes.id_at(i)];
      fix.starts.reset();
      fix.ramps = fix.lasts = {};
    }
    const CalendarCase one = calendar_case(journey);
    check_steady(one, {}, Strengths(journey.fixes.size(), 0), 1e-4);
    check_steady(one, all_fixes(journey), full_strength(one.journey), 1e-4);
  }
}

TEST_CASE("a steady calendar on which everybody comes at once", "[calendar]") {
  for (const std::string name : {"shop", "saas"}) {
    INFO(name);
    Journey journey = spec_of(name);
    forget_referrals(journey);
    journey.frame.entrants_per_days.reset();
    check_steady(calendar_case(journey), {}, Strengths(journey.fixes.size(), 0), 1e-3);
  }
  int count = 0;
  for (std::uint64_t seed = 1; count < 20; ++seed) {
    Journey journey = journey_of(random_journey_text(seed));
    if (!journey.frame.horizon.is_valid()) continue;
    journey.frame.entrants_per_days.reset();
    INFO("seed " << seed);
    ++count;
    check_steady(calendar_case(journey), {}, {}, 1e-3);
  }
}

TEST_CASE("a payment exactly at the horizon counts", "[calendar]") {
  const CalendarFigures figures =
      calendar_case(journey_of("journey test\n  currency EUR\n  entrants 10 once\n"
                               "  horizon 12 months\nsource web\n  -> home\n"
                               "touchpoint home\n  takes 1 month\n  earns 1 EUR\n"
                               "  costs 2 EUR per month\n  -> again\n"
                               "touchpoint again\n  -> home\n"
                               "outcome done\n  counts as win\n"))
          .solve({}, 240);
  CHECK(figures.revenue == Approx(130));
  CHECK(figures.cost == Approx(240));
  CHECK(figures.profit_until[0] == Approx(10 - 20 * 0.05));
  CHECK(figures.profit_until.back() == Approx(130 - 240));
}

TEST_CASE("random journeys on a steady calendar", "[calendar]") {
  int count = 0;
  for (std::uint64_t seed = 1; count < 20; ++seed) {
    Journey journey = journey_of(random_journey_text(seed));
    if (!journey.frame.horizon.is_valid()) continue;
    INFO("seed " << seed);
    ++count;
    check_steady(calendar_case(journey), {}, {}, 1e-4);
  }
}
