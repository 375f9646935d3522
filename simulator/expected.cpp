#include "simulator/expected.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "journey/apply.h"
#include "simulator/compare.h"
#include "simulator/estimates.h"

namespace cairn {
namespace {

/// Expectations that one prediction answers.
struct Asked {
  ScenarioId scenario;
  FixId fix;  // `roi of`, `payback of`
  bool is_by_calendar = false;
  bool is_difference = false;
  double within_days = 0;  // 0: as long as the journey says
  auto operator<=>(const Asked&) const = default;
};

bool is_of_fix(const Metric& metric) {
  return metric.kind == Metric::Kind::roi || metric.kind == Metric::Kind::payback;
}

bool is_of_experiment(const Metric& metric) {
  return metric.kind == Metric::Kind::sample || metric.kind == Metric::Kind::duration;
}

FixId fix_called(const Journey& journey, const std::string& name) {
  for (const FixId fix : all_fixes(journey)) {
    if (journey.fixes[fix].heading.name == name) return fix;
  }
  return {};
}

Asked asked_by(const Journey& journey, const Expectation& expectation) {
  Asked asked;
  asked.scenario = expectation.scenario;
  asked.within_days = expectation.within_days.value_or(0);
  asked.is_difference = expectation.baseline != Expectation::Baseline::none;
  if (is_of_fix(expectation.metric)) {
    asked.fix = fix_called(journey, expectation.metric.subject);
    asked.is_by_calendar = true;
  } else if (follows_calendar(expectation.metric) && has_calendar(journey)) {
    asked.is_by_calendar = expectation.scenario.is_valid();
  }
  return asked;
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
  Estimate estimate{effect.value,           effect.low,    effect.high, effect.best, effect.error,
                    answer.estimate.method, effect.samples};
  if (is_below) {
    estimate = {-effect.value, -effect.high,           -effect.low,   -effect.best,
                effect.error,  answer.estimate.method, effect.samples};
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
      if (is_of_experiment(journey_.expectations[e].metric)) {
        result_.answers[e] = cannot_answer(journey_.expectations[e], "it is not planned");
      } else {
        groups[asked_by(journey_, journey_.expectations[e])].push_back(e);
      }
    }
    std::size_t left = groups.size();
    for (const auto& [asked, expectations] : groups) {
      const ProgressScope scope(options_.progress, 1 / static_cast<double>(left--));
      answer_group(asked, expectations);
    }
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
    if (asked == Asked{}) return answer_today(expectations, std::move(questions));
    const Journey base = cut_within(journey_, asked.within_days);
    if (asked.is_by_calendar) return answer_calendars(base, asked, expectations);
    if (asked.is_difference) return answer_differences(base, asked, expectations, questions);
    std::optional<Journey> applied = base;
    if (asked.scenario.is_valid()) applied = apply_fixes(base, fixes_of(asked.scenario));
    if (!applied) return refuse(expectations, "the scenario makes too many states");
    const Prediction prediction = predict(*applied, questions, options_);
    for (std::size_t i = 0; i < expectations.size(); ++i) {
      result_.answers[expectations[i]] = prediction.answers[i];
    }
  }

