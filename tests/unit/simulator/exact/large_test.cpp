// Chains of some hundred and thousand states: fill, dense blocks, selected visits, proved bounds.
#include <cmath>
#include <random>

#include <catch2/catch.hpp>

#include "simulator/exact/exact.h"
#include "simulator/exact/iterative.h"
#include "simulator/exact/solve_large.h"
#include "tests/unit/simulator/toy.h"

namespace cairn {
namespace {

Approx near(double value, double relative = 1e-12) {
  return Approx(value).epsilon(relative).margin(0);
}

/// Touchpoints with four ways each, to neighbours not further than `reach`; some stay, some leave,
/// some win; every tenth has two states, every fiftieth is a conversion.
Toy random_town(std::uint32_t seed, std::uint32_t count, std::uint32_t reach, double p_out) {
  std::mt19937 random(seed);
  const auto below = [&](std::uint32_t most) {
    return static_cast<std::uint32_t>(random() % most);
  };
  const auto part = [&] { return (below(1000) + 1) / 1000.0; };
  Toy toy;
  const std::uint32_t win = toy.outcome(), lost = toy.outcome(Counts::loss);
  std::vector<std::uint32_t> states;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t state =
        i % 10 == 9 ? toy.add_state(toy.place(states.back()), exactly(part()))
                    : toy.touchpoint(on_average(part()),
                                     i % 50 == 7 ? Counts::conversion : Counts::nothing);
    states.push_back(state);
    toy.earns(state, part());
    toy.costs(state, part(), 2);
    toy.feels(state, part() - 0.5);
  }
  toy.arrow(0, states[0], 1);
  for (std::uint32_t i = 0; i < count; ++i) {
    double left = 1;
    for (int way = 0; way < 3; ++way) {
      const double share = left * (way == 0 ? p_out * part() : part() / 2);
      const std::uint32_t to = (i + count + below(2 * reach) - reach) % count;
      toy.arrow(states[i], way == 0 ? (i % 3 == 0 ? win : lost) : states[to], share);
      left -= share;
    }
    toy.arrow(states[i], states[(i + 1 + below(reach)) % count], left, exactly(part()));
  }
  toy.close();
  return toy;
}

std::vector<PlaceId> all_places(const Toy& toy) {
  std::vector<PlaceId> all;
  for (std::uint32_t p = 0; p < toy.layout.place_count; ++p) all.push_back(PlaceId{p});
  return all;
}

/// NaN or the same.
void check_same(const Totals& some, const Totals& all) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (std::isnan(some[i])) continue;
    INFO("total " << i);
    CHECK(some[i] == Approx(all[i]).epsilon(2e-12).margin(1e-13));
  }
}

}  // namespace

TEST_CASE("reach by visits equals reach one by one", "[exact]") {
  for (const double p_out : {0.3, 1e-7}) {
    const Toy toy = random_town(3, 260, 40, p_out);
    const MoneyWeights weights = for_ever(1e-3);
    const Totals all = solve_exact(toy.journey, toy.space, toy.chain, toy.layout, weights);
    const Totals some =
        solve_exact(toy.journey, toy.space, toy.chain, toy.layout, weights, {false, {}});
    check_same(some, all);
    // The end is there whatever is asked.
    CHECK(all[toy.layout.end_time_square()] == some[toy.layout.end_time_square()]);
    for (const PlaceId place : all_places(toy)) CHECK(!std::isnan(some[toy.layout.reach(place)]));
  }
}

TEST_CASE("a plan serves other numbers of the same chain", "[exact]") {
  const Toy one = random_town(5, 120, 20, 0.1);
  Toy other = one;
  for (ChainEdge& edge : other.chain.edges) edge.after = exactly(2);
  for (ChainState& state : other.chain.states) {
    if (state.edge_count < 2) continue;
    // What the first way loses the last one gets.
    other.chain.edges[state.first_edge].probability = 0;
    other.chain.edges[state.first_edge + state.edge_count - 1].probability +=
        one.chain.edges[state.first_edge].probability;
  }
  other.chain.edges[other.chain.states[60].first_edge] =
      one.chain.edges[one.chain.states[60].first_edge];
  const ExactPlan plan = plan_exact(one.journey, one.chain, one.layout);
  const Totals planned = solve_exact(plan, other.chain, one.layout, for_ever());
  const Totals fresh =
      solve_exact(other.journey, other.space, other.chain, other.layout, for_ever());
  for (std::size_t i = 0; i < fresh.size(); ++i) CHECK(planned[i] == fresh[i]);
}

