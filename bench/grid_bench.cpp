// Time-bounded answers: what a certified grid, an estimate for worlds and quantiles of times cost.
#include <benchmark/benchmark.h>
#include <vector>

#include "bench/project.h"
#include "simulator/best.h"
#include "simulator/figures.h"
#include "simulator/grid/horizon.h"
#include "simulator/grid/time_distribution.h"
#include "simulator/setting.h"
#include "simulator/time_figures.h"
#include "simulator/worlds.h"

namespace cairn {
namespace {

struct Model {
  Journey journey;
  Setting setting;
  WorldChains numbers;
};

/// The journey stands at its place before the setting points to it.
void load(const char* name, Model& model) {
  model.journey = compile_spec(name).journey;
  model.setting = build_setting(model.journey);
  model.numbers = build_world_chains(model.setting, best_estimate(model.journey));
}

/// One world, all classes, bracketed on so many cells.
void certified(benchmark::State& state, const char* name) {
  Model model;
  load(name, model);
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
  Model model;
  load(name, model);
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

/// Everything `cairn run` asks, at best estimates, as sharp as it is printed.
void best(benchmark::State& state, const char* name) {
  Model model;
  load(name, model);
  const std::vector<Question> questions = standard_questions(model.journey);
  const FigurePlan plan = plan_figures(model.setting, questions);
  for (auto step : state) {
    benchmark::DoNotOptimize(solve_best(model.setting, plan, questions, model.numbers, 1));
  }
}
BENCHMARK_CAPTURE(best, shop, "shop")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(best, saas, "saas")->Unit(benchmark::kMillisecond);

/// Median and p90 of the time to conversion, all groups.
void quantiles(benchmark::State& state, const char* name) {
  Model model;
  load(name, model);
  const std::vector<Question> questions = standard_questions(model.journey);
  const FigurePlan plan = plan_figures(model.setting, questions);
  const BestAnswer answer = solve_best(model.setting, plan, questions, model.numbers, 1);
  for (auto step : state) {
    benchmark::DoNotOptimize(
        solve_time_figures(model.setting, plan, questions, model.numbers, answer, 1));
  }
}
BENCHMARK_CAPTURE(quantiles, shop, "shop")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(quantiles, saas, "saas")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace cairn
