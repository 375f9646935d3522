#include "exchange/journey_json.h"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "journey/kind_words.h"
#include "journey/metric_name.h"

namespace cairn {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kSchemaVersion = 1;

Json or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

class JsonWriter {
 public:
  explicit JsonWriter(const Journey& journey) : journey_(journey) {}

  Json write() const {
    Json json;
    json["frame"] = frame();
    json["assumptions"] = each(journey_.assumptions, [this](const Assumption& item) {
      Json out = heading(item.heading);
      out["amount"] = amount(item.amount);
      return out;
    });
    json["personas"] = each(journey_.personas, [this](const Persona& item) {
      Json out = heading(item.heading);
      out["shares"] = each(item.shares, [this](const ShareLine& line) { return share(line); });
      out["memory"] = each(item.memory, [this](const MemoryLine& line) { return memory(line); });
      out["texts"] = texts(item.texts);
      return out;
    });
    json["sources"] = each(journey_.sources, [this](const Source& item) { return source(item); });
    json["channels"] = each(journey_.channels, [](const Channel& item) { return Json(item.name); });
    json["devices"] = each(journey_.devices, [this](const Device& item) { return device(item); });
    json["flags"] = each(journey_.flags, [](const Flag& item) { return Json(item.name); });
    json["stages"] = each(journey_.stages, [this](const Stage& item) {
      Json out = heading(item.heading);
      out["places"] = each(item.places, [this](PlaceId id) { return place_name(id); });
      out["texts"] = texts(item.texts);
      return out;
    });
    json["places"] = each(journey_.places, [this](const Place& item) { return place(item); });
    json["pains"] = each(journey_.pains, [this](const Pain& item) { return pain(item); });
    json["fixes"] = each(journey_.fixes, [this](const Fix& item) { return fix(item); });
    json["scenarios"] = each(journey_.scenarios, [this](const Scenario& item) {
      Json out = heading(item.heading);
      out["fixes"] =
          each(item.fixes, [this](FixId id) { return Json(journey_.fixes[id].heading.name); });
      out["texts"] = texts(item.texts);
      return out;
    });
    json["experiments"] =
        each(journey_.experiments, [this](const Experiment& item) { return experiment(item); });
    json["expectations"] =
        each(journey_.expectations, [this](const Expectation& item) { return expectation(item); });
    return json;
  }

 private:
  template <class List, class ToJson>
  static Json each(const List& list, ToJson to_json) {
    Json array = Json::array();
    for (const auto& item : list) array.push_back(to_json(item));
    return array;
  }

  Json place_name(PlaceId id) const {
    return id.is_valid() ? Json(journey_.places[id].heading.name) : Json(nullptr);
  }

  static Json heading(const Heading& item) {
    Json json;
    json["name"] = item.name;
    json["label"] = item.label;
    json["was"] = or_null(item.was);
    return json;
  }

  Json number(ParameterId id) const {
    if (!id.is_valid()) return nullptr;
    const Parameter& parameter = journey_.parameters[id];
    Json json;
    json["unit"] = unit_word(parameter.unit);
    json["best"] = to_double(parameter.best);
    const bool has_range = parameter.doubt == Doubt::range;
    const bool is_observed = parameter.doubt == Doubt::observed;
    json["low"] = has_range ? Json(parameter.low) : Json(nullptr);
    json["high"] = has_range ? Json(parameter.high) : Json(nullptr);
    json["observed"] = is_observed ? Json(parameter.observed) : Json(nullptr);
    json["total"] = is_observed ? Json(parameter.total) : Json(nullptr);
    json["assumption"] = parameter.assumption.is_valid()
                             ? Json(journey_.assumptions[parameter.assumption].heading.name)
                             : Json(nullptr);
    json["origin"] = or_null(parameter.origin);
    return json;
  }

  Json number(const std::optional<ParameterId>& id) const {
    return id ? number(*id) : Json(nullptr);
  }

  Json amount(const Amount& amount) const {
    Json json;
    json["law"] = law_word(amount.law);
    json["first"] = number(amount.first);
    json["second"] = number(amount.second);
    return json;
  }

  static Json date(const std::optional<StartDate>& date) {
    if (!date) return nullptr;
    Json json;
    const bool is_day = date->year != 0;
    json["year"] = is_day ? Json(date->year) : Json(nullptr);
    json["month"] = is_day ? Json(date->month) : Json(nullptr);
    json["day"] = is_day ? Json(date->day) : Json(nullptr);
    json["month_number"] = is_day ? Json(nullptr) : Json(date->month_number);
    return json;
  }

  Json trait(const Trait& trait) const {
    Json json;
    json["kind"] = trait.persona.is_valid()   ? "persona"
                   : trait.source.is_valid()  ? "source"
                   : trait.channel.is_valid() ? "channel"
                                              : "device";
    json["name"] = trait_name(journey_, trait);
    return json;
  }

  Json groups(const std::vector<Group>& groups) const {
    return each(groups, [this](const Group& group) {
      return each(group.traits, [this](const Trait& item) { return trait(item); });
    });
  }

