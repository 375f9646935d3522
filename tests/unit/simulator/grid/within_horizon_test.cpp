#include "simulator/grid/within_horizon.h"

#include <cmath>

#include <catch2/catch.hpp>

#include "simulator/exact/conditional.h"
#include "simulator/exact/exact.h"
#include "simulator/exact/removal.h"
#include "simulator/exact/touch_counts.h"
#include "simulator/follow_up.h"
#include "simulator/grid/horizon.h"
#include "simulator/grid/touches_within.h"
#include "tests/support/compiled_text.h"
#include "tests/support/effort.h"
#include "tests/support/random_journey.h"
#include "tests/unit/simulator/toy.h"

namespace cairn {
namespace {

void check_near(const Chance& chance, double truth, double relative) {
  CHECK(chance.low <= truth * (1 + 1e-12));
  CHECK(chance.high >= truth * (1 - 1e-12));
  CHECK(chance.best == Approx(truth).epsilon(relative).margin(1e-9));
}

/// Everyone looks; half read, for a mean of 5 days, and then buy or not; all may buy after a mean
/// of 20 days.
struct Shop : Toy {
  std::uint32_t look, read, buy;

  Shop() {
    look = touchpoint();
    read = touchpoint(on_average(5));
    buy = outcome();
    arrow(0, look, 1);
    arrow(look, read, 0.5);
    arrow(look, buy, 0.2, on_average(20));
    arrow(look, leave(), 0.3);
    arrow(read, buy, 0.6);
    arrow(read, leave(), 0.4);
    close();
  }
};

}  // namespace

TEST_CASE("of those who saw something, who comes elsewhere in time", "[within]") {
  const Shop shop;
  const Ledger ledger = make_ledger(shop.journey, shop.chain, shop.layout);
  const double horizon = 10, after_read = -std::expm1(-2.0);
  const auto answer = given_within(
      shop.chain, ledger, shop.place(shop.read),
      {shop.place(shop.buy), shop.place(shop.look), shop.place(shop.read)}, horizon, 400);
  REQUIRE(answer.has_value());
  CHECK(answer->cells == 400);
  check_near(answer->given, 0.5, 1e-12);
  check_near(answer->rows[0].ever, 0.5 * 0.6 * after_read, 1e-5);
  check_near(answer->rows[0].x_first, 0.5 * 0.6 * after_read, 1e-5);
  check_near(answer->rows[1].ever, 0.5, 1e-12);
  check_near(answer->rows[1].x_first, 0, 1e-12);
  check_near(answer->rows[2].x_first, 0.5, 1e-12);
  CHECK(answer->rows[0].ever.high - answer->rows[0].ever.low < 0.01);
}

TEST_CASE("what conversion in time loses without a touchpoint", "[within]") {
  const Shop shop;
  const Ledger ledger = make_ledger(shop.journey, shop.chain, shop.layout);
  const double read = 0.6 * -std::expm1(-2.0), later = -std::expm1(-0.5);
  const auto answer =
      roles_within(shop.chain, ledger,
                   {shop.place(shop.look), shop.place(shop.read), shop.place(shop.buy)}, 10, 400);
  REQUIRE(answer.has_value());
  const double conversion = 0.5 * read + 0.2 * later;
  check_near(answer->conversion, conversion, 1e-5);
  check_near(answer->roles[0].lost, conversion, 1e-5);
  check_near(answer->roles[0].passed_on, 0, 1e-12);  // there is no other way in
  check_near(answer->roles[1].lost, 0.5 * read, 1e-5);
  check_near(answer->roles[1].passed_on, 0.4 * later, 1e-5);
  check_near(answer->roles[2].lost, conversion, 1e-5);
  check_near(answer->roles[2].passed_on, 0, 1e-12);
}

TEST_CASE("with a far horizon follow-up questions agree with elimination", "[within]") {
  RandomJourneyOptions options;
  options.may_have_horizon = false;
  options.most_touchpoints = 5;
  for (std::uint64_t seed = 1; seed <= effort(12, 3); ++seed) {
    const CompiledText text = compile_text(random_journey_text(seed, options));
    INFO("seed " << seed << "\n" << random_journey_text(seed, options));
    REQUIRE(text.compiled.is_sound);
    const Journey& journey = text.journey();
    const StateSpace space = build_state_spaces(journey).spaces[0];
    const Chain chain = build_chain(journey, space, best_estimate(journey));
    const TotalsLayout layout = make_totals_layout(journey);
    const ExactPlan plan = plan_exact(journey, chain, layout);
    const Ledger ledger = make_ledger(journey, chain, layout);
    std::vector<PlaceId> places;
    for (std::size_t p = 0; p < journey.places.size(); ++p) {
      places.push_back(journey.places.id_at(p));
    }
    // Far beyond any journey: only the order of events is left.
    const double horizon = 40'000;
    const PlaceId given = places[seed % places.size()];
    const auto reach = given_within(chain, ledger, given, places, horizon, 64);
    const auto roles = roles_within(chain, ledger, places, horizon, 64);
    REQUIRE((reach.has_value() && roles.has_value()));
    const TouchCounts touches = touches_within(chain, ledger, horizon, 64);
    const TouchCounts for_ever = count_touches(plan, chain);
    CHECK(touches.conversion == Approx(for_ever.conversion));
    for (std::size_t k = 0; k < std::min(touches.chances.size(), for_ever.chances.size()); ++k) {
      CHECK(touches.chances[k] == Approx(for_ever.chances[k]).margin(1e-9));
    }
    const RemovalEffects effects = removal_effects(plan, chain, places);
    check_near(roles->conversion, effects.conversion, 1e-9);
    for (std::size_t p = 0; p < places.size(); ++p) {
      INFO(journey.places[places[p]].heading.name);
      const ReachBoth both = cairn::reach_both(plan, chain, given, places[p]);
      check_near(reach->given, both.x, 1e-9);
      check_near(reach->rows[p].ever, both.both, 1e-9);
      check_near(reach->rows[p].x_first, both.x_first, 1e-9);
      check_near(roles->roles[p].lost, effects.effects[p].lost, 1e-9);
      check_near(roles->roles[p].passed_on, effects.effects[p].passed_on, 1e-9);
    }
  }
}

TEST_CASE("within the horizon a changed chain says the same", "[within]") {
  RandomJourneyOptions options;
  options.may_have_horizon = false;
  options.most_touchpoints = 5;
  for (std::uint64_t seed = 1; seed <= effort(12, 3); ++seed) {
    const CompiledText text = compile_text(random_journey_text(seed, options));
    INFO("seed " << seed << "\n" << random_journey_text(seed, options));
    const Journey& journey = text.journey();
    const StateSpace space = build_state_spaces(journey).spaces[0];
    const Chain chain = build_chain(journey, space, best_estimate(journey));
    const TotalsLayout layout = make_totals_layout(journey);
    const Ledger ledger = make_ledger(journey, chain, layout);
    const std::uint32_t cells = 40;
    const MoneyWeights weights = until(20);
    const auto solve = [&](const Chain& changed) {
      return estimate_horizon(journey, space, changed, layout, weights, cells);
    };
    const Totals totals = solve(chain);
    for (std::size_t p = 0; p < journey.places.size(); ++p) {
      const PlaceId place = journey.places.id_at(p);
      if (journey.places[place].kind != Place::Kind::touchpoint) continue;
      INFO(journey.places[place].heading.name);
      const auto roles = roles_within(chain, ledger, {place}, 20, cells);
      REQUIRE(roles.has_value());
      CHECK(roles->conversion.best == Approx(totals[layout.conversion()]));
      // Whoever comes to it stays there for ever; whoever would be sent there is spread.
      Chain ending = chain, without = chain;
      for (std::size_t s = 0; s < chain.states.size(); ++s) {
        const ChainState& state = chain.states[s];
        double kept = 0;
        for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
          if (state.place == place && !state.source.is_valid()) ending.edges[e].probability = 0;
          if (chain.states[chain.edges[e].target].place == place) {
            without.edges[e].probability = 0;
          } else {
            kept += chain.edges[e].probability;
          }
        }
        for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
          if (kept > 0) without.edges[e].probability /= kept;
        }
        if (kept == 0) without.states[s].edge_count = 0;
        if (state.place == place && !state.source.is_valid()) ending.states[s].edge_count = 0;
      }
      if (!conversion_places(journey)[p]) {
        const double lost = totals[layout.conversion()] - solve(ending)[layout.conversion()];
        CHECK(roles->roles[0].lost.best == Approx(lost).margin(1e-9));
      }
      // The two chains may tell narrow paths from others differently in the last cell.
      CHECK(roles->roles[0].passed_on.best ==
            Approx(solve(without)[layout.conversion()]).epsilon(1e-4).margin(1e-9));
      const auto given = given_within(chain, ledger, place, {PlaceId{0}}, 20, cells);
      REQUIRE(given.has_value());
      CHECK(given->given.best == Approx(totals[layout.reach(place)]).margin(1e-12));
      CHECK(roles->roles[0].reach.best == Approx(totals[layout.reach(place)]).margin(1e-12));
      const double either =
          given->given.best + totals[layout.reach(PlaceId{0})] - given->rows[0].ever.best;
      CHECK(either <= 1 + 1e-9);
    }
  }
}

