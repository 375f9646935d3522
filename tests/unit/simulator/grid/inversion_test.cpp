#include "simulator/grid/inversion.h"

#include <cmath>
#include <complex>
#include <random>

#include <catch2/catch.hpp>

#include "simulator/grid/time_distribution.h"
#include "simulator/grid/time_steps.h"
#include "tests/unit/simulator/toy.h"

namespace cairn {
namespace {

using Flags = std::vector<std::uint8_t>;

/// Loops within loops, atoms on and off the grid, all laws.
Toy tangle() {
  Toy toy;
  const auto page = toy.touchpoint(lognormal(-2, 1));
  const auto mail = toy.touchpoint(exactly(0.25));
  const auto trial = toy.touchpoint(on_average(3));
  const auto form = toy.touchpoint();
  const auto win = toy.outcome();
  toy.touchpoint(exactly(1));  // nobody comes here
  toy.arrow(0, page, 0.7);
  toy.arrow(0, mail, 0.2, on_average(2));
  toy.arrow(0, win, 0.1, exactly(5));
  toy.arrow(page, mail, 0.3, lognormal(1, 0.8));
  toy.arrow(page, trial, 0.3);
  toy.arrow(page, page, 0.1);
  toy.arrow(page, Toy::leave(), 0.3);
  toy.arrow(mail, page, 0.5, exactly(1));
  toy.arrow(mail, form, 0.4);
  toy.arrow(mail, Toy::leave(), 0.1);
  toy.arrow(form, mail, 0.5);
  toy.arrow(form, form, 0.2);
  toy.arrow(form, win, 0.3, exactly(0.333));
  toy.arrow(trial, mail, 0.3, lognormal(1, 0.5));
  toy.arrow(trial, win, 0.7);
  toy.close();
  return toy;
}

std::vector<double> stepped_sums(const Toy& toy, const Flags& is_target, double cell_days,
                                 std::uint32_t cells, Rounding rounding) {
  const GridChain grid = make_grid_chain(toy.chain, Flags(toy.chain.states.size(), 0),
                                         cell_days * cells, cells, rounding);
  std::vector<std::uint32_t> all;
  for (std::uint32_t s = 0; s < toy.chain.states.size(); ++s) all.push_back(s);
  StepPlan plan{all, is_target, &toy.chain.entry, nullptr};
  std::vector<double> sums(std::size_t{cells} + 1, 0);
  for (const StateSeries& series : run_steps(grid, plan)) {
    if (is_target[series.state] == 0) continue;
    for (std::size_t n = 0; n < sums.size(); ++n) sums[n] += series.visits[n];
  }
  for (std::size_t n = 1; n < sums.size(); ++n) sums[n] += sums[n - 1];
  return sums;
}

}  // namespace

TEST_CASE("a transform agrees with its definition and comes back", "[inversion]") {
  std::mt19937_64 random(5);
  for (const std::size_t length : {4U, 8U, 64U, 256U}) {
    const RealFourier fourier(length);
    std::vector<double> series(length);
    for (double& value : series) value = static_cast<double>(random() % 1000) / 1000 - 0.3;
    const ComplexSeries found = fourier.transform(series);
    REQUIRE(found.re.size() == length / 2 + 1);
    for (std::size_t k = 0; k <= length / 2; ++k) {
      std::complex<double> sum;
      for (std::size_t n = 0; n < length; ++n) {
        const double angle = -2 * M_PI * static_cast<double>(k * n % length) / double(length);
        sum += series[n] * std::complex<double>(std::cos(angle), std::sin(angle));
      }
      CHECK(std::abs(sum - std::complex<double>(found.re[k], found.im[k])) < 1e-12);
    }
    const std::vector<double> back = fourier.invert(found);
    for (std::size_t n = 0; n < length; ++n) CHECK(std::abs(back[n] - series[n]) < 1e-14);
  }
}

TEST_CASE("inversion gives what stepping gives", "[inversion]") {
  const Toy toy = tangle();
  double widest = 0;
  for (const std::uint32_t target : {1U, 3U, 4U, 6U}) {
    Flags is_target(toy.chain.states.size(), 0);
    is_target[target] = 1;
    const auto program = plan_passages(toy.chain, is_target, 10'000);
    REQUIRE(program.has_value());
    for (const Rounding rounding : {Rounding::down, Rounding::up, Rounding::middle}) {
      for (const double cell : {0.25, 0.0371, 2.5}) {
        INFO("target " << target << ", cell " << cell);
        LawTransforms laws(cell, 300, rounding);
        const PassageSums sums = invert_passages(*program, laws);
        const std::vector<double> stepped = stepped_sums(toy, is_target, cell, 300, rounding);
        REQUIRE(sums.by.size() == stepped.size());
        CHECK(sums.error < 1e-7);
        double worst = 0;
        for (std::size_t n = 0; n < stepped.size(); ++n) {
          worst = std::max(worst, std::abs(sums.by[n] - stepped[n]));
        }
        CHECK(worst <= sums.error);
        widest = std::max(widest, worst / sums.error);
      }
    }
  }
  // The stated error is not far too wide either.
  CHECK(widest > 1e-4);
}

TEST_CASE("what cannot happen has no passages, and too large programs are refused", "[inversion]") {
  const Toy toy = tangle();
  const std::uint32_t lonely = 7;
  Flags is_target(toy.chain.states.size(), 0);
  is_target[lonely] = 1;
  const auto program = plan_passages(toy.chain, is_target, 10'000);
  REQUIRE(program.has_value());
  LawTransforms laws(0.1, 50, Rounding::middle);
  CHECK(invert_passages(*program, laws).by == std::vector<double>(51, 0));
  CHECK(invert_laplace(*program, {3.0}) == std::vector<double>{0});
  is_target[6] = 1;
  CHECK(!plan_passages(toy.chain, is_target, 10).has_value());
}

TEST_CASE("the Laplace transform inverted", "[inversion]") {
  // Erlang of two stages and a lognormal stay, each alone.
  Toy toy;
  const auto first = toy.touchpoint(on_average(2));
  const auto second = toy.touchpoint(on_average(2));
  const auto win = toy.outcome();
  const auto slow = toy.touchpoint(lognormal(1, 0.7));
  const auto other = toy.outcome();
  toy.arrow(0, first, 0.5);
  toy.arrow(0, slow, 0.5);
  toy.arrow(first, second, 1);
  toy.arrow(second, win, 1);
  toy.arrow(slow, other, 1);
  toy.close();
  Flags is_win(toy.chain.states.size(), 0), is_other = is_win;
  is_win[win] = 1;
  is_other[other] = 1;
  const auto to_win = plan_passages(toy.chain, is_win, 1000);
  const auto to_other = plan_passages(toy.chain, is_other, 1000);
  const std::vector<double> days{0.1, 1, 3, 10, 25};
  const std::vector<double> won = invert_laplace(*to_win, days);
  const std::vector<double> done = invert_laplace(*to_other, days);
  for (std::size_t i = 0; i < days.size(); ++i) {
    INFO("day " << days[i]);
    const double x = days[i] / 2;
    CHECK(won[i] == Approx(0.5 * (1 - std::exp(-x) * (1 + x))).margin(2e-8));
    const double z = (std::log(days[i]) - 1) / 0.7;
    CHECK(done[i] == Approx(0.25 * std::erfc(-z / std::sqrt(2))).margin(2e-7));
  }
}

TEST_CASE("both inversions lie in the bracket where no path has an atom", "[inversion]") {
  Toy toy;
  const auto page = toy.touchpoint(lognormal(-2, 1));
  const auto mail = toy.touchpoint(on_average(0.5));
  const auto win = toy.outcome();
  toy.arrow(0, page, 1);
  toy.arrow(page, mail, 0.4, lognormal(0.2, 0.8));
  toy.arrow(page, win, 0.2);
  toy.arrow(page, Toy::leave(), 0.4);
  toy.arrow(mail, page, 0.7);
  toy.arrow(mail, win, 0.3, on_average(1));
  toy.close();
  Flags is_target(toy.chain.states.size(), 0);
  is_target[win] = 1;
  const TimeCurve curve = solve_time_curve({{&toy.chain, is_target, 1}}, 1.0 / 256, 4096);
  const auto program = plan_passages(toy.chain, is_target, 1000);
  for (const std::uint32_t n : {16U, 64U, 256U, 1024U, 2560U}) {
    const double by = invert_laplace(*program, {n / 256.0})[0];
    INFO("cell " << n);
    CHECK(curve.low[n] - 1e-7 <= by);
    CHECK(by <= curve.high[n] + 1e-7);
    CHECK(curve.by[n] == Approx(by).margin(2e-6));
  }
}

}  // namespace cairn
