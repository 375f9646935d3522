#include "journey/prediction.h"

#include <algorithm>

#include "journey/state_space.h"

namespace cairn {
namespace {

constexpr double kMonthDays = 30.4375;

Metric metric_of(Metric::Kind kind) {
  Metric metric;
  metric.kind = kind;
  return metric;
}

Metric metric_at(Metric::Kind kind, PlaceId place) {
  Metric metric = metric_of(kind);
  metric.place = place;
  return metric;
}

Metric money_per(Metric::Kind kind, Per per, double per_days = 0) {
  Metric metric = metric_of(kind);
  metric.per = per;
  metric.per_days = per_days;
  return metric;
}

Metric time_until(Metric::To to, Stat stat) {
  Metric metric = metric_of(Metric::Kind::time_to);
  metric.to = to;
  metric.stat = stat;
  return metric;
}

bool has_money(const Journey& journey) {
  return std::any_of(
             journey.places.begin(), journey.places.end(),
             [](const Place& place) { return !place.earns.empty() || !place.costs.empty(); }) ||
         std::any_of(journey.sources.begin(), journey.sources.end(),
                     [](const Source& source) { return !source.costs.empty(); });
}

bool has_conversion(const Journey& journey) {
  const std::vector<bool> is_conversion = conversion_places(journey);
  return std::find(is_conversion.begin(), is_conversion.end(), true) != is_conversion.end();
}

void add_places(const Journey& journey, std::vector<Metric>& metrics) {
  for (std::size_t i = 0; i < journey.places.size(); ++i) {
    const PlaceId place = journey.places.id_at(i);
    metrics.push_back(metric_at(Metric::Kind::reach, place));
    if (journey.places[place].kind == Place::Kind::outcome) continue;
    metrics.push_back(metric_at(Metric::Kind::visits, place));
    metrics.push_back(metric_at(Metric::Kind::exits, place));
    if (!journey.places[place].feels.empty()) {
      metrics.push_back(metric_at(Metric::Kind::emotion, place));
    }
  }
}

void add_money(const Journey& journey, std::vector<Metric>& metrics) {
  const Metric::Kind kinds[] = {Metric::Kind::revenue, Metric::Kind::cost, Metric::Kind::profit};
  for (const Metric::Kind kind : kinds) metrics.push_back(money_per(kind, Per::entrant));
  if (journey.frame.entrants.is_valid() && journey.frame.entrants_per_days) {
    for (const Metric::Kind kind : kinds) {
      metrics.push_back(money_per(kind, Per::time, kMonthDays));
    }
  }
  if (has_conversion(journey)) metrics.push_back(money_per(Metric::Kind::value, Per::customer));
}

std::vector<Metric> standard_metrics(const Journey& journey) {
  std::vector<Metric> metrics;
  const bool may_convert = has_conversion(journey);
  if (may_convert) metrics.push_back(metric_of(Metric::Kind::conversion));
  add_places(journey, metrics);
  if (has_money(journey)) add_money(journey, metrics);
  if (may_convert) {
    for (const Stat stat : {Stat::none, Stat::median, Stat::p90}) {
      metrics.push_back(time_until(Metric::To::conversion, stat));
    }
  }
  metrics.push_back(time_until(Metric::To::end, Stat::none));
  const bool has_scores = std::any_of(journey.places.begin(), journey.places.end(),
                                      [](const Place& place) { return !place.nps.empty(); });
  if (has_scores) metrics.push_back(metric_of(Metric::Kind::nps));
  return metrics;
}

// Two ways to ask the same: a time without a statistic is its mean, `value` is per customer.
Metric spelled_out(Metric metric) {
  if (metric.stat == Stat::mean) metric.stat = Stat::none;
  if (metric.kind == Metric::Kind::value && metric.per == Per::none) metric.per = Per::customer;
  return metric;
}

}  // namespace

std::vector<Question> standard_questions(const Journey& journey) {
  const std::vector<Metric> metrics = standard_metrics(journey);
  std::vector<Question> questions;
  for (const Metric& metric : metrics) questions.push_back({metric, {}});
  if (journey.personas.size() < 2) return questions;
  for (std::size_t i = 0; i < journey.personas.size(); ++i) {
    Group group;
    group.traits.emplace_back().persona = journey.personas.id_at(i);
    for (const Metric& metric : metrics) questions.push_back({metric, {group}});
  }
  return questions;
}

std::vector<double> lost_at_sources(const Journey& journey, const std::vector<FlowVolume>& flows) {
  std::vector<double> lost(journey.sources.size(), 0);
  for (const FlowVolume& flow : flows) {
    if (flow.source.is_valid() && is_loss(journey, flow.to)) {
      lost[flow.source.index] += flow.per_entrant;
    }
  }
  return lost;
}

const Answer* find_answer(const Prediction& prediction, const Metric& metric,
                          const std::vector<Group>& groups) {
  const Metric wanted = spelled_out(metric);
  const auto found =
      std::find_if(prediction.answers.begin(), prediction.answers.end(), [&](const Answer& answer) {
        return spelled_out(answer.question.metric) == wanted && answer.question.groups == groups;
      });
  return found == prediction.answers.end() ? nullptr : &*found;
}

}  // namespace cairn
