// Facts of fixes, scenarios, experiments and promises.
#include <fmt/format.h>
#include <unordered_map>
#include <utility>

#include "diff/fact_writer.h"
#include "journey/metric_name.h"

namespace cairn {
namespace {

/// What a change acts on, for people and for comparing.
struct Aim {
  std::string text, key;
};

Aim place_aim(const FactWriter& writer, PlaceId id) {
  if (!id.is_valid()) return {};
  return {writer.journey().places[id].heading.name, writer.names().places[id.index]};
}

Aim change_aim(const FactWriter& writer, const ChangePlace& place) {
  static constexpr const char* kWords[] = {"", "takes", "earns", "costs", "feels", ""};
  if (place.kind == ChangePlace::Kind::assumption) {
    if (!place.assumption.is_valid()) return {};
    return {writer.journey().assumptions[place.assumption].heading.name,
            "assume " + writer.names().assumptions[place.assumption.index]};
  }
  if (place.kind == ChangePlace::Kind::flow) {
    const Aim from = place_aim(writer, place.from), to = place_aim(writer, place.to);
    const std::string start = from.text.empty() ? "" : from.text + " ";
    return {start + "-> " + to.text, from.key + " -> " + to.key};
  }
  const Aim at = place_aim(writer, place.at);
  const std::string word = std::string(kWords[static_cast<std::size_t>(place.kind)]) + " at ";
  return {word + at.text, word + at.key};
}

struct ChangeWords {
  const char* verb;
  const char* joint;  // between aim and value
};

ChangeWords words_of(Change::Kind kind) {
  switch (kind) {
    case Change::Kind::set:
      return {"set", " to "};
    case Change::Kind::scale:
      return {"scale", " times "};
    case Change::Kind::raise:
      return {"raise", " by "};
    case Change::Kind::lower:
      return {"lower", " by "};
    case Change::Kind::remove:
      return {"remove", " of "};
    case Change::Kind::move:
      return {"move", " of "};
  }
  return {"", ""};
}

void add_change(FactWriter& writer, const Change& change) {
  const ChangeWords words = words_of(change.kind);
  const bool is_remove = change.kind == Change::Kind::remove;
  Aim aim = is_remove ? Aim{} : change_aim(writer, change.place);
  if (is_remove && change.pain.is_valid()) {
    aim.text = aim.key = writer.journey().pains[change.pain].name;
  }
  if (change.toward.is_valid()) {
    const Aim toward = place_aim(writer, change.toward);
    const std::string joint = is_remove ? " toward " : " to ";
    aim = {aim.text + joint + toward.text, aim.key + joint + toward.key};
  }
  FactValue value = writer.values().amount(change.amount);
  const bool value_first = is_remove || change.kind == Change::Kind::move;
  const std::string line =
      value_first ? value.text + words.joint + aim.text : aim.text + words.joint + value.text;
  const std::string verb = words.verb;
  const std::string about = verb + " " + aim.text;
  Fact& fact = writer.add(DiffTopic::plans, verb, about, aim.key, change.scope, std::move(value),
                          change.span);
  fact.origin = writer.values().origin(change.amount.first);
  fact.line = verb + " " + line + fact.subject.substr(about.size());
}

std::string start_words(const StartDate& date) {
  if (date.year == 0) return fmt::format("month {}", date.month_number);
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

void add_fixes(FactWriter& writer) {
  const Journey& journey = writer.journey();
  for (std::size_t i = 0; i < journey.fixes.size(); ++i) {
    const Fix& item = journey.fixes[journey.fixes.id_at(i)];
    writer.open(DiffTopic::plans, "fix", item.heading, writer.names().fixes[i]);
    for (const Change& change : item.changes) add_change(writer, change);
    writer.money(DiffTopic::plans, "costs", item.costs);
    if (item.starts) {
      writer.add_single(DiffTopic::plans, "starts", text_value(start_words(*item.starts)),
                        item.starts->span);
    }
    for (const auto& [word, days] :
         {std::pair("ramps", item.ramps), std::pair("lasts", item.lasts)}) {
      if (!days.is_valid()) continue;
      writer.add_single(DiffTopic::plans, word, writer.values().number(days),
                        journey.parameters[days].span);
    }
    writer.texts(DiffTopic::plans, item.texts);
  }
}

void add_scenarios(FactWriter& writer) {
  const Journey& journey = writer.journey();
  for (std::size_t i = 0; i < journey.scenarios.size(); ++i) {
    const Scenario& item = journey.scenarios[journey.scenarios.id_at(i)];
    writer.open(DiffTopic::plans, "scenario", item.heading, writer.names().scenarios[i]);
    for (const FixId fix : item.fixes) {
      writer.add(DiffTopic::plans, "includes", "includes " + journey.fixes[fix].heading.name,
                 writer.names().fixes[fix.index], {}, text_value(""), item.heading.span);
    }
    writer.texts(DiffTopic::plans, item.texts);
  }
}

/// `roi of FIX` and `sample of TEST` name their subject by text.
class Subjects {
 public:
  explicit Subjects(const FactWriter& writer) {
    const Journey& journey = writer.journey();
    for (std::size_t i = 0; i < journey.fixes.size(); ++i) {
      names_[journey.fixes[journey.fixes.id_at(i)].heading.name] = writer.names().fixes[i];
    }
    for (std::size_t i = 0; i < journey.experiments.size(); ++i) {
      names_[journey.experiments[i].heading.name] = writer.names().experiments[i];
    }
  }

  Aim metric(const FactWriter& writer, const Metric& metric) const {
    Aim aim{metric_name(writer.journey(), metric), metric_words(metric)};
    if (metric.place.is_valid()) {
      aim.key += " " + writer.names().places[metric.place.index];
    } else if (!metric.subject.empty()) {
      const auto known = names_.find(metric.subject);
      aim.key += " " + (known == names_.end() ? metric.subject : known->second);
    }
    return aim;
  }

 private:
  std::unordered_map<std::string, std::string> names_;
};

void add_experiments(FactWriter& writer, const Subjects& subjects) {
  const Journey& journey = writer.journey();
  for (std::size_t i = 0; i < journey.experiments.size(); ++i) {
    const Experiment& item = journey.experiments[i];
    const Span span = item.heading.span;
    writer.open(DiffTopic::plans, "experiment", item.heading, writer.names().experiments[i]);
    if (item.tests.is_valid()) {
      FactValue tests = text_value(journey.fixes[item.tests].heading.name);
      tests.key = writer.names().fixes[item.tests.index];
      writer.add_single(DiffTopic::plans, "tests", std::move(tests), span);
    }
    if (item.at.is_valid()) {
      FactValue at = text_value(journey.places[item.at].heading.name);
      at.key = writer.names().places[item.at.index];
      writer.add_single(DiffTopic::plans, "at", std::move(at), span);
    }
    for (const auto& [word, value] :
         {std::pair("share", item.share), std::pair("power", item.power),
          std::pair("confidence", item.confidence), std::pair("detect", item.detect)}) {
      if (!value) continue;
      const Span at = value->is_valid() ? journey.parameters[*value].span : span;
      writer.add_single(DiffTopic::plans, word, writer.values().number_or_rest(*value), at);
    }
    if (item.metric) {
      const Aim aim = subjects.metric(writer, *item.metric);
      FactValue metric = text_value(aim.text);
      metric.key = aim.key;
      writer.add_single(DiffTopic::plans, "metric", std::move(metric), span);
    }
    writer.texts(DiffTopic::plans, item.texts);
  }
}

Unit bound_unit(const Expectation& promise) {
  switch (promise.metric.kind) {
    case Metric::Kind::conversion:
    case Metric::Kind::reach:
    case Metric::Kind::exits:
      return promise.baseline == Expectation::Baseline::none ? Unit::share : Unit::points;
    case Metric::Kind::time_to:
    case Metric::Kind::time_at:
    case Metric::Kind::payback:
    case Metric::Kind::duration:
      return Unit::days;
    case Metric::Kind::revenue:
    case Metric::Kind::cost:
    case Metric::Kind::profit:
    case Metric::Kind::value:
      return Unit::money;
    case Metric::Kind::visits:
    case Metric::Kind::touches:
    case Metric::Kind::emotion:
    case Metric::Kind::nps:
    case Metric::Kind::roi:
    case Metric::Kind::sample:
      break;
  }
  return Unit::factor;
}

FactValue bound_value(const FactWriter& writer, const Expectation& promise) {
  const Unit unit = bound_unit(promise);
  const Bound& bound = promise.bound;
  FactValue value;
  if (bound.kind == Bound::Kind::between) {
    append(value, "between ", writer.values().plain(unit, bound.low));
    append(value, " and ", writer.values().plain(unit, bound.high));
  } else {
    const bool is_least = bound.kind == Bound::Kind::at_least;
    append(value, is_least ? "at least " : "at most ",
           writer.values().plain(unit, is_least ? bound.low : bound.high));
  }
  if (promise.baseline == Expectation::Baseline::above) append(value, " above baseline");
  if (promise.baseline == Expectation::Baseline::below) append(value, " below baseline");
  if (promise.within_days) append(value, " within " + days_text(*promise.within_days));
  if (promise.confidence) {
    append(value, " with ", writer.values().plain(Unit::share, *promise.confidence));
    append(value, " confidence");
    value.parts.back().label = "confidence";
  }
  return value;
}

void add_promises(FactWriter& writer, const Subjects& subjects) {
  const Journey& journey = writer.journey();
  FactBlock& block = writer.open(DiffTopic::plans, "promises", "", {});
  block.is_written = false;
  for (const Expectation& promise : journey.expectations) {
    const std::string word = promise.is_target ? "target" : "expect";
    const Aim aim = subjects.metric(writer, promise.metric);
    const ScopeWords who = writer.scope(promise.groups, {});
    std::string about = word + " " + aim.text + who.text;
    std::string key =
        fmt::format("{}\x1f{}\x1f{}\x1f{}", aim.key, who.key, static_cast<int>(promise.baseline),
                    static_cast<int>(promise.bound.kind));
    if (promise.scenario.is_valid()) {
      about += " in " + journey.scenarios[promise.scenario].heading.name;
      key += "\x1f" + writer.names().scenarios[promise.scenario.index];
    }
    Fact& fact = writer.add(DiffTopic::plans, word, about, key, {}, bound_value(writer, promise),
                            promise.span);
    fact.origin = promise.origin;
    if (!promise.text.empty()) fact.line = promise.text;
  }
}

}  // namespace

void add_plan_facts(FactWriter& writer) {
  add_fixes(writer);
  add_scenarios(writer);
  const Subjects subjects(writer);
  add_experiments(writer, subjects);
  add_promises(writer, subjects);
}

}  // namespace cairn