TEST_CASE("touches before a conversion in time", "[within]") {
  // Every visit takes a mean of 4 days and a third of them buys: as many visits, as many stages.
  Toy toy;
  const auto page = toy.touchpoint(on_average(4));
  const auto win = toy.outcome();
  toy.arrow(0, page, 1);
  toy.arrow(page, win, 1.0 / 3);
  toy.arrow(page, page, 0.5);
  toy.arrow(page, Toy::leave(), 1.0 / 6);
  toy.close();
  const Ledger ledger = make_ledger(toy.journey, toy.chain, toy.layout);
  const TouchCounts counts = touches_within(toy.chain, ledger, 10, 1000);
  REQUIRE(counts.chances.size() > 5);
  CHECK(counts.chances[0] == 0);
  double poisson = std::exp(-2.5), below = 0, share = 1.0 / 3, sum = 0;
  for (std::size_t k = 1; k <= 6; ++k) {
    // k stages within 10 days: at least k events of a Poisson law with mean 2.5.
    below += poisson;
    poisson *= 2.5 / static_cast<double>(k);
    CHECK(counts.chances[k] == Approx(share * (1 - below)).epsilon(1e-4));
    share /= 2;
  }
  for (const double chance : counts.chances) sum += chance;
  CHECK(sum + counts.later == Approx(counts.conversion));
  CHECK(counts.later <= 1e-9);
  CHECK(counts.conversion == Approx(estimate_horizon(toy.journey, toy.space, toy.chain, toy.layout,
                                                     until(10), 1000)[toy.layout.conversion()]));
}

