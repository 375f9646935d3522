// What an exported model answers, read back and solved by other means, is what the engine answers.
#include <cmath>
#include <set>
#include <sstream>
#include <string>

#include <catch2/catch.hpp>

#include "exchange/prism_model.h"
#include "simulator/chain/chain.h"
#include "tests/support/effort.h"
#include "tests/support/random_journey.h"
#include "tests/support/solved_text.h"
#include "tests/unit/exchange/prism_reader.h"

namespace cairn {
namespace {

double mean_of(const Amount& amount, const World& world) {
  return to_draw(amount, world).mean();
}

// Relative where the figure is large, absolute where it is small.
void check_near(const std::string& what, double found, double expected) {
  INFO(what << ": " << found << " against " << expected);
  CHECK(std::abs(found - expected) <= 1e-9 * std::max(1.0, std::abs(expected)));
}

/// The lines of a properties file that ask for a number.
std::set<std::string> questions_of(const std::string& properties) {
  std::set<std::string> questions;
  std::istringstream lines(properties);
  for (std::string line; std::getline(lines, line);) {
    if (line.find("=?") != std::string::npos) questions.insert(line);
  }
  return questions;
}

void check_same_answers(const std::string& text) {
  const SolvedText solved = solve_text(text);
  INFO(text);
  REQUIRE(solved.mistakes.empty());
  const Journey& journey = solved.compiled.journey;
  REQUIRE(beyond_prism(journey).empty());
  const PrismModel model = prism_model(journey, mean_of);
  const PrismChain chain = read_prism(model.model);
  REQUIRE(chain.mistake.empty());
  CHECK(chain.worst_row_error() <= 1e-12);
  const Totals totals = solve_totals(solved, 0).value;
  const TotalsLayout& layout = solved.layout;
  check_near("conversion", chain.probability_of("conversion"), totals[layout.conversion()]);
  check_near("revenue", chain.reward_of("revenue"), totals[layout.revenue()]);
  check_near("cost", chain.reward_of("cost"), totals[layout.cost()]);
  check_near("days", chain.reward_of("days"), totals[layout.end_time()]);
  check_near("done", chain.probability_of("done"), 1);
  std::set<std::string> expected = {"P=? [ F \"conversion\" ];", "R{\"revenue\"}=? [ F \"done\" ];",
                                    "R{\"cost\"}=? [ F \"done\" ];",
                                    "R{\"days\"}=? [ F \"done\" ];"};
  for (std::size_t p = 0; p < journey.places.size(); ++p) {
    const PlaceId place = journey.places.id_at(p);
    std::string name = journey.places[place].heading.name;
    for (char& c : name) {
      if (c == '-') c = '_';
    }
    if (chain.labels.count("reach_" + name) == 0) name = "place_" + std::to_string(p + 1);
    check_near("reach " + name, chain.probability_of("reach_" + name), totals[layout.reach(place)]);
    check_near("visits " + name, chain.reward_of("visits_" + name), totals[layout.visits(place)]);
    expected.insert("P=? [ F \"reach_" + name + "\" ];");
    expected.insert("R{\"visits_" + name + "\"}=? [ F \"done\" ];");
  }
  CHECK(questions_of(model.properties) == expected);
}

}  // namespace

TEST_CASE("a model of memory, money and classes answers like the engine") {
  check_same_answers(R"(journey shop "Shop: a test"
  currency EUR
  entrants 1 000 per month
  device  mobile 60%
  device  desktop rest

persona hunter
  share   65% +- 5pp
persona regular
  share   rest
  sets    has-account 80%

source ads
  share   40%
  share   15% for regular
  costs   0.30 to 0.50 EUR
  70%   -> shop
  rest  -> cart
source mail
  share   rest
  sets    consent 90%
  -> shop

touchpoint shop
  takes   median 2 min, p90 9 min
  costs   1 EUR once
  14%   -> cart
  26%   -> cart for regular
  times 1.3 -> cart when consent
  5%    -> shop after median 3 days, p90 10 days
  rest  -> leave

touchpoint cart
  sets    consent 30%
  418 of 1 024 -> order
  72%   -> order for regular when has-account
  10%   -> shop when not visited cart 3 times
  times 0.75 to 0.90 -> order for mobile
  rest  -> leave

touchpoint order
  counts as conversion
  takes   mean 3 days
  earns   median 58 EUR, p90 140 EUR
  earns   5 EUR per month
  costs   44 EUR
  clears  cart
  24%   -> shop after 45 days
  rest  -> satisfied

outcome satisfied
  counts as win
)");
}

TEST_CASE("names of any script and loops that are left slowly") {
  check_same_answers(R"(journey 测试
source 来源
  -> 首页
touchpoint 首页
  takes   1 day
  2.5%  -> leave
  times 0.5 -> leave when visited 首页 12 times
  0.5%  -> żółty_koszyk
  rest  -> 首页
touchpoint żółty_koszyk
  counts as conversion
  -> leave
)");
}

TEST_CASE("random journeys") {
  for (std::uint64_t seed = 1; seed <= effort(40, 10); ++seed) {
    RandomJourneyOptions options;
    options.may_have_horizon = false;
    std::string text = random_journey_text(seed, options);
    const std::size_t discount = text.find("  discount");
    if (discount != std::string::npos)
      text.erase(discount, text.find('\n', discount) + 1 - discount);
    check_same_answers(text);
  }
}

TEST_CASE("what a model cannot say is named") {
  const SolvedText solved = solve_text(R"(journey a
  horizon 12 months
  discount 8% per year
source web
  -> home
touchpoint home
  -> leave
)");
  REQUIRE(solved.mistakes.empty());
  const std::vector<Unsayable> list = beyond_prism(solved.compiled.journey);
  REQUIRE(list.size() == 2);
  CHECK(list[0].span.is_valid());
  CHECK(list[0].text.find("`horizon`") == 0);
  CHECK(list[1].span.is_valid());
  CHECK(list[1].text.find("`discount`") == 0);
}

}  // namespace cairn