  /// What the calendar starts from is asked along, since solving is most of the work.
  void answer_today(const std::vector<std::size_t>& expectations, std::vector<Question> questions) {
    RunOptions how = options_;
    if (questions.empty()) how.people = 0;
    std::vector<std::size_t> starts;
    for (std::size_t e = 0; e < journey_.expectations.size(); ++e) {
      const Expectation& expectation = journey_.expectations[e];
      const bool is_start = asked_by(journey_, expectation).is_by_calendar &&
                            !is_of_fix(expectation.metric) && !expectation.within_days;
      if (!is_start) continue;
      starts.push_back(e);
      questions.push_back({expectation.metric, {}});
    }
    result_.today = predict(journey_, questions, how);
    std::vector<Answer>& answers = result_.today.answers;
    for (std::size_t i = 0; i < expectations.size(); ++i) {
      result_.answers[expectations[i]] = answers[i];
    }
    for (std::size_t i = 0; i < starts.size(); ++i) {
      today_of_[starts[i]] = std::move(answers[expectations.size() + i]);
    }
    answers.resize(expectations.size());
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
    how.find_business = false;
    how.progress = options_.progress;
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

  void answer_calendars(const Journey& base, const Asked& asked,
                        const std::vector<std::size_t>& expectations) {
    if (!has_calendar(base)) {
      return refuse(expectations, "by the calendar it needs `entrants` and a `horizon`");
    }
    Alternative alternative;
    alternative.kind = Alternative::Kind::chosen;
    if (asked.fix.is_valid()) alternative.fixes = {asked.fix};
    if (asked.scenario.is_valid()) alternative.fixes = fixes_of(asked.scenario);
    CompareOptions how;
    how.seed = options_.seed;
    how.worlds = options_.worlds;
    how.threads = options_.threads;
    how.progress = options_.progress;
    const auto effects = compare_calendars(base, {alternative}, how);
    if (!effects) return refuse(expectations, "the scenario makes too many states");
    for (const std::size_t e : expectations) {
      result_.answers[e] = calendar_answer(base, e, effects->back());
    }
  }

  /// The figure that the calendar changes, without any change.
  Answer today_of(const Journey& base, std::size_t e) const {
    if (const auto found = today_of_.find(e); found != today_of_.end()) return found->second;
    RunOptions how = options_;
    how.people = 0;
    return predict(base, {{journey_.expectations[e].metric, {}}}, how).answers.front();
  }

  Answer calendar_answer(const Journey& base, std::size_t e, const CalendarEffect& effect) const {
    const Expectation& expectation = journey_.expectations[e];
    if (!expectation.groups.empty()) {
      return cannot_answer(expectation, "by the calendar it is known for everyone together only");
    }
    if (is_of_fix(expectation.metric)) return fix_answer(expectation, effect);
    Answer answer;
    answer.question = {expectation.metric, {}};
    const Answer today = today_of(base, e);
    if (!today.is_defined) return today;
    const bool is_difference = expectation.baseline != Expectation::Baseline::none;
    const double sign = expectation.baseline == Expectation::Baseline::below ? -1 : 1;
    // Undiscounted per month of the window; totals discounted to its start.
    const bool is_total = expectation.metric.per == Per::none;
    const double horizon_days = base.horizon_or_infinity();
    const double scale = is_total ? 1 : expectation.metric.per_days / horizon_days;
    const auto change_in = [&](std::size_t w) {
      const double revenue = value_in(is_total ? effect.total_revenue : effect.revenue, w);
      const double cost = value_in(is_total ? effect.total_cost : effect.cost, w) +
                          value_in(is_total ? effect.own_total : effect.own, w);
      if (expectation.metric.kind == Metric::Kind::revenue) return revenue * scale;
      if (expectation.metric.kind == Metric::Kind::cost) return cost * scale;
      return (revenue - cost) * scale;
    };
    const auto value_in_world = [&](std::size_t w, double of_today) {
      return is_difference ? sign * change_in(w) : of_today + change_in(w);
    };
    answer.unit = today.unit;
    answer.estimate.method = today.estimate.method;
    answer.estimate.error = is_difference ? 0 : today.estimate.error;
    answer.estimate.best = value_in_world(kBest, today.estimate.best);
    std::vector<double> samples;
    for (std::size_t w = 0; w < effect.conversions.by_world.size(); ++w) {
      samples.push_back(value_in_world(
          w, w < today.estimate.samples.size() ? today.estimate.samples[w] : today.estimate.best));
    }
    spread(samples, answer.estimate);
    return answer;
  }

  /// `roi of F` and `payback of F`.
  static Answer fix_answer(const Expectation& expectation, const CalendarEffect& effect) {
    Answer answer;
    answer.question = {expectation.metric, {}};
    if (!(effect.own.best > 0)) return cannot_answer(expectation, "the fix has no `costs`");
    answer.estimate.method = Method::grid;
    std::vector<double> samples;
    if (expectation.metric.kind == Metric::Kind::payback) {
      answer.unit = Unit::days;
      answer.estimate.best = effect.payback_days.value_or(HUGE_VAL);
      samples = effect.payback_by_world;
      answer.estimate.value = answer.estimate.low = answer.estimate.high = answer.estimate.best;
      if (samples.empty()) return answer;
      std::vector<double> sorted = samples;
      std::sort(sorted.begin(), sorted.end());
      const auto at = [&](double level) {
        return sorted[static_cast<std::size_t>(level * static_cast<double>(sorted.size() - 1))];
      };
      answer.estimate.value = at(0.5);
      answer.estimate.low = at(0.05);
      answer.estimate.high = at(0.95);
      answer.estimate.samples = std::move(samples);
      return answer;
    }
    const auto roi = [&](std::size_t w) {
      const double own = value_in(effect.own, w);
      return (value_in(effect.revenue, w) - value_in(effect.cost, w) - own) / own;
    };
    answer.unit = Unit::share;
    answer.estimate.best = roi(kBest);
    for (std::size_t w = 0; w < effect.own.by_world.size(); ++w) samples.push_back(roi(w));
    spread(samples, answer.estimate);
    return answer;
  }

  static constexpr std::size_t kBest = static_cast<std::size_t>(-1);

  static double value_in(const CalendarFigure& figure, std::size_t w) {
    return w < figure.by_world.size() ? figure.by_world[w] : figure.best;
  }

  static void spread(const std::vector<double>& samples, Estimate& estimate) {
    estimate.value = estimate.low = estimate.high = estimate.best;
    if (!samples.empty()) spread_over_worlds(samples, true, estimate);
  }

  void refuse(const std::vector<std::size_t>& expectations, const std::string& why) {
    for (const std::size_t e : expectations) {
      result_.answers[e] = cannot_answer(journey_.expectations[e], why);
    }
  }

  const Journey& journey_;
  RunOptions options_;
  std::map<std::size_t, Answer> today_of_;  // by expectation: what the calendar starts from
  ExpectedAnswers result_;
};

}  // namespace

ExpectedAnswers answer_expectations(const Journey& journey, const RunOptions& options) {
  return Answering(journey, options).answer();
}

}  // namespace cairn
