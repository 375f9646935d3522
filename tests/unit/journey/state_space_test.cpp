#include "journey/state_space.h"

#include <chrono>

#include <catch2/catch.hpp>

#include "tests/support/effort.h"
#include "tests/support/journey_builder.h"

using namespace cairn;

namespace {

// The states of a place, in order of discovery.
std::vector<const State*> states_at(const StateSpace& space, PlaceId place) {
  std::vector<const State*> found;
  for (const State& state : space.states) {
    if (state.place == place) found.push_back(&state);
  }
  return found;
}

const Way* way_to(const State& state, PlaceId target) {
  for (const Way& way : state.ways) {
    if (way.target == target) return &way;
  }
  return nullptr;
}

double share_to(const Journey& journey, const State& state, PlaceId target) {
  const ResolvedRow row = resolve_row(state, best_estimate(journey));
  double share = 0;
  for (std::size_t i = 0; i < state.ways.size(); ++i) {
    if (state.ways[i].target == target) share += row.shares[i];
  }
  return share;
}

// A source, a home page and an order, to be filled by each test.
struct Shop : JourneyBuilder {
  SourceId web = source("web");
  PlaceId home = touchpoint("home");
  PlaceId order = outcome("order", Counts::win);
  Shop() { enter(web, home); }
};

}  // namespace

TEST_CASE("a plain journey has one state per place and entry") {
  Shop shop;
  shop.go(shop.home, 30, shop.order);
  shop.rest(shop.home, shop.journey.leave);
  const StateSpaces all = build_state_spaces(shop.journey);
  REQUIRE(all.spaces.size() == 1);
  const StateSpace& space = all.spaces[0];
  CHECK(space.is_complete);
  CHECK(space.states.size() == 4);  // web, home, order, leave
  REQUIRE(space.entries.size() == 1);
  REQUIRE(space.entries[0].size() == 1);
  const State& entry = space.states[space.entries[0][0].state];
  CHECK(entry.source == shop.web);
  CHECK_FALSE(entry.place.is_valid());
  const State& home = *states_at(space, shop.home).at(0);
  CHECK(share_to(shop.journey, home, shop.order) == Approx(0.3).epsilon(1e-15));
  CHECK(share_to(shop.journey, home, shop.journey.leave) == Approx(0.7).epsilon(1e-15));
}

TEST_CASE("the narrower line wins") {
  Shop shop;
  const PersonaId regular = shop.persona("regular");
  const PersonaId hunter = shop.persona("hunter");
  const DeviceId mobile = shop.device("mobile");
  const DeviceId desktop = shop.device("desktop");
  shop.go(shop.home, 40, shop.order, JourneyBuilder::for_all(mobile, regular));
  shop.go(shop.home, 10, shop.order);
  shop.go(shop.home, 20, shop.order, JourneyBuilder::for_all(regular));
  shop.rest(shop.home, shop.journey.leave);
  const StateSpaces all = build_state_spaces(shop.journey);
  REQUIRE(all.spaces.size() == 4);
  CHECK(all.ties.empty());
  for (const StateSpace& space : all.spaces) {
    const double expected = space.customer.persona == hunter   ? 0.1
                            : space.customer.device == desktop ? 0.2
                                                               : 0.4;
    CHECK(share_to(shop.journey, *states_at(space, shop.home).at(0), shop.order) ==
          Approx(expected).epsilon(1e-15));
  }
}

TEST_CASE("overlapping lines tie unless a line for both breaks the tie") {
  Shop shop;
  const PersonaId regular = shop.persona("regular");
  shop.persona("hunter");
  const DeviceId mobile = shop.device("mobile");
  shop.device("desktop");
  shop.go(shop.home, 20, shop.order, JourneyBuilder::for_all(regular));
  shop.go(shop.home, 30, shop.order, JourneyBuilder::for_all(mobile));
  shop.rest(shop.home, shop.journey.leave);
  const StateSpaces tied = build_state_spaces(shop.journey);
  REQUIRE(tied.ties.size() == 1);
  CHECK(tied.ties[0].first == 0);
  CHECK(tied.ties[0].second == 1);
  CHECK(tied.ties[0].customer.persona == regular);
  CHECK(tied.ties[0].customer.device == mobile);
  CHECK_FALSE(tied.ties[0].is_same_scope);
  shop.go(shop.home, 35, shop.order, JourneyBuilder::for_all(regular, mobile));
  CHECK(build_state_spaces(shop.journey).ties.empty());
}