  Json condition(const Condition& condition) const {
    constexpr std::string_view kWords[] = {"visited", "last", "flag"};
    Json json;
    json["kind"] = kWords[static_cast<std::size_t>(condition.kind)];
    json["not"] = condition.is_negated;
    json["name"] = condition.kind == Condition::Kind::flag
                       ? Json(journey_.flags[condition.flag].name)
                       : place_name(condition.place);
    json["times"] =
        condition.kind == Condition::Kind::visited ? Json(condition.times) : Json(nullptr);
    return json;
  }

  // Adds "for" and "when", which end every line.
  Json scoped(Json json, const Scope& scope) const {
    json["for"] = groups(scope.groups);
    json["when"] =
        each(scope.conditions, [this](const Condition& item) { return condition(item); });
    return json;
  }

  Json share(const ShareLine& line) const {
    Json json;
    json["rest"] = line.is_rest;
    json["share"] = number(line.value);
    return scoped(std::move(json), line.scope);
  }

  Json texts(const std::vector<TextLine>& lines) const {
    return each(lines, [this](const TextLine& line) {
      Json json;
      json["kind"] = text_word(line.kind);
      json["text"] = line.text;
      json["origin"] = or_null(line.origin);
      return scoped(std::move(json), line.scope);
    });
  }

  Json flow(const FlowLine& line) const {
    Json json;
    json["kind"] = flow_word(line.kind);
    json["value"] = number(line.value);
    json["to"] = place_name(line.target);
    json["after"] = line.after ? amount(*line.after) : Json(nullptr);
    return scoped(std::move(json), line.scope);
  }

  Json money(const MoneyLine& line) const {
    Json json;
    json["amount"] = amount(line.amount);
    json["basis"] = basis_word(line.basis);
    json["per_days"] = line.basis == MoneyLine::Basis::time ? Json(line.per_days) : Json(nullptr);
    return scoped(std::move(json), line.scope);
  }

  Json memory(const MemoryLine& line) const {
    Json json;
    json["kind"] = memory_word(line.kind);
    json["name"] = line.kind == MemoryLine::Kind::clear_count
                       ? place_name(line.place)
                       : Json(journey_.flags[line.flag].name);
    json["probability"] = number(line.probability);
    return scoped(std::move(json), line.scope);
  }

  Json frame() const {
    const Frame& frame = journey_.frame;
    Json json = heading(frame.heading);
    json["language"] = or_null(frame.language);
    json["currency"] = or_null(frame.currency);
    json["entrants"] = number(frame.entrants);
    json["entrants_per_days"] = or_null(frame.entrants_per_days);
    json["starts"] = date(frame.starts);
    json["horizon"] = number(frame.horizon);
    json["discount"] = number(frame.discount);
    json["discount_per_days"] =
        frame.discount.is_valid() ? Json(frame.discount_per_days) : Json(nullptr);
    json["emotion_low"] = frame.emotion_low;
    json["emotion_high"] = frame.emotion_high;
    json["texts"] = texts(frame.texts);
    return json;
  }

  Json source(const Source& item) const {
    Json json = heading(item.heading);
    json["channel"] =
        item.channel.is_valid() ? Json(journey_.channels[item.channel].name) : Json(nullptr);
    json["shares"] = each(item.shares, [this](const ShareLine& line) { return share(line); });
    json["costs"] = each(item.costs, [this](const MoneyLine& line) { return money(line); });
    json["memory"] = each(item.memory, [this](const MemoryLine& line) { return memory(line); });
    json["flows"] = each(item.flows, [this](const FlowLine& line) { return flow(line); });
    json["texts"] = texts(item.texts);
    return json;
  }

  Json device(const Device& item) const {
    Json json;
    json["name"] = item.name;
    json["shares"] = each(item.lines, [this](const Device::Line& line) {
      Json out;
      out["persona"] = line.persona.is_valid() ? Json(journey_.personas[line.persona].heading.name)
                                               : Json(nullptr);
      const Json rest = share(line.share);
      out.update(rest);
      return out;
    });
    return json;
  }

