// All totals of random chains against plain Gaussian elimination in four times the digits.
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include <catch2/catch.hpp>

#include "simulator/exact/exact.h"
#include "tests/unit/simulator/toy.h"

namespace cairn {
namespace {

#if defined(__SIZEOF_FLOAT128__)
__extension__ using Wide = __float128;
#else
using Wide = long double;
#endif
using WideVector = std::vector<Wide>;

/// Solves (I - P) x = b for all right-hand sides, P restricted to the states not in `is_end`. The
/// diagonal is what the row's other moves sum to: the doubles of a row do not quite sum to 1.
std::vector<WideVector> solve_plain(const Chain& chain, const std::vector<bool>& is_end,
                                    std::vector<WideVector> sides) {
  const std::size_t count = chain.states.size();
  std::vector<WideVector> a(count, WideVector(count, 0));
  for (std::size_t s = 0; s < count; ++s) {
    const ChainState& state = chain.states[s];
    if (is_end[s] || state.edge_count == 0) a[s][s] = 1;
    if (is_end[s]) continue;
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      const std::uint32_t to = chain.edges[e].target;
      if (to == s) continue;
      a[s][s] += Wide(chain.edges[e].probability);
      if (!is_end[to]) a[s][to] -= Wide(chain.edges[e].probability);
    }
  }
  for (std::size_t k = 0; k < count; ++k) {
    for (std::size_t i = 0; i < count; ++i) {
      if (i == k || a[i][k] == 0) continue;
      const Wide factor = a[i][k] / a[k][k];
      for (std::size_t j = k; j < count; ++j) a[i][j] -= factor * a[k][j];
      for (WideVector& side : sides) side[i] -= factor * side[k];
    }
  }
  for (WideVector& side : sides) {
    for (std::size_t i = 0; i < count; ++i) side[i] /= a[i][i];
  }
  return sides;
}

Wide square_of(const Draw& draw) {
  if (draw.kind == Draw::Kind::fixed) return Wide(draw.value) * draw.value;
  if (draw.kind == Draw::Kind::exponential) return 2 * Wide(draw.value) * draw.value;
  return Wide(std::exp(2 * draw.mu + 2 * draw.sigma * draw.sigma));
}

struct Sums {
  double chance = 0, days = 0, touches = 0, square = 0;
};

/// First passage into the marked states, straight from the definitions.
Sums passage(const Toy& toy, const std::vector<bool>& is_end) {
  const Chain& chain = toy.chain;
  const std::size_t count = chain.states.size();
  const auto each_edge = [&](const auto& add) {
    for (std::size_t s = 0; s < count; ++s) {
      const ChainState& state = chain.states[s];
      if (is_end[s]) continue;
      for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
        const ChainEdge& edge = chain.edges[e];
        const Wide takes = state.takes.mean(), after = edge.after.mean();
        add(s, edge.target, Wide(edge.probability), takes + after,
            square_of(state.takes) + 2 * takes * after + square_of(edge.after));
      }
    }
  };
  WideVector b(count, 0);
  each_edge([&](std::size_t s, std::size_t to, Wide p, Wide, Wide) {
    if (is_end[to]) b[s] += p;
  });
  WideVector chance = solve_plain(chain, is_end, {b})[0];
  for (std::size_t s = 0; s < count; ++s) {
    if (is_end[s]) chance[s] = 1;
  }
  WideVector day_side(count, 0), touch_side(count, 0);
  each_edge([&](std::size_t s, std::size_t to, Wide p, Wide d, Wide) {
    day_side[s] += p * d * chance[to];
  });
  for (std::size_t s = 0; s < count; ++s) {
    const ChainState& state = chain.states[s];
    if (is_end[s] || state.source.is_valid()) continue;
    if (toy.journey.places[state.place].kind == Place::Kind::touchpoint) touch_side[s] = chance[s];
  }
  const auto firsts = solve_plain(chain, is_end, {day_side, touch_side});
  WideVector square_side(count, 0);
  each_edge([&](std::size_t s, std::size_t to, Wide p, Wide d, Wide d2) {
    square_side[s] += p * (d2 * chance[to] + (is_end[to] ? Wide(0) : 2 * d * firsts[0][to]));
  });
  const WideVector square = solve_plain(chain, is_end, {square_side})[0];
  Sums sums;
  Wide total[4] = {0, 0, 0, 0};
  for (std::size_t s = 0; s < count; ++s) {
    const Wide entry = chain.entry[s];
    total[0] += entry * chance[s];
    if (is_end[s]) continue;
    total[1] += entry * firsts[0][s];
    total[2] += entry * firsts[1][s];
    total[3] += entry * square[s];
  }
  sums.chance = static_cast<double>(total[0]);
  sums.days = static_cast<double>(total[1]);
  sums.touches = static_cast<double>(total[2]);
  sums.square = static_cast<double>(total[3]);
  return sums;
}

