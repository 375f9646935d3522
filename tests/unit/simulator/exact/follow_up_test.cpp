// Conditional reach, removal effects and touch counts, each against another way to the same number.
#include <cmath>
#include <random>
#include <vector>

#include <catch2/catch.hpp>

#include "simulator/exact/conditional.h"
#include "simulator/exact/exact.h"
#include "simulator/exact/removal.h"
#include "simulator/exact/touch_counts.h"
#include "tests/support/effort.h"
#include "tests/unit/simulator/toy.h"

namespace cairn {
namespace {

Approx near(double value, double relative = 1e-12) {
  return Approx(value).epsilon(relative).margin(1e-15);
}

/// A dozen touchpoints, some of two states, one of which converts and goes on.
Toy random_shop(std::uint32_t seed) {
  std::mt19937 random(seed);
  const auto below = [&](std::size_t most) {
    return static_cast<std::uint32_t>(random() % static_cast<std::uint32_t>(most));
  };
  const auto part = [&] { return (below(1000) + 1) / 1000.0; };
  Toy toy;
  const std::uint32_t win = toy.outcome();
  std::vector<std::uint32_t> states;
  for (int i = 0; i < 12; ++i) {
    const bool converts = seed % 2 == 0 && i == 7;
    states.push_back(toy.touchpoint(exactly(1), converts ? Counts::conversion : Counts::nothing));
    if (i % 4 == 1) states.push_back(toy.add_state(toy.place(states.back()), exactly(2)));
  }
  toy.arrow(0, states[0], 0.5);
  toy.arrow(0, states[3], 0.25);
  toy.arrow(0, states[5], 0.25);
  for (const std::uint32_t from : states) {
    double left = 1;
    for (int way = 0; way < 3; ++way) {
      const double share = left * part() / 2;
      toy.arrow(from, states[below(states.size())], share);
      left -= share;
    }
    toy.arrow(from, win, left / 4);
    toy.arrow(from, Toy::leave(), left * 3 / 4);
  }
  toy.close();
  return toy;
}

double conversion(const Toy& toy, const Chain& chain) {
  return solve_exact(toy.journey, toy.space, chain, toy.layout,
                     for_ever())[toy.layout.conversion()];
}

/// Carries the mass on, step by step, with two marks: has been at x, has been at y.
double both_by_steps(const Toy& toy, PlaceId x, PlaceId y) {
  const Chain& chain = toy.chain;
  const auto marked = [&](std::uint32_t state, std::size_t marks) {
    if (chain.states[state].source.is_valid()) return marks;
    if (chain.states[state].place == x) marks |= 1;
    if (chain.states[state].place == y) marks |= 2;
    return marks;
  };
  std::vector<std::vector<double>> mass(4, std::vector<double>(chain.states.size(), 0));
  mass[0][0] = 1;
  double both = 0;
  for (int step = 0; step < 3000; ++step) {
    std::vector<std::vector<double>> next(4, std::vector<double>(chain.states.size(), 0));
    for (std::size_t marks = 0; marks < 4; ++marks) {
      for (std::size_t s = 0; s < chain.states.size(); ++s) {
        const ChainState& state = chain.states[s];
        if (state.edge_count == 0 && marks == 3) both += mass[marks][s];
        for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
          const ChainEdge& edge = chain.edges[e];
          next[marked(edge.target, marks)][edge.target] += mass[marks][s] * edge.probability;
        }
      }
    }
    mass = next;
  }
  return both;
}

}  // namespace

TEST_CASE("who comes to two places", "[exact]") {
  for (std::uint32_t seed = 1; seed <= effort(6, 2); ++seed) {
    const Toy toy = random_shop(seed);
    const ExactPlan plan = plan_exact(toy.journey, toy.chain, toy.layout);
    const Totals totals = solve_exact(plan, toy.chain, toy.layout, for_ever());
    for (const std::uint32_t p : {2U, 4U, 9U}) {
      const PlaceId x = toy.place(4), y{p};
      if (x == y) continue;
      const ReachBoth reach = reach_both(plan, toy.chain, x, y);
      const ReachBoth turned = reach_both(plan, toy.chain, y, x);
      CHECK(reach.x == near(totals[toy.layout.reach(x)]));
      CHECK(reach.y == near(totals[toy.layout.reach(y)]));
      CHECK(reach.both == near(both_by_steps(toy, x, y), 1e-10));
      CHECK(reach.both == near(turned.both));
      CHECK(reach.x_first + turned.x_first == near(reach.both));
    }
    CHECK(reach_both(plan, toy.chain, toy.place(4), toy.place(4)).both ==
          near(totals[toy.layout.reach(toy.place(4))]));
  }
}

