#include "simulator/grid/time_squares.h"

#include <cmath>
#include <string>

#include <catch2/catch.hpp>

#include "simulator/exact/exact.h"
#include "simulator/grid/horizon.h"
#include "simulator/grid/lag_law.h"
#include "tests/support/compiled_text.h"
#include "tests/unit/simulator/toy.h"

namespace cairn {
namespace {

/// Variance in days of what a law of lags says.
double variance_of(const LagLaw& law, std::uint32_t cells, double cell_days) {
  const std::vector<double> weights = written_out(law, cells);
  double mean = 0, square = 0;
  for (std::size_t n = 0; n < weights.size(); ++n) {
    mean += weights[n] * static_cast<double>(n);
    square += weights[n] * static_cast<double>(n) * static_cast<double>(n);
  }
  return cell_days * cell_days * (square - mean * mean);
}

double variance_of(const Draw& days) {
  const double mean = days.mean();
  if (days.kind == Draw::Kind::fixed) return 0;
  if (days.kind == Draw::Kind::exponential) return mean * mean;
  return mean * mean * std::expm1(days.sigma * days.sigma);
}

}  // namespace

TEST_CASE("what rounding adds to a variance is known", "[squares]") {
  const double cell_days = 0.5;
  const std::uint32_t cells = 4000;
  for (const Draw& days :
       {exactly(0), exactly(3), exactly(3.3), exactly(0.01), on_average(0.01), on_average(0.2),
        on_average(0.26), on_average(7), on_average(60), lognormal(-4, 1), lognormal(0, 0.3),
        lognormal(1, 0.7), lognormal(3, 0.01)}) {
    const double rounded =
        variance_of(make_lag_law(days, cell_days, cells, Rounding::middle), cells, cell_days);
    INFO("mean " << days.mean());
    CHECK(rounding_variance(days, cell_days, cells) ==
          Approx(rounded - variance_of(days)).epsilon(1e-6).margin(1e-9 * (1 + rounded)));
  }
}

TEST_CASE("spreads of minutes come out of cells of days", "[squares]") {
  // Nearly nobody is under way when the horizon comes, so elimination knows the truth.
  const CompiledText text = compile_text(
      "journey j\n  horizon 300 days\npersona p\n  share 100%\nsource s\n  share 100%\n  -> look\n"
      "touchpoint look\n  takes median 2 minutes, p90 9 minutes\n"
      "  20% -> buy after 3 minutes\n  25% -> look after mean 5 minutes\n  rest -> leave\n"
      "touchpoint buy\n  takes 1 minutes to 40 minutes\n  counts as conversion\n"
      "  30% -> look\n  rest -> leave\n");
  INFO(messages_of(text));
  REQUIRE(text.compiled.is_sound);
  const Journey& journey = text.journey();
  const StateSpace space = build_state_spaces(journey).spaces[0];
  const World world = best_estimate(journey);
  const Chain chain = build_chain(journey, space, world);
  const TotalsLayout layout = make_totals_layout(journey);
  MoneyWeights weights = money_weights(journey, world);
  const std::uint32_t cells = 60;  // of 5 days
  Totals totals = estimate_horizon(journey, space, chain, layout, weights, cells);
  weights.horizon_days = INFINITY;
  const Totals exact = solve_exact(journey, space, chain, layout, weights);
  weights = money_weights(journey, world);
  std::vector<std::size_t> squares = {layout.conversion_time_square(), layout.end_time_square()};
  for (std::uint32_t p = 0; p < layout.place_count; ++p) {
    squares.push_back(layout.time_square_to(PlaceId{p}));
  }
  CHECK(totals[squares[0]] > 100 * exact[squares[0]]);
  correct_squares(journey, space, chain, layout, weights, squares, cells, 24, totals);
  for (const std::size_t square : squares) {
    INFO("total " << square);
    CHECK(totals[square] == Approx(exact[square]).epsilon(1e-4).margin(1e-12));
  }
}

TEST_CASE("spreads of times that the horizon cuts are right to second order", "[squares]") {
  Toy toy;
  const auto page = toy.touchpoint(lognormal(-1, 0.7));
  const auto trial = toy.touchpoint(on_average(3));
  const auto win = toy.outcome();
  toy.arrow(0, page, 1);
  toy.arrow(page, trial, 0.6, exactly(0.3));
  toy.arrow(page, Toy::leave(), 0.4);
  toy.arrow(trial, page, 0.5);
  toy.arrow(trial, win, 0.5, on_average(0.2));
  toy.close();
  toy.space.states.resize(toy.chain.states.size());
  for (auto& state : toy.space.states) state.ways.resize(4);
  const MoneyWeights weights = until(12);
  const std::vector<std::size_t> squares = {toy.layout.conversion_time_square()};
  const auto deviation = [&](std::uint32_t cells) {
    Totals totals = estimate_horizon(toy.journey, toy.space, toy.chain, toy.layout, weights, cells);
    correct_squares(toy.journey, toy.space, toy.chain, toy.layout, weights, squares, cells, 200,
                    totals);
    const double chance = totals[toy.layout.conversion()];
    const double mean = totals[toy.layout.conversion_time()] / chance;
    return std::sqrt(totals[squares[0]] / chance - mean * mean);
  };
  const double fine = deviation(2400), coarse = deviation(24), half = deviation(48);
  CHECK(coarse == Approx(fine).epsilon(0.01));
  CHECK(std::fabs(half - fine) < std::fabs(coarse - fine) / 3);
}

}  // namespace cairn
