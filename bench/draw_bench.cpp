#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <string>

#include "base/check.h"
#include "bench/project.h"
#include "render/flow/flow_draw.h"
#include "simulator/predict.h"

namespace cairn {
namespace {

constexpr int kStages = 6;
constexpr int kInStage = 20;

/// 120 touchpoints in six stages; from each some stay, most go on, some go back.
std::string staged_spec() {
  std::string text = "journey staged\n  horizon 12 months\n\nsource ads\n";
  for (int i = 0; i < kInStage; ++i) text += fmt::format("  5% -> t0-{}\n", i);
  for (int s = 0; s < kStages; ++s) {
    text += fmt::format("\nstage s{}\n", s);
    for (int i = 0; i < kInStage; ++i) {
      text += fmt::format("  touchpoint t{}-{}\n    feels +1 calm\n", s, i);
      text += fmt::format("    20% -> t{}-{}\n", s, (i + 7) % kInStage);
      text += s + 1 < kStages ? fmt::format("    40% -> t{}-{}\n", s + 1, (3 * i + 1) % kInStage)
                              : std::string("    40% -> won\n");
      if (s > 0) text += fmt::format("    5% -> t{}-{}\n", s - 1, (5 * i + 2) % kInStage);
      text += "    rest -> leave\n";
    }
  }
  return text + "\noutcome won\n  counts as win\n";
}

Journey compile_staged() {
  MemoryFiles files;
  files.contents["/staged.journey"] = staged_spec();
  Diagnostics diagnostics;
  const Project project = load_project(files, "staged.journey", {}, diagnostics);
  Compiled compiled = compile(project, {}, diagnostics);
  CAIRN_CHECK(compiled.is_sound);
  return std::move(compiled.journey);
}

Prediction predict_flow(const Journey& journey) {
  RunOptions how;
  how.worlds = 0;
  how.people = 0;
  return predict(journey, flow_questions(journey, {}), how);
}

/// From the numbers to the bytes of the picture, child process included.
void draw_journey(benchmark::State& state, const Journey& journey, bool is_full) {
  const Prediction prediction = predict_flow(journey);
  FlowInput input{journey};
  input.prediction = &prediction;
  input.is_full = is_full;
  for (auto step : state) {
    const auto drawn = draw_flow(build_flow_graph(input));
    benchmark::DoNotOptimize(to_svg(std::get<Drawing>(drawn), Theme::automatic));
  }
}

void draw_svg(benchmark::State& state, const char* name) {
  draw_journey(state, compile_spec(name).journey, false);
}
BENCHMARK_CAPTURE(draw_svg, shop, "shop")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(draw_svg, saas, "saas")->Unit(benchmark::kMillisecond)->UseRealTime();

void draw_staged(benchmark::State& state, bool is_full) {
  draw_journey(state, compile_staged(), is_full);
}
BENCHMARK_CAPTURE(draw_staged, full, true)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(draw_staged, stages, false)->Unit(benchmark::kMillisecond)->UseRealTime();

/// What stands before it in `cairn draw`: the numbers.
void predict_shop(benchmark::State& state) {
  const Journey journey = compile_spec("shop").journey;
  for (auto step : state) benchmark::DoNotOptimize(predict_flow(journey));
}
BENCHMARK(predict_shop)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace cairn