TEST_CASE("a guard that fits everyone who comes still overrides the line for everyone") {
  Shop shop;
  const PersonaId only = shop.persona("only");
  shop.go(shop.home, 20, shop.order);
  shop.go(shop.home, 30, shop.order, JourneyBuilder::for_all(only));
  shop.rest(shop.home, shop.journey.leave);
  const StateSpaces all = build_state_spaces(shop.journey);
  CHECK(all.ties.empty());
  CHECK(share_to(shop.journey, *states_at(all.spaces[0], shop.home).at(0), shop.order) ==
        Approx(0.3).epsilon(1e-15));
}

TEST_CASE("3 times is narrower than visited, and counts saturate") {
  Shop shop;
  shop.go(shop.home, 50, shop.order, JourneyBuilder::when({JourneyBuilder::visited(shop.home)}));
  shop.go(shop.home, 80, shop.order, JourneyBuilder::when({JourneyBuilder::visited(shop.home, 3)}));
  shop.rest(shop.home, shop.home);
  const StateSpaces all = build_state_spaces(shop.journey);
  CHECK(all.ties.empty());
  const std::vector<const State*> homes = states_at(all.spaces[0], shop.home);
  REQUIRE(homes.size() == 3);
  CHECK(share_to(shop.journey, *homes[1], shop.order) == Approx(0.5));
  CHECK(share_to(shop.journey, *homes[2], shop.order) == Approx(0.8));
  // The third visit and all later ones are one state.
  const Way* again = way_to(*homes[2], shop.home);
  REQUIRE(again != nullptr);
  CHECK(&all.spaces[0].states[again->arrivals.at(0).state] == homes[2]);
}

TEST_CASE("a flag set with a probability splits the arrival once") {
  Shop shop;
  const FlagId consent = shop.flag("consent");
  shop.set_flag(shop.home, consent, shop.percent(85));
  shop.go(shop.home, 30, shop.order, JourneyBuilder::when({JourneyBuilder::has(consent)}));
  shop.rest(shop.home, shop.home);
  const StateSpaces all = build_state_spaces(shop.journey);
  const StateSpace& space = all.spaces[0];
  const World world = best_estimate(shop.journey);
  const State& entry = space.states[space.entries[0][0].state];
  REQUIRE(entry.ways.at(0).arrivals.size() == 2);
  double total = 0;
  for (const Arrival& arrival : entry.ways[0].arrivals) {
    const bool is_set = has_flag(space.layout, space.states[arrival.state].memory, consent);
    CHECK(arrival_probability(arrival, world) == Approx(is_set ? 0.85 : 0.15).epsilon(1e-15));
    total += arrival_probability(arrival, world);
  }
  CHECK(total == Approx(1).epsilon(1e-15));
  // Once set it stays: no draw changes anything.
  for (const State* home : states_at(space, shop.home)) {
    if (!has_flag(space.layout, home->memory, consent)) continue;
    CHECK(way_to(*home, shop.home)->arrivals.size() == 1);
    CHECK(share_to(shop.journey, *home, shop.order) == Approx(0.3));
  }
}

TEST_CASE("clears undo flags and counts, and sets come after clears") {
  Shop shop;
  const FlagId flag = shop.flag("flag");
  const PlaceId reset = shop.touchpoint("reset");
  shop.set_flag(shop.home, flag);
  shop.clear_flag(reset, flag);
  shop.clear_count(reset, shop.home);
  shop.go(shop.home, 10, shop.order, JourneyBuilder::when({JourneyBuilder::has(flag)}));
  shop.go(shop.home, 20, shop.order,
          JourneyBuilder::when({JourneyBuilder::visited(shop.home, 2), JourneyBuilder::has(flag)}));
  shop.rest(shop.home, reset);
  shop.all(reset, shop.home);
  const StateSpaces all = build_state_spaces(shop.journey);
  // Every visit is a first one again.
  CHECK(states_at(all.spaces[0], shop.home).size() == 1);
  const State& at_reset = *states_at(all.spaces[0], reset).at(0);
  CHECK_FALSE(has_flag(all.spaces[0].layout, at_reset.memory, flag));
  CHECK(visit_count(all.spaces[0].layout, at_reset.memory, shop.home) == 0);
  REQUIRE(all.never.size() == 1);
  CHECK(all.never[0].scope->conditions.size() == 2);
}