TEST_CASE("iterated totals are proved and enclose the eliminated ones", "[exact]") {
  for (const double p_out : {0.2, 1e-3}) {
    const Toy toy = random_town(7, 900, 300, p_out);
    const MoneyWeights weights = for_ever(1e-3, true);
    const std::vector<PlaceId> asked = {toy.place(10), toy.place(400)};
    const Totals exact =
        solve_exact(toy.journey, toy.space, toy.chain, toy.layout, weights, {false, asked});
    const LargeTotals large = solve_large(toy.journey, toy.chain, toy.layout, weights, {{}, asked});
    REQUIRE(large.is_proved);
    std::size_t solved = 0;
    for (std::size_t i = 0; i < exact.size(); ++i) {
      if (large.is_solved[i] == 0) continue;
      ++solved;
      INFO("total " << i);
      // The eliminated value is itself rounded.
      const double room = 1e-13 * std::fabs(exact[i]);
      CHECK(large.low[i] <= exact[i] + room);
      CHECK(large.high[i] >= exact[i] - room);
      CHECK(large.high[i] - large.low[i] <= 1e-8 * (1 + std::fabs(exact[i])));
    }
    const TotalsLayout& at = toy.layout;
    for (const std::size_t total :
         {at.reach(asked[1]), at.time_to(asked[1]), at.touches_to(asked[0]),
          at.time_square_to(asked[1]), at.conversion(), at.conversion_time(),
          at.conversion_touches(), at.conversion_time_square(), at.end_time(), at.end_time_square(),
          at.revenue(), at.cost(), at.value()}) {
      INFO("total " << total);
      CHECK(large.is_solved[total] != 0);
      CHECK(exact[total] != 0);
    }
    CHECK(solved > 5 * toy.layout.place_count);
  }
}

TEST_CASE("what cannot be proved is refused in time", "[exact]") {
  // Each state is left for good once in 2^60 visits: no iteration gets there.
  Toy toy;
  const auto win = toy.outcome();
  std::vector<std::uint32_t> line;
  for (int i = 0; i < 60; ++i) line.push_back(toy.touchpoint(exactly(1)));
  toy.arrow(0, line[0], 1);
  for (std::size_t i = 0; i < line.size(); ++i) {
    toy.arrow(line[i], i + 1 < line.size() ? line[i + 1] : win, 0.5);
    toy.arrow(line[i], line[0], 0.5);
  }
  toy.close();
  const LargeTotals large = solve_large(toy.journey, toy.chain, toy.layout, for_ever(), {});
  if (large.is_proved) {
    CHECK(large.low[toy.layout.end_time()] <= std::ldexp(1, 61));
    CHECK(large.high[toy.layout.end_time()] >= std::ldexp(1, 61));
  } else {
    CHECK(std::isinf(large.high[toy.layout.end_time()]));
  }
  // Nobody ever gets out: no bounded answer exists, so none may be proved.
  Toy trap;
  const auto here = trap.touchpoint(exactly(1)), there = trap.touchpoint(exactly(1));
  trap.arrow(0, here, 1);
  trap.arrow(here, there, 1);
  trap.arrow(there, here, 1);
  trap.close();
  CHECK_FALSE(solve_large(trap.journey, trap.chain, trap.layout, for_ever(), {}).is_proved);
}

TEST_CASE("a proof holds for answers that are wrong", "[exact]") {
  JumpRows rows;
  rows.first = {0, 1, 2};
  rows.column = {1, 0};
  rows.chance = {0.5, 0.25};
  rows.longest = 1;
  const Certificate certificate = find_certificate(rows);
  REQUIRE(certificate.is_found);
  // x = 1 + y / 2, y = x / 4: x = 8/7.
  const CertifiedSolution solution = solve_certified(rows, {1, 0}, certificate);
  CHECK(std::fabs(solution.value[0] - 8.0 / 7) <= solution.factor * certificate.w[0]);
  CHECK(solution.factor * certificate.w[0] < 1e-13);
  CHECK(solution.value[0] == near(8.0 / 7));
}

TEST_CASE("a plan gives up where fill explodes, and not where it does not", "[exact]") {
  const auto chain_of = [](std::uint32_t count, const auto& target_of) {
    Chain chain;
    chain.states.resize(count + 1);
    for (std::uint32_t s = 0; s < count; ++s) {
      chain.states[s].first_edge = static_cast<std::uint32_t>(chain.edges.size());
      chain.states[s].edge_count = 4;
      for (std::uint32_t way = 0; way < 4; ++way) {
        chain.edges.push_back({target_of(s, way), 0, 0.25, {}});
      }
    }
    return chain;
  };
  std::mt19937 random(1);
  const std::uint32_t count = 20'000;
  const FactorPlan far = plan_factor(chain_of(count, [&](std::uint32_t, std::uint32_t) {
    return static_cast<std::uint32_t>(random() % count);
  }));
  CHECK_FALSE(far.is_affordable);
  const FactorPlan near_by = plan_factor(chain_of(count, [&](std::uint32_t s, std::uint32_t way) {
    return way == 0 ? count : static_cast<std::uint32_t>((s + random() % 5) % count);
  }));
  CHECK(near_by.is_affordable);
  CHECK(near_by.size() == count);
}

}  // namespace cairn
