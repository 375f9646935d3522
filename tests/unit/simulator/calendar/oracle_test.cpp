// The calendar against people walked one by one.
#include <cmath>

#include "tests/support/calendar_oracle.h"
#include "tests/unit/simulator/calendar/calendar_case.h"

using namespace cairn;

namespace {

void check_against_people(const CalendarCase& one, const std::vector<FixId>& on,
                          std::uint64_t people, std::uint32_t cells = kCalendarCells) {
  const World written = written_estimate(one.journey);
  const CalendarOracleResult walked =
      ask_calendar_oracle(one.setting(), written, on, 20250301, people);
  const CalendarFigures solved = one.solve(on, cells);
  const std::array<double, CalendarOracleResult::kFigures> figures = {
      solved.entrants, solved.conversions,   solved.revenue,
      solved.cost,     solved.total_revenue, solved.total_cost};
  static constexpr std::array<const char*, CalendarOracleResult::kFigures> kNames = {
      "entrants", "conversions", "revenue", "cost", "total revenue", "total cost"};
  for (std::size_t f = 0; f < figures.size(); ++f) {
    const double error = walked.standard_error[f] + 1e-9 * std::fabs(figures[f]);
    INFO(kNames[f] << ": solved " << figures[f] << ", walked " << walked.mean[f] << " +- "
                   << error);
    CHECK(std::fabs(figures[f] - walked.mean[f]) < 5 * error);
  }
}

/// Fixes of every kind on a journey with waits, memory, referrals and money that accrues.
std::string lively_text(const std::string& entrants) {
  return "journey test\n  currency EUR\n  starts 2025-01-01\n  horizon 12 months\n"
         "  discount 30% per year\n  entrants " +
         entrants +
         "\n  device mobile 60%\n  device desktop rest\n"
         "assume consent 40%\n"
         "persona vip\n  share 30%\npersona other\n  share rest\n"
         "source web\n  share rest\n  costs 2 EUR\n  -> product\n"
         "source friends\n  share 5%\n  costs 1 EUR\n  50% -> product\n  rest -> trial after 3 "
         "days\n"
         "touchpoint product\n  takes median 2 days, p90 9 days\n  costs 3 EUR\n"
         "  sets agreed 30%\n"
         "  pain slow \"Slow\" causes 40% of exits\n"
         "  20% -> trial after mean 5 days\n  30% -> trial for vip\n  times 0.5 -> trial for "
         "mobile\n"
         "  10% -> product after 20 days\n  consent -> letter after 1 month when agreed\n"
         "  rest -> leave\n"
         "touchpoint letter\n  earns 5 EUR once\n  30% -> trial after 2 days\n  rest -> leave\n"
         "touchpoint trial\n  takes mean 30 days\n  costs 5 EUR per month\n"
         "  60% -> paid\n  rest -> leave\n"
         "touchpoint paid\n  counts as conversion\n  takes 1 month\n  earns median 20 EUR, p90 40 "
         "EUR\n  costs 4 EUR per month\n"
         "  refers 0.2 people to friends\n  refers 0.1 people to friends when agreed\n"
         "  80% -> paid\n  rest -> leave\n"
         "fix speed\n  remove 70% of slow\n  scale takes at product times 0.3\n"
         "  starts 2025-03-01\n  ramps 3 months\n"
         "fix offer\n  raise product -> trial by 20pp for vip\n  set consent to 80%\n"
         "  raise earns at paid by 10 EUR\n  starts month 5\n  lasts 100 days\n  ramps 10 days\n"
         "fix instead\n  move 50% of trial -> leave to paid\n  set takes at trial to 10 days\n"
         "  starts 2024-12-20\n  ramps 40 days\n";
}

}  // namespace

TEST_CASE("the shop with its guest checkout, by people", "[calendar]") {
  const CalendarCase shop = calendar_case(spec_of("shop"));
  check_against_people(shop, {shop.fix("guest-checkout")}, 400'000);
}

TEST_CASE("saas with its growth plan, by people", "[calendar]") {
  const CalendarCase saas = calendar_case(spec_of("saas"));
  check_against_people(saas, all_fixes(saas.journey), 100'000);
}

TEST_CASE("ramps, ends and referrals, by people", "[calendar]") {
  const CalendarCase one = calendar_case(journey_of(lively_text("1000 per month")));
  check_against_people(one, {one.fix("speed")}, 100'000);
  check_against_people(one, {one.fix("offer")}, 100'000);
  check_against_people(one, all_fixes(one.journey), 100'000);
}

TEST_CASE("everybody at once, by people", "[calendar]") {
  const CalendarCase one = calendar_case(journey_of(lively_text("1000 once")));
  check_against_people(one, {}, 100'000, 480);
  check_against_people(one, all_fixes(one.journey), 100'000, 480);
}
