// Fixes that come and go, referrals, and everybody at once.
#include <chrono>
#include <cmath>
#include <fmt/format.h>

#include "tests/unit/simulator/calendar/calendar_case.h"

using namespace cairn;

namespace {

void check_same_bits(const CalendarFigures& a, const CalendarFigures& b) {
  CHECK(a.entrants == b.entrants);
  CHECK(a.conversions == b.conversions);
  CHECK(a.revenue == b.revenue);
  CHECK(a.cost == b.cost);
  CHECK(a.total_revenue == b.total_revenue);
  CHECK(a.total_cost == b.total_cost);
  CHECK(a.profit_until == b.profit_until);
  CHECK(a.class_conversions == b.class_conversions);
  CHECK(a.class_profit == b.class_profit);
}

Fix& fix_called(Journey& journey, const std::string& name) {
  for (const FixId id : all_fixes(journey)) {
    if (journey.fixes[id].heading.name == name) return journey.fixes[id];
  }
  FAIL("no fix " << name);
  return journey.fixes[FixId{0}];
}

/// People come home, some buy at once, and buyers bring `people` others.
std::string referring_text(double people, const std::string& wait, const std::string& more = "") {
  return fmt::format(
      "journey test\n  currency EUR\n  entrants 100 per month\n  horizon 12 months\n"
      "persona a\n  share 30%\npersona b\n  share rest\n"
      "source web\n  share 100%\n  costs 2 EUR\n  -> home\n"
      "source friends\n  share 0%\n  costs 1 EUR\n  -> home\n"
      "touchpoint home\n{1}  50% -> paid\n  50% -> paid for a\n  rest -> leave\n"
      "touchpoint paid\n  counts as conversion\n  earns 10 EUR\n"
      "  refers {0} people to friends\n  -> done\n"
      "outcome done\n  counts as win\n{2}",
      people, wait, more);
}

}  // namespace

TEST_CASE("what starts after the horizon or changes nothing leaves no trace", "[calendar]") {
  Journey shop = spec_of("shop");
  fix_called(shop, "early-shipping-cost").starts = StartDate{2026, 2, 1, 0, {}};
  fix_called(shop, "cart-reminder").changes.clear();
  const CalendarCase one = calendar_case(shop);
  const FixId guest = one.fix("guest-checkout"), late = one.fix("early-shipping-cost"),
              nothing = one.fix("cart-reminder");
  check_same_bits(one.solve({late}), one.solve({}));
  check_same_bits(one.solve({nothing}), one.solve({}));
  check_same_bits(one.solve({guest, late, nothing}), one.solve({guest}));
  CHECK(one.solve({guest}).conversions > one.solve({}).conversions * 1.1);
}

TEST_CASE("a fix that starts later does as much for as much of the window", "[calendar]") {
  // Nothing takes time, so who enters while the fix acts has its numbers.
  const auto conversions = [](const std::string& calendar) {
    const CalendarCase one = calendar_case(
        journey_of(referring_text(0, "", "fix f\n  raise home -> paid by 20pp\n" + calendar)));
    return one.solve({one.fix("f")}).conversions;
  };
  CHECK(conversions("") == Approx(1200 * 0.7));
  CHECK(conversions("  starts month 4\n") == Approx(300 * 0.5 + 900 * 0.7));
  CHECK(conversions("  starts month 4\n  lasts 50 days\n") ==
        Approx(1200 * 0.5 + 50 * (100 / 30.4375) * 0.2));
  CHECK(conversions("  starts month 4\n  ramps 4 months\n") ==
        Approx(300 * 0.5 + 400 * 0.6 + 500 * 0.7));
  CHECK(conversions("  starts month 4\n  ramps 1 hour\n") ==
        Approx(300 * 0.5 + 900 * 0.7 - 0.2 * 0.5 / 24 * 100 / 30.4375));
}

