#include "journey/describe.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "base/text.h"
#include "journey/metric_name.h"

namespace cairn {
namespace {

// Names come from texts and so do labels: which of the two says more is seen by making the label
// that the name alone would get.
bool is_made_from_name(const Heading& heading) {
  std::string made = heading.name;
  for (char& letter : made) {
    if (letter == '-' || letter == '_') letter = ' ';
  }
  if (made.size() != heading.label.size()) return false;
  // The first letter may be in capitals, whatever the script.
  const auto is_tail = [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
  };
  std::size_t start = 1;
  while (start < made.size() && is_tail(made[start])) ++start;
  return made.compare(start, std::string::npos, heading.label, start, std::string::npos) == 0;
}

std::string join(const std::vector<std::string>& parts, const std::string& comma,
                 const std::string& last) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? last : comma;
    text += parts[i];
  }
  return text;
}

std::string condition_prose(const Journey& journey, const Condition& condition) {
  const bool is_not = condition.is_negated;
  switch (condition.kind) {
    case Condition::Kind::visited: {
      const std::string times =
          condition.times > 1 ? fmt::format(" {} times", condition.times) : "";
      return (is_not ? "did not visit " : "visited ") +
             journey.places[condition.place].heading.name + times;
    }
    case Condition::Kind::last:
      return (is_not ? "did not come straight from " : "came straight from ") +
             journey.places[condition.place].heading.name;
    case Condition::Kind::flag:
      return (is_not ? "do not have " : "have ") + journey.flags[condition.flag].name;
  }
  return "";
}

// Names of the values one dimension takes in `some`; empty if they are all of those in `all`.
template <class IdType, class Get, class Name>
std::string dimension_text(const std::vector<CustomerClass>& some,
                           const std::vector<CustomerClass>& all, Get get, Name name) {
  std::set<IdType> in_some;
  std::set<IdType> in_all;
  for (const CustomerClass& customer : some) in_some.insert(get(customer));
  for (const CustomerClass& customer : all) in_all.insert(get(customer));
  if (in_some.size() == in_all.size()) return "";
  std::vector<std::string> names;
  for (const IdType id : in_some) names.push_back(name(id));
  return list_text(names);
}

std::string memory_text(const Journey& journey, const StateSpaces& spaces,
                        const std::vector<StateRef>& some, const std::vector<StateRef>& all,
                        const std::vector<const Scope*>& scopes) {
  std::vector<Condition> asked;
  for (const Scope* scope : scopes) {
    for (Condition condition : scope->conditions) {
      condition.is_negated = false;
      if (std::find(asked.begin(), asked.end(), condition) == asked.end()) {
        asked.push_back(condition);
      }
    }
    // What tells states apart is among the first few; a wall of words would not be read.
    if (asked.size() > 32) break;
  }
  const auto count_true = [&](const std::vector<StateRef>& refs, const Condition& condition) {
    return std::count_if(refs.begin(), refs.end(), [&](StateRef ref) {
      return holds(spaces.spaces[ref.space].layout, state_at(spaces, ref).memory, {condition});
    });
  };
  std::vector<std::string> parts;
  for (Condition condition : asked) {
    const auto in_some = count_true(some, condition);
    const auto in_all = count_true(all, condition);
    const bool is_always = in_some == static_cast<std::ptrdiff_t>(some.size());
    if (is_always && in_all == static_cast<std::ptrdiff_t>(all.size())) continue;
    if (in_some == 0 && in_all > 0) {
      condition.is_negated = true;
    } else if (!is_always) {
      continue;
    }
    parts.push_back(condition_text(journey, condition));
  }
  return parts.empty() ? "" : " when " + join(parts, " and ", " and ");
}

}  // namespace

std::vector<std::vector<StateRef>> group_by_site(const Journey& journey,
                                                 const StateSpaces& spaces) {
  std::vector<std::vector<StateRef>> sites(journey.places.size() + journey.sources.size());
  for (std::uint32_t i = 0; i < spaces.spaces.size(); ++i) {
    const std::vector<State>& states = spaces.spaces[i].states;
    for (std::uint32_t k = 0; k < states.size(); ++k) {
      const std::size_t site = states[k].place.is_valid()
                                   ? states[k].place.index
                                   : journey.places.size() + states[k].source.index;
      sites[site].push_back({i, k});
    }
  }
  return sites;
}

const State& state_at(const StateSpaces& spaces, StateRef ref) {
  return spaces.spaces[ref.space].states[ref.state];
}

std::string quoted_name(const Heading& heading) {
  if (heading.label.empty() || is_made_from_name(heading)) return "\"" + heading.name + "\"";
  return "\"" + heading.name + "\" (" + heading.label + ")";
}

std::string quoted_name(const Journey& journey, Site site) {
  if (site.place.is_valid()) return quoted_name(journey.places[site.place].heading);
  if (site.source.is_valid()) return "source " + quoted_name(journey.sources[site.source].heading);
  return "persona " + quoted_name(journey.personas[site.persona].heading);
}

Span name_span(const Journey& journey, Site site) {
  if (site.place.is_valid()) return journey.places[site.place].heading.name_span;
  if (site.source.is_valid()) return journey.sources[site.source].heading.name_span;
  return journey.personas[site.persona].heading.name_span;
}

std::string condition_text(const Journey& journey, const Condition& condition) {
  std::string text = condition.is_negated ? "not " : "";
  switch (condition.kind) {
    case Condition::Kind::visited:
      text += "visited " + journey.places[condition.place].heading.name;
      if (condition.times > 1) text += fmt::format(" {} times", condition.times);
      break;
    case Condition::Kind::last:
      text += "last " + journey.places[condition.place].heading.name;
      break;
    case Condition::Kind::flag:
      text += journey.flags[condition.flag].name;
      break;
  }
  return text;
}

