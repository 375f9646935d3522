#include "journey/comparison_json.h"

#include <algorithm>

#include "journey/answer_json.h"

namespace cairn {
namespace {

Json effect_to_json(const Effect& effect) {
  return Json{
      {"value", to_number(effect.value)},         {"low", to_number(effect.low)},
      {"high", to_number(effect.high)},           {"best", to_number(effect.best)},
      {"chance_up", to_number(effect.chance_up)}, {"chance_down", to_number(effect.chance_down)},
      {"error", to_number(effect.error)}};
}

Json estimate_to_json(const Estimate& estimate) {
  return Json{{"value", to_number(estimate.value)},
              {"low", to_number(estimate.low)},
              {"high", to_number(estimate.high)},
              {"best", to_number(estimate.best)}};
}

Json business_to_json(const BusinessCase& business) {
  Json json;
  json["customers"] = estimate_to_json(business.customers);
  json["profit"] = estimate_to_json(business.profit);
  json["cost"] = estimate_to_json(business.cost);
  json["net"] = estimate_to_json(business.net);
  json["chance_net"] = to_number(business.chance_net);
  json["roi"] = business.roi ? estimate_to_json(*business.roi) : Json(nullptr);
  json["payback_days"] = business.payback_days ? to_number(*business.payback_days) : Json(nullptr);
  json["chance_payback"] = to_number(business.chance_payback);
  return json;
}

std::string_view kind_name(Alternative::Kind kind) {
  switch (kind) {
    case Alternative::Kind::today:
      return "today";
    case Alternative::Kind::fix:
      return "fix";
    case Alternative::Kind::scenario:
      return "scenario";
    case Alternative::Kind::chosen:
      return "chosen";
  }
  return "";
}

Json optional_number(const std::optional<double>& value) {
  return value ? to_number(*value) : Json(nullptr);
}

Json alternative_to_json(const Journey& journey, const ComparedAlternative& row,
                         const Advised& advised) {
  Json json;
  json["name"] = alternative_name(journey, row.alternative);
  json["kind"] = kind_name(row.alternative.kind);
  json["fixes"] = Json::array();
  for (const FixId fix : row.alternative.fixes) {
    json["fixes"].push_back(journey.fixes[fix].heading.name);
  }
  json["advice"] = advice_name(advised.advice);
  json["why"] = advised.why;
  json["business"] = row.business ? business_to_json(*row.business) : Json(nullptr);
  json["nps"] = optional_number(row.nps);
  json["nps_today"] = optional_number(row.nps_today);
  json["places"] = Json::array();
  for (const PlaceEffect& place : row.places) {
    json["places"].push_back(Json{{"place", journey.places[place.place].heading.name},
                                  {"reach", to_number(place.reach)},
                                  {"reach_today", to_number(place.reach_today)},
                                  {"lost", to_number(place.lost)},
                                  {"lost_today", to_number(place.lost_today)},
                                  {"feeling", optional_number(place.feeling)},
                                  {"feeling_today", optional_number(place.feeling_today)}});
  }
  json["pains"] = Json::array();
  for (const PainEffect& pain : row.pains) {
    json["pains"].push_back(Json{{"pain", journey.pains[pain.pain].name},
                                 {"lost", to_number(pain.lost)},
                                 {"lost_today", to_number(pain.lost_today)}});
  }
  return json;
}

}  // namespace

std::string comparison_to_json(const Journey& journey, const Comparison& comparison,
                               const std::vector<Advised>& advice, const Envelope& envelope) {
  Json json = start_envelope(envelope, comparison.record);
  json["results"] = Json::array();
  for (const ComparedAlternative& row : comparison.alternatives) {
    const bool is_today = row.alternative.kind == Alternative::Kind::today;
    const std::string in = is_today ? "" : alternative_name(journey, row.alternative);
    for (const ComparedFigure& figure : row.figures) {
      Json one = answer_to_json(journey, figure.answer, in);
      if (figure.effect) one["change"] = effect_to_json(*figure.effect);
      json["results"].push_back(std::move(one));
    }
  }
  json["alternatives"] = Json::array();
  for (std::size_t a = 1; a < comparison.alternatives.size(); ++a) {
    json["alternatives"].push_back(
        alternative_to_json(journey, comparison.alternatives[a], advice[a]));
  }
  return finish_envelope(json, envelope);
}

std::string paired_to_json(const Journey& before, const Journey& after,
                           const PairedPrediction& paired, const std::string& name_after,
                           const Envelope& envelope) {
  RunRecord record = paired.after;
  record.worlds = std::max(paired.before.worlds, paired.after.worlds);
  Json json = start_envelope(envelope, record);
  json["results"] = Json::array();
  for (const PairedFigure& figure : paired.figures) {
    if (figure.before) json["results"].push_back(answer_to_json(before, *figure.before, ""));
  }
  for (const PairedFigure& figure : paired.figures) {
    if (!figure.after) continue;
    Json one = answer_to_json(after, *figure.after, name_after);
    if (figure.change) one["change"] = effect_to_json(*figure.change);
    json["results"].push_back(std::move(one));
  }
  return finish_envelope(json, envelope);
}

}  // namespace cairn
