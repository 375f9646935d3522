// A thousand worlds of specs/shop as `run` solves them, every figure read, with the horizon and as
// if the line were not there. Wall time by number of threads; the goals are for two cores.
//   doubt_bench [--benchmark_repetitions=5]
#include <benchmark/benchmark.h>

#include "bench/project.h"
#include "journey/prediction.h"
#include "simulator/best.h"
#include "simulator/doubt.h"
#include "simulator/worlds.h"

namespace cairn {
namespace {

void worlds_of_shop(benchmark::State& state, bool has_horizon, const char* goal) {
  Journey journey = compile_spec("shop").journey;
  if (!has_horizon) journey.frame.horizon = ParameterId{};
  const std::vector<Question> questions = standard_questions(journey);
  const Setting setting = build_setting(journey);
  const FigurePlan plan = plan_figures(setting, questions);
  const WorldChains at_best = build_world_chains(setting, best_estimate(journey));
  const BestAnswer best = solve_best(setting, plan, questions, at_best, 1);
  const auto threads = static_cast<unsigned>(state.range(0));
  for (auto step : state) {
    benchmark::DoNotOptimize(solve_doubt(setting, plan, at_best, best, 1, 1000, threads));
  }
  state.SetLabel(goal);
}
BENCHMARK_CAPTURE(worlds_of_shop, without_horizon, false, "goal on two: 60 ms, aim 15 ms")
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->MeasureProcessCPUTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(worlds_of_shop, with_horizon, true, "goal on two: 1 s, aim 0.2 s")
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->MeasureProcessCPUTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace cairn
