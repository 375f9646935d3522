#include "simulator/time_figures.h"

#include <cmath>
#include <string>

#include <catch2/catch.hpp>

#include "base/files.h"
#include "compiler/compile.h"
#include "simulator/walked.h"
#include "simulator/worlds.h"
#include "tests/support/random_journey.h"
#include "tests/support/solved_text.h"

namespace cairn {
namespace {

Metric time_to(Metric::To to, Stat stat, PlaceId place = {}) {
  Metric metric;
  metric.kind = Metric::Kind::time_to;
  metric.to = to;
  metric.stat = stat;
  metric.place = place;
  return metric;
}

/// Everything that quantiles can be asked of, for everyone.
std::vector<Question> all_questions(const Journey& journey) {
  std::vector<Question> questions;
  for (const Stat stat : {Stat::p10, Stat::median, Stat::p90}) {
    questions.push_back({time_to(Metric::To::conversion, stat), {}});
    questions.push_back({time_to(Metric::To::end, stat), {}});
    for (std::size_t i = 0; i < journey.places.size(); i += 3) {
      questions.push_back({time_to(Metric::To::place, stat, journey.places.id_at(i)), {}});
    }
  }
  return questions;
}

struct Solved {
  Setting setting;
  FigurePlan plan;
  WorldChains numbers;
  BestAnswer best;
  std::vector<std::optional<TimeFigure>> figures;
};

Solved solve(const Journey& journey, const std::vector<Question>& questions) {
  Solved solved;
  solved.setting = build_setting(journey);
  solved.plan = plan_figures(solved.setting, questions);
  solved.numbers = build_world_chains(solved.setting, best_estimate(journey));
  solved.best = solve_best(solved.setting, solved.plan, questions, solved.numbers, 1);
  solved.figures =
      solve_time_figures(solved.setting, solved.plan, questions, solved.numbers, solved.best, 1);
  return solved;
}

/// How often the walk's quantiles are farther off than five standard errors; how many were held
/// against it.
void hold_against_walk(const Journey& journey, std::uint64_t people, std::size_t& held) {
  const std::vector<Question> questions = all_questions(journey);
  const Solved solved = solve(journey, questions);
  const Walked walked =
      walk_people(solved.setting, solved.plan, solved.numbers, questions, {7, people, 1});
  for (std::size_t q = 0; q < questions.size(); ++q) {
    if (walked.times_of[q] == Walked::npos) continue;
    const TimeCounts& times = walked.result.times[walked.times_of[q]];
    const double level = quantile_level(questions[q].metric.stat);
    INFO("question " << q << ", level " << level << ", walked " << times.size());
    if (!solved.figures[q]) {
      CHECK(times.empty());
      continue;
    }
    const TimeFigure& figure = *solved.figures[q];
    CHECK(figure.low <= figure.best);
    CHECK(figure.best <= figure.high);
    // Too few for the normal law to judge.
    if (static_cast<double>(times.size()) * std::min(level, 1 - level) < 50) continue;
    ++held;
    const WalkFigure walk = compare_quantile(times, level, figure);
    INFO("solved " << figure.low << " … " << figure.best << " … " << figure.high << " walked "
                   << walk.value << " +- " << walk.standard_error);
    CHECK(std::fabs(walk.z) < 5);
  }
}

}  // namespace

TEST_CASE("quantiles of times agree with the walk on random journeys", "[time_figures]") {
  std::size_t held = 0;
  for (std::uint64_t seed = 1; seed <= 24; ++seed) {
    const SolvedText text = solve_text(random_journey_text(seed));
    INFO("random journey " << seed);
    REQUIRE(text.mistakes.empty());
    hold_against_walk(text.compiled.journey, 20'000, held);
  }
  CHECK(held > 120);
}

TEST_CASE("quantiles of times agree with the walk on the specs", "[time_figures]") {
  std::size_t held = 0;
  for (const char* name : {"shop", "saas", "tea-shop", "toko-busana"}) {
    INFO(name);
    Diagnostics diagnostics;
    const DiskFiles disk;
    const std::string path = std::string(CAIRN_SOURCE_DIR "/specs/") + name + ".journey";
    const Compiled compiled = compile(load_project(disk, path, {}, diagnostics), {}, diagnostics);
    REQUIRE(compiled.is_sound);
    hold_against_walk(compiled.journey, 200'000, held);
  }
  CHECK(held > 60);
}

TEST_CASE("a median of minutes is sharp in a horizon of a year, and without one",
          "[time_figures]") {
  const std::string text =
      "journey shop \"Shop\"\n%\n"
      "source ads \"Ads\"\n  share rest\n  -> page\n"
      "stage only \"Only\"\n"
      "  touchpoint page \"Page\"\n    takes median 4 min, p90 12 min\n"
      "    30% -> order\n    rest -> leave\n"
      "  touchpoint order \"Order\"\n    counts as conversion\n    takes 1 day\n    -> done\n"
      "outcome done \"Done\"\n  counts as win\n";
  for (const char* line : {"", "  horizon 12 months\n"}) {
    std::string with = text;
    with.replace(with.find("%\n"), 2, line);
    const SolvedText solved_text = solve_text(with);
    INFO(solved_text.mistakes);
    REQUIRE(solved_text.mistakes.empty());
    const std::vector<Question> questions{{time_to(Metric::To::conversion, Stat::median), {}},
                                          {time_to(Metric::To::conversion, Stat::p90), {}},
                                          {time_to(Metric::To::end, Stat::p90), {}}};
    const Solved solved = solve(solved_text.compiled.journey, questions);
    const double minute = 1.0 / 1440;
    for (const auto& [q, truth] : {std::pair{0, 4 * minute}, {1, 12 * minute}}) {
      REQUIRE(solved.figures[static_cast<std::size_t>(q)]);
      const TimeFigure& figure = *solved.figures[static_cast<std::size_t>(q)];
      CHECK(figure.low <= truth);
      CHECK(truth <= figure.high);
      CHECK(figure.high - figure.low < truth * 1e-3);
      CHECK(figure.best == Approx(truth).epsilon(1e-5));
    }
    // 70 % leave in minutes; the ninth tenth has bought: a day and what the page took.
    REQUIRE(solved.figures[2]);
    CHECK(solved.figures[2]->low > 1);
    CHECK(solved.figures[2]->high < 1.01);
  }
}

TEST_CASE("times that the horizon cuts", "[time_figures]") {
  // Nobody can convert within the horizon, half stay in a loop that nobody leaves.
  const std::string text =
      "journey club \"Club\"\n  horizon 10 days\n"
      "source ads \"Ads\"\n  share rest\n  50% -> trial\n  rest -> member\n"
      "stage only \"Only\"\n"
      "  touchpoint trial \"Trial\"\n    takes 30 days\n    40% -> order\n    rest -> leave\n"
      "  touchpoint member \"Member\"\n    takes 1 day\n    99% -> member\n    rest -> leave\n"
      "  touchpoint order \"Order\"\n    counts as conversion\n    -> done\n"
      "outcome done \"Done\"\n  counts as win\n";
  const SolvedText solved_text = solve_text(text);
  INFO(solved_text.mistakes);
  REQUIRE(solved_text.mistakes.empty());
  const std::vector<Question> questions{{time_to(Metric::To::conversion, Stat::median), {}},
                                        {time_to(Metric::To::end, Stat::median), {}},
                                        {time_to(Metric::To::end, Stat::p10), {}}};
  const Solved solved = solve(solved_text.compiled.journey, questions);
  CHECK(!solved.figures[0]);
  REQUIRE(solved.figures[1]);
  CHECK(solved.figures[1]->low == Approx(10));
  CHECK(solved.figures[1]->best == Approx(10));
  CHECK(solved.figures[1]->high == Approx(10));
  // Of the half who are members 1 - 0.99^9 have left after nine days: 4.3 % of all.
  REQUIRE(solved.figures[2]);
  CHECK(solved.figures[2]->best == Approx(10));
}

TEST_CASE("the walk's quantile is judged by its share of people", "[time_figures]") {
  // Half on day 1, the rest on day 2: the walk may find its median on either.
  TimeCounts times, none;
  for (int i = 0; i < 1000; ++i) times.add(i < 490 ? 1.0 : 2.0);
  for (int i = 0; i < 10; ++i) none.add(0.0);
  CHECK(std::fabs(compare_quantile(times, 0.5, {1, 1, 1}).z) < 1);
  CHECK(compare_quantile(times, 0.5, {1, 1, 1}).z > 0);
  CHECK(compare_quantile(times, 0.5, {2, 2, 2}).z == 0);
  CHECK(compare_quantile(times, 0.5, {2.5, 2.5, 2.5}).z < -5);
  CHECK(compare_quantile(times, 0.5, {0.2, 0.5, 0.9}).z > 5);
  CHECK(compare_quantile(none, 0.5, {0, 0, 0}).z == 0);
}

}  // namespace cairn