TEST_CASE("referrals that take no time grow as a geometric series", "[calendar]") {
  const CalendarCase one = calendar_case(journey_of(referring_text(0.8, "")));
  const CalendarFigures figures = one.solve({});
  CHECK(figures.entrants == Approx(1200 / (1 - 0.4)));
  CHECK(figures.conversions == Approx(600 / (1 - 0.4)));
  CHECK(figures.revenue == Approx(6000 / (1 - 0.4)));
  CHECK(figures.cost == Approx(1200 * 2 + 800 * 1));
  REQUIRE(figures.class_conversions.size() == 2);
  CHECK(figures.class_conversions[0] == Approx(0.3 * figures.conversions));
  CHECK(figures.profit_until.back() == Approx(figures.revenue - figures.cost));
  CHECK(figures.profit_until[119] == Approx(figures.profit_until.back() / 2));
  CHECK(profit_by(figures, 0) == 0);
  CHECK(profit_by(figures, 123.4) == Approx(figures.profit_until.back() * 123.4 / 365.25));
  CHECK(profit_by(figures, 400) == figures.profit_until.back());
  CHECK_FALSE(figures.has_endless_growth);
}

TEST_CASE("referrals by chain, by class and by several sources", "[calendar]") {
  // a refers to x, x to y, y to x: 0.5, then 0.4 there and 0.5 back.
  const std::string text =
      "journey test\n  currency EUR\n  entrants 100 per month\n  horizon 12 months\n"
      "persona a\n  share 30%\npersona b\n  share rest\n"
      "source web\n  share rest\n  -> home\n"
      "source x\n  share 0%\n  costs 1 EUR\n  -> second\nsource y\n  share 0%\n  costs 3 EUR\n  -> "
      "third\n"
      "touchpoint home\n  refers 0.5 people to x for a\n  -> done\n"
      "touchpoint second\n  refers 0.1 people to y\n  refers 0.3 people to y\n  -> done\n"
      "touchpoint third\n  refers 0.5 people to x\n  -> done\n"
      "outcome done\n  counts as win\n";
  const CalendarFigures figures = calendar_case(journey_of(text)).solve({});
  const double x = 1200 * 0.3 * 0.5 / (1 - 0.4 * 0.5), y = 0.4 * x;
  CHECK(figures.entrants == Approx(1200 + x + y));
  CHECK(figures.cost == Approx(x + 3 * y));
  // By classes that differ by source too.
  const std::string split_text = text + "  earns 1 EUR for x\n";
  const CalendarCase split_case = calendar_case(journey_of(split_text));
  REQUIRE(split_case.classes.size() == 6);
  const CalendarFigures split = split_case.solve({});
  CHECK(split.revenue == Approx(x));
  CHECK(split.entrants == Approx(figures.entrants));
  CHECK(split.cost == Approx(figures.cost));
}

TEST_CASE("referrals hold where their guards do, and change with an assumption", "[calendar]") {
  const std::string text =
      "journey test\n  currency EUR\n  entrants 100 per month\n  horizon 12 months\n"
      "assume viral 0.2\n"
      "persona a\n  share 30%\npersona b\n  share rest\n"
      "source web\n  share rest\n  -> home\nsource x\n  share 0%\n  -> done\n"
      "touchpoint home\n  sets agreed 40%\n  refers viral people to x\n"
      "  refers 0.5 people to x when agreed\n  refers 0.1 people to x for b when not agreed\n"
      "  -> done\noutcome done\n  counts as win\n";
  const auto referred = [&](const std::string& fix) {
    const CalendarCase one = calendar_case(journey_of(text + fix));
    return one.solve(all_fixes(one.journey)).entrants / 1200 - 1;
  };
  const double others = 0.4 * 0.5 + 0.7 * 0.6 * 0.1;
  CHECK(referred("") == Approx(0.2 + others));
  CHECK(referred("fix f\n  set viral to 0.6\n  starts month 7\n") == Approx(0.4 + others));
  CHECK(referred("fix f\n  scale viral times 3 for a\n") == Approx(0.2 + 0.3 * 0.4 + others));
}

TEST_CASE("a loop that nobody leaves and that takes no time has no end", "[calendar]") {
  const CalendarFigures figures =
      calendar_case(
          journey_of("journey test\n  currency EUR\n  entrants 100 per month\n"
                     "  horizon 12 months\nsource web\n  share rest\n  costs 1 EUR\n  -> home\n"
                     "source friends\n  share 0%\n  -> home\n"
                     "touchpoint home\n  10% -> round\n  20% -> paid\n  rest -> leave\n"
                     "touchpoint round\n  earns 1 EUR\n  refers 1 people to friends\n"
                     "  -> other\n"
                     "touchpoint other\n  -> round\noutcome paid\n  counts as win\n"))
          .solve({}, 20);
  CHECK(figures.has_endless_growth);
  CHECK(figures.revenue == HUGE_VAL);
  CHECK_FALSE(std::isnan(figures.conversions));
  CHECK_FALSE(std::isnan(figures.entrants));
}

