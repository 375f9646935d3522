#include <benchmark/benchmark.h>

#include "bench/project.h"
#include "simulator/predict.h"

namespace cairn {
namespace {

/// People walked a second, both engines' set-up included; one thread and two.
void walk_people(benchmark::State& state, const char* name) {
  const Journey journey = compile_spec(name).journey;
  const std::vector<Question> questions = standard_questions(journey);
  RunOptions options;
  options.worlds = 0;
  options.people = 1'000'000;
  options.threads = static_cast<unsigned>(state.range(0));
  for (auto step : state) benchmark::DoNotOptimize(predict(journey, questions, options));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(options.people));
}
BENCHMARK_CAPTURE(walk_people, shop, "shop")
    ->Arg(1)
    ->Arg(2)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(walk_people, saas, "saas")
    ->Arg(1)
    ->Arg(2)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

/// The whole of `cairn run` without printing: 1 000 worlds and 1 000 000 people.
void predict_all(benchmark::State& state, const char* name) {
  const Journey journey = compile_spec(name).journey;
  const std::vector<Question> questions = standard_questions(journey);
  for (auto step : state) benchmark::DoNotOptimize(predict(journey, questions, {}));
}
BENCHMARK_CAPTURE(predict_all, shop, "shop")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(predict_all, saas, "saas")->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace cairn
