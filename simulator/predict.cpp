#include "simulator/predict.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

#include "base/check.h"
#include "simulator/best.h"
#include "simulator/doubt.h"
#include "simulator/figures.h"
#include "simulator/setting.h"
#include "simulator/walk/monte_carlo.h"
#include "simulator/walk/statistics.h"
#include "simulator/worlds.h"

namespace cairn {
namespace {

// The 95 % point of the standard normal: a walked figure's 5 and 95 % ends lie so many errors off.
constexpr double kNormal95 = 1.6448536269514722;

/// The walk and, by question, where its times stand (npos: no quantile was asked).
struct Walked {
  static constexpr std::size_t npos = static_cast<std::size_t>(-1);
  std::uint64_t people = 0;
  WalkResult result;
  std::vector<std::size_t> times_of;
};

double quantile_level(Stat stat) {
  switch (stat) {
    case Stat::p10:
      return 0.1;
    case Stat::p90:
      return 0.9;
    default:
      return 0.5;
  }
}

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

Walked walk_people(const Setting& setting, const FigurePlan& plan, const WorldChains& numbers,
                   const std::vector<Question>& questions, const RunOptions& options) {
  Walked walked;
  walked.people = options.people;
  std::vector<TimeQuestion> time_questions;
  for (std::size_t q = 0; q < questions.size(); ++q) {
    walked.times_of.push_back(plan.forms[q].is_quantile && plan.forms[q].why_not.empty()
                                  ? find_time_question(questions[q], time_questions)
                                  : Walked::npos);
  }
  if (options.people == 0) return walked;
  std::vector<WalkClass> classes;
  for (std::size_t c = 0; c < setting.classes.size(); ++c) {
    classes.push_back({&setting.spaces[c], &numbers.chains[c], numbers.shares[c]});
  }
  walked.result = walk(*setting.journey, classes, setting.layout, numbers.weights, time_questions,
                       {options.seed, options.people, options.threads});
  return walked;
}

void leave_undefined(std::string why, Answer& answer) {
  answer.is_defined = false;
  answer.why_not = std::move(why);
}

void answer_by_walk(const Walked& walked, std::size_t q, Answer& answer) {
  if (walked.people == 0) {
    return leave_undefined("a quantile needs the walk: ask for more than 0 people", answer);
  }
  const std::vector<double>& times = walked.result.times[walked.times_of[q]];
  if (times.empty()) return leave_undefined("a quantile over nobody", answer);
  const QuantileEstimate found =
      estimate_quantile(times, quantile_level(answer.question.metric.stat));
  Estimate& estimate = answer.estimate;
  estimate.method = Method::walk;
  estimate.value = found.value;
  estimate.best = found.value;
  estimate.error = found.standard_error;
  estimate.low = std::max(found.value - kNormal95 * found.standard_error, 0.0);
  estimate.high = found.value + kNormal95 * found.standard_error;
}

// Mean and 5-95 % range over the worlds; worlds where the figure is a mean over nobody say nothing.
void spread_over_worlds(const std::vector<double>& by_world, bool keep_samples,
                        Estimate& estimate) {
  std::vector<double> sorted;
  double sum = 0;
  for (const double value : by_world) {
    if (std::isnan(value)) continue;
    sorted.push_back(value);
    sum += value;
  }
  if (sorted.empty()) return;
  std::sort(sorted.begin(), sorted.end());
  estimate.low = estimate_quantile(sorted, 0.05).value;
  estimate.high = estimate_quantile(sorted, 0.95).value;
  // A figure that no doubt touches is the same in every world; its mean would only add rounding.
  estimate.value =
      sorted.front() == sorted.back() ? sorted.front() : sum / static_cast<double>(sorted.size());
  if (keep_samples) estimate.samples = by_world;
}

std::optional<WalkFigure> walk_figure(const FigurePlan& plan, const Walked& walked, std::size_t q,
                                      double factor, const Answer& answer) {
  if (walked.people == 0 || !(factor > 0)) return std::nullopt;
  const RatioEstimate found =
      estimate_ratio(walked.result, plan.mixes[plan.mix_of[q]].includes, plan.forms[q].ratio);
  const Metric::Kind kind = answer.question.metric.kind;
  const bool is_share = kind == Metric::Kind::conversion || kind == Metric::Kind::reach;
  WalkFigure figure = compare_with_exact(found, answer.estimate.best / factor,
                                         answer.estimate.error / factor, is_share);
  if (!std::isfinite(figure.standard_error)) return std::nullopt;
  figure.value *= factor;
  figure.standard_error *= factor;
  return figure;
}

std::vector<FlowVolume> flow_volumes(const Setting& setting, const Totals& totals) {
  std::vector<FlowVolume> volumes;
  for (std::size_t i = 0; i < setting.layout.flows.size(); ++i) {
    const TotalsLayout::FlowKey& flow = setting.layout.flows[i];
    volumes.push_back({flow.source, flow.from, flow.to, totals[setting.layout.passages(i)]});
  }
  return volumes;
}

/// All that the engines found.
struct Findings {
  WorldChains at_best;
  BestAnswer best;
  DoubtAnswer doubt;
  Walked walked;
  std::vector<MixTotals> mixes;  // of the best answer
};

Answer answer_question(const Setting& setting, const FigurePlan& plan, const Findings& findings,
                       const Question& question, std::size_t q, bool keep_samples) {
  Answer answer;
  answer.question = question;
  const MetricForm& form = plan.forms[q];
  const MixTotals& mix = findings.mixes[plan.mix_of[q]];
  answer.unit = form.unit;
  if (!form.why_not.empty()) {
    leave_undefined(form.why_not, answer);
    return answer;
  }
  if (!(mix.share > 0)) {
    leave_undefined("nobody is in this group", answer);
    return answer;
  }
  if (form.is_quantile) {
    answer_by_walk(findings.walked, q, answer);
    return answer;
  }
  const double best = findings.best.values[q];
  if (!std::isfinite(best)) {
    leave_undefined(std::isnan(best) ? "a mean over nobody" : "grows without end", answer);
    return answer;
  }
  answer.estimate = {best, best, best, best, findings.best.errors[q], findings.best.method, {}};
  if (!findings.doubt.values.empty()) {
    spread_over_worlds(findings.doubt.values[q], keep_samples, answer.estimate);
  }
  const double factor = calendar_factor(*setting.journey, form, findings.at_best.world, mix.share);
  answer.walk = walk_figure(plan, findings.walked, q, factor, answer);
  return answer;
}

void write_record(const Setting& setting, const Findings& findings, const RunOptions& options,
                  Prediction& prediction) {
  RunRecord& record = prediction.record;
  record.seed = options.seed;
  record.worlds = findings.doubt.values.empty() ? 0 : options.worlds;
  record.people = options.people;
  const double horizon_days = findings.at_best.weights.horizon_days;
  record.horizon_days = std::isfinite(horizon_days) ? horizon_days : 0;
  for (const StateSpace& space : setting.spaces) record.state_count += space.states.size();
  record.class_count = static_cast<std::uint32_t>(setting.classes.size());
  record.cut_walks = findings.walked.result.cut_walks;
  record.scaled_worlds = findings.doubt.scaled_share;
  record.scaled_sites = findings.doubt.scaled_sites;
  for (const Answer& answer : prediction.answers) {
    if (answer.walk) record.worst_z = std::max(record.worst_z, std::fabs(answer.walk->z));
  }
}

}  // namespace

Prediction predict(const Journey& journey, const std::vector<Question>& questions,
                   const RunOptions& options) {
  const Setting setting = build_setting(journey);
  for (const StateSpace& space : setting.spaces) CAIRN_CHECK(space.is_complete);
  const FigurePlan plan = plan_figures(setting, questions);

  Findings findings;
  findings.at_best = build_world_chains(setting, best_estimate(journey));
  findings.best = solve_best(setting, plan, findings.at_best, options.threads);
  findings.mixes = mix_classes(plan, findings.at_best.shares, findings.best.by_class);
  if (options.worlds > 0 && has_doubt(journey)) {
    findings.doubt = solve_doubt(setting, plan, findings.at_best, findings.best, options.seed,
                                 options.worlds, options.threads);
  }
  findings.walked = walk_people(setting, plan, findings.at_best, questions, options);

  Prediction prediction;
  for (std::size_t q = 0; q < questions.size(); ++q) {
    prediction.answers.push_back(
        answer_question(setting, plan, findings, questions[q], q, options.keep_samples));
  }
  const auto mix = std::find_if(
      plan.mixes.begin(), plan.mixes.end(),
      [&options](const FigurePlan::Mix& one) { return one.groups == options.flows_of; });
  CAIRN_CHECK(mix != plan.mixes.end());
  prediction.flows = flow_volumes(
      setting, findings.mixes[static_cast<std::size_t>(mix - plan.mixes.begin())].totals);
  write_record(setting, findings, options, prediction);
  return prediction;
}

}  // namespace cairn
