// Slopes by every written number against central differences, on random journeys.
#include <cmath>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "journey/classes.h"
#include "simulator/exact/exact.h"
#include "simulator/exact/parameter_gradient.h"
#include "tests/support/compiled_text.h"
#include "tests/support/random_journey.h"

namespace cairn {
namespace {

/// Everything that does not depend on the world.
struct Model {
  CompiledText text;
  std::vector<CustomerClass> classes;
  std::vector<StateSpace> spaces;
  TotalsLayout layout;
};

Model make_model(const std::string& text) {
  Model model;
  model.text = compile_text(text);
  REQUIRE(model.text.compiled.is_sound);
  const Journey& journey = model.text.journey();
  model.classes = find_classes(journey);
  model.spaces = build_state_spaces(journey).spaces;
  model.layout = make_totals_layout(journey);
  return model;
}

struct Solved {
  MoneyWeights weights;
  std::vector<double> shares;
  std::vector<Chain> chains;
  std::vector<ExactPlan> plans;
  std::vector<Totals> totals;
};

Solved solve(const Model& model, const World& world) {
  const Journey& journey = model.text.journey();
  Solved solved;
  solved.weights = money_weights(journey, world);
  solved.weights.horizon_days = INFINITY;
  solved.shares = class_shares(journey, model.classes, world);
  for (const StateSpace& space : model.spaces) {
    solved.chains.push_back(build_chain(journey, space, world));
    solved.plans.push_back(plan_exact(journey, solved.chains.back(), model.layout));
    solved.totals.push_back(
        solve_exact(solved.plans.back(), solved.chains.back(), model.layout, solved.weights));
  }
  return solved;
}

std::optional<RatioGradient> gradient(const Model& model, const World& world, const Solved& solved,
                                      const Ratio& ratio) {
  std::vector<ClassCase> cases;
  for (std::size_t c = 0; c < model.spaces.size(); ++c) {
    cases.push_back({&model.spaces[c], &solved.plans[c], &solved.chains[c], &solved.totals[c],
                     solved.shares[c]});
  }
  return ratio_gradient(model.text.journey(), model.classes, cases, model.layout, world,
                        solved.weights, ratio);
}

double value_of(const Model& model, const World& world, const Ratio& ratio) {
  const Solved solved = solve(model, world);
  Totals mixed(model.layout.size(), 0);
  for (std::size_t c = 0; c < solved.totals.size(); ++c) {
    for (std::size_t i = 0; i < mixed.size(); ++i) {
      mixed[i] += solved.shares[c] * solved.totals[c][i];
    }
  }
  return *evaluate(ratio, mixed);
}

/// Compares every slope with a central difference.
void check_slopes(const Model& model, const Ratio& ratio, const std::string& name) {
  const World world = best_estimate(model.text.journey());
  const auto slopes = gradient(model, world, solve(model, world), ratio);
  REQUIRE(slopes.has_value());
  CHECK(slopes->value == Approx(value_of(model, world, ratio)));
  for (std::size_t p = 0; p < world.values.size(); ++p) {
    const double step = 1e-5 * (world.values[p] == 0 ? 1 : std::fabs(world.values[p]));
    World up = world, down = world;
    up.values[p] += step;
    down.values[p] -= step;
    const double high = value_of(model, up, ratio), low = value_of(model, down, ratio);
    const double difference = (high - low) / (2 * step);
    const double scale =
        1e-6 * std::fabs(difference) + 1e-10 * std::fabs(slopes->value) / step + 1e-12;
    INFO(name << " by "
              << model.text.journey().parameters[ParameterId{static_cast<std::uint32_t>(p)}].key
              << " slope " << slopes->by_parameter[p] << " difference " << difference);
    CHECK(std::fabs(slopes->by_parameter[p] - difference) <= scale);
  }
}

}  // namespace

TEST_CASE("slopes of all totals equal differences", "[exact]") {
  RandomJourneyOptions options;
  options.may_have_horizon = false;
  options.most_touchpoints = 6;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const Model model = make_model(random_journey_text(seed, options));
    const World world = best_estimate(model.text.journey());
    const Solved solved = solve(model, world);
    // All totals at once, none outweighing the others.
    Ratio all;
    for (std::size_t i = 0; i < model.layout.size(); ++i) {
      double size = 0;
      for (std::size_t c = 0; c < solved.totals.size(); ++c) {
        size += solved.shares[c] * std::fabs(solved.totals[c][i]);
      }
      all.numerator.push_back({i, (1 + static_cast<double>((i * 7 + seed) % 5)) / (size + 0.01)});
    }
    check_slopes(model, all, "seed " + std::to_string(seed));
  }
}

TEST_CASE("slopes of a ratio and of money in time", "[exact]") {
  const Model model = make_model(
      "journey j\n  currency EUR\n  discount 8% per year\n  entrants 100 per month\n"
      "persona a\n  share 40%\npersona b\n  share rest\n"
      "source s\n  share 70%\n  costs 1 EUR\n  -> look\n"
      "source t\n  share rest\n  30% -> look\n  rest -> buy\n"
      "touchpoint look\n  takes median 2 days, p90 9 days\n  costs 3 EUR per week\n"
      "  20% -> buy after 3 days\n  25% -> buy for a\n  times 1.2 -> buy for b\n  rest -> leave\n"
      "touchpoint buy\n  takes 40 days to 400 days\n  counts as conversion\n"
      "  earns 20 EUR\n  earns 5 EUR per month\n  60% -> buy\n  rest -> leave\n");
  const TotalsLayout& at = model.layout;
  check_slopes(model, {{{at.value(), 1}}, {{at.conversion(), 1}}}, "value per customer");
  check_slopes(model, {{{at.revenue(), 1}, {at.cost(), -1}}, {}}, "profit");
  check_slopes(model, {{{at.conversion_time(), 1}}, {{at.conversion(), 1}}}, "time");
  check_slopes(model, {{{at.end_time_square(), 1}}, {}}, "square");
}

TEST_CASE("a figure over nobody has no slopes", "[exact]") {
  const Model model = make_model(
      "journey j\npersona a\n  share 100%\nsource s\n  share 100%\n  -> look\n"
      "touchpoint look\n  0% -> won\n  rest -> leave\noutcome won\n  counts as win\n");
  const World world = best_estimate(model.text.journey());
  const TotalsLayout& at = model.layout;
  CHECK_FALSE(gradient(model, world, solve(model, world),
                       {{{at.conversion_time(), 1}}, {{at.conversion(), 1}}})
                  .has_value());
}

}  // namespace cairn
