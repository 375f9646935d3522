#include "simulator/grid/horizon.h"

#include <cmath>
#include <string>

#include <catch2/catch.hpp>

#include "simulator/exact/exact.h"
#include "tests/unit/simulator/toy.h"

namespace cairn {
namespace {

Approx near(double value, double relative = 1e-12) {
  return Approx(value).epsilon(relative).margin(0);
}

Bracket solve(const Toy& toy, const MoneyWeights& weights, std::uint32_t cells) {
  return solve_horizon(toy.journey, toy.space, toy.chain, toy.layout, weights, cells);
}

void check_inside(const Bracket& bracket, std::size_t index, double truth) {
  INFO("total " << index << " on " << bracket.cells << " cells");
  CHECK(bracket.low[index] <= truth);
  CHECK(truth <= bracket.high[index]);
}

double width(const Bracket& bracket, std::size_t index) {
  return bracket.high[index] - bracket.low[index];
}

/// A loop of exponential stays that nobody leaves: visits are a Poisson process.
Toy poisson(double mean_days) {
  Toy toy;
  const auto loop = toy.touchpoint(on_average(mean_days));
  toy.arrow(0, loop, 1);
  toy.arrow(loop, loop, 1);
  toy.earns(loop, 3);
  toy.costs(loop, 5, 2);
  toy.close();
  return toy;
}

/// Something of everything: loops, two conversions, memory, all laws, money of all kinds.
Toy mixture() {
  Toy toy;
  const auto page = toy.touchpoint(lognormal(-6, 1));
  const auto mail = toy.touchpoint(exactly(0.25));
  const auto trial = toy.touchpoint(on_average(12));
  const auto month = toy.touchpoint(exactly(30), Counts::conversion);
  const auto later_month = toy.add_state(toy.place(month), exactly(30));
  const auto big = toy.touchpoint(on_average(25), Counts::conversion);
  const auto win = toy.outcome();
  toy.arrow(0, page, 0.8);
  toy.arrow(0, mail, 0.2, on_average(2));
  toy.arrow(page, mail, 0.3, lognormal(1, 0.8));
  toy.arrow(page, trial, 0.3);
  toy.arrow(page, page, 0.1);
  toy.arrow(page, Toy::leave(), 0.3);
  toy.arrow(mail, page, 0.5, exactly(1));
  toy.arrow(mail, Toy::leave(), 0.5);
  toy.arrow(trial, month, 0.5);
  toy.arrow(trial, big, 0.2);
  toy.arrow(trial, mail, 0.3, lognormal(3, 0.5));
  toy.arrow(month, later_month, 0.9);
  toy.arrow(month, Toy::leave(), 0.1);
  toy.arrow(later_month, later_month, 0.8);
  toy.arrow(later_month, big, 0.1, exactly(3));
  toy.arrow(later_month, win, 0.1);
  toy.arrow(big, big, 0.7);
  toy.arrow(big, page, 0.1);
  toy.arrow(big, win, 0.2);
  toy.costs(0, 0.4);
  toy.earns(month, 39);
  toy.earns(later_month, 39);
  toy.costs(later_month, 6);
  toy.earns(big, 4, 1);
  toy.costs(trial, 1, 7);
  toy.feels(page, 1);
  toy.feels(mail, -1.5);
  toy.feels(win, 2);
  toy.close();
  return toy;
}

}  // namespace

TEST_CASE("a subscription by the month is counted month by month", "[horizon]") {
  // Horizon 24 months: the payment at day 0 and those after 1 … 24 months, the last exactly on it.
  const double month = 30.4375;
  Toy toy;
  const auto member = toy.touchpoint(exactly(month), Counts::conversion);
  toy.arrow(0, member, 1);
  toy.arrow(member, member, 1);
  toy.earns(member, 10);
  toy.costs(member, 2, 1);
  toy.close();
  const double rate = std::log1p(0.1) / 365.25, horizon = 24 * month;
  for (const std::uint32_t cells : {24U, 240U, 2400U}) {
    const Bracket bracket = solve(toy, until(horizon, rate), cells);
    CHECK(bracket.middle[toy.layout.visits(toy.place(member))] == near(25));
    CHECK(bracket.low[toy.layout.visits(toy.place(member))] == near(25));
    CHECK(bracket.high[toy.layout.visits(toy.place(member))] == near(25));
    CHECK(bracket.middle[toy.layout.days_at(toy.place(member))] == near(horizon));
    CHECK(bracket.middle[toy.layout.end_time()] == near(horizon));
    CHECK(bracket.middle[toy.layout.end_time_square()] == near(horizon * horizon));
    CHECK(bracket.middle[toy.layout.reach(toy.place(member))] == near(1));
    double revenue = 0, window = 0, total = 0;
    for (int n = 0; n <= 24; ++n) {
      const double age = n * month;
      revenue += 10 * std::exp(-rate * age);
      window += 10 * (1 - n / 24.0);
      total += 10 * (std::exp(-rate * age) - std::exp(-rate * horizon)) / (rate * horizon);
    }
    CHECK(bracket.middle[toy.layout.revenue()] == near(revenue));
    CHECK(bracket.middle[toy.layout.window_revenue()] == near(window));
    CHECK(bracket.middle[toy.layout.total_revenue()] == near(total, 1e-11));
    const double cost = 2 * -std::expm1(-rate * horizon) / rate;
    CHECK(bracket.middle[toy.layout.cost()] == near(cost, cells < 100 ? 1e-4 : 1e-6));
    check_inside(bracket, toy.layout.cost(), cost);
    CHECK(bracket.middle[toy.layout.window_cost()] == near(2 * horizon / 2));
    check_inside(bracket, toy.layout.window_cost(), 2 * horizon / 2);
    CHECK(bracket.middle[toy.layout.value()] == near(revenue - cost, cells < 100 ? 1e-3 : 1e-5));
  }
  // Off the grid the atoms are missed or found early, and the bracket says so.
  const Bracket off = solve(toy, until(horizon, rate), 100);
  check_inside(off, toy.layout.visits(toy.place(member)), 25);
  CHECK(width(off, toy.layout.visits(toy.place(member))) > 0.5);
}

TEST_CASE("a payment just after the horizon does not count", "[horizon]") {
  // Minutes before the first month make the payment of month 12 fall minutes beyond 12 months. No
  // grid is that fine; the middle knows it all the same, and the bracket does not deny it.
  const double month = 30.4375;
  Toy toy;
  const auto page = toy.touchpoint(lognormal(-7, 0.5));
  const auto form = toy.touchpoint(on_average(0.003));
  const auto member = toy.touchpoint(exactly(month), Counts::conversion);
  toy.arrow(0, page, 1);
  toy.arrow(page, form, 1);
  toy.arrow(form, member, 1);
  toy.arrow(member, member, 1);
  toy.close();
  for (const std::uint32_t cells : {240U, 1200U}) {
    const Bracket bracket = solve(toy, until(12 * month), cells);
    CHECK(bracket.middle[toy.layout.visits(toy.place(member))] == Approx(12).epsilon(2e-4));
    check_inside(bracket, toy.layout.visits(toy.place(member)), 12);
    // The loop is the only way after the entries: its passages are all visits but the first.
    CHECK(bracket.middle[toy.layout.passages(3)] == Approx(11).epsilon(2e-4));
  }
}

TEST_CASE("visits in an exponential loop grow with the horizon", "[horizon]") {
  const double mean = 9, horizon = 180, rate = 0.002;
  const Toy toy = poisson(mean);
  const auto place = PlaceId{1};
  const TotalsLayout& layout = toy.layout;
  double last_width = 0, last_error = 0;
  for (const std::uint32_t cells : {200U, 400U, 800U}) {
    const Bracket bracket = solve(toy, until(horizon, rate), cells);
    const double visits = 1 + horizon / mean;
    check_inside(bracket, layout.visits(place), visits);
    // Payments at 0 and at rate 1/mean after it.
    const double discounted = -std::expm1(-rate * horizon) / rate;
    check_inside(bracket, layout.revenue(), 3 * (1 + discounted / mean));
    check_inside(bracket, layout.window_revenue(), 3 * (1 + horizon / mean / 2));
    check_inside(
        bracket, layout.total_revenue(),
        3 * (-std::expm1(-rate * horizon) / (rate * horizon) +
             (discounted - horizon * std::exp(-rate * horizon)) / (rate * horizon) / mean));
    check_inside(bracket, layout.cost(), 2.5 * discounted);
    check_inside(bracket, layout.window_cost(), 2.5 * horizon / 2);
    check_inside(bracket, layout.total_cost(),
                 2.5 * (discounted - horizon * std::exp(-rate * horizon)) / (rate * horizon));
    check_inside(bracket, layout.days_at(place), horizon);
    const double error = std::abs(bracket.middle[layout.visits(place)] - visits);
    CHECK(error < width(bracket, layout.visits(place)) / 50);
    if (last_width > 0) {
      CHECK(width(bracket, layout.visits(place)) == Approx(last_width / 2).epsilon(0.1));
      CHECK(error < last_error / 3);
    }
    last_width = width(bracket, layout.visits(place));
    last_error = error;
  }
}

TEST_CASE("first passage through an exponential wait", "[horizon]") {
  Toy toy;
  const auto wait = toy.touchpoint(on_average(20));
  const auto win = toy.outcome();
  toy.arrow(0, wait, 1);
  toy.arrow(wait, win, 0.6);
  toy.arrow(wait, wait, 0.4);
  toy.close();
  // The sum of geometrically many exponentials is exponential.
  const double mean = 20 / 0.6, horizon = 50;
  const double p = -std::expm1(-horizon / mean);
  const double time = mean * p - horizon * (1 - p);
  for (const std::uint32_t cells : {100U, 1000U}) {
    const Bracket bracket = solve(toy, until(horizon), cells);
    check_inside(bracket, toy.layout.conversion(), p);
    check_inside(bracket, toy.layout.conversion_time(), time);
    check_inside(bracket, toy.layout.time_to(toy.place(win)), time);
    check_inside(bracket, toy.layout.end_time(), mean * p);
    // E[T^2; T <= H] and E[min(T, H)^2] of an exponential.
    const double x = horizon / mean;
    const double square = mean * mean * (2 - std::exp(-x) * (x * x + 2 * x + 2));
    check_inside(bracket, toy.layout.conversion_time_square(), square);
    check_inside(bracket, toy.layout.time_square_to(toy.place(win)), square);
    check_inside(bracket, toy.layout.end_time_square(), square + horizon * horizon * (1 - p));
    CHECK(bracket.middle[toy.layout.conversion_time_square()] ==
          Approx(square).epsilon(1.0 / cells / cells * 100));
    CHECK(bracket.middle[toy.layout.end_time_square()] ==
          Approx(square + horizon * horizon * (1 - p)).epsilon(1.0 / cells / cells * 100));
    check_inside(bracket, toy.layout.passages(1), p);
    CHECK(bracket.middle[toy.layout.conversion()] == Approx(p).epsilon(1.0 / cells / cells * 10));
    CHECK(bracket.middle[toy.layout.conversion_time()] ==
          Approx(time).epsilon(1.0 / cells / cells * 100));
    CHECK(bracket.middle[toy.layout.reach(toy.place(wait))] == near(1));
    CHECK(bracket.middle[toy.layout.time_to(toy.place(wait))] == 0);
  }
}

TEST_CASE("a lognormal wait is cut where its law says", "[horizon]") {
  const double mu = 3, sigma = 0.9, horizon = 40;
  Toy toy;
  const auto wait = toy.touchpoint(lognormal(mu, sigma));
  const auto win = toy.outcome();
  toy.arrow(0, wait, 1);
  toy.arrow(wait, win, 1);
  toy.close();
  const double z = (std::log(horizon) - mu) / sigma;
  const double p = std::erfc(-z / std::sqrt(2)) / 2;
  const double mean_within =
      std::exp(mu + sigma * sigma / 2) * std::erfc(-(z - sigma) / std::sqrt(2)) / 2;
  const Bracket bracket = solve(toy, until(horizon), 160);
  check_inside(bracket, toy.layout.conversion(), p);
  check_inside(bracket, toy.layout.conversion_time(), mean_within);
  check_inside(bracket, toy.layout.days_at(toy.place(wait)), mean_within + horizon * (1 - p));
  CHECK(bracket.middle[toy.layout.days_at(toy.place(wait))] ==
        near(mean_within + horizon * (1 - p)));
  CHECK(bracket.middle[toy.layout.conversion()] == Approx(p).epsilon(1e-4));
  CHECK(bracket.middle[toy.layout.conversion_time()] == Approx(mean_within).epsilon(1e-4));
  // Far in the early tail the chance keeps its relative precision.
  const Bracket early = solve(toy, until(std::exp(mu - 12 * sigma)), 64);
  const double p_early = std::erfc(12 / std::sqrt(2)) / 2;
  check_inside(early, toy.layout.conversion(), p_early);
  CHECK(early.middle[toy.layout.conversion()] == Approx(p_early).epsilon(0.05).margin(0));
}

TEST_CASE("brackets hold a finer solution and shrink with the cell", "[horizon]") {
  const Toy toy = mixture();
  const MoneyWeights weights = until(120, 0.0005);
  const Bracket fine = solve(toy, weights, 7680);
  const Bracket coarse = solve(toy, weights, 480), half = solve(toy, weights, 960);
  for (std::size_t i = 0; i < toy.layout.size(); ++i) {
    INFO("total " << i);
    check_inside(coarse, i, fine.middle[i]);
    check_inside(half, i, fine.middle[i]);
    CHECK(coarse.low[i] <= fine.low[i] + 1e-9);
    CHECK(fine.high[i] <= coarse.high[i] + 1e-9);
    CHECK(coarse.low[i] <= coarse.middle[i]);
    CHECK(coarse.middle[i] <= coarse.high[i]);
    if (width(coarse, i) < 1e-9) continue;
    CHECK(width(half, i) == Approx(width(coarse, i) / 2).epsilon(0.25));
    const double error = std::abs(coarse.middle[i] - fine.middle[i]);
    CHECK(error < width(coarse, i) / 4);
  }
}

TEST_CASE("with a far horizon both engines agree", "[horizon]") {
  const Toy toy = mixture();
  const double rate = 0.0005;
  const Totals exact =
      solve_exact(toy.journey, toy.space, toy.chain, toy.layout, for_ever(rate, true));
  const Bracket bracket = solve(toy, until(6000, rate, true), 12'000);
  for (std::size_t i = 0; i < toy.layout.size(); ++i) {
    INFO("total " << i);
    // Rounding to whole cells keeps means but spreads times by up to half a cell at every move,
    // which squares of times of a day feel on cells of half a day.
    bool is_square = i == toy.layout.conversion_time_square() || i == toy.layout.end_time_square();
    for (std::uint32_t p = 0; p < toy.layout.place_count; ++p) {
      is_square = is_square || i == toy.layout.time_square_to(PlaceId{p});
    }
    CHECK(bracket.middle[i] == Approx(exact[i]).epsilon(is_square ? 0.03 : 2e-3));
    check_inside(bracket, i, exact[i]);
  }
}

TEST_CASE("moves that take no time happen within the cell", "[horizon]") {
  Toy toy;
  const auto a = toy.touchpoint();
  const auto b = toy.touchpoint();
  const auto win = toy.outcome();
  toy.arrow(0, a, 1);
  toy.arrow(a, b, 0.5);
  toy.arrow(a, Toy::leave(), 0.5);
  toy.arrow(b, a, 0.8);
  toy.arrow(b, win, 0.2);
  toy.close();
  const Totals exact = solve_exact(toy.journey, toy.space, toy.chain, toy.layout, for_ever());
  const Bracket bracket = solve(toy, until(1), 8);
  for (std::size_t i = 0; i < toy.layout.size(); ++i) {
    INFO("total " << i);
    // The window of entrants is the horizon itself; nothing else knows of it here.
    if (exact[i] == 0) continue;
    CHECK(bracket.middle[i] == near(exact[i]));
    check_inside(bracket, i, exact[i]);
  }
}

TEST_CASE("a certified run stays within its budget", "[horizon]") {
  const Toy toy = mixture();
  const Bracket bracket = solve(toy, until(120), 1U << 22);
  CHECK(bracket.cells < (1U << 20));
  CHECK(bracket.cells > 1000);
}

TEST_CASE("with very many places first visits are bounded by all visits", "[horizon]") {
  // A long line on which everybody steps back now and then: each place can be visited again.
  Toy toy;
  std::vector<std::uint32_t> line;
  for (int i = 0; i < 3000; ++i) line.push_back(toy.touchpoint(exactly(1)));
  toy.arrow(0, line[0], 1);
  for (std::size_t i = 0; i < line.size(); ++i) {
    toy.arrow(line[i], i + 1 < line.size() ? line[i + 1] : Toy::leave(), 0.75);
    toy.arrow(line[i], i > 0 ? line[i - 1] : Toy::leave(), 0.25);
  }
  toy.close();
  const Bracket bracket = solve(toy, until(60), 60);
  REQUIRE(bracket.cells == 60);
  // Place n is reached within 60 days if the walk gets n ahead in 60 steps without ruin before.
  std::vector<double> at(64, 0);
  at[1] = 1;
  double reached = 0;
  for (int day = 1; day <= 60; ++day) {
    std::vector<double> next(64, 0);
    for (std::size_t i = 1; i < 21; ++i) {
      next[i + 1] += 0.75 * at[i];
      next[i - 1] += 0.25 * at[i];
    }
    reached += next[21];
    next[0] = next[21] = 0;
    at = next;
  }
  check_inside(bracket, toy.layout.reach(toy.place(line[20])), reached);
  CHECK(width(bracket, toy.layout.reach(toy.place(line[20]))) < 1);
  CHECK(bracket.middle[toy.layout.reach(toy.place(line[20]))] == Approx(reached).epsilon(0.05));
}

TEST_CASE("loops of no time that nobody leaves bound nothing but break nothing", "[horizon]") {
  Toy toy;
  const auto spin = toy.touchpoint(exactly(1.0 / 1440));
  const auto other = toy.touchpoint(on_average(1));
  toy.arrow(0, spin, 0.5);
  toy.arrow(0, other, 0.5);
  toy.arrow(spin, spin, 1);
  toy.arrow(other, Toy::leave(), 1);
  toy.close();
  const Bracket bracket = solve(toy, until(10), 100);
  check_inside(bracket, toy.layout.visits(toy.place(spin)), 0.5 * (1 + 10 * 1440));
  CHECK(bracket.middle[toy.layout.visits(toy.place(spin))] ==
        Approx(0.5 * 10 * 1440).epsilon(0.02));
  check_inside(bracket, toy.layout.reach(toy.place(other)), 0.5);
  check_inside(bracket, toy.layout.reach(toy.place(spin)), 0.5);
  check_inside(bracket, toy.layout.end_time(), 5 + 0.5 * -std::expm1(-10));
  for (std::size_t i = 0; i < toy.layout.size(); ++i) CHECK(!std::isnan(bracket.middle[i]));
}

TEST_CASE("the estimate is the middle of the certified run", "[horizon]") {
  const Toy toy = mixture();
  const MoneyWeights weights = until(90, 0.0005);
  const Bracket bracket = solve(toy, weights, 360);
  const Totals estimate =
      estimate_horizon(toy.journey, toy.space, toy.chain, toy.layout, weights, 360);
  for (std::size_t i = 0; i < toy.layout.size(); ++i) CHECK(estimate[i] == near(bracket.middle[i]));
}

}  // namespace cairn
