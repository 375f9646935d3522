#include "simulator/exact/exact.h"

#include <cmath>

#include <catch2/catch.hpp>

#include "tests/unit/simulator/toy.h"

namespace cairn {
namespace {

Approx near(double value, double relative = 1e-12) {
  return Approx(value).epsilon(relative).margin(0);
}

Totals solve(const Toy& toy, const MoneyWeights& weights = for_ever(),
             const ExactNeeds& needs = {}) {
  return solve_exact(toy.journey, toy.space, toy.chain, toy.layout, weights, needs);
}

/// A walk on 1 … count-1 that ends at 0 (leave) or at `count` (win); starts at `start`.
struct Ruin {
  Toy toy;
  std::vector<std::uint32_t> states;
  std::uint32_t win = 0;

  Ruin(std::uint32_t count, std::uint32_t start, double p_up) {
    win = toy.outcome();
    states.push_back(Toy::leave());
    for (std::uint32_t i = 1; i < count; ++i) states.push_back(toy.touchpoint(exactly(1)));
    states.push_back(win);
    for (std::uint32_t i = 1; i < count; ++i) {
      toy.arrow(states[i], states[i + 1], p_up);
      toy.arrow(states[i], states[i - 1], 1 - p_up);
    }
    toy.arrow(0, states[start], 1);
    toy.close();
  }
};

double p_ruin_win(double ratio, double start, double count) {
  return -std::expm1(start * std::log(ratio)) / -std::expm1(count * std::log(ratio));
}

}  // namespace

TEST_CASE("gambler's ruin has its closed form", "[exact]") {
  for (const double p_up : {0.5001, 0.4999, 0.3}) {
    const std::uint32_t count = p_up < 0.4 ? 40 : 1000;
    const std::uint32_t start = count / 4;
    const Ruin ruin(count, start, p_up);
    const PlaceId above = ruin.toy.place(ruin.states[start + 1]);
    const Totals totals = solve(ruin.toy, for_ever(), {true, {above}});
    const TotalsLayout& layout = ruin.toy.layout;
    const double ratio = (1 - p_up) / p_up;
    const double p_win = p_ruin_win(ratio, start, count);
    CHECK(totals[layout.reach(ruin.toy.place(ruin.win))] == near(p_win, 1e-11));
    CHECK(totals[layout.conversion()] == near(p_win, 1e-11));
    CHECK(totals[layout.reach(ruin.toy.journey.leave)] == near(1 - p_win, 1e-11));
    // Length of the game; start/(q-p) - count/(q-p) P(win) (Feller I, XIV.3).
    const double drift = 1 - 2 * p_up;
    const double length = (start - count * p_win) / drift;
    CHECK(totals[layout.end_time()] == near(length, 1e-8));
    CHECK(totals[layout.end_touches()] == near(length, 1e-8));
    // From start the state above it is reached unless ruin comes first.
    CHECK(totals[layout.reach(above)] == near(p_ruin_win(ratio, start, start + 1), 1e-11));
    // Time and touchpoints on the way are one each per step.
    CHECK(totals[layout.time_to(above)] == near(totals[layout.touches_to(above)]));
  }
}

TEST_CASE("time to a place by conditioning on reaching it", "[exact]") {
  // Fair game from 1 on 0 … 3: to reach 3 takes (9 - 1) / 3 steps given it is reached.
  const Ruin ruin(3, 1, 0.5);
  const Totals totals = solve(ruin.toy);
  const PlaceId win = ruin.toy.place(ruin.win);
  CHECK(totals[ruin.toy.layout.reach(win)] == near(1.0 / 3));
  CHECK(totals[ruin.toy.layout.time_to(win)] == near(8.0 / 9));
  CHECK(totals[ruin.toy.layout.conversion_time()] == near(8.0 / 9));
}

TEST_CASE("a loop repeats geometrically", "[exact]") {
  Toy toy;
  const auto loop = toy.touchpoint(exactly(2));
  const auto win = toy.outcome();
  toy.arrow(0, loop, 1);
  toy.arrow(loop, loop, 0.9, exactly(1));
  toy.arrow(loop, win, 0.075);
  toy.arrow(loop, Toy::leave(), 0.025);
  toy.feels(loop, -2);
  toy.earns(loop, 5);
  toy.costs(loop, 3, 4);
  toy.close();
  const Totals totals = solve(toy);
  const TotalsLayout& layout = toy.layout;
  CHECK(totals[layout.visits(toy.place(loop))] == near(10));
  CHECK(totals[layout.reach(toy.place(loop))] == near(1));
  CHECK(totals[layout.touches_to(toy.place(loop))] == 0);
  CHECK(totals[layout.exits(toy.place(loop))] == near(0.25));
  CHECK(totals[layout.days_at(toy.place(loop))] == near(20));
  CHECK(totals[layout.feeling_sum(toy.place(loop))] == near(-20));
  CHECK(totals[layout.felt_visits(toy.place(loop))] == near(10));
  CHECK(totals[layout.end_time()] == near(29));
  CHECK(totals[layout.conversion()] == near(0.75));
  CHECK(totals[layout.conversion_time()] == near(0.75 * 29));
  CHECK(totals[layout.conversion_touches()] == near(0.75 * 10));
  CHECK(totals[layout.revenue()] == near(50));
  CHECK(totals[layout.cost()] == near(10 * 3 * 2 / 4.0));
  CHECK(totals[layout.window_revenue()] == near(50));
  CHECK(totals[layout.total_revenue()] == 0);
  double from_loop = 0;
  for (std::size_t f = 0; f < layout.flows.size(); ++f) {
    if (!layout.flows[f].source.is_valid()) from_loop += totals[layout.passages(f)];
  }
  CHECK(from_loop == near(10));
}

TEST_CASE("a chain that circles 2^100 times keeps its digits", "[exact]") {
  Toy toy;
  const auto win = toy.outcome();
  std::vector<std::uint32_t> line;
  for (int i = 0; i < 100; ++i) line.push_back(toy.touchpoint(exactly(0.5)));
  toy.arrow(0, line[0], 1);
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    toy.arrow(line[i], line[i + 1], 0.5);
    toy.arrow(line[i], line[0], 0.5);
  }
  toy.arrow(line.back(), line[0], 0.5);
  toy.arrow(line.back(), win, 0.35);
  toy.arrow(line.back(), Toy::leave(), 0.15);
  toy.close();
  const Totals totals = solve(toy);
  const TotalsLayout& layout = toy.layout;
  CHECK(totals[layout.visits(toy.place(line[0]))] == near(std::ldexp(1, 100)));
  CHECK(totals[layout.visits(toy.place(line[99]))] == near(2));
  CHECK(totals[layout.reach(toy.place(win))] == near(0.7));
  CHECK(totals[layout.reach(toy.place(line[99]))] == near(1));
  CHECK(totals[layout.end_time()] == near(std::ldexp(1, 100)));
  CHECK(totals[layout.conversion_time()] == near(0.7 * std::ldexp(1, 100)));
}

