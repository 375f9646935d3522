#include "journey/changes.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "base/text.h"

namespace cairn {
namespace {

constexpr double kDaysPerMonth = 30.4375;  // language.md R3

bool may_fit(const Journey& journey, const CustomerClass& customer, const Trait& trait) {
  if (trait.persona.is_valid()) {
    return !customer.persona.is_valid() || customer.persona == trait.persona;
  }
  if (trait.device.is_valid()) {
    return !customer.device.is_valid() || customer.device == trait.device;
  }
  if (!customer.source.is_valid()) return true;
  if (trait.source.is_valid()) return customer.source == trait.source;
  return journey.sources[customer.source].channel == trait.channel;
}

bool may_fit_any(const Journey& journey, const CustomerClass& customer, const Scope& scope) {
  return scope.groups.empty() ||
         std::any_of(scope.groups.begin(), scope.groups.end(), [&](const Group& group) {
           return std::all_of(group.traits.begin(), group.traits.end(), [&](const Trait& trait) {
             return may_fit(journey, customer, trait);
           });
         });
}

bool is_remembered(const MemoryLayout& layout, const Condition& condition) {
  switch (condition.kind) {
    case Condition::Kind::flag:
      return std::any_of(layout.flags.begin(), layout.flags.end(),
                         [&](const auto& field) { return field.flag == condition.flag; });
    case Condition::Kind::visited:
      return std::any_of(layout.counts.begin(), layout.counts.end(), [&](const auto& field) {
        return field.place == condition.place && field.most >= condition.times;
      });
    case Condition::Kind::last:
      return std::find(layout.lasts.begin(), layout.lasts.end(), condition.place) !=
             layout.lasts.end();
  }
  return false;
}

bool groups_exclude(const Group& a, const Group& b) {
  const auto differ = [&](auto get) {
    for (const Trait& one : a.traits) {
      for (const Trait& other : b.traits) {
        if (get(one).is_valid() && get(other).is_valid() && get(one) != get(other)) return true;
      }
    }
    return false;
  };
  return differ([](const Trait& trait) { return trait.persona; }) ||
         differ([](const Trait& trait) { return trait.source; }) ||
         differ([](const Trait& trait) { return trait.channel; }) ||
         differ([](const Trait& trait) { return trait.device; });
}

bool uses(const Amount& amount, ParameterId id) {
  return amount.first == id || amount.second == id;
}

// Whether any number of a place is the assumption's.
bool uses_at(const Journey& journey, const Place& place, ParameterId id) {
  const auto any = [](const auto& lines, auto test) {
    return std::any_of(lines.begin(), lines.end(), test);
  };
  const auto in_money = [id](const MoneyLine& line) { return uses(line.amount, id); };
  return any(place.flows,
             [id](const FlowLine& line) {
               return line.value == id || (line.after && uses(*line.after, id));
             }) ||
         any(place.takes, [id](const TimeLine& line) { return uses(line.amount, id); }) ||
         any(place.earns, in_money) || any(place.costs, in_money) ||
         any(place.feels, [id](const FeelingLine& line) { return line.value == id; }) ||
         any(place.memory, [id](const MemoryLine& line) { return line.probability == id; }) ||
         any(place.refers, [id](const RefersLine& line) { return line.people == id; }) ||
         any(place.pains, [&](PainId pain) {
           return any(journey.pains[pain].causes,
                      [id](const CauseLine& line) { return line.share == id; });
         });
}

void add_assumption_places(const Journey& journey, AssumptionId assumption,
                           std::set<PlaceId>& places) {
  const ParameterId id = journey.assumptions[assumption].amount.first;
  if (!id.is_valid()) return;
  for (std::size_t i = 0; i < journey.places.size(); ++i) {
    const PlaceId place = journey.places.id_at(i);
    if (uses_at(journey, journey.places[place], id)) places.insert(place);
  }
}

void add_ways_in(const Journey& journey, PlaceId target, std::set<PlaceId>& places) {
  for (std::size_t i = 0; i < journey.places.size(); ++i) {
    const PlaceId place = journey.places.id_at(i);
    for (const FlowLine& line : journey.places[place].flows) {
      if (line.target == target) places.insert(place);
    }
  }
}

bool uses_at(const Journey& journey, const Site& site, ParameterId id) {
  if (site.place.is_valid()) return uses_at(journey, journey.places[site.place], id);
  const auto any = [](const auto& lines, auto test) {
    return std::any_of(lines.begin(), lines.end(), test);
  };
  const auto in_memory = [id](const MemoryLine& line) { return line.probability == id; };
  if (site.persona.is_valid()) return any(journey.personas[site.persona].memory, in_memory);
  const Source& source = journey.sources[site.source];
  return any(source.memory, in_memory) ||
         any(source.costs, [id](const MoneyLine& line) { return uses(line.amount, id); }) ||
         any(source.flows, [id](const FlowLine& line) {
           return line.value == id || (line.after && uses(*line.after, id));
         });
}

bool leads_to(const std::vector<FlowLine>& flows, PlaceId target) {
  return std::any_of(flows.begin(), flows.end(),
                     [target](const FlowLine& line) { return line.target == target; });
}

}  // namespace

bool acts_at(const Journey& journey, const Change& change, const Site& site) {
  if (change.kind == Change::Kind::remove) return site.place == journey.pains[change.pain].place;
  const ChangePlace& place = change.place;
  if (place.kind == ChangePlace::Kind::assumption) {
    return !changes_everywhere(change) &&
           uses_at(journey, site, journey.assumptions[place.assumption].amount.first);
  }
  if (place.kind != ChangePlace::Kind::flow) return site.place == place.at;
  if (place.from.is_valid()) return site.place == place.from;
  if (site.place.is_valid()) return leads_to(journey.places[site.place].flows, place.to);
  return site.source.is_valid() && leads_to(journey.sources[site.source].flows, place.to);
}

std::string place_text(const Journey& journey, const ChangePlace& place) {
  const auto name = [&](PlaceId id) {
    return id.is_valid() ? journey.places[id].heading.name : std::string();
  };
  switch (place.kind) {
    case ChangePlace::Kind::flow:
      return (place.from.is_valid() ? name(place.from) + " " : "") + "-> " + name(place.to);
    case ChangePlace::Kind::takes:
      return "takes at " + name(place.at);
    case ChangePlace::Kind::earns:
      return "earns at " + name(place.at);
    case ChangePlace::Kind::costs:
      return "costs at " + name(place.at);
    case ChangePlace::Kind::feels:
      return "feels at " + name(place.at);
    case ChangePlace::Kind::assumption:
      return journey.assumptions[place.assumption].heading.name;
  }
  return "";
}

std::string amount_text(const Journey& journey, const Change& change) {
  const Parameter& parameter = journey.parameters[change.amount.first];
  const double value = to_double(parameter.best);
  const bool is_range = parameter.doubt == Doubt::range;
  switch (parameter.unit) {
    case Unit::share:
      if (is_range) return percent_text(parameter.low) + " to " + percent_text(parameter.high);
      return percent_text(value, parameter.doubt == Doubt::exact);
    case Unit::points:
      if (is_range)
        return fmt::format("{:.3g}pp to {:.3g}pp", parameter.low * 100, parameter.high * 100);
      return fmt::format("{:.3g}pp", value * 100);
    case Unit::money:
      return format_money(value, journey.frame.currency);
    case Unit::days:
      return format_duration(value);
    case Unit::factor:
    case Unit::feeling:
    case Unit::people:
      return format_number(value);
  }
  return "";
}

std::string word_of(const Change& change) {
  switch (change.kind) {
    case Change::Kind::set:
      return "setting";
    case Change::Kind::scale:
      return "multiplying";
    case Change::Kind::raise:
      return "raising";
    case Change::Kind::lower:
      return "lowering";
    case Change::Kind::remove:
    case Change::Kind::move:
      break;
  }
  return "";
}

double changed_value(const Change& change, double value, double before) {
  switch (change.kind) {
    case Change::Kind::set:
      return value;
    case Change::Kind::scale:
      return before * value;
    case Change::Kind::raise:
      return before + value;
    case Change::Kind::lower:
      return before - value;
    case Change::Kind::remove:
    case Change::Kind::move:
      break;
  }
  return before;
}

bool may_overlap(const Scope& a, const Scope& b) {
  for (const Condition& one : a.conditions) {
    for (Condition other : b.conditions) {
      if (one.is_negated == other.is_negated) continue;
      other.is_negated = one.is_negated;
      if (one == other) return false;
    }
  }
  if (a.groups.empty() || b.groups.empty()) return true;
  return std::any_of(a.groups.begin(), a.groups.end(), [&](const Group& one) {
    return std::any_of(b.groups.begin(), b.groups.end(),
                       [&](const Group& other) { return !groups_exclude(one, other); });
  });
}

std::vector<StateRef> states_of(const CheckGround& ground, PlaceId place, const Scope& scope) {
  std::vector<StateRef> found;
  for (const StateRef ref : ground.sites[place.index]) {
    const StateSpace& space = ground.spaces.spaces[ref.space];
    if (!may_fit_any(ground.journey, space.customer, scope)) continue;
    const Memory memory = space.states[ref.state].memory;
    const bool holds_all = std::all_of(scope.conditions.begin(), scope.conditions.end(),
                                       [&](const Condition& condition) {
                                         return !is_remembered(space.layout, condition) ||
                                                holds(space.layout, memory, {condition});
                                       });
    if (holds_all) found.push_back(ref);
  }
  return found;
}

std::vector<PlaceId> acted_places(const Journey& journey, const Fix& fix) {
  std::set<PlaceId> places;
  for (const Change& change : fix.changes) {
    if (change.kind == Change::Kind::remove) {
      places.insert(journey.pains[change.pain].place);
    } else if (change.place.kind == ChangePlace::Kind::assumption) {
      add_assumption_places(journey, change.place.assumption, places);
    } else if (change.place.kind != ChangePlace::Kind::flow) {
      places.insert(change.place.at);
    } else if (change.place.from.is_valid()) {
      places.insert(change.place.from);
    } else {
      add_ways_in(journey, change.place.to, places);
    }
  }
  return {places.begin(), places.end()};
}

double day_number(const StartDate& date, double journey_start) {
  if (date.year == 0) return journey_start + (date.month_number - 1) * kDaysPerMonth;
  // Days from civil, after Hinnant, "chrono-compatible low-level date algorithms" (2013).
  const int year = date.month <= 2 ? date.year - 1 : date.year;
  const int era = year / 400;
  const int year_of_era = year - era * 400;
  const int month = date.month + (date.month > 2 ? -3 : 9);
  const int day_of_year = (153 * month + 2) / 5 + date.day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return static_cast<double>(era) * 146097 + day_of_era - 719468;
}

}  // namespace cairn
