#include "simulator/walked.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "simulator/time_figures.h"

namespace cairn {
namespace {

// p10, median and p90 of one time share a sorted list.
std::size_t find_time_question(const Question& question, std::vector<TimeQuestion>& questions) {
  Metric metric = question.metric;
  metric.stat = Stat::none;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    if (questions[i].metric == metric && questions[i].groups == question.groups) return i;
  }
  questions.push_back({metric, question.groups});
  return questions.size() - 1;
}

/// Sums per entrant of one class; 0 everywhere if nobody walked in it.
Totals mean_of_batches(const std::vector<WalkResult::Batch>& batches, std::size_t size) {
  Totals mean(size, 0.0);
  double people = 0;
  for (const WalkResult::Batch& batch : batches) {
    people += static_cast<double>(batch.people);
    for (std::size_t i = 0; i < size; ++i) mean[i] += batch.sums[i];
  }
  if (people > 0) {
    for (double& sum : mean) sum /= people;
  }
  return mean;
}

}  // namespace

std::vector<WalkClass> walk_classes(const Setting& setting, const WorldChains& numbers) {
  std::vector<WalkClass> classes;
  for (std::size_t c = 0; c < setting.classes.size(); ++c) {
    classes.push_back({&setting.spaces[c], &numbers.chains[c], numbers.shares[c]});
  }
  return classes;
}

Walked walk_people(const Setting& setting, const FigurePlan& plan, const WorldChains& numbers,
                   const std::vector<Question>& questions, const WalkOptions& options) {
  Walked walked;
  walked.people = options.people;
  std::vector<TimeQuestion> time_questions;
  for (std::size_t q = 0; q < questions.size(); ++q) {
    walked.times_of.push_back(plan.forms[q].is_quantile && plan.forms[q].why_not.empty()
                                  ? find_time_question(questions[q], time_questions)
                                  : Walked::npos);
  }
  if (options.people == 0) return walked;
  walked.result = walk(*setting.journey, walk_classes(setting, numbers), setting.layout,
                       numbers.weights, time_questions, options);
  walked.people = walked.result.people;
  return walked;
}

std::optional<QuantileEstimate> walked_quantile(const Walked& walked, std::size_t question,
                                                Stat stat) {
  const TimeCounts& times = walked.result.times[walked.times_of[question]];
  if (times.empty()) return std::nullopt;
  return estimate_quantile(times, quantile_level(stat));
}

std::optional<WalkFigure> walked_figure(const FigurePlan& plan, const Walked& walked,
                                        std::size_t question, double factor, const Answer& answer) {
  if (walked.people == 0 || !(factor > 0)) return std::nullopt;
  const RatioEstimate found = estimate_ratio(
      walked.result, plan.mixes[plan.mix_of[question]].includes, plan.forms[question].ratio);
  const Metric::Kind kind = answer.question.metric.kind;
  const bool is_share = kind == Metric::Kind::conversion || kind == Metric::Kind::reach;
  WalkFigure figure = compare_with_exact(found, answer.estimate.best / factor,
                                         answer.estimate.error / factor, is_share);
  if (!std::isfinite(figure.standard_error)) return std::nullopt;
  figure.value *= factor;
  figure.standard_error *= factor;
  return figure;
}

BestAnswer answer_by_walk(const Setting& setting, const FigurePlan& plan,
                          const WorldChains& numbers, const Walked& walked) {
  BestAnswer answer;
  answer.method = Method::walk;
  for (const auto& batches : walked.result.classes) {
    answer.by_class.push_back(mean_of_batches(batches, setting.layout.size()));
  }
  if (walked.people == 0) {
    // Nobody walked: nothing is known.
    answer.by_class.assign(setting.classes.size(), Totals(setting.layout.size(), std::nan("")));
    answer.values.assign(plan.forms.size(), std::nan(""));
    answer.errors.assign(plan.forms.size(), std::nan(""));
    return answer;
  }
  const std::vector<MixTotals> mixes = mix_classes(plan, numbers.shares, answer.by_class);
  answer.values = figure_values(setting, plan, numbers.world, mixes);
  for (std::size_t q = 0; q < plan.forms.size(); ++q) {
    const MixTotals& mix = mixes[plan.mix_of[q]];
    const RatioEstimate found =
        estimate_ratio(walked.result, plan.mixes[plan.mix_of[q]].includes, plan.forms[q].ratio);
    const double factor =
        calendar_factor(*setting.journey, plan.forms[q], numbers.world, mix.share);
    answer.errors.push_back(found.standard_error * factor);
  }
  return answer;
}

}  // namespace cairn
