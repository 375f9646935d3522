#include "journey/scopes.h"

#include <algorithm>

namespace cairn {
namespace {

void add_scope(const Scope& scope, std::vector<const Scope*>& scopes) {
  if (!scope.groups.empty() || !scope.conditions.empty()) scopes.push_back(&scope);
}

template <class Line>
void add_scopes(const std::vector<Line>& lines, std::vector<const Scope*>& scopes) {
  for (const Line& line : lines) add_scope(line.scope, scopes);
}

bool group_implies(const Group& narrow, const Group& wide) {
  return std::all_of(wide.traits.begin(), wide.traits.end(), [&](const Trait& trait) {
    return std::find(narrow.traits.begin(), narrow.traits.end(), trait) != narrow.traits.end();
  });
}

bool condition_implies(const Condition& narrow, const Condition& wide) {
  if (narrow == wide) return true;
  if (narrow.kind != Condition::Kind::visited || wide.kind != Condition::Kind::visited ||
      narrow.place != wide.place || narrow.is_negated != wide.is_negated) {
    return false;
  }
  return narrow.is_negated ? narrow.times <= wide.times : narrow.times >= wide.times;
}

}  // namespace

std::vector<const Scope*> scopes_of(const Journey& journey, PlaceId place_id) {
  const Place& place = journey.places[place_id];
  std::vector<const Scope*> scopes;
  add_scopes(place.flows, scopes);
  add_scopes(place.takes, scopes);
  add_scopes(place.earns, scopes);
  add_scopes(place.costs, scopes);
  add_scopes(place.feels, scopes);
  add_scopes(place.memory, scopes);
  add_scopes(place.nps, scopes);
  add_scopes(place.refers, scopes);
  add_scopes(place.texts, scopes);
  for (const PainId pain : place.pains) {
    add_scope(journey.pains[pain].scope, scopes);
    add_scopes(journey.pains[pain].causes, scopes);
  }
  return scopes;
}

std::vector<const Scope*> scopes_of(const Source& source) {
  std::vector<const Scope*> scopes;
  add_scopes(source.shares, scopes);
  add_scopes(source.costs, scopes);
  add_scopes(source.memory, scopes);
  add_scopes(source.flows, scopes);
  add_scopes(source.texts, scopes);
  return scopes;
}

std::vector<const Scope*> scopes_of(const Persona& persona) {
  std::vector<const Scope*> scopes;
  add_scopes(persona.shares, scopes);
  add_scopes(persona.texts, scopes);
  add_scopes(persona.memory, scopes);
  return scopes;
}

std::vector<const Scope*> scopes_of(const Device& device) {
  std::vector<const Scope*> scopes;
  for (const Device::Line& line : device.lines) add_scope(line.share.scope, scopes);
  return scopes;
}

std::vector<const Scope*> all_scopes(const Journey& journey) {
  std::vector<const Scope*> scopes;
  const auto append = [&scopes](const std::vector<const Scope*>& more) {
    scopes.insert(scopes.end(), more.begin(), more.end());
  };
  for (const Persona& persona : journey.personas) append(scopes_of(persona));
  for (const Source& source : journey.sources) append(scopes_of(source));
  for (const Device& device : journey.devices) append(scopes_of(device));
  for (std::size_t i = 0; i < journey.places.size(); ++i) {
    append(scopes_of(journey, journey.places.id_at(i)));
  }
  for (const FixId fix : journey.active_fixes) add_scopes(journey.fixes[fix].changes, scopes);
  return scopes;
}

bool implies(const Scope& narrow, const Scope& wide) {
  const bool groups_fit =
      wide.groups.empty() ||
      (!narrow.groups.empty() &&
       std::all_of(narrow.groups.begin(), narrow.groups.end(), [&](const Group& group) {
         return std::any_of(wide.groups.begin(), wide.groups.end(),
                            [&](const Group& other) { return group_implies(group, other); });
       }));
  return groups_fit &&
         std::all_of(
             wide.conditions.begin(), wide.conditions.end(), [&](const Condition& condition) {
               return std::any_of(
                   narrow.conditions.begin(), narrow.conditions.end(),
                   [&](const Condition& other) { return condition_implies(other, condition); });
             });
}

}  // namespace cairn
