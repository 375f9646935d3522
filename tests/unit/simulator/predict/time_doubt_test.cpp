#include "simulator/time_doubt.h"

#include <algorithm>
#include <cmath>
#include <string>

#include <catch2/catch.hpp>

#include "simulator/worlds.h"
#include "tests/support/solved_text.h"

namespace cairn {
namespace {

Metric time_to_conversion(Stat stat) {
  Metric metric;
  metric.kind = Metric::Kind::time_to;
  metric.to = Metric::To::conversion;
  metric.stat = stat;
  return metric;
}

const std::vector<Question> kQuestions = {{time_to_conversion(Stat::p10), {}},
                                          {time_to_conversion(Stat::median), {}},
                                          {time_to_conversion(Stat::p90), {}}};

struct Solved {
  Setting setting;
  FigurePlan plan;
  WorldChains numbers;
  BestAnswer best;
  std::vector<std::optional<TimeFigure>> figures;
};

Solved solve(const Journey& journey, const World& world) {
  Solved solved;
  solved.setting = build_setting(journey);
  solved.plan = plan_figures(solved.setting, kQuestions);
  solved.numbers = build_world_chains(solved.setting, world);
  solved.best = solve_best(solved.setting, solved.plan, kQuestions, solved.numbers, 1);
  solved.figures =
      solve_time_figures(solved.setting, solved.plan, kQuestions, solved.numbers, solved.best, 1);
  return solved;
}

std::vector<std::vector<double>> doubt_of(const Solved& solved, std::uint32_t worlds,
                                          unsigned threads) {
  return solve_time_doubt(solved.setting, solved.plan, kQuestions, solved.numbers, solved.best,
                          solved.figures, 1, worlds, threads);
}

// Two kinds of ways to buy, one of minutes and one of days, both of unknown length and share.
std::string two_ways(const std::string& frame) {
  return "journey shop \"Shop\"\n" + frame +
         "source ads \"Ads\"\n  share rest\n  -> page\n"
         "stage only \"Only\"\n"
         "  touchpoint page \"Page\"\n    takes median 3 to 6 min, p90 12 to 40 min\n"
         "    20% to 40% -> order\n    30% to 50% -> trial\n    rest -> leave\n"
         "  touchpoint trial \"Trial\"\n    takes 4 to 9 days\n"
         "    40% to 60% -> order\n    rest -> leave\n"
         "  touchpoint order \"Order\"\n    counts as conversion\n    -> done\n"
         "outcome done \"Done\"\n  counts as win\n";
}

}  // namespace

TEST_CASE("quantiles in coarse worlds are those of sharp ones", "[time_doubt]") {
  for (const char* frame : {"", "  horizon 12 months\n", "  horizon 8 days\n"}) {
    INFO(frame);
    const SolvedText text = solve_text(two_ways(frame));
    INFO(text.mistakes);
    REQUIRE(text.mistakes.empty());
    const Journey& journey = text.compiled.journey;
    const std::vector<std::vector<double>> doubt =
        doubt_of(solve(journey, best_estimate(journey)), 60, 2);
    for (std::size_t q = 0; q < kQuestions.size(); ++q) {
      REQUIRE(doubt[q].size() == 60);
      const auto [least, most] = std::minmax_element(doubt[q].begin(), doubt[q].end());
      CHECK(*most > 1.1 * *least);
      for (std::uint32_t w = 0; w < 8; ++w) {
        const Solved world = solve(journey, draw_world(journey, 1, w));
        INFO("level " << quantile_level(kQuestions[q].metric.stat) << ", world " << w);
        REQUIRE(world.figures[q]);
        CHECK(doubt[q][w] == Approx(world.figures[q]->best).epsilon(0.02));
      }
    }
  }
}

TEST_CASE("quantiles in worlds do not depend on threads, or on how many worlds there are",
          "[time_doubt]") {
  const SolvedText text = solve_text(two_ways("  horizon 30 days\n"));
  const Solved solved = solve(text.compiled.journey, best_estimate(text.compiled.journey));
  const std::vector<std::vector<double>> one = doubt_of(solved, 50, 1),
                                         many = doubt_of(solved, 80, 3);
  for (std::size_t q = 0; q < one.size(); ++q) {
    REQUIRE(one[q].size() == 50);
    REQUIRE(many[q].size() == 80);
    CHECK(std::equal(one[q].begin(), one[q].end(), many[q].begin()));
  }
}

TEST_CASE("percentiles rise, and are the quantiles that are asked for alone", "[time_doubt]") {
  for (const char* frame : {"", "  horizon 12 months\n"}) {
    const SolvedText text = solve_text(two_ways(frame));
    const Solved solved = solve(text.compiled.journey, best_estimate(text.compiled.journey));
    const std::vector<TimePercentile> times =
        solve_time_percentiles(solved.setting, solved.plan, kQuestions[0].metric, 0, solved.numbers,
                               solved.best, {0.1, 0.3, 0.5, 0.7, 0.9}, 1);
    REQUIRE(times.size() == 5);
    for (std::size_t i = 0; i < times.size(); ++i) {
      INFO(times[i].share);
      CHECK(times[i].low <= times[i].days);
      CHECK(times[i].days <= times[i].high);
      if (i > 0) CHECK(times[i - 1].days < times[i].days);
      if (i % 2 == 1) continue;
      const TimeFigure& alone = *solved.figures[i / 2];
      // Both hold the truth.
      CHECK(times[i].low <= alone.high);
      CHECK(alone.low <= times[i].high);
    }
  }
}

}  // namespace cairn
