#include <benchmark/benchmark.h>
#include <cmath>
#include <vector>

#include "bench/project.h"
#include "simulator/exact/exact.h"
#include "simulator/grid/horizon.h"
#include "simulator/worlds.h"

namespace cairn {
namespace {

struct Model {
  Journey journey;
  std::vector<StateSpace> spaces;
  TotalsLayout layout;
};

Model model_of(const char* name) {
  Model model;
  model.journey = compile_spec(name).journey;
  model.spaces = build_state_spaces(model.journey).spaces;
  model.layout = make_totals_layout(model.journey);
  return model;
}

/// One world, all classes, nothing cut by the horizon.
void exact_world(benchmark::State& state, const char* name) {
  const Model model = model_of(name);
  const World world = draw_world(model.journey, 1, 0);
  MoneyWeights weights = money_weights(model.journey, world);
  weights.horizon_days = INFINITY;
  for (auto step : state) {
    for (const StateSpace& space : model.spaces) {
      const Chain chain = build_chain(model.journey, space, world);
      benchmark::DoNotOptimize(solve_exact(model.journey, space, chain, model.layout, weights));
    }
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_CAPTURE(exact_world, shop, "shop")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(exact_world, saas, "saas")->Unit(benchmark::kMicrosecond);

/// One world, all classes, with the horizon, certified on so many cells.
void horizon_world(benchmark::State& state, const char* name) {
  const Model model = model_of(name);
  const World world = best_estimate(model.journey);
  const MoneyWeights weights = money_weights(model.journey, world);
  for (auto step : state) {
    for (const StateSpace& space : model.spaces) {
      const Chain chain = build_chain(model.journey, space, world);
      benchmark::DoNotOptimize(solve_horizon(model.journey, space, chain, model.layout, weights,
                                             static_cast<std::uint32_t>(state.range(0))));
    }
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_CAPTURE(horizon_world, shop, "shop")->Arg(480)->Arg(1920)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(horizon_world, saas, "saas")->Arg(480)->Arg(1920)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace cairn