/// Random moves among `places` places of up to three states each, hard to leave if `p_stay` is
/// near 1; some places convert and go on.
Toy random_toy(std::uint32_t seed, std::uint32_t place_count, double p_out) {
  std::mt19937 random(seed);
  const auto below = [&](std::uint32_t most) {
    return static_cast<std::uint32_t>(random() % most);
  };
  const auto part = [&] { return (static_cast<double>(random() % 1000) + 1) / 1000; };
  const auto some_time = [&]() -> Draw {
    const double days = part() * 10;
    if (below(4) == 0) return {};
    if (below(3) == 0) return lognormal(days / 10, part());
    return below(2) == 0 ? exactly(days) : on_average(days);
  };
  Toy toy;
  const std::uint32_t win = toy.outcome(), other = toy.outcome(Counts::nothing);
  std::vector<std::uint32_t> states;
  for (std::uint32_t p = 0; p < place_count; ++p) {
    states.push_back(
        toy.touchpoint(some_time(), below(8) == 0 ? Counts::conversion : Counts::nothing));
    for (std::uint32_t copies = below(3); copies > 0; --copies) {
      states.push_back(toy.add_state(toy.place(states.back()), some_time()));
    }
  }
  toy.arrow(0, states[0], 0.5);
  toy.arrow(0, states[below(static_cast<std::uint32_t>(states.size()))], 0.5);
  for (const std::uint32_t from : states) {
    const double out = p_out * part();
    toy.arrow(from, below(2) == 0 ? win : below(2) == 0 ? other : Toy::leave(), out);
    double left = 1 - out;
    for (std::uint32_t ways = below(3); ways > 0; --ways) {
      const double share = left * part();
      toy.arrow(from, states[below(static_cast<std::uint32_t>(states.size()))], share, some_time());
      left -= share;
    }
    toy.arrow(from, states[below(static_cast<std::uint32_t>(states.size()))], left);
  }
  toy.close();
  return toy;
}

/// Both sides may be 0 where nobody gets.
void check_near(double value, double truth) {
  CHECK(value == Approx(truth).epsilon(2e-13).margin(1e-300));
}

}  // namespace

TEST_CASE("first passages of random chains agree with wide arithmetic", "[exact]") {
  for (std::uint32_t seed = 1; seed <= 24; ++seed) {
    const double p_out = seed % 3 == 0 ? 1e-9 : 0.3;
    const Toy toy = random_toy(seed, 2 + seed, p_out);
    const TotalsLayout& at = toy.layout;
    std::vector<PlaceId> all;
    for (std::uint32_t p = 0; p < at.place_count; ++p) all.push_back(PlaceId{p});
    const Totals at_once = solve_exact(toy.journey, toy.space, toy.chain, at, for_ever());
    // As in chains where all places at once would take too long.
    const auto solve_apart = [&](const std::vector<PlaceId>& asked) {
      ExactPlan plan = plan_exact(toy.journey, toy.chain, at, {false, asked});
      plan.is_small = false;
      return solve_exact(plan, toy.chain, at, for_ever());
    };
    const Totals one_by_one = solve_apart(all), untimed = solve_apart({});
    for (const PlaceId place : all) {
      std::vector<bool> is_end(toy.chain.states.size());
      for (std::size_t s = 1; s < is_end.size(); ++s)
        is_end[s] = toy.chain.states[s].place == place;
      const Sums truth = passage(toy, is_end);
      INFO("seed " << seed << " place " << place.index);
      for (const Totals* totals : {&at_once, &one_by_one}) {
        check_near((*totals)[at.reach(place)], truth.chance);
        check_near((*totals)[at.time_to(place)], truth.days);
        check_near((*totals)[at.touches_to(place)], truth.touches);
        check_near((*totals)[at.time_square_to(place)], truth.square);
      }
      check_near(untimed[at.reach(place)], truth.chance);
    }
    const std::vector<bool> converts = conversion_places(toy.journey);
    std::vector<bool> is_end(toy.chain.states.size());
    for (std::size_t s = 1; s < is_end.size(); ++s) {
      is_end[s] = converts[toy.chain.states[s].place.index];
    }
    const Sums truth = passage(toy, is_end);
    check_near(at_once[at.conversion()], truth.chance);
    check_near(at_once[at.conversion_time()], truth.days);
    check_near(at_once[at.conversion_touches()], truth.touches);
    check_near(at_once[at.conversion_time_square()], truth.square);
  }
}

}  // namespace cairn
