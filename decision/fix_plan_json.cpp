#include "decision/fix_plan_json.h"

#include "journey/answer_json.h"

namespace cairn {
namespace {

Json set_to_json(const Journey& journey, const std::optional<FixSet>& set) {
  if (!set) return nullptr;
  Json json;
  json["fixes"] = Json::array();
  for (const FixId fix : set->fixes) json["fixes"].push_back(journey.fixes[fix].heading.name);
  json["cost"] = to_number(set->cost);
  const auto net = [&](double Estimate::*part) {
    return set->business ? to_number(set->business->net.*part) : Json(nullptr);
  };
  json["net"] = net(&Estimate::value);
  json["net_low"] = net(&Estimate::low);
  json["net_high"] = net(&Estimate::high);
  json["conversion"] = to_number(set->conversion);
  json["chance_best"] = to_number(set->chance_best);
  json["regret"] = to_number(set->regret);
  return json;
}

}  // namespace

std::string fix_plan_to_json(const Journey& journey, const FixPlan& plan,
                             const PlanOptions& options, const Envelope& envelope) {
  RunRecord record;
  record.seed = options.seed;
  record.worlds = options.worlds;
  Json json = start_envelope(envelope, record);
  json["results"] = Json::array();
  Json& object = json["plan"];
  object["chosen"] = plan.why_not.empty() ? set_to_json(journey, plan.chosen) : Json(nullptr);
  object["runner_up"] = set_to_json(journey, plan.runner_up);
  object["without_budget"] = set_to_json(journey, plan.without_budget);
  object["nearest"] = set_to_json(journey, plan.nearest);
  object["tried"] = plan.tried;
  object["clashing"] = plan.clashing;
  object["is_exact"] = plan.is_exact;
  if (!plan.why_not.empty()) object["why"] = plan.why_not;
  return finish_envelope(json, envelope);
}

}  // namespace cairn