TEST_CASE("last is the place left, and nothing after a source") {
  Shop shop;
  const PlaceId help = shop.touchpoint("help");
  shop.go(shop.home, 50, shop.order, JourneyBuilder::when({JourneyBuilder::last(help)}));
  shop.rest(shop.home, help);
  shop.all(help, shop.home);
  const StateSpaces all = build_state_spaces(shop.journey);
  const std::vector<const State*> homes = states_at(all.spaces[0], shop.home);
  REQUIRE(homes.size() == 2);
  CHECK(way_to(*homes[0], shop.order) == nullptr);
  CHECK(way_to(*homes[1], shop.order) != nullptr);
}

TEST_CASE("guards of sets see the visit counted and the place left") {
  Shop shop;
  const FlagId back = shop.flag("back");
  const PlaceId help = shop.touchpoint("help");
  shop.set_flag(shop.home, back, {}, JourneyBuilder::when({JourneyBuilder::last(help)}));
  shop.go(shop.home, 50, shop.order, JourneyBuilder::when({JourneyBuilder::has(back)}));
  shop.rest(shop.home, help);
  shop.all(help, shop.home);
  const StateSpaces all = build_state_spaces(shop.journey);
  for (const State* state : states_at(all.spaces[0], shop.home)) {
    const bool is_second = has_flag(all.spaces[0].layout, state->memory, back);
    CHECK((way_to(*state, shop.order) != nullptr) == is_second);
  }
  CHECK(all.never.empty());
}

TEST_CASE("times multiplies what was chosen, and the result is capped") {
  Shop shop;
  const PersonaId regular = shop.persona("regular");
  const PersonaId hunter = shop.persona("hunter");
  shop.go(shop.home, 40, shop.order);
  shop.times(shop.home, 2, shop.order, JourneyBuilder::for_all(regular));
  shop.times(shop.home, 0.5, shop.order, JourneyBuilder::for_any(regular, hunter));
  shop.times(shop.home, 10, shop.order, JourneyBuilder::for_all(hunter));
  shop.rest(shop.home, shop.journey.leave);
  const StateSpaces all = build_state_spaces(shop.journey);
  CHECK(share_to(shop.journey, *states_at(all.spaces[0], shop.home).at(0), shop.order) ==
        Approx(0.4).epsilon(1e-15));
  const State& capped = *states_at(all.spaces[1], shop.home).at(0);
  CHECK(share_to(shop.journey, capped, shop.order) == 1);
  CHECK(share_to(shop.journey, capped, shop.journey.leave) == 0);
  CHECK_FALSE(resolve_row(capped, best_estimate(shop.journey)).was_scaled);
}

TEST_CASE("an overriding line keeps the after of the line it overrides") {
  Shop shop;
  const PersonaId regular = shop.persona("regular");
  shop.persona("hunter");
  const Amount wait = shop.days(3);
  shop.go(shop.home, 40, shop.order).after = wait;
  shop.go(shop.home, 60, shop.order, JourneyBuilder::for_all(regular));
  shop.rest(shop.home, shop.journey.leave);
  const StateSpaces all = build_state_spaces(shop.journey);
  const Way* way = way_to(*states_at(all.spaces[0], shop.home).at(0), shop.order);
  REQUIRE(way != nullptr);
  CHECK(way->line == 1);
  CHECK(way->after == wait);
}

TEST_CASE("a line written 0% leads nowhere") {
  Shop shop;
  const PlaceId hidden = shop.touchpoint("hidden");
  shop.go(shop.home, 0, hidden);
  shop.all(hidden, shop.order);
  shop.rest(shop.home, shop.order);
  const StateSpaces all = build_state_spaces(shop.journey);
  CHECK(states_at(all.spaces[0], hidden).empty());
}

TEST_CASE("rest is what exact decimals leave") {
  Shop shop;
  const PlaceId a = shop.touchpoint("a");
  shop.go(shop.home, 10, a);
  shop.go(shop.home, 20, shop.order);
  shop.go(shop.home, 70, shop.home);
  shop.rest(shop.home, shop.journey.leave);
  shop.all(a, shop.order);
  const StateSpaces all = build_state_spaces(shop.journey);
  const State& state = *states_at(all.spaces[0], shop.home).at(0);
  // In doubles 0.1 + 0.2 + 0.7 leaves 1.1e-16.
  CHECK(share_to(shop.journey, state, shop.journey.leave) < 1e-31);
  CHECK_FALSE(resolve_row(state, best_estimate(shop.journey)).was_scaled);
}

