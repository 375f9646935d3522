// The law of time by transforms against ten million people walked.
#include <cmath>
#include <string>

#include <catch2/catch.hpp>

#include "base/files.h"
#include "compiler/compile.h"
#include "simulator/time_figures.h"
#include "simulator/walked.h"
#include "simulator/worlds.h"

namespace cairn {
namespace {

Metric time_to(Metric::To to, Stat stat) {
  Metric metric;
  metric.kind = Metric::Kind::time_to;
  metric.to = to;
  metric.stat = stat;
  return metric;
}

}  // namespace

TEST_CASE("quantiles by inversion agree with ten million walks", "[times]") {
  for (const char* name : {"shop", "saas"}) {
    INFO(name);
    Diagnostics diagnostics;
    const DiskFiles disk;
    const std::string path = std::string(CAIRN_SOURCE_DIR "/specs/") + name + ".journey";
    const Compiled compiled = compile(load_project(disk, path, {}, diagnostics), {}, diagnostics);
    REQUIRE(compiled.is_sound);
    std::vector<Question> questions;
    for (const Metric::To to : {Metric::To::conversion, Metric::To::end}) {
      for (const Stat stat : {Stat::p10, Stat::median, Stat::p90}) {
        questions.push_back({time_to(to, stat), {}});
      }
    }
    const Setting setting = build_setting(compiled.journey);
    const FigurePlan plan = plan_figures(setting, questions);
    const WorldChains numbers = build_world_chains(setting, best_estimate(compiled.journey));
    const BestAnswer best = solve_best(setting, plan, questions, numbers, 0);
    const auto figures = solve_time_figures(setting, plan, questions, numbers, best, 0);
    const Walked walked = walk_people(setting, plan, numbers, questions, {11, 10'000'000, 0});
    for (std::size_t q = 0; q < questions.size(); ++q) {
      INFO("question " << q);
      REQUIRE(figures[q]);
      const TimeCounts& times = walked.result.times[walked.times_of[q]];
      const double level = quantile_level(questions[q].metric.stat);
      const WalkFigure walk = compare_quantile(times, level, *figures[q]);
      INFO("solved " << figures[q]->best << ", walked " << walk.value);
      // Where everybody is walked: 5 standard errors of the share that is there by the bracket.
      CHECK(std::fabs(walk.z) < 5);
      CHECK(walk.value == Approx(figures[q]->best).epsilon(5e-3).margin(1e-6));
    }
  }
}

}  // namespace cairn
