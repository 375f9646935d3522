// W506: how long an experiment must run to see what it looks for (language.md 9.8).
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <optional>
#include <string>

#include "base/text.h"
#include "cli/promises.h"
#include "journey/describe.h"
#include "simulator/predict.h"

namespace cairn {
namespace {

constexpr double kLongestTestDays = 26 * 7;
constexpr double kShortestTestDays = 7;  // a test sees every day of the week

/// The value that a standard normal quantity stays below with probability p, by bisection: erfc is
/// exact to the last digits, and a handful of experiments need no faster way.
double normal_quantile(double p) {
  double low = -40, high = 40;
  for (int i = 0; i < 200; ++i) {
    const double middle = (low + high) / 2;
    (std::erfc(-middle / std::sqrt(2.0)) / 2 < p ? low : high) = middle;
  }
  return (low + high) / 2;
}

struct TestPlan {
  double rate = 0;     // of the control
  double effect = 0;   // added by the change; may be negative
  double share = 0.5;  // of participants who see the change
  double confidence = 0.95;
  double power = 0.8;
};

/// Participants of both arms together. Two proportions, pooled under the null hypothesis, two-sided
/// (Fleiss, Levin, Paik: Statistical Methods for Rates and Proportions, 3rd ed., sec. 4.2), per arm
/// rounded up.
double participants_needed(const TestPlan& plan) {
  const double p1 = plan.rate, p2 = plan.rate + plan.effect;
  const double ratio = plan.share / (1 - plan.share);  // seeing the change per control
  const double pooled = (p1 + ratio * p2) / (1 + ratio);
  const double z_alpha = normal_quantile(1 - (1 - plan.confidence) / 2);
  const double z_power = normal_quantile(plan.power);
  const double root = z_alpha * std::sqrt((1 + 1 / ratio) * pooled * (1 - pooled)) +
                      z_power * std::sqrt(p1 * (1 - p1) + p2 * (1 - p2) / ratio);
  const double control = std::ceil(root * root / (plan.effect * plan.effect));
  return control + std::ceil(control * ratio);
}

double reach_of(const Journey& journey, const Metric& metric) {
  RunOptions how;
  how.worlds = 0;
  how.people = 0;
  const Prediction prediction = predict(journey, {{metric, {}}}, how);
  return prediction.answers.front().is_defined ? prediction.answers.front().estimate.best : 0;
}

/// Of those who reach `at`, the share that reaches what `metric` asks about afterwards: what is
/// lost to it, all in all, if everyone who comes to `at` leaves there.
std::optional<double> rate_after(const Journey& journey, PlaceId at, double reach,
                                 const Metric& metric) {
  if (metric.kind == Metric::Kind::reach && metric.place == at) return std::nullopt;
  Journey ended = journey;
  FlowLine leave;
  leave.kind = FlowLine::Kind::everyone;
  leave.target = journey.leave;
  ended.places[at].flows = {leave};
  return (reach_of(journey, metric) - reach_of(ended, metric)) / reach;
}

double value_of(const Journey& journey, const std::optional<ParameterId>& id, double otherwise) {
  return id && id->is_valid() ? to_double(journey.parameters[*id].best) : otherwise;
}

bool is_share_metric(const Metric& metric) {
  return metric.kind == Metric::Kind::reach || metric.kind == Metric::Kind::conversion;
}

void warn(const Experiment& experiment, std::string message, Diagnostics& diagnostics) {
  Diagnostic d;
  d.code = Code::W506;
  d.span = experiment.heading.name_span;
  d.message = std::move(message);
  d.help = {"test at an earlier touchpoint, or look for a larger effect with `detect`"};
  diagnostics.add(std::move(d));
}

/// "31 weeks", "1 040 weeks".
std::string weeks_words(double days) {
  const double weeks = std::ceil(days / 7 - 1e-9);
  if (!(weeks < 1e6)) return "more than a million weeks";
  return format_count(static_cast<std::int64_t>(weeks)) + (weeks == 1 ? " week" : " weeks");
}

void check_length(const Journey& journey, const Experiment& experiment, Diagnostics& diagnostics) {
  const Frame& frame = journey.frame;
  if (!experiment.detect || !experiment.metric || !is_share_metric(*experiment.metric)) return;
  if (!experiment.at.is_valid() || !frame.entrants.is_valid()) return;
  Metric at_metric;
  at_metric.kind = Metric::Kind::reach;
  at_metric.place = experiment.at;
  const double reach = reach_of(journey, at_metric);
  if (!(reach > 0)) return;
  const std::optional<double> rate = rate_after(journey, experiment.at, reach, *experiment.metric);
  if (!rate) return;
  TestPlan plan;
  plan.rate = *rate;
  plan.effect = value_of(journey, experiment.detect, 0);
  plan.share = value_of(journey, experiment.share, plan.share);
  plan.confidence = value_of(journey, experiment.confidence, plan.confidence);
  plan.power = value_of(journey, experiment.power, plan.power);
  const double changed = plan.rate + plan.effect;
  const bool is_possible = plan.effect != 0 && changed > 0 && changed < 1 && plan.share > 0 &&
                           plan.share < 1 && plan.confidence < 1 && plan.power < 1;
  if (!is_possible) return;
  const double needed = participants_needed(plan);
  const double entrants = to_double(journey.parameters[frame.entrants].best);
  const std::string people = fmt::format("{} people at \"{}\"", format_number(needed),
                                         journey.places[experiment.at].heading.name);
  if (!frame.entrants_per_days) {
    if (needed <= entrants * reach) return;
    warn(experiment,
         fmt::format("the test needs {}; {} come", people, format_number(entrants * reach)),
         diagnostics);
    return;
  }
  const double per_day = entrants / *frame.entrants_per_days * reach;
  const double days = std::max(kShortestTestDays, needed / per_day);
  const double horizon_days = journey.horizon_or_infinity();
  if (days <= std::min(kLongestTestDays, horizon_days)) return;
  warn(experiment,
       fmt::format("the test needs {} at today's traffic: {}, of whom {} come a week",
                   weeks_words(days), people, format_number(per_day * 7)),
       diagnostics);
}

}  // namespace

void check_test_lengths(const JudgedPromises& judged, Diagnostics& diagnostics) {
  for (const Experiment& experiment : judged.journey->experiments) {
    check_length(*judged.journey, experiment, diagnostics);
  }
}

}  // namespace cairn
