// Today, every fix and every scenario of specs/shop in a thousand worlds, as `compare` answers,
// beside a prediction of today alone; and slopes by the numbers of fixes beside one solve. Wall
// time by number of threads; rows of one group belong to one run.
//   compare_bench [--benchmark_repetitions=5]
#include <benchmark/benchmark.h>
#include <vector>

#include "bench/project.h"
#include "journey/apply.h"
#include "simulator/compare.h"
#include "simulator/predict.h"
#include "simulator/slopes.h"
#include "simulator/worlds.h"

namespace cairn {
namespace {

constexpr std::uint32_t kWorlds = 1'000;
constexpr std::uint32_t kCells = 48;  // of the grid that worlds with a horizon are solved on

Journey shop(bool has_horizon) {
  Journey journey = compile_spec("shop").journey;
  if (!has_horizon) journey.frame.horizon = ParameterId{};
  return journey;
}

/// The same questions about today alone, on today's own states.
void predict_today(benchmark::State& state, bool has_horizon) {
  const Journey journey = shop(has_horizon);
  const std::vector<Question> questions = compare_questions(journey);
  RunOptions options;
  options.worlds = kWorlds;
  options.people = 0;
  options.threads = static_cast<unsigned>(state.range(0));
  options.engine = Engine::exact;
  for (auto step : state) {
    benchmark::DoNotOptimize(predict(journey, questions, options));
  }
}

/// With a horizon the calendar is solved too: launches, ramps, costs of fixes, payback.
void compare_all(benchmark::State& state, bool has_horizon, const char* goal) {
  const Journey journey = shop(has_horizon);
  const std::vector<Question> questions = compare_questions(journey);
  const std::vector<Alternative> alternatives = all_alternatives(journey);
  CompareOptions options;
  options.worlds = kWorlds;
  options.threads = static_cast<unsigned>(state.range(0));
  for (auto step : state) {
    benchmark::DoNotOptimize(compare(journey, alternatives, questions, options));
  }
  state.SetLabel(goal);
}

void by_threads(benchmark::internal::Benchmark* bench) {
  bench->Arg(1)->Arg(2)->UseRealTime()->MeasureProcessCPUTime()->Unit(benchmark::kMillisecond);
}
BENCHMARK_CAPTURE(predict_today, without_horizon, false)->Apply(by_threads);
BENCHMARK_CAPTURE(compare_all, without_horizon, false, "goal on two: 150 ms")->Apply(by_threads);
BENCHMARK_CAPTURE(predict_today, with_horizon, true)->Apply(by_threads);
BENCHMARK_CAPTURE(compare_all, with_calendar, true, "goal on two: 2 s")->Apply(by_threads);

/// The shop with all its fixes in full, at best estimates; stays at its place, for the setting
/// points to the journey.
struct FixedShop {
  explicit FixedShop(bool has_horizon)
      : today(shop(has_horizon)),
        journey(apply_fixes(today, all_fixes(today)).value()),
        setting(build_setting(journey)),
        numbers(build_world_chains(setting, written_estimate(journey))) {}
  FixedShop(const FixedShop&) = delete;
  FixedShop& operator=(const FixedShop&) = delete;

  Journey today;
  Journey journey;
  Setting setting;
  WorldChains numbers;
};

/// All totals of all classes, chains built before: what slopes are to be compared with.
void solve_fixed(benchmark::State& state, bool has_horizon) {
  const FixedShop model(has_horizon);
  for (auto step : state) {
    benchmark::DoNotOptimize(has_horizon
                                 ? estimate_with_horizon(model.setting, model.numbers, kCells)
                                 : solve_without_horizon(model.setting, model.numbers));
  }
}

/// Slopes of conversion or of profit per entrant by every number of the journey and of its fixes,
/// the solve before them included.
void slopes_of_fixed(benchmark::State& state, bool has_horizon, Metric::Kind kind) {
  const FixedShop model(has_horizon);
  Question question;
  question.metric.kind = kind;
  question.metric.per = kind == Metric::Kind::profit ? Per::entrant : Per::none;
  for (auto step : state) {
    benchmark::DoNotOptimize(
        has_horizon ? find_slopes_within(model.setting, model.numbers, question, kCells)
                    : find_slopes(model.setting, model.numbers, question));
  }
}
BENCHMARK_CAPTURE(solve_fixed, without_horizon, false)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(slopes_of_fixed, conversion, false, Metric::Kind::conversion)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(slopes_of_fixed, profit, false, Metric::Kind::profit)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(solve_fixed, with_horizon, true)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(slopes_of_fixed, conversion_within, true, Metric::Kind::conversion)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(slopes_of_fixed, profit_within, true, Metric::Kind::profit)
    ->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace cairn