TEST_CASE("300 heads in a row", "[exact]") {
  Toy toy;
  const int run = 300;
  const auto win = toy.outcome();
  std::vector<std::uint32_t> line;
  for (int i = 0; i < run; ++i) line.push_back(toy.touchpoint(exactly(1)));
  toy.arrow(0, line[0], 1);
  for (std::size_t i = 0; i < line.size(); ++i) {
    toy.arrow(line[i], i + 1 < line.size() ? line[i + 1] : win, 0.5);
    toy.arrow(line[i], line[0], 0.5);
  }
  toy.close();
  const TotalsLayout& layout = toy.layout;
  // Waiting time for a run of n (Feller I, XIII.7): mean 2^(n+1) - 2, variance
  // 2^(2n+2) - (2n+1) 2^(n+1) - 2.
  const double mean = std::ldexp(1, run + 1);
  for (const bool at_once : {true, false}) {
    const Totals totals = solve(toy, for_ever(), {at_once, {toy.place(line[150])}});
    CHECK(totals[layout.conversion_time()] == near(mean));
    CHECK(totals[layout.conversion_touches()] == near(mean));
    CHECK(totals[layout.conversion_time_square()] == near(2 * mean * mean));
    CHECK(totals[layout.end_time_square()] == near(2 * mean * mean));
    CHECK(totals[layout.reach(toy.place(line[299]))] == near(1));
    const double half = std::ldexp(1, 151);
    CHECK(totals[layout.time_to(toy.place(line[150]))] == near(half));
    CHECK(totals[layout.time_square_to(toy.place(line[150]))] == near(2 * half * half));
  }
}

TEST_CASE("very small probabilities keep their digits", "[exact]") {
  Toy toy;
  const auto here = toy.touchpoint();
  const auto rare = toy.touchpoint(exactly(3));
  const auto win = toy.outcome();
  toy.arrow(0, here, 1);
  toy.arrow(here, rare, 1e-30);
  toy.arrow(here, here, 0.25);
  toy.arrow(here, Toy::leave(), 0.75);
  toy.arrow(rare, win, 1);
  toy.close();
  const Totals totals = solve(toy);
  CHECK(totals[toy.layout.reach(toy.place(win))] == near(1e-30 / 0.75));
  CHECK(totals[toy.layout.time_to(toy.place(win))] == near(4e-30));
  CHECK(totals[toy.layout.time_square_to(toy.place(win))] == near(12e-30));
  CHECK(totals[toy.layout.end_time_square()] == near(12e-30));
}

