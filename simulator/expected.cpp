#include "simulator/expected.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "journey/apply.h"
#include "simulator/compare.h"

namespace cairn {
namespace {

/// Expectations that one prediction answers.
struct Asked {
  ScenarioId scenario;
  bool is_difference = false;
  double within_days = 0;  // 0: as long as the journey says
  auto operator<=>(const Asked&) const = default;
};

Asked asked_by(const Expectation& expectation) {
  return {expectation.scenario, expectation.baseline != Expectation::Baseline::none,
          expectation.within_days.value_or(0)};
}

/// A copy that is cut after so many days, or sooner if the journey already is.
Journey cut_within(Journey journey, double days) {
  if (days <= 0 || journey.horizon_or_infinity() <= days) return journey;
  Parameter horizon;
  horizon.key = "within";
  horizon.unit = Unit::days;
  horizon.best = {days, 0};
  journey.frame.horizon = journey.parameters.add(std::move(horizon));
  return journey;
}

bool is_quantile(const Metric& metric) {
  return metric.stat != Stat::none && metric.stat != Stat::mean;
}

Answer cannot_answer(const Expectation& expectation, std::string why) {
  Answer answer;
  answer.question = {expectation.metric, expectation.groups};
  answer.is_defined = false;
  answer.why_not = std::move(why);
  return answer;
}

Answer difference_answer(const ComparedFigure& figure, bool is_below) {
  Answer answer = figure.answer;
  answer.walk.reset();
  answer.deviation.reset();
  if (!figure.effect) {
    answer.is_defined = false;
    if (answer.why_not.empty()) answer.why_not = "it has no value today";
    return answer;
  }
  const Effect& effect = *figure.effect;
  Estimate estimate{effect.value, effect.low, effect.high, effect.best, effect.error,
                    answer.estimate.method, effect.samples};
  if (is_below) {
    estimate = {-effect.value, -effect.high, -effect.low, -effect.best, effect.error,
                answer.estimate.method, effect.samples};
    for (double& sample : estimate.samples) sample = -sample;
  }
  answer.estimate = std::move(estimate);
  if (answer.unit == Unit::share) answer.unit = Unit::points;
  return answer;
}

class Answering {
 public:
  Answering(const Journey& journey, const RunOptions& options)
      : journey_(journey), options_(options) {
    options_.keep_samples = true;
    result_.answers.resize(journey.expectations.size());
  }

  ExpectedAnswers answer() {
    std::map<Asked, std::vector<std::size_t>> groups;
    groups[{}];  // today's flows tell where most is lost, whatever is asked
    for (std::size_t e = 0; e < journey_.expectations.size(); ++e) {
      groups[asked_by(journey_.expectations[e])].push_back(e);
    }
    for (const auto& [asked, expectations] : groups) answer_group(asked, expectations);
    return std::move(result_);
  }

 private:
  const std::vector<FixId>& fixes_of(ScenarioId scenario) const {
    return journey_.scenarios[scenario].fixes;
  }

  void answer_group(const Asked& asked, const std::vector<std::size_t>& expectations) {
    std::vector<Question> questions;
    for (const std::size_t e : expectations) {
      questions.push_back({journey_.expectations[e].metric, journey_.expectations[e].groups});
    }
    const Journey base = cut_within(journey_, asked.within_days);
    if (asked.is_difference) return answer_differences(base, asked, expectations, questions);
    std::optional<Journey> applied = base;
    if (asked.scenario.is_valid()) applied = apply_fixes(base, fixes_of(asked.scenario));
    if (!applied) return refuse(expectations, "the scenario makes too many states");
    RunOptions how = options_;
    if (questions.empty()) how.people = 0;
    Prediction prediction = predict(*applied, questions, how);
    for (std::size_t i = 0; i < expectations.size(); ++i) {
      result_.answers[expectations[i]] = prediction.answers[i];
    }
    if (asked == Asked{}) result_.today = std::move(prediction);
  }

  void answer_differences(const Journey& base, const Asked& asked,
                          const std::vector<std::size_t>& expectations,
                          const std::vector<Question>& questions) {
    Alternative alternative;
    alternative.kind = Alternative::Kind::chosen;
    if (asked.scenario.is_valid()) alternative.fixes = fixes_of(asked.scenario);
    CompareOptions how;
    how.seed = options_.seed;
    how.worlds = options_.worlds;
    how.threads = options_.threads;
    how.keep_samples = true;
    how.find_places = false;
    const auto comparison = compare(base, {alternative}, questions, how);
    if (!comparison) return refuse(expectations, "the scenario makes too many states");
    for (std::size_t i = 0; i < expectations.size(); ++i) {
      const Expectation& expectation = journey_.expectations[expectations[i]];
      Answer& answer = result_.answers[expectations[i]];
      if (is_quantile(expectation.metric)) {
        answer = cannot_answer(expectation, "a quantile is not compared with the baseline yet");
        continue;
      }
      answer = difference_answer(comparison->alternatives.back().figures[i],
                                 expectation.baseline == Expectation::Baseline::below);
    }
  }

  void refuse(const std::vector<std::size_t>& expectations, const std::string& why) {
    for (const std::size_t e : expectations) {
      result_.answers[e] = cannot_answer(journey_.expectations[e], why);
    }
  }

  const Journey& journey_;
  RunOptions options_;
  ExpectedAnswers result_;
};

}  // namespace

ExpectedAnswers answer_expectations(const Journey& journey, const RunOptions& options) {
  return Answering(journey, options).answer();
}

}  // namespace cairn
