#include "diff/facts.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <utility>

#include "base/label.h"
#include "diff/fact_writer.h"
#include "journey/describe.h"
#include "journey/metric_name.h"

namespace cairn {
namespace {

constexpr char kApart = '\x1f';  // between the parts of a key; no name holds it

template <class IdType, class T>
std::vector<std::string> names_of(const Table<IdType, T>& table) {
  std::vector<std::string> names;
  for (const T& item : table) names.push_back(item.heading.name);
  return names;
}

std::string join_sorted(std::vector<std::string> parts, std::string_view joint) {
  std::sort(parts.begin(), parts.end());
  parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
  std::string text;
  for (const std::string& part : parts) {
    if (!text.empty()) text += joint;
    text += part;
  }
  return text;
}

}  // namespace

FactNames own_names(const Journey& journey) {
  FactNames names;
  names.personas = names_of(journey.personas);
  names.sources = names_of(journey.sources);
  names.stages = names_of(journey.stages);
  names.places = names_of(journey.places);
  names.assumptions = names_of(journey.assumptions);
  names.fixes = names_of(journey.fixes);
  names.scenarios = names_of(journey.scenarios);
  for (const Experiment& item : journey.experiments) {
    names.experiments.push_back(item.heading.name);
  }
  return names;
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) out += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
  return out + "\"";
}

bool FactWriter::is_own_label(const std::string& name, const std::string& label) {
  return label != label_from_name(name);
}

FactBlock& FactWriter::open(DiffTopic topic, std::string_view kind, const Heading& heading,
                            std::string_view key_name) {
  FactBlock& block = open(topic, kind, key_name, heading.span);
  block.name = heading.name;
  if (is_own_label(heading.name, heading.label)) block.label = heading.label;
  block.line = fmt::format("{} {}", kind, heading.name);
  if (!block.label.empty()) block.line += " " + in_quotes(block.label);
  FactValue label = text_value(block.label.empty() ? "" : in_quotes(block.label));
  add_single(DiffTopic::words, "label", std::move(label), heading.span).is_in_heading = true;
  return block;
}

FactBlock& FactWriter::open(DiffTopic topic, std::string_view kind, std::string_view key_name,
                            Span span) {
  FactBlock& block = blocks_.emplace_back();
  block.topic = topic;
  block.kind = kind;
  block.key = fmt::format("{} {}", kind, key_name);
  block.span = span;
  return block;
}

Fact& FactWriter::add(DiffTopic topic, std::string_view what, std::string_view about,
                      std::string_view about_key, const Scope& scope_of, FactValue value,
                      Span span) {
  const ScopeWords words = scope(scope_of.groups, scope_of.conditions);
  Fact& fact = blocks_.back().facts.emplace_back();
  fact.topic = topic;
  fact.what = what;
  fact.loose_subject = about;
  fact.loose_key = fmt::format("{}{}{}", what, kApart, about_key);
  fact.subject = fmt::format("{}{}", about, words.text);
  fact.key = fmt::format("{}{}{}", fact.loose_key, kApart, words.key);
  fact.line = about.empty() ? std::string(what) : std::string(about);
  if (!value.text.empty()) fact.line += " " + value.text;
  fact.line += words.text;
  fact.value = std::move(value);
  fact.span = span;
  return fact;
}

Fact& FactWriter::add_single(DiffTopic topic, std::string_view what, FactValue value, Span span) {
  return add(topic, what, what, "", {}, std::move(value), span);
}

std::string FactWriter::trait_key(const Trait& trait) const {
  if (trait.persona.is_valid()) return "persona " + names_.personas[trait.persona.index];
  if (trait.source.is_valid()) return "source " + names_.sources[trait.source.index];
  if (trait.channel.is_valid()) return "channel " + journey_.channels[trait.channel].name;
  if (trait.device.is_valid()) return "device " + journey_.devices[trait.device].name;
  return "";
}

std::string FactWriter::condition_key(const Condition& condition) const {
  std::string key = condition.is_negated ? "not " : "";
  switch (condition.kind) {
    case Condition::Kind::visited:
      return key +
             fmt::format("visited {} {}", names_.places[condition.place.index], condition.times);
    case Condition::Kind::last:
      return key + "last " + names_.places[condition.place.index];
    case Condition::Kind::flag:
      return key + "flag " + journey_.flags[condition.flag].name;
  }
  return key;
}