TEST_CASE("several states of one place count as one place", "[exact]") {
  // First visit in state a, all later ones in state b.
  Toy toy;
  const auto a = toy.touchpoint(exactly(1));
  const auto b = toy.add_state(toy.place(a), exactly(2));
  const auto other = toy.touchpoint();
  toy.arrow(0, a, 0.5);
  toy.arrow(0, Toy::leave(), 0.5);
  toy.arrow(a, other, 0.5);
  toy.arrow(a, Toy::leave(), 0.5);
  toy.arrow(other, b, 1);
  toy.arrow(b, other, 0.5);
  toy.arrow(b, Toy::leave(), 0.5);
  toy.close();
  const Totals totals = solve(toy);
  CHECK(totals[toy.layout.reach(toy.place(a))] == near(0.5));
  CHECK(totals[toy.layout.visits(toy.place(a))] == near(1));
  CHECK(totals[toy.layout.days_at(toy.place(a))] == near(1.5));
  CHECK(totals[toy.layout.reach(toy.place(other))] == near(0.25));
  CHECK(totals[toy.layout.touches_to(toy.place(other))] == near(0.25));
}

TEST_CASE("a birth-death chain of 10 000 states", "[exact]") {
  const Ruin ruin(10'000, 5'000, 0.5);
  const Totals totals = solve(ruin.toy);
  const TotalsLayout& layout = ruin.toy.layout;
  CHECK(totals[layout.conversion()] == near(0.5));
  CHECK(totals[layout.end_time()] == near(25e6));
  CHECK(totals[layout.reach(ruin.toy.place(ruin.states[7'500]))] == near(5'000 / 7'500.0));
  CHECK(totals[layout.reach(ruin.toy.place(ruin.states[1]))] == near(1 - 4'999 / 9'999.0));
  // Given the win it takes (10 000^2 - 5 000^2) / 3 steps; the variance of the whole length is
  // i (N-i) (i^2 + (N-i)^2 - 2) / 3.
  CHECK(totals[layout.conversion_time()] == near(0.5 * 25e6));
  CHECK(totals[layout.end_time_square()] == near(25e6 * (50e6 - 2) / 3 + 25e6 * 25e6));
}

TEST_CASE("second moments of a geometric number of stays", "[exact]") {
  // A geometric number of exponential stays is exponential again.
  Toy toy;
  const auto loop = toy.touchpoint(on_average(3));
  const auto long_stay = toy.touchpoint(lognormal(0.5, 1.5));
  const auto win = toy.outcome();
  toy.arrow(0, loop, 1);
  toy.arrow(loop, loop, 0.75);
  toy.arrow(loop, long_stay, 0.25);
  toy.arrow(long_stay, win, 0.4, on_average(7));
  toy.arrow(long_stay, Toy::leave(), 0.6);
  toy.close();
  const Totals totals = solve(toy);
  const TotalsLayout& layout = toy.layout;
  const double mean = 3 / 0.25, stay = std::exp(0.5 + 1.125), stay_square = std::exp(1 + 4.5);
  CHECK(totals[layout.time_square_to(toy.place(long_stay))] == near(2 * mean * mean));
  const double left = 2 * mean * mean + 2 * mean * stay + stay_square;
  CHECK(totals[layout.time_square_to(Toy().place(1))] == near(0.6 * left));
  const double won = left + 2 * 7 * (mean + stay) + 2 * 49;
  CHECK(totals[layout.conversion_time_square()] == near(0.4 * won));
  CHECK(totals[layout.end_time_square()] == near(0.4 * won + 0.6 * left));
}

TEST_CASE("discounting of a loop with exponential stays", "[exact]") {
  const double rate = 0.001, mean = 30, p_stay = 0.9;
  Toy toy;
  const auto member = toy.touchpoint(on_average(mean), Counts::conversion);
  const auto home = toy.touchpoint();
  toy.arrow(0, home, 1);
  toy.arrow(home, member, 1, exactly(10));
  toy.arrow(member, member, p_stay);
  toy.arrow(member, Toy::leave(), 1 - p_stay);
  toy.costs(home, 7);
  toy.earns(member, 40);
  toy.costs(member, 2, 1);
  toy.close();
  const Totals totals = solve(toy, for_ever(rate, true));
  const TotalsLayout& layout = toy.layout;
  const double kept = 1 / (1 + rate * mean);
  const double visits = std::exp(-rate * 10) / (1 - p_stay * kept);
  CHECK(totals[layout.revenue()] == near(40 * visits));
  CHECK(totals[layout.cost()] == near(7 + 2 * visits * (1 - kept) / rate));
  CHECK(totals[layout.value()] == near(40 * visits - 2 * visits * (1 - kept) / rate));
  CHECK(totals[layout.window_revenue()] == near(400));
  CHECK(totals[layout.window_cost()] == near(7 + 2 * 300));
  CHECK(totals[layout.total_revenue()] == near(40 * visits));
}

TEST_CASE("discounting of lognormal stays", "[exact]") {
  // Against a plain sum over a fine grid of z, which loses nothing that matters at 1e-11.
  for (const double sigma : {0.1, 1.0, 2.5}) {
    const double rate = 1e-4, mu = 3;
    Toy toy;
    const auto wait = toy.touchpoint(lognormal(mu, sigma));
    const auto win = toy.outcome();
    toy.arrow(0, wait, 1);
    toy.arrow(wait, win, 1);
    toy.earns(win, 1);
    toy.costs(wait, 1, 1);
    toy.close();
    const Totals totals = solve(toy, for_ever(rate));
    double kept = 0, lost = 0;
    const double step = 1.0 / 512;
    for (int i = -20 * 512; i <= 20 * 512; ++i) {
      const double z = i * step;
      const double weight = std::exp(-z * z / 2) / std::sqrt(2 * M_PI) * step;
      kept += weight * std::exp(-rate * std::exp(mu + sigma * z));
      lost += weight * -std::expm1(-rate * std::exp(mu + sigma * z));
    }
    CHECK(totals[toy.layout.revenue()] == near(kept, 1e-12));
    CHECK(totals[toy.layout.cost()] == near(lost / rate, 1e-12));
  }
}

TEST_CASE("what never ends is infinite, and nothing else is", "[exact]") {
  Toy toy;
  const auto trap = toy.touchpoint(exactly(1));
  const auto other = toy.touchpoint(exactly(1));
  const auto never = toy.touchpoint(exactly(1));
  toy.arrow(0, trap, 0.25);
  toy.arrow(0, Toy::leave(), 0.75);
  toy.arrow(trap, other, 1);
  toy.arrow(other, trap, 1);
  toy.arrow(never, never, 1);
  toy.earns(trap, 1);
  toy.close();
  const TotalsLayout& layout = toy.layout;
  const Totals totals = solve(toy);
  CHECK(std::isinf(totals[layout.visits(toy.place(trap))]));
  CHECK(std::isinf(totals[layout.end_time()]));
  CHECK(std::isinf(totals[layout.revenue()]));
  CHECK(totals[layout.reach(toy.place(other))] == near(0.25));
  CHECK(totals[layout.visits(toy.place(never))] == 0);
  CHECK(totals[layout.cost()] == 0);
  for (const double total : totals) CHECK(!std::isnan(total));
  // The same without working out all places at once.
  std::vector<PlaceId> all;
  for (std::uint32_t p = 0; p < layout.place_count; ++p) all.push_back(PlaceId{p});
  ExactPlan plan = plan_exact(toy.journey, toy.chain, layout, {false, all});
  plan.is_small = false;
  const Totals again = solve_exact(plan, toy.chain, layout, for_ever());
  for (std::size_t i = 0; i < totals.size(); ++i) {
    INFO("total " << i);
    CHECK((again[i] == totals[i] || again[i] == near(totals[i])));
  }
  // Discounted, an endless subscription is worth something finite.
  const double kept = std::exp(-0.02);
  CHECK(solve(toy, for_ever(0.01))[layout.revenue()] == near(0.25 / (1 - kept)));
}

TEST_CASE("who comes to a trap is gone, not shared out among the rest", "[exact]") {
  // One block, eliminated densely, and so many that the trap is eliminated by itself first.
  for (const std::uint32_t steps : {1u, 60u}) {
    Toy toy;
    const auto trap = toy.touchpoint(exactly(1));
    const auto win = toy.outcome();
    std::uint32_t last = 0;
    for (std::uint32_t i = 0; i < steps; ++i) {
      const auto step = toy.touchpoint(exactly(1));
      toy.arrow(last, step, 1);
      last = step;
    }
    toy.arrow(last, trap, 0.5);
    toy.arrow(last, win, 0.25);
    toy.arrow(last, toy.leave(), 0.25);
    toy.arrow(trap, trap, 1);
    toy.close();
    const Totals totals =
        solve_exact(toy.journey, toy.space, toy.chain, toy.layout, for_ever(), {steps == 1, {}});
    INFO(steps << " steps");
    CHECK(totals[toy.layout.conversion()] == near(0.25));
    CHECK(totals[toy.layout.reach(toy.place(last))] == near(1));
    CHECK(totals[toy.layout.visits(toy.place(last))] == near(1));
    CHECK(totals[toy.layout.reach(toy.place(trap))] == near(0.5));
    CHECK(std::isinf(totals[toy.layout.visits(toy.place(trap))]));
    CHECK(std::isinf(totals[toy.layout.end_time()]));
  }
}

}  // namespace cairn
