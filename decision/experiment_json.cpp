#include "decision/experiment_json.h"

#include "journey/answer_json.h"
#include "journey/metric_name.h"

namespace cairn {
namespace {

Json number_or_null(const std::optional<double>& value) {
  return value ? to_number(*value) : Json(nullptr);
}

Json plan_to_json(const Journey& journey, const PlannedExperiment& plan) {
  const Experiment& experiment = journey.experiments[plan.experiment];
  Json json;
  json["name"] = experiment.heading.name;
  json["tests"] = experiment.tests.is_valid() ? Json(journey.fixes[experiment.tests].heading.name)
                                              : Json(nullptr);
  json["at"] = plan.at.is_valid() ? Json(journey.places[plan.at].heading.name) : Json(nullptr);
  json["metric"] = metric_name(journey, plan.metric);
  json["convention"] = convention_of(plan.setup.method);
  json["share"] = to_number(plan.setup.share);
  json["confidence"] = to_number(plan.setup.confidence);
  json["power"] = to_number(plan.setup.power);
  json["reach"] = to_number(plan.reach);
  json["rate_today"] = to_number(plan.rate_today);
  json["effect"] = to_number(plan.effect);
  json["control"] = plan.sizes ? to_number(plan.sizes->control) : Json(nullptr);
  json["changed"] = plan.sizes ? to_number(plan.sizes->changed) : Json(nullptr);
  json["people_per_day"] = number_or_null(plan.people_per_day);
  json["days"] = number_or_null(plan.days);
  json["power_at_horizon"] = number_or_null(plan.power_at_horizon);
  json["assurance"] = number_or_null(plan.assurance);
  if (!plan.why_not.empty()) json["why"] = plan.why_not;
  return json;
}

}  // namespace

std::string experiments_to_json(const Journey& journey, const std::vector<PlannedExperiment>& plans,
                                const ExperimentOptions& options, const Envelope& envelope) {
  RunRecord record;
  record.seed = options.seed;
  record.worlds = options.worlds;
  Json json = start_envelope(envelope, record);
  json["results"] = Json::array();
  json["experiments"] = Json::array();
  for (const PlannedExperiment& plan : plans) {
    json["experiments"].push_back(plan_to_json(journey, plan));
  }
  return finish_envelope(json, envelope);
}

}  // namespace cairn
