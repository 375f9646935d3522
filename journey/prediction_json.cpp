#include "journey/prediction_json.h"

#include <nlohmann/json.hpp>

#include "journey/answer_json.h"
#include "journey/judge.h"
#include "journey/metric_name.h"

namespace cairn {
namespace {

Json range_to_json(const PeopleRange& range) {
  return Json{{"low", to_number(range.low)}, {"high", to_number(range.high)}};
}

Json customers_to_json(const Customers& customers) {
  Json json;
  json["entrants"] = to_number(customers.entrants);
  json["per_days"] =
      customers.entrants_per_days ? to_number(*customers.entrants_per_days) : Json(nullptr);
  json["best"] = to_number(customers.best);
  json["not_known"] = range_to_json(customers.not_known);
  json["by_luck"] = range_to_json(customers.by_luck);
  json["likely"] = range_to_json(customers.likely);
  return json;
}

Json touches_to_json(const BuyerTouches& touches) {
  const auto number = [](const std::optional<std::uint64_t>& count) {
    return count ? Json(*count) : Json(nullptr);
  };
  Json json;
  json["mean"] = to_number(touches.mean);
  json["p10"] = number(touches.p10);
  json["median"] = number(touches.median);
  json["p90"] = number(touches.p90);
  json["shares"] = Json::array();
  for (const double share : touches.shares) json["shares"].push_back(to_number(share));
  json["later"] = to_number(touches.later);
  return json;
}

Json times_to_json(const std::vector<TimePercentile>& times) {
  Json json = Json::array();
  for (const TimePercentile& one : times) {
    json.push_back(Json{{"share", to_number(one.share)},
                        {"days", to_number(one.days)},
                        {"low", to_number(one.low)},
                        {"high", to_number(one.high)}});
  }
  return json;
}

Json role_to_json(const Journey& journey, const TouchpointRole& role) {
  return Json{{"touchpoint", journey.places[role.place].heading.name},
              {"converts_after", to_number(role.converts_after)},
              {"lost_without", to_number(role.lost)},
              {"conversion_if_passed_by", to_number(role.passed_on)},
              {"error", to_number(role.error)},
              {"ignores_horizon", role.ignores_horizon}};
}

Json given_to_json(const Journey& journey, const GivenReach& given) {
  Json json;
  json["place"] = journey.places[given.given].heading.name;
  json["reach"] = to_number(given.reach);
  json["error"] = to_number(given.error);
  json["ignores_horizon"] = given.ignores_horizon;
  json["others"] = Json::array();
  for (const GivenReach::Row& row : given.rows) {
    json["others"].push_back(Json{{"place", journey.places[row.place].heading.name},
                                  {"before_or_later", to_number(row.ever)},
                                  {"later", to_number(row.after)}});
  }
  return json;
}

Json bound_to_json(const Bound& bound) {
  const bool has_low = bound.kind != Bound::Kind::at_most;
  const bool has_high = bound.kind != Bound::Kind::at_least;
  return Json{{"at_least", has_low ? to_number(bound.low) : Json(nullptr)},
              {"at_most", has_high ? to_number(bound.high) : Json(nullptr)}};
}

Json judgement_to_json(const Journey& journey, const Judgement& judgement) {
  const Expectation& expectation = *judgement.expectation;
  const bool is_judged = judgement.answer != nullptr;
  const auto figure = [&](double value) { return is_judged ? to_number(value) : Json(nullptr); };
  Json json;
  json["text"] = expectation.text;
  json["kind"] = expectation.is_target ? "target" : "expect";
  json.update(question_to_json(journey, {expectation.metric, expectation.groups}));
  json["in"] = expectation.scenario.is_valid()
                   ? Json(journey.scenarios[expectation.scenario].heading.name)
                   : Json(nullptr);
  json["bound"] = bound_to_json(expectation.bound);
  json["confidence"] = expectation.confidence ? to_number(*expectation.confidence) : Json(nullptr);
  json["verdict"] = verdict_name(judgement.verdict);
  json["measured"] = figure(judgement.measured);
  json["margin"] = figure(judgement.margin);
  json["share_of_worlds"] =
      judgement.share_of_worlds ? to_number(*judgement.share_of_worlds) : Json(nullptr);
  if (!judgement.why.empty()) json["why"] = judgement.why;
  return json;
}

}  // namespace

std::string prediction_to_json(const Journey& journey, const Prediction& prediction,
                               const Envelope& envelope) {
  Json json = start_envelope(envelope, prediction.record);
  json["results"] = Json::array();
  for (const Answer& answer : prediction.answers) {
    json["results"].push_back(answer_to_json(journey, answer, ""));
  }
  if (prediction.touches) json["touches"] = touches_to_json(*prediction.touches);
  if (!prediction.conversion_times.empty()) {
    json["conversion_times"] = times_to_json(prediction.conversion_times);
  }
  for (const PersonaTimes& one : prediction.persona_times) {
    json["persona_conversion_times"].push_back(Json{
        {"for", journey.personas[one.persona].heading.name}, {"times", times_to_json(one.times)}});
  }
  if (!prediction.roles.empty()) {
    json["touchpoints"] = Json::array();
    for (const TouchpointRole& role : prediction.roles) {
      json["touchpoints"].push_back(role_to_json(journey, role));
    }
  }
  if (prediction.given) json["given"] = given_to_json(journey, *prediction.given);
  if (prediction.customers) json["customers"] = customers_to_json(*prediction.customers);
  if (envelope.judgements != nullptr) {
    json["promises"] = Json::array();
    for (const Judgement& judgement : *envelope.judgements) {
      json["promises"].push_back(judgement_to_json(journey, judgement));
    }
  }
  return finish_envelope(json, envelope);
}

}  // namespace cairn
