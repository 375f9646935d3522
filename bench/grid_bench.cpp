// Time-bounded answers: what a certified grid, an estimate for worlds and quantiles of times cost.
#include <benchmark/benchmark.h>
#include <vector>

#include "bench/project.h"
#include "simulator/best.h"
#include "simulator/figures.h"
#include "simulator/follow_up.h"
#include "simulator/grid/horizon.h"
#include "simulator/grid/horizon_gradient.h"
#include "simulator/grid/time_distribution.h"
#include "simulator/setting.h"
#include "simulator/time_figures.h"
#include "simulator/worlds.h"

namespace cairn {
namespace {

/// A spec at best estimates; stays at its place, for the setting points to the journey.
struct Model {
  explicit Model(const char* name)
      : journey(compile_spec(name).journey),
        setting(build_setting(journey)),
        numbers(build_world_chains(setting, best_estimate(journey))) {}
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  Journey journey;
  Setting setting;
  WorldChains numbers;
};

/// With all questions of `cairn run`.
struct AskedModel : Model {
  explicit AskedModel(const char* name)
      : Model(name),
        questions(standard_questions(journey)),
        plan(plan_figures(setting, questions)) {}

  std::vector<Question> questions;
  FigurePlan plan;
};

/// One world, all classes, bracketed on so many cells.
void certified(benchmark::State& state, const char* name) {
  const Model model(name);
  const auto cells = static_cast<std::uint32_t>(state.range(0));
  for (auto step : state) {
    for (std::size_t c = 0; c < model.setting.classes.size(); ++c) {
      benchmark::DoNotOptimize(solve_horizon(model.journey, model.setting.spaces[c],
                                             model.numbers.chains[c], model.setting.layout,
                                             model.numbers.weights, cells));
    }
  }
  state.SetComplexityN(state.range(0));
}
BENCHMARK_CAPTURE(certified, shop, "shop")
    ->Arg(480)
    ->Arg(1024)
    ->Arg(2048)
    ->Arg(8192)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(certified, saas, "saas")
    ->Arg(480)
    ->Arg(1024)
    ->Arg(2048)
    ->Arg(8192)
    ->Unit(benchmark::kMillisecond);

/// One world, all classes, as worlds are solved: middle values on 48 cells.
void world(benchmark::State& state, const char* name) {
  const Model model(name);
  const DrawPlan draws = plan_draws(model.journey);
  std::uint32_t number = 0;
  for (auto step : state) {
    const WorldChains numbers =
        build_world_chains(model.setting, draw_world(draws, 1, number++ % 1000));
    benchmark::DoNotOptimize(estimate_with_horizon(model.setting, numbers, 48));
  }
}
BENCHMARK_CAPTURE(world, shop, "shop")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(world, saas, "saas")->Unit(benchmark::kMicrosecond);

/// One world, all classes, middle values: what slopes are to be compared with.
void estimate(benchmark::State& state, const char* name) {
  const Model model(name);
  const auto cells = static_cast<std::uint32_t>(state.range(0));
  for (auto step : state) {
    benchmark::DoNotOptimize(estimate_with_horizon(model.setting, model.numbers, cells));
  }
}

/// Slopes of one figure by every number: of conversion, or of profit and time of each entrant.
void slopes(benchmark::State& state, const char* name, bool is_money) {
  const Model model(name);
  const auto cells = static_cast<std::uint32_t>(state.range(0));
  const TotalsLayout& at = model.setting.layout;
  std::vector<double> by_total(at.size(), 0);
  by_total[at.conversion()] = is_money ? 0 : 1;
  by_total[at.revenue()] = by_total[at.end_time()] = is_money ? 1 : 0;
  by_total[at.cost()] = is_money ? -1 : 0;
  for (auto step : state) {
    for (std::size_t c = 0; c < model.setting.classes.size(); ++c) {
      benchmark::DoNotOptimize(horizon_gradient(model.journey, model.setting.spaces[c],
                                                model.numbers.chains[c], at, model.numbers.weights,
                                                by_total, cells));
    }
  }
}
BENCHMARK_CAPTURE(estimate, shop, "shop")->Arg(48)->Arg(480)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(slopes, shop_conversion, "shop", false)
    ->Arg(48)
    ->Arg(480)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(slopes, shop_money, "shop", true)
    ->Arg(48)
    ->Arg(480)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(estimate, saas, "saas")->Arg(48)->Arg(480)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(slopes, saas_conversion, "saas", false)
    ->Arg(48)
    ->Arg(480)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(slopes, saas_money, "saas", true)
    ->Arg(48)
    ->Arg(480)
    ->Unit(benchmark::kMicrosecond);

/// What each touchpoint carries, how many touches a buyer needs, and who comes elsewhere of those
/// who come to the first place: within the horizon.
void follow_up(benchmark::State& state, const char* name) {
  const Model model(name);
  for (auto step : state) {
    benchmark::DoNotOptimize(find_roles(model.setting, model.numbers));
    benchmark::DoNotOptimize(find_touches(model.setting, model.numbers));
    benchmark::DoNotOptimize(find_given(model.setting, model.numbers, PlaceId{0}));
  }
}
BENCHMARK_CAPTURE(follow_up, shop, "shop")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(follow_up, saas, "saas")->Unit(benchmark::kMillisecond);

/// Everything `cairn run` asks, at best estimates, as sharp as it is printed.
void best(benchmark::State& state, const char* name) {
  const AskedModel model(name);
  for (auto step : state) {
    benchmark::DoNotOptimize(
        solve_best(model.setting, model.plan, model.questions, model.numbers, 1));
  }
}
BENCHMARK_CAPTURE(best, shop, "shop")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(best, saas, "saas")->Unit(benchmark::kMillisecond);

/// Median and p90 of the time to conversion, all groups.
void quantiles(benchmark::State& state, const char* name) {
  const AskedModel model(name);
  const BestAnswer answer =
      solve_best(model.setting, model.plan, model.questions, model.numbers, 1);
  for (auto step : state) {
    benchmark::DoNotOptimize(
        solve_time_figures(model.setting, model.plan, model.questions, model.numbers, answer, 1));
  }
}
BENCHMARK_CAPTURE(quantiles, shop, "shop")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(quantiles, saas, "saas")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace cairn
