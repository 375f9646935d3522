#include <benchmark/benchmark.h>

#include "bench/project.h"
#include "cli/pictures/map_parts.h"
#include "render/picture/picture.h"

namespace cairn {
namespace {

/// A map drawn and written as SVG from what was solved before.
void map_svg(benchmark::State& state, const char* name) {
  const Journey journey = compile_spec(name).journey;
  MapWish wish;
  wish.worlds = 20;
  const MapParts parts = gather_map(journey, wish);
  const MapInput input = map_input(journey, wish, &parts);
  for (auto step : state) benchmark::DoNotOptimize(to_svg(draw_map(input), Theme::automatic));
}
BENCHMARK_CAPTURE(map_svg, shop, "shop")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(map_svg, saas, "saas")->Unit(benchmark::kMillisecond)->UseRealTime();

/// What the map shows, solved.
void map_numbers(benchmark::State& state, const char* name) {
  const Journey journey = compile_spec(name).journey;
  for (auto step : state) benchmark::DoNotOptimize(gather_map(journey, {}));
}
BENCHMARK_CAPTURE(map_numbers, shop, "shop")->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace cairn
