#include "simulator/grid/time_distribution.h"

#include <cmath>

#include <catch2/catch.hpp>

#include "simulator/exact/exact.h"
#include "tests/unit/simulator/toy.h"

namespace cairn {
namespace {

CurveClass to_state(const Toy& toy, std::uint32_t state, double share = 1) {
  return {&toy.chain, states_of_place(toy.chain, toy.place(state)), share};
}

constexpr Chance kSure{1, 1, 1};

void check_around(const TimeQuantile& found, double truth, double cells_off, double cell_days) {
  CHECK(found.low <= truth);
  CHECK(truth <= found.high);
  CHECK(found.high - found.low <= (cells_off + 1e-9) * cell_days);
  CHECK(found.is_passed);
}

}  // namespace

TEST_CASE("an exponential wait has its quantiles", "[time_distribution]") {
  Toy toy;
  const auto wait = toy.touchpoint(on_average(3));
  const auto win = toy.outcome();
  toy.arrow(0, wait, 1);
  toy.arrow(wait, win, 0.25);
  toy.arrow(wait, Toy::leave(), 0.75);
  toy.close();
  const TimeCurve curve = solve_time_curve({to_state(toy, win)}, 0.01, 1500);
  for (std::size_t n = 0; n < curve.by.size(); n += 100) {
    const double truth = -0.25 * std::expm1(-0.01 * static_cast<double>(n) / 3);
    CHECK(curve.low[n] <= truth);
    CHECK(truth <= curve.high[n]);
    CHECK(curve.by[n] == Approx(truth).margin(1e-6));
    CHECK(curve.before[n] == Approx(truth).margin(1e-6));
  }
  for (const double level : {0.1, 0.5, 0.9}) {
    const TimeQuantile found = read_quantile(curve, {0.25, 0.25, 0.25}, level);
    check_around(found, -3 * std::log1p(-level), 2, 0.01);
    CHECK(found.best == Approx(-3 * std::log1p(-level)).epsilon(1e-4));
  }
  const TimeQuantile late = read_quantile(curve, {0.25, 0.25, 0.25}, 0.999);
  CHECK(!late.is_passed);
  CHECK(std::isinf(late.high));
  CHECK(late.low == Approx(15).margin(0.02));
}

TEST_CASE("the sum of three exponential stays is Erlang", "[time_distribution]") {
  Toy toy;
  std::uint32_t last = 0;
  for (int i = 0; i < 3; ++i) {
    const auto stay = toy.touchpoint(on_average(2));
    toy.arrow(last, stay, 1);
    last = stay;
  }
  const auto win = toy.outcome();
  toy.arrow(last, win, 1);
  toy.close();
  const TimeCurve curve = solve_time_curve({to_state(toy, win)}, 0.02, 2000);
  const auto erlang = [](double t) {
    const double x = t / 2;
    return 1 - std::exp(-x) * (1 + x + x * x / 2);
  };
  for (const double level : {0.1, 0.5, 0.9}) {
    const TimeQuantile found = read_quantile(curve, kSure, level);
    check_around(found, found.best, 5, 0.02);
    CHECK(erlang(found.best) == Approx(level).epsilon(1e-4));
    CHECK(erlang(found.low) <= level);
    CHECK(erlang(found.high) >= level);
  }
}

TEST_CASE("a lognormal stay, alone, after a fixed wait, and between classes",
          "[time_distribution]") {
  const double mu = -1, sigma = 0.8;
  Toy toy;
  const auto stay = toy.touchpoint(lognormal(mu, sigma));
  const auto win = toy.outcome();
  toy.arrow(0, stay, 1);
  toy.arrow(stay, win, 1, exactly(2));
  toy.close();
  const TimeCurve curve = solve_time_curve({to_state(toy, win)}, 1.0 / 128, 1024);
  const double z90 = 1.2815515655446004;
  for (const auto& [level, z] : {std::pair{0.1, -z90}, {0.5, 0.0}, {0.9, z90}}) {
    const double truth = 2 + std::exp(mu + sigma * z);
    const TimeQuantile found = read_quantile(curve, kSure, level);
    check_around(found, truth, 2, 1.0 / 128);
    CHECK(found.best == Approx(truth).epsilon(5e-5));
  }
  Toy other;
  const auto wait = other.touchpoint(exactly(1));
  const auto gain = other.outcome();
  other.arrow(0, wait, 1);
  other.arrow(wait, gain, 1);
  other.close();
  // 30 % are there on day 1, the rest by the law above.
  const TimeCurve mix =
      solve_time_curve({to_state(toy, win, 0.7), to_state(other, gain, 0.3)}, 1.0 / 128, 1024);
  const TimeQuantile tenth = read_quantile(mix, kSure, 0.1);
  CHECK(tenth.best == 1);
  CHECK(tenth.low == 1);
  CHECK(tenth.high == 1);
  // 0.3 + 0.7 / 2 is there by the other's median.
  const TimeQuantile found = read_quantile(mix, kSure, 0.65);
  check_around(found, 2 + std::exp(mu), 2, 1.0 / 128);
}

TEST_CASE("atoms on the grid come out exactly", "[time_distribution]") {
  Toy toy;
  const auto day = toy.touchpoint(exactly(1));
  const auto month = toy.touchpoint(exactly(30.4375));
  const auto win = toy.outcome();
  toy.arrow(0, day, 0.6);
  toy.arrow(0, month, 0.4);
  toy.arrow(day, win, 0.5);
  toy.arrow(day, day, 0.5);
  toy.arrow(month, win, 1);
  toy.close();
  const double cell = align_cell({to_state(toy, win)}, 12 * 30.4375, 0.05);
  CHECK(cell >= 0.05);
  CHECK(cell <= 0.075);
  CHECK(std::round(1 / cell) == Approx(1 / cell).epsilon(1e-12));
  CHECK(std::round(30.4375 / cell) == Approx(30.4375 / cell).epsilon(1e-12));
  const TimeCurve curve = solve_time_curve({to_state(toy, win)}, cell, 1000);
  for (const auto& [level, truth] :
       {std::pair{0.25, 1.0}, {0.4, 2.0}, {0.59, 6.0}, {0.7, 30.4375}, {0.99, 30.4375}}) {
    const TimeQuantile found = read_quantile(curve, kSure, level);
    INFO("level " << level);
    CHECK(found.best == Approx(truth).epsilon(1e-12));
    CHECK(found.low == Approx(truth).epsilon(1e-12));
    CHECK(found.high == Approx(truth).epsilon(1e-12));
  }
}

TEST_CASE("a chain too large for one elimination is stepped", "[time_distribution]") {
  // Everybody may go anywhere: elimination fills up.
  Toy toy;
  std::vector<std::uint32_t> places;
  for (int i = 0; i < 70; ++i) places.push_back(toy.touchpoint(on_average(1)));
  const auto win = toy.outcome();
  toy.arrow(0, places[0], 1);
  for (const auto from : places) {
    for (const auto to : places) toy.arrow(from, to, 0.9 / 70);
    toy.arrow(from, win, 0.1);
  }
  toy.close();
  const TimeCurve curve = solve_time_curve({to_state(toy, win)}, 0.05, 400);
  // The sum of geometrically many exponentials is exponential with mean 10.
  const TimeQuantile found = read_quantile(curve, kSure, 0.5);
  CHECK(found.low <= 10 * std::log(2));
  CHECK(10 * std::log(2) <= found.high);
  CHECK(found.best == Approx(10 * std::log(2)).epsilon(1e-4));
}

TEST_CASE("loops of no time that are hardly ever left lose no digits", "[time_distribution]") {
  // A million million rounds on the spot, then an exponential wait.
  Toy toy;
  const auto spin = toy.touchpoint();
  const auto wait = toy.touchpoint(on_average(3));
  const auto win = toy.outcome();
  toy.arrow(0, spin, 1);
  toy.arrow(spin, spin, 1 - 1e-12);
  toy.arrow(spin, wait, 0.5e-12);
  toy.arrow(spin, Toy::leave(), 0.5e-12);
  toy.arrow(wait, win, 1);
  toy.close();
  const TimeCurve curve = solve_time_curve({to_state(toy, win)}, 0.01, 2000);
  const TimeQuantile found = read_quantile(curve, {0.5, 0.5, 0.5}, 0.5);
  check_around(found, 3 * std::log(2), 2, 0.01);
}

TEST_CASE("a loop that nobody leaves never arrives", "[time_distribution]") {
  Toy toy;
  const auto month = toy.touchpoint(exactly(30));
  const auto win = toy.outcome();
  toy.arrow(0, month, 0.5);
  toy.arrow(0, win, 0.5);
  toy.arrow(month, month, 1);
  toy.close();
  const TimeCurve curve = solve_time_curve({{&toy.chain, end_states(toy.chain), 1}}, 1, 365);
  CHECK(curve.low.front() == Approx(0.5));
  CHECK(curve.high.back() == Approx(0.5));
  const TimeQuantile found = read_quantile(curve, kSure, 0.9);
  CHECK(!found.is_passed);
}

TEST_CASE("what takes far longer than the span is rare, and bracketed", "[time_distribution]") {
  const double mu = std::log(36'525.0), sigma = 1;
  Toy toy;
  const auto wait = toy.touchpoint(lognormal(mu, sigma));
  const auto win = toy.outcome();
  toy.arrow(0, wait, 1);
  toy.arrow(wait, win, 1);
  toy.close();
  const TimeCurve curve = solve_time_curve({to_state(toy, win)}, 0.01, 100);
  const double z = mu / sigma;
  const double chance = std::erfc(z / std::sqrt(2)) / 2;
  CHECK(chance < 1e-24);
  CHECK(curve.low.back() <= chance);
  CHECK(curve.high.back() >= chance);
  CHECK(curve.by.back() == Approx(chance).epsilon(0.1).margin(0));
}

}  // namespace cairn