TEST_CASE("growth without end is bounded by the window", "[calendar]") {
  const CalendarFigures at_once = calendar_case(journey_of(referring_text(4, ""))).solve({}, 60);
  CHECK(at_once.has_endless_growth);
  CHECK(std::isfinite(at_once.entrants));
  CHECK(at_once.entrants > 1e6);
  // With a wait growth is finite: entrants a day b solve b = e + 2 (b delayed), so in whole periods
  // of 100 days: 1, 1 + 2, 1 + 2 + 4 times as many, and 7 + 8 in the last 65.25 days.
  const CalendarFigures slow =
      calendar_case(journey_of(referring_text(4, "  takes 100 days\n"))).solve({}, 480);
  CHECK_FALSE(slow.has_endless_growth);
  CHECK(slow.entrants == Approx(100 / 30.4375 * (100 * (1 + 3 + 7) + 65.25 * 15)).epsilon(1e-3));
}

TEST_CASE("a calendar that costs too much takes fewer cells", "[calendar]") {
  std::string text =
      "journey test\n  currency EUR\n  entrants 100 per month\n  horizon 12 months\n"
      "source web\n  -> t0\noutcome done\n  counts as win\n  earns 1 EUR\n";
  constexpr int kPlaces = 200;
  for (int i = 0; i < kPlaces; ++i) {
    text += fmt::format("touchpoint t{}\n", i);
    for (int k = 1; k <= 5 && i + 3 * k < kPlaces; ++k) {
      text += fmt::format("  15% -> t{} after median {} days, p90 60 days\n", i + 3 * k, 10 + k);
    }
    text += i + 1 < kPlaces ? fmt::format("  rest -> t{}\n", i + 1) : "  -> done\n";
  }
  const CalendarCase one = calendar_case(journey_of(text));
  const CalendarFigures few = one.solve({}, 240), many = one.solve({}, 1920);
  CHECK(few.profit_until.size() == 240);
  CHECK(many.profit_until.size() == 960);
  CHECK(few.conversions > 1);
  CHECK(many.conversions == Approx(few.conversions).epsilon(1e-3));
  CHECK(one.solve({}, 1).profit_until.size() == 1);
}

TEST_CASE("the figures settle as cells get finer", "[calendar]") {
  for (const std::string name : {"shop", "saas"}) {
    INFO(name);
    const CalendarCase one = calendar_case(spec_of(name));
    const std::vector<FixId> on = all_fixes(one.journey);
    const CalendarFigures coarse = one.solve(on, 120), usual = one.solve(on),
                          fine = one.solve(on, 1920);
    CHECK(usual.conversions == Approx(fine.conversions).epsilon(1e-5));
    CHECK(usual.revenue == Approx(fine.revenue).epsilon(1e-5));
    CHECK(usual.total_cost == Approx(fine.total_cost).epsilon(1e-5));
    CHECK(std::fabs(usual.conversions - fine.conversions) <
          std::fabs(coarse.conversions - fine.conversions));
  }
}

TEST_CASE("the shop's business case is solved fast", "[calendar]") {
  for (const std::string name : {"shop", "saas"}) {
    const CalendarCase one = calendar_case(spec_of(name));
    const auto begin = std::chrono::steady_clock::now();
    double sum = 0;
    int solved = 0;
    for (int world = 0; world < 33; ++world) {
      std::vector<std::vector<FixId>> alternatives = {{}, all_fixes(one.journey)};
      for (const FixId fix : all_fixes(one.journey)) alternatives.push_back({fix});
      for (const auto& on : alternatives) {
        sum += one.solve(on).conversions;
        ++solved;
      }
    }
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    CHECK(sum > 0);
    INFO(name << ": " << solved << " times in " << seconds << " s");
    CHECK(seconds < 5);  // where nothing else runs: 0.3 s for the shop
  }
}