ScopeWords FactWriter::scope(const std::vector<Group>& groups,
                             const std::vector<Condition>& conditions) const {
  if (groups.empty() && conditions.empty()) return {};
  std::vector<std::string> group_keys;
  for (const Group& group : groups) {
    std::vector<std::string> traits;
    for (const Trait& trait : group.traits) traits.push_back(trait_key(trait));
    group_keys.push_back(join_sorted(std::move(traits), "+"));
  }
  std::vector<std::string> condition_keys;
  for (const Condition& condition : conditions) condition_keys.push_back(condition_key(condition));
  Scope scope;
  scope.groups = groups;
  scope.conditions = conditions;
  return {" " + scope_text(journey_, scope),
          fmt::format("for {} when {}", join_sorted(std::move(group_keys), ","),
                      join_sorted(std::move(condition_keys), "&"))};
}

void FactWriter::texts(DiffTopic topic, const std::vector<TextLine>& lines) {
  static constexpr const char* kWords[] = {"note", "goal",   "need", "fear",
                                           "does", "thinks", "idea"};
  for (const TextLine& line : lines) {
    const char* word = kWords[static_cast<std::size_t>(line.kind)];
    add(topic, word, word, "", line.scope, text_value(in_quotes(line.text)), line.span).origin =
        line.origin;
  }
}

void FactWriter::shares(std::string_view what, std::string_view about, const ShareLine& line) {
  add(DiffTopic::model, what, about, about, line.scope,
      line.is_rest ? text_value("rest") : values_.number(line.value), line.span)
      .origin = values_.origin(line.value);
}

void FactWriter::flows(const std::vector<FlowLine>& lines) {
  for (const FlowLine& line : lines) {
    const bool is_factor = line.kind == FlowLine::Kind::factor;
    FactValue value;
    if (is_factor) append(value, "times ");
    if (line.kind == FlowLine::Kind::rest) append(value, "rest");
    if (line.kind == FlowLine::Kind::everyone) append(value, "everyone");
    if (line.value.is_valid()) append(value, "", values_.number(line.value));
    const std::string share = line.kind == FlowLine::Kind::everyone ? "" : value.text + " ";
    std::string after;
    if (line.after) {
      FactValue wait = values_.amount(*line.after);
      after = " after " + wait.text;
      if (line.value.is_valid()) {
        for (NumberPart& part : wait.parts) part.label = part.label.empty() ? "after" : part.label;
      }
      append(value, " after ", wait);
    }
    const std::string about = "-> " + journey_.places[line.target].heading.name;
    const std::string about_key = (is_factor ? "times " : "-> ") + names_.places[line.target.index];
    Fact& fact =
        add(DiffTopic::model, "flow", about, about_key, line.scope, std::move(value), line.span);
    fact.origin = values_.origin(line.value);
    fact.line = share + about + after + fact.subject.substr(about.size());
  }
}

void FactWriter::money(DiffTopic topic, std::string_view what,
                       const std::vector<MoneyLine>& lines) {
  for (const MoneyLine& line : lines) {
    std::string basis;
    if (line.basis == MoneyLine::Basis::once) basis = " once";
    if (line.basis == MoneyLine::Basis::time) basis = per_text(line.per_days);
    FactValue value = values_.amount(line.amount);
    append(value, basis);
    Fact& fact = add(topic, what, what, "", line.scope, std::move(value), line.span);
    // A line once and a line each time stand side by side; neither is the other one changed.
    fact.key += basis;
    fact.origin = values_.origin(line.amount.first);
  }
}

void FactWriter::memory(const std::vector<MemoryLine>& lines) {
  for (const MemoryLine& line : lines) {
    const bool is_set = line.kind == MemoryLine::Kind::set_flag;
    const bool is_count = line.kind == MemoryLine::Kind::clear_count;
    const std::string what = is_set ? "sets" : "clears";
    const std::string name =
        is_count ? journey_.places[line.place].heading.name : journey_.flags[line.flag].name;
    const std::string key = is_count ? "visits of " + names_.places[line.place.index] : name;
    const bool is_always = !line.probability.is_valid();
    FactValue value = is_always ? text_value("always") : values_.number(line.probability);
    Fact& fact = add(DiffTopic::model, what, what + " " + name, key, line.scope, std::move(value),
                     line.span);
    if (is_always) fact.line = fact.subject;
    fact.origin = values_.origin(line.probability);
  }
}

std::vector<FactBlock> find_facts(const Journey& journey, const FactNames& names) {
  FactWriter writer(journey, names);
  add_people_facts(writer);
  add_place_facts(writer);
  add_plan_facts(writer);
  return writer.take();
}

}  // namespace cairn
