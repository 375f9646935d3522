#include <benchmark/benchmark.h>

#include "bench/project.h"
#include "render/flow/flow_draw.h"
#include "simulator/predict.h"

namespace cairn {
namespace {

/// A drawn flow, from the graph's data to the bytes of the picture, child process included.
void draw_svg(benchmark::State& state, const char* name) {
  const Journey journey = compile_spec(name).journey;
  const Prediction prediction = predict(journey, standard_questions(journey), {1, 0, 0, 0});
  const FlowGraph graph = build_flow_graph({journey, &prediction});
  for (auto step : state) {
    const auto drawn = draw_flow(graph);
    benchmark::DoNotOptimize(to_svg(std::get<Drawing>(drawn), Theme::automatic));
  }
}
BENCHMARK_CAPTURE(draw_svg, shop, "shop")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(draw_svg, saas, "saas")->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace cairn