  Json place(const Place& item) const {
    Json json = heading(item.heading);
    json["kind"] = item.kind == Place::Kind::outcome ? "outcome" : "touchpoint";
    json["stage"] =
        item.stage.is_valid() ? Json(journey_.stages[item.stage].heading.name) : Json(nullptr);
    json["channel"] =
        item.channel.is_valid() ? Json(journey_.channels[item.channel].name) : Json(nullptr);
    json["counts_as"] = counts_word(item.counts);
    json["flows"] = each(item.flows, [this](const FlowLine& line) { return flow(line); });
    json["takes"] = each(item.takes, [this](const TimeLine& line) {
      return scoped(Json{{"amount", amount(line.amount)}}, line.scope);
    });
    json["earns"] = each(item.earns, [this](const MoneyLine& line) { return money(line); });
    json["costs"] = each(item.costs, [this](const MoneyLine& line) { return money(line); });
    json["feels"] = each(item.feels, [this](const FeelingLine& line) {
      Json out;
      out["value"] = number(line.value);
      out["word"] = or_null(line.word);
      return scoped(std::move(out), line.scope);
    });
    json["memory"] = each(item.memory, [this](const MemoryLine& line) { return memory(line); });
    json["pains"] = each(item.pains, [this](PainId id) { return Json(journey_.pains[id].name); });
    json["requires"] = each(item.requires_lines, [this](const RequiresLine& line) {
      return Json(journey_.flags[line.flag].name);
    });
    json["nps"] = each(item.nps, [this](const NpsLine& line) {
      Json out;
      out["promoters"] = number(line.promoters);
      out["passives"] = number(line.passives);
      out["detractors"] = number(line.detractors);
      return scoped(std::move(out), line.scope);
    });
    json["refers"] = each(item.refers, [this](const RefersLine& line) {
      Json out;
      out["people"] = number(line.people);
      out["to"] = journey_.sources[line.source].heading.name;
      return scoped(std::move(out), line.scope);
    });
    json["texts"] = texts(item.texts);
    return json;
  }

  Json pain(const Pain& item) const {
    Json json;
    json["name"] = item.name;
    json["label"] = item.label;
    json["kind"] = item.is_reason ? "reason" : "pain";
    json["severity"] = item.severity > 0 ? Json(item.severity) : Json(nullptr);
    json["at"] = place_name(item.place);
    json["causes"] = each(item.causes, [this](const CauseLine& line) {
      return scoped(Json{{"share", number(line.share)}}, line.scope);
    });
    return scoped(std::move(json), item.scope);
  }

  Json change(const Change& line) const {
    Json json;
    json["kind"] = change_word(line.kind);
    const bool has_place = line.kind != Change::Kind::remove;
    json["of"] = has_place ? Json(place_word(line.place.kind)) : Json(nullptr);
    json["from"] = place_name(line.place.from);
    json["to"] = place_name(line.place.to);
    json["at"] = place_name(line.place.at);
    json["assumption"] = line.place.assumption.is_valid()
                             ? Json(journey_.assumptions[line.place.assumption].heading.name)
                             : Json(nullptr);
    json["pain"] = line.pain.is_valid() ? Json(journey_.pains[line.pain].name) : Json(nullptr);
    json["toward"] = place_name(line.toward);
    json["amount"] = amount(line.amount);
    return scoped(std::move(json), line.scope);
  }

  Json fix(const Fix& item) const {
    Json json = heading(item.heading);
    json["changes"] = each(item.changes, [this](const Change& line) { return change(line); });
    json["costs"] = each(item.costs, [this](const MoneyLine& line) { return money(line); });
    json["starts"] = date(item.starts);
    json["ramps"] = number(item.ramps);
    json["lasts"] = number(item.lasts);
    json["texts"] = texts(item.texts);
    return json;
  }

  Json experiment(const Experiment& item) const {
    Json json = heading(item.heading);
    json["tests"] =
        item.tests.is_valid() ? Json(journey_.fixes[item.tests].heading.name) : Json(nullptr);
    json["at"] = place_name(item.at);
    json["share"] = number(item.share);
    json["power"] = number(item.power);
    json["confidence"] = number(item.confidence);
    json["detect"] = number(item.detect);
    json["metric"] = item.metric ? Json(metric_name(journey_, *item.metric)) : Json(nullptr);
    json["texts"] = texts(item.texts);
    return json;
  }

  Json expectation(const Expectation& item) const {
    constexpr std::string_view kBaseline[] = {"none", "above", "below"};
    const bool has_low = item.bound.kind != Bound::Kind::at_most;
    const bool has_high = item.bound.kind != Bound::Kind::at_least;
    Json json;
    json["kind"] = item.is_target ? "target" : "expect";
    json["text"] = item.text;
    json["metric"] = metric_words(item.metric);
    json["of"] = or_null(metric_subject(journey_, item.metric));
    json["for"] = groups(item.groups);
    json["low"] = has_low ? Json(item.bound.low) : Json(nullptr);
    json["high"] = has_high ? Json(item.bound.high) : Json(nullptr);
    json["baseline"] = kBaseline[static_cast<std::size_t>(item.baseline)];
    json["scenario"] = item.scenario.is_valid()
                           ? Json(journey_.scenarios[item.scenario].heading.name)
                           : Json(nullptr);
    json["confidence"] = or_null(item.confidence);
    json["within_days"] = or_null(item.within_days);
    json["origin"] = or_null(item.origin);
    return json;
  }

  const Journey& journey_;
};

}  // namespace

std::string journey_to_json(const Journey& journey, const std::string& version,
                            const std::string& spec_sha256) {
  Json json;
  json["cairn"] = version;
  json["schema"] = kSchemaVersion;
  json["spec_sha256"] = spec_sha256;
  json["journey"] = JsonWriter(journey).write();
  return json.dump(2) + "\n";
}

}  // namespace cairn