TEST_CASE("follow-up questions over all classes, within a far horizon", "[within]") {
  RandomJourneyOptions options;
  options.may_have_horizon = false;
  options.most_touchpoints = 4;
  for (std::uint64_t seed = 21; seed <= 20 + effort(6, 2); ++seed) {
    const CompiledText text = compile_text(random_journey_text(seed, options));
    INFO("seed " << seed);
    const Setting setting = build_setting(text.journey());
    WorldChains numbers = build_world_chains(setting, best_estimate(text.journey()));
    const PlaceId given{0};
    const auto roles = find_roles(setting, numbers);
    const auto touches = find_touches(setting, numbers);
    const auto reach = find_given(setting, numbers, given);
    numbers.weights.horizon_days = 40'000;
    const auto roles_in_time = find_roles(setting, numbers);
    const auto touches_in_time = find_touches(setting, numbers);
    const auto reach_in_time = find_given(setting, numbers, given);
    REQUIRE(roles_in_time.size() == roles.size());
    for (std::size_t r = 0; r < roles.size(); ++r) {
      CHECK_FALSE(roles_in_time[r].ignores_horizon);
      CHECK(roles_in_time[r].error < 1e-6);
      CHECK(roles_in_time[r].place == roles[r].place);
      CHECK(roles_in_time[r].lost == Approx(roles[r].lost).margin(1e-9));
      CHECK(roles_in_time[r].passed_on == Approx(roles[r].passed_on).margin(1e-9));
      CHECK(roles_in_time[r].converts_after == Approx(roles[r].converts_after).margin(1e-9));
    }
    REQUIRE(touches_in_time.has_value() == touches.has_value());
    if (touches) {
      CHECK(touches_in_time->mean == Approx(touches->mean).epsilon(1e-6));
      CHECK(touches_in_time->median == touches->median);
    }
    REQUIRE(reach_in_time.has_value() == reach.has_value());
    if (!reach) continue;
    CHECK(reach_in_time->reach == Approx(reach->reach));
    for (std::size_t r = 0; r < reach->rows.size(); ++r) {
      CHECK(reach_in_time->rows[r].ever == Approx(reach->rows[r].ever).margin(1e-9));
      CHECK(reach_in_time->rows[r].after == Approx(reach->rows[r].after).margin(1e-9));
    }
  }
}

TEST_CASE("too many runs for any grid are refused", "[within]") {
  Toy toy;
  std::vector<std::uint32_t> line;
  for (int i = 0; i < 1200; ++i) line.push_back(toy.touchpoint(lognormal(0, 1)));
  toy.arrow(0, line[0], 1);
  for (std::size_t i = 0; i < line.size(); ++i) {
    toy.arrow(line[i], i + 1 < line.size() ? line[i + 1] : Toy::leave(), 0.75);
    toy.arrow(line[i], i > 0 ? line[i - 1] : Toy::leave(), 0.25);
  }
  toy.close();
  std::vector<PlaceId> places;
  for (const std::uint32_t state : line) places.push_back(toy.place(state));
  const Ledger ledger = make_ledger(toy.journey, toy.chain, toy.layout);
  CHECK_FALSE(roles_within(toy.chain, ledger, places, 60, 60).has_value());
}

}  // namespace cairn