std::string scope_text(const Journey& journey, const Scope& scope) {
  std::string text;
  for (std::size_t i = 0; i < scope.groups.size(); ++i) {
    text += i == 0 ? "for" : ",";
    for (const Trait& trait : scope.groups[i].traits) text += " " + trait_name(journey, trait);
  }
  for (std::size_t i = 0; i < scope.conditions.size(); ++i) {
    text += i == 0 ? (text.empty() ? "when " : " when ") : " and ";
    text += condition_text(journey, scope.conditions[i]);
  }
  return text;
}

Scope combine_scopes(const Journey& journey, const CustomerClass& customer, const Scope& a,
                     const Scope& b) {
  Scope both;
  Group group;
  for (const Scope* scope : {&a, &b}) {
    for (const Group& candidate : scope->groups) {
      if (!fits(journey, customer, candidate)) continue;
      for (const Trait& trait : candidate.traits) {
        if (std::find(group.traits.begin(), group.traits.end(), trait) == group.traits.end()) {
          group.traits.push_back(trait);
        }
      }
      break;
    }
    for (const Condition& condition : scope->conditions) {
      if (std::find(both.conditions.begin(), both.conditions.end(), condition) ==
          both.conditions.end()) {
        both.conditions.push_back(condition);
      }
    }
  }
  if (!group.traits.empty()) both.groups.push_back(group);
  return both;
}

std::string scope_prose(const Journey& journey, const Scope& scope) {
  if (scope.groups.empty() && scope.conditions.empty()) return "everyone";
  std::vector<std::string> groups;
  for (const Group& group : scope.groups) {
    std::vector<std::string> traits;
    for (const Trait& trait : group.traits) traits.push_back(trait_name(journey, trait));
    groups.push_back(join(traits, " ", " "));
  }
  std::vector<std::string> conditions;
  for (const Condition& condition : scope.conditions) {
    conditions.push_back(condition_prose(journey, condition));
  }
  std::string text = join(groups, ", ", " or ");
  text += text.empty() ? "customers" : " customers";
  if (!conditions.empty()) text += " who " + join(conditions, ", ", " and ");
  return text;
}

std::string describe_classes(const Journey& journey, const std::vector<CustomerClass>& some,
                             const std::vector<CustomerClass>& all) {
  if (some.size() == all.size() || some.empty()) return "";
  const std::string persona = dimension_text<PersonaId>(
      some, all, [](const CustomerClass& c) { return c.persona; },
      [&](PersonaId id) { return journey.personas[id].heading.name; });
  const std::string source = dimension_text<SourceId>(
      some, all, [](const CustomerClass& c) { return c.source; },
      [&](SourceId id) { return journey.sources[id].heading.name; });
  const std::string device = dimension_text<DeviceId>(
      some, all, [](const CustomerClass& c) { return c.device; },
      [&](DeviceId id) { return journey.devices[id].name; });
  if (persona.empty() && source.empty() && device.empty()) {
    // Not a plain product of personas, sources and devices: one of them stands for all.
    return " for " + class_name(journey, some.front()) +
           (some.size() > 1 ? fmt::format(" and {} other kinds of customers", some.size() - 1)
                            : "");
  }
  std::string text = " for";
  if (!persona.empty()) text += " " + persona;
  if (persona.empty()) text += " customers";
  if (!source.empty()) text += " from " + source;
  if (!device.empty()) text += " on " + device;
  return text;
}

std::string describe_some(const Journey& journey, const StateSpaces& spaces,
                          const std::vector<StateRef>& some, const std::vector<StateRef>& all,
                          const std::vector<const Scope*>& scopes) {
  const auto classes_of = [&](const std::vector<StateRef>& refs) {
    // References come in order of the spaces, so equal ones stand together.
    std::vector<CustomerClass> classes;
    for (std::size_t i = 0; i < refs.size(); ++i) {
      if (i > 0 && refs[i].space == refs[i - 1].space) continue;
      classes.push_back(spaces.spaces[refs[i].space].customer);
    }
    return classes;
  };
  if (some.size() == all.size()) return "";
  return describe_classes(journey, classes_of(some), classes_of(all)) +
         memory_text(journey, spaces, some, all, scopes);
}

std::string percent_text(double share) {
  std::string text = fmt::format("{:.6g}", share * 100);
  if (text == "100" && share != 1) text = fmt::format("{:.12g}", share * 100);
  return text + "%";
}

std::string percent_text(double share, bool is_certain) {
  const std::string rounded = format_share(share);
  // Three digits must not turn 100.04% into a whole.
  return is_certain || rounded == "100%" ? percent_text(share) : rounded;
}

bool is_certain(const Journey& journey, ParameterId id) {
  return !id.is_valid() || journey.parameters[id].doubt == Doubt::exact;
}

std::string list_text(const std::vector<std::string>& names) {
  if (names.size() <= 4) return join(names, ", ", " and ");
  return fmt::format("{} and {} more", join({names.begin(), names.begin() + 3}, ", ", ", "),
                     names.size() - 3);
}

std::string share_text(const Journey& journey, const FlowLine& line) {
  if (line.kind == FlowLine::Kind::everyone) return "100%";
  if (line.kind == FlowLine::Kind::rest) return "the rest";
  return percent_text(to_double(journey.parameters[line.value].best),
                      is_certain(journey, line.value));
}

}  // namespace cairn
