// Slopes of what people ask for, against differences of the predicted figures.
#include "simulator/slopes.h"

#include <cmath>
#include <string>

#include <catch2/catch.hpp>

#include "journey/prediction.h"
#include "simulator/best.h"
#include "tests/support/solved_text.h"

namespace cairn {
namespace {

const char* const kShop =
    "journey shop\n  currency EUR\n  entrants 300 per month\n  discount 10% per year\n{}"
    "persona new\n  share 60%\npersona old\n  share rest\n"
    "source ads\n  share 35% for new\n  share 10%\n  costs 2 EUR\n  -> home\n"
    "source mail\n  share rest\n  -> home\n"
    "touchpoint home\n  takes mean 2 days\n  feels +1\n"
    "  12% -> order\n  30% -> order for old\n  20% -> home after 1 to 4 days\n  rest -> leave\n"
    "touchpoint order\n  takes median 1 day, p90 3 days\n  feels -1\n  counts as conversion\n"
    "  earns 50 EUR\n  costs 4 EUR per week\n  25% -> home after 20 days\n  rest -> leave\n";

std::string shop(const std::string& line) {
  std::string text = kShop;
  return text.replace(text.find("{}"), 2, line);
}

std::vector<double> values_in(const Setting& setting, const FigurePlan& plan,
                              const std::vector<Question>& questions, const World& world) {
  return solve_best(setting, plan, questions, build_world_chains(setting, world), 1).values;
}

}  // namespace

TEST_CASE("every question has slopes that equal differences", "[slopes]") {
  const SolvedText text = solve_text(shop(""));
  INFO(text.mistakes);
  REQUIRE(text.mistakes.empty());
  const Journey& journey = text.compiled.journey;
  std::vector<Question> questions = standard_questions(journey);
  for (std::size_t q = questions.size(); q-- > 0;) {
    questions.push_back(questions[q]);
    questions.back().groups = {{{{journey.personas.id_at(1), {}, {}, {}}}}};
  }
  const Setting setting = build_setting(journey);
  const FigurePlan plan = plan_figures(setting, questions);
  const World best = best_estimate(journey);
  const WorldChains numbers = build_world_chains(setting, best);
  const std::vector<double> values = values_in(setting, plan, questions, best);
  const std::vector<std::uint8_t> kinks = find_kinks(setting, best);
  std::size_t compared = 0;
  for (std::size_t p = 0; p < best.values.size(); ++p) {
    const double step = 1e-5 * (best.values[p] == 0 ? 1 : std::fabs(best.values[p]));
    World up = best, down = best;
    up.values[p] += step;
    down.values[p] -= step;
    const std::vector<double> high = values_in(setting, plan, questions, up);
    const std::vector<double> low = values_in(setting, plan, questions, down);
    CHECK(kinks[p] == 0);
    for (std::size_t q = 0; q < questions.size(); ++q) {
      const auto slopes = find_slopes(setting, numbers, questions[q]);
      CHECK(slopes.has_value() == (!std::isnan(values[q]) && !plan.forms[q].is_quantile));
      if (!slopes) continue;
      INFO("question " << q << " by " << journey.parameters[journey.parameters.id_at(p)].key);
      CHECK(slopes->figure.value == Approx(values[q]));
      const double difference = (high[q] - low[q]) / (2 * step);
      CHECK(slopes->figure.by_parameter[p] ==
            Approx(difference).epsilon(1e-6).margin(1e-9 * std::fabs(values[q]) / step));
      ++compared;
    }
  }
  CHECK(compared > 200);
}

TEST_CASE("what has no slopes has none", "[slopes]") {
  const SolvedText text = solve_text(shop("  horizon 30 days\n"));
  REQUIRE(text.mistakes.empty());
  const Setting setting = build_setting(text.compiled.journey);
  WorldChains numbers = build_world_chains(setting, best_estimate(text.compiled.journey));
  CHECK_FALSE(find_slopes(setting, numbers, {}).has_value());
  numbers.weights.horizon_days = INFINITY;
  CHECK(find_slopes(setting, numbers, {}).has_value());
  Question median;
  median.metric.kind = Metric::Kind::time_to;
  median.metric.to = Metric::To::conversion;
  CHECK(find_slopes(setting, numbers, median)->deviation.has_value());
  median.metric.stat = Stat::median;
  CHECK_FALSE(find_slopes(setting, numbers, median).has_value());
}

}  // namespace cairn