TEST_CASE("removal effects equal solving the changed journey", "[exact]") {
  for (std::uint32_t seed = 1; seed <= effort(8, 3); ++seed) {
    const Toy toy = random_shop(seed);
    const ExactPlan plan = plan_exact(toy.journey, toy.chain, toy.layout);
    std::vector<PlaceId> places;
    for (std::uint32_t p = 2; p < toy.layout.place_count; ++p) places.push_back(PlaceId{p});
    const RemovalEffects removal = removal_effects(plan, toy.chain, places);
    CHECK(removal.conversion == near(conversion(toy, toy.chain)));
    for (const RemovalEffect& effect : removal.effects) {
      INFO("seed " << seed << " place " << effect.place.index);
      Chain lost = toy.chain, passed = toy.chain;
      for (std::size_t s = 0; s < toy.chain.states.size(); ++s) {
        const ChainState& state = toy.chain.states[s];
        double sum = 0, kept = 0;
        for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
          const bool goes_there = toy.chain.states[toy.chain.edges[e].target].place == effect.place;
          sum += toy.chain.edges[e].probability;
          if (!goes_there) kept += toy.chain.edges[e].probability;
          if (goes_there) lost.edges[e].target = Toy::leave();
        }
        for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
          const bool goes_there = toy.chain.states[toy.chain.edges[e].target].place == effect.place;
          ChainEdge& edge = passed.edges[e];
          if (goes_there) edge.target = Toy::leave();
          edge.probability =
              goes_there ? (kept > 0 ? 0 : edge.probability) : edge.probability * sum / kept;
        }
      }
      // Plans know where ways lead, and these chains have other ways.
      const auto solve = [&](const Chain& chain) {
        Toy changed = toy;
        for (std::size_t e = 0; e < chain.edges.size(); ++e) {
          FlowLine line;
          line.target = chain.states[chain.edges[e].target].place;
          for (auto& place : changed.journey.places) place.flows.push_back(line);
          changed.journey.sources[SourceId{0}].flows.push_back(line);
        }
        changed.layout = make_totals_layout(changed.journey);
        changed.chain = chain;
        return conversion(changed, chain);
      };
      CHECK(removal.conversion - effect.lost == near(solve(lost), 1e-11));
      CHECK(effect.passed_on == near(solve(passed), 1e-11));
    }
  }
}

TEST_CASE("the distribution of touches", "[exact]") {
  // Stays with 0.8, buys with 0.15: geometric.
  Toy toy;
  const auto look = toy.touchpoint();
  const auto win = toy.outcome();
  toy.arrow(0, look, 1);
  toy.arrow(look, look, 0.8);
  toy.arrow(look, win, 0.15);
  toy.arrow(look, Toy::leave(), 0.05);
  toy.close();
  const ExactPlan plan = plan_exact(toy.journey, toy.chain, toy.layout);
  const TouchCounts counts = count_touches(plan, toy.chain);
  CHECK(counts.conversion == near(0.75));
  CHECK(counts.chances[0] == 0);
  CHECK(counts.chances[1] == near(0.15));
  CHECK(counts.chances[10] == near(0.15 * std::pow(0.8, 9)));
  CHECK(counts.later == near(0.75 * std::pow(0.8, static_cast<double>(counts.chances.size() - 1))));
  CHECK(counts.later <= 1e-9);
  // P(N <= n | converts) = 1 - 0.8^n.
  CHECK(touch_quantile(counts, 0.1) == 1);
  CHECK(touch_quantile(counts, 0.5) == 4);
  CHECK(touch_quantile(counts, 0.9) == 11);
  TouchCounts mix;
  add_class(mix, counts, 0.25);
  add_class(mix, counts, 0.75);
  CHECK(mix.conversion == near(0.75));
  CHECK(touch_quantile(mix, 0.9) == 11);
}

TEST_CASE("the mean of the touches counted is the mean solved for", "[exact]") {
  for (std::uint32_t seed = 1; seed <= effort(6, 2); ++seed) {
    const Toy toy = random_shop(seed);
    const ExactPlan plan = plan_exact(toy.journey, toy.chain, toy.layout);
    const Totals totals = solve_exact(plan, toy.chain, toy.layout, for_ever());
    const TouchCounts counts = count_touches(plan, toy.chain, 1e-14);
    double mean = 0, sum = counts.later;
    for (std::size_t n = 0; n < counts.chances.size(); ++n) {
      mean += static_cast<double>(n) * counts.chances[n];
      sum += counts.chances[n];
    }
    CHECK(sum == near(totals[toy.layout.conversion()]));
    CHECK(mean == near(totals[toy.layout.conversion_touches()], 1e-10));
  }
}

TEST_CASE("what does not end is said and does not hang", "[exact]") {
  Toy toy;
  const auto here = toy.touchpoint(exactly(1)), there = toy.touchpoint(exactly(1));
  const auto win = toy.outcome();
  toy.arrow(0, here, 0.4);
  toy.arrow(0, win, 0.6);
  toy.arrow(here, there, 1);
  toy.arrow(there, here, 1);
  toy.close();
  const ExactPlan plan = plan_exact(toy.journey, toy.chain, toy.layout);
  CHECK(chance_never_to_end(plan, toy.chain) == near(0.4));
  CHECK(chance_never_to_end(
            plan_exact(random_shop(1).journey, random_shop(1).chain, random_shop(1).layout),
            random_shop(1).chain) == 0);
  const TouchCounts counts = count_touches(plan, toy.chain);
  CHECK(counts.conversion == near(0.6));
  CHECK(touch_quantile(counts, 0.9) == 0);
  const RemovalEffects removal = removal_effects(plan, toy.chain, {toy.place(here)});
  CHECK(removal.effects[0].lost == 0);
  CHECK(removal.effects[0].passed_on == near(1));
  // Nobody converts.
  Toy no_win;
  const auto only = no_win.touchpoint();
  no_win.arrow(0, only, 1);
  no_win.arrow(only, Toy::leave(), 1);
  no_win.close();
  const ExactPlan other = plan_exact(no_win.journey, no_win.chain, no_win.layout);
  CHECK_FALSE(touch_quantile(count_touches(other, no_win.chain), 0.5).has_value());
  CHECK(removal_effects(other, no_win.chain, {no_win.place(only)}).conversion == 0);
}

}  // namespace cairn