TEST_CASE("rest keeps its relative digits beside nearly everyone") {
  Shop shop;
  // 99.9999999999999999999%
  const ParameterId value = shop.exact({1, -1e-21}, Unit::share);
  shop.journey.places[shop.home].flows.push_back(
      JourneyBuilder::flow(FlowLine::Kind::share, value, shop.home));
  shop.rest(shop.home, shop.order);
  const StateSpaces all = build_state_spaces(shop.journey);
  const State& state = *states_at(all.spaces[0], shop.home).at(0);
  CHECK(share_to(shop.journey, state, shop.order) == Approx(1e-21).epsilon(1e-10));
}

TEST_CASE("above a whole a row is scaled and says so") {
  Shop shop;
  shop.go(shop.home, 90, shop.order);
  shop.go(shop.home, 60, shop.home);
  shop.rest(shop.home, shop.journey.leave);
  const StateSpaces all = build_state_spaces(shop.journey);
  const State& state = *states_at(all.spaces[0], shop.home).at(0);
  const ResolvedRow row = resolve_row(state, best_estimate(shop.journey));
  CHECK(row.was_scaled);
  CHECK(to_double(row.written_sum) == Approx(1.5));
  CHECK(row.shares[0] == Approx(0.6));
  CHECK(row.shares[2] == 0);
}

TEST_CASE("once is paid on the first visit only") {
  Shop shop;
  MoneyLine fee;
  fee.amount = shop.money(100);
  fee.basis = MoneyLine::Basis::once;
  shop.journey.places[shop.home].earns.push_back(fee);
  shop.go(shop.home, 50, shop.order);
  shop.rest(shop.home, shop.home);
  const StateSpaces all = build_state_spaces(shop.journey);
  const std::vector<const State*> homes = states_at(all.spaces[0], shop.home);
  REQUIRE(homes.size() == 2);
  CHECK(homes[0]->earns.size() == 1);
  CHECK(homes[1]->earns.empty());
}

TEST_CASE("too many states stop the building") {
  Shop shop;
  shop.go(shop.home, 1, shop.order,
          JourneyBuilder::when({JourneyBuilder::visited(shop.home, 1000)}));
  shop.rest(shop.home, shop.home);
  CHECK(build_state_spaces(shop.journey, 2000).is_complete);
  CHECK_FALSE(build_state_spaces(shop.journey, 500).is_complete);
}

TEST_CASE("forty coin flips at once do not hang") {
  Shop shop;
  for (int i = 0; i < 40; ++i) {
    const FlagId flag = shop.flag("flag" + std::to_string(i));
    shop.set_flag(shop.home, flag, shop.percent(50));
    shop.go(shop.home, 1, shop.order, JourneyBuilder::when({JourneyBuilder::has(flag)}));
  }
  shop.rest(shop.home, shop.journey.leave);
  CHECK_FALSE(build_state_spaces(shop.journey, 10'000).is_complete);
}

TEST_CASE("more memory than fits a word is not built") {
  Shop shop;
  for (int i = 0; i < 65; ++i) {
    const FlagId flag = shop.flag("flag" + std::to_string(i));
    shop.go(shop.home, 1, shop.order, JourneyBuilder::when({JourneyBuilder::has(flag)}));
  }
  shop.rest(shop.home, shop.journey.leave);
  CHECK_FALSE(build_state_spaces(shop.journey).is_complete);
}

TEST_CASE("a hundred thousand states are built in moments") {
  const std::uint32_t visits = effort(100'000, 20'000);
  Shop shop;
  shop.go(shop.home, 1, shop.order,
          JourneyBuilder::when({JourneyBuilder::visited(shop.home, visits)}));
  shop.go(shop.home, 2, shop.order);
  shop.rest(shop.home, shop.home);
  const auto start = std::chrono::steady_clock::now();
  const StateSpaces all = build_state_spaces(shop.journey);
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  CHECK(all.is_complete);
  CHECK(all.spaces[0].states.size() == visits + 2);
  INFO("seconds: " << elapsed.count());
  // Quadratic work would take minutes; ten seconds leave room for sanitizers.
  CHECK(elapsed.count() < 10);
}
