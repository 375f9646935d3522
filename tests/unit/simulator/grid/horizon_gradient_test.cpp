#include <string>

#include "simulator/figures.h"
#include "simulator/slopes.h"
#include "tests/support/effort.h"
#include "tests/support/random_journey.h"
#include "tests/unit/simulator/grid/horizon_slopes.h"

namespace cairn {
namespace {

const char* const kStory =
    "journey j\n  currency EUR\n  horizon 120 days\n  discount 8% per year\n"
    "  entrants 100 per month\n"
    "persona a\n  share 40%\npersona b\n  share rest\n"
    "source s\n  share 70%\n  costs 1 EUR\n  -> look\n"
    "source t\n  share rest\n  30% -> look\n  rest -> buy\n"
    "touchpoint look\n  takes median 2 days, p90 9 days\n  costs 3 EUR per week\n"
    "  20% -> buy after 3.3 days\n  25% -> buy for a\n  times 1.2 -> buy for b\n  rest -> leave\n"
    "touchpoint buy\n  takes 4 days to 40 days\n  counts as conversion\n"
    "  earns 20 EUR\n  earns 5 EUR per month\n  60% -> buy\n  rest -> leave\n";

}  // namespace

TEST_CASE("slopes of all totals under a horizon", "[slopes]") {
  const HorizonModel model = make_horizon_model(kStory, 96);
  const auto counts = check_horizon_slopes(model, weigh_all(model, 1));
  CHECK(counts.jumps == 0);
}

TEST_CASE("slopes of single totals under a horizon", "[slopes]") {
  const HorizonModel model = make_horizon_model(kStory, 32);
  for (std::size_t i = 0; i < model.layout.size(); i += effort(1, 5)) {
    INFO("total " << i);
    check_horizon_slopes(model, {{{i, 1}}, {}});
  }
}

TEST_CASE("slopes of ratios and of deviations under a horizon", "[slopes]") {
  const HorizonModel model = make_horizon_model(kStory, 32);
  const TotalsLayout& at = model.layout;
  check_horizon_slopes(model, {{{at.revenue(), 1}, {at.cost(), -1}}, {{at.conversion(), 1}}});
  const World world = best_estimate(model.journey());
  const HorizonWorld best(model, world);
  const Ratio mean{{{at.conversion_time(), 1}}, {{at.conversion(), 1}}};
  const Ratio square{{{at.conversion_time_square(), 1}}, {{at.conversion(), 1}}};
  const auto deviation = deviation_gradient(
      best.mix, at, slopes_within_horizon(best.mix, at, best.weights, model.cells), mean,
      at.conversion_time_square());
  REQUIRE(deviation.has_value());
  // d sqrt(S - m^2) = (dS - 2 m dm) / (2 deviation).
  const FigureSlopes of_mean = slopes_of(model, best, mean),
                     of_square = slopes_of(model, best, square);
  CHECK(deviation->value == Approx(std::sqrt(of_square.value - of_mean.value * of_mean.value)));
  for (std::size_t p = 0; p < world.values.size(); ++p) {
    const double slope = (of_square.by_parameter[p] - 2 * of_mean.value * of_mean.by_parameter[p]) /
                         (2 * deviation->value);
    CHECK(deviation->by_parameter[p] == Approx(slope).margin(1e-9));
  }
}

TEST_CASE("slopes under a horizon of random journeys", "[slopes]") {
  RandomJourneyOptions options;
  options.most_touchpoints = 4;
  std::size_t compared = 0;
  for (std::uint64_t seed = 1; seed <= effort(8, 2); ++seed) {
    std::string text = random_journey_text(seed, options);
    if (text.find("horizon") == std::string::npos) continue;
    INFO("seed " << seed << "\n" << text);
    const HorizonModel model = make_horizon_model(text, 24);
    compared += check_horizon_slopes(model, weigh_all(model, seed)).compared;
  }
  CHECK(compared > 20);
}

TEST_CASE("slopes of questions within the horizon", "[slopes]") {
  const CompiledText text = compile_text(kStory);
  const Journey& journey = text.journey();
  const Setting setting = build_setting(journey);
  const World world = best_estimate(journey);
  const std::uint32_t cells = 32;
  Question profit;
  profit.metric.kind = Metric::Kind::profit;
  profit.metric.per = Per::time;
  profit.metric.per_days = 30.4375;
  Question in_total = profit;
  in_total.metric.per = Per::none;
  for (const Question& question : {profit, in_total}) {
    const FigurePlan plan = plan_figures(setting, {question});
    const auto value = [&](const World& at) {
      const WorldChains numbers = build_world_chains(setting, at);
      const auto totals = estimate_with_horizon(setting, numbers, cells);
      return figure_values(setting, plan, at, mix_classes(plan, numbers.shares, totals))[0];
    };
    const auto slopes =
        find_slopes_within(setting, build_world_chains(setting, world), question, cells);
    REQUIRE(slopes.has_value());
    CHECK(slopes->figure.value == Approx(value(world)));
    for (const ParameterId id :
         {journey.frame.horizon, journey.frame.entrants, journey.frame.discount}) {
      World up = world, down = world;
      up.values[id.index] *= 1 + 1e-5;
      down.values[id.index] *= 1 - 1e-5;
      const double difference = (value(up) - value(down)) / (2e-5 * world.at(id));
      INFO(journey.parameters[id].key);
      CHECK(slopes->figure.by_parameter[id.index] == Approx(difference).epsilon(1e-5).margin(1e-4));
    }
  }
}

TEST_CASE("a payment exactly at the horizon has no slope, its neighbours have theirs", "[slopes]") {
  // Payments every 30 days up to the twelfth, on the last day of the horizon, discounted.
  const HorizonModel model = make_horizon_model(
      "journey j\n  currency EUR\n  horizon 360 days\n  discount 10% per year\n"
      "persona p\n  share 100%\nsource s\n  share 100%\n  -> member\n"
      "touchpoint member\n  takes 30 days\n  counts as conversion\n  earns 10 EUR\n"
      "  90% -> member\n  rest -> leave\n",
      120);
  const HorizonWorld best(model, best_estimate(model.journey()));
  const auto slopes = slopes_of(model, best, {{{model.layout.revenue(), 1}}, {}}).by_parameter;
  const ParameterId days = model.journey().places[PlaceId{0}].takes[0].amount.first;
  REQUIRE(model.journey().parameters[days].unit == Unit::days);
  const double rate = std::log1p(0.1) / 365.25;
  double inner = 0;
  for (int n = 1; n < 12; ++n) {
    inner -= 10 * std::pow(0.9, n) * n * rate * std::exp(-rate * 30 * n);
  }
  // The last payment moves to the smaller side only: half of its slope.
  const double last = -10 * std::pow(0.9, 12) * 12 * rate * std::exp(-rate * 360);
  CHECK(slopes[days.index] == Approx(inner + last / 2).epsilon(0.01));
}

}  // namespace cairn
