#include <algorithm>

#include "compiler/bake_parts.h"
#include "journey/changes.h"
#include "journey/scopes.h"

namespace cairn {
namespace {

Scope of_groups(std::vector<Group> groups) {
  Scope scope;
  scope.groups = std::move(groups);
  return scope;
}

Group both(const Group& a, const Group& b) {
  Group joined = a;
  for (const Trait& trait : b.traits) {
    if (std::find(joined.traits.begin(), joined.traits.end(), trait) == joined.traits.end()) {
      joined.traits.push_back(trait);
    }
  }
  return joined;
}

bool says_more(const Group& narrow, const Group& wide) {
  return std::all_of(wide.traits.begin(), wide.traits.end(), [&](const Trait& trait) {
    return std::find(narrow.traits.begin(), narrow.traits.end(), trait) != narrow.traits.end();
  });
}

std::vector<Group> join_groups(const std::vector<Group>& a, const std::vector<Group>& b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  std::vector<Group> joined;
  for (const Group& one : a) {
    for (const Group& other : b) {
      if (may_overlap(of_groups({one}), of_groups({other}))) joined.push_back(both(one, other));
    }
  }
  // A group inside another adds nobody.
  std::vector<Group> kept;
  for (std::size_t i = 0; i < joined.size(); ++i) {
    bool is_inside = false;
    for (std::size_t k = 0; k < joined.size() && !is_inside; ++k) {
      if (k == i || !says_more(joined[i], joined[k])) continue;
      is_inside = k < i || !says_more(joined[k], joined[i]);
    }
    if (!is_inside) kept.push_back(joined[i]);
  }
  return kept;
}

/// Whether a condition follows from another one.
bool follows(const Condition& wide, const Condition& narrow) {
  if (wide.kind != narrow.kind || wide.is_negated != narrow.is_negated) return false;
  if (wide.place != narrow.place || wide.flag != narrow.flag) return false;
  if (wide.kind != Condition::Kind::visited) return true;
  return wide.is_negated ? wide.times >= narrow.times : wide.times <= narrow.times;
}

bool excludes(const Condition& a, const Condition& b) {
  if (a.kind == Condition::Kind::last && b.kind == Condition::Kind::last && !a.is_negated &&
      !b.is_negated) {
    return a.place != b.place;
  }
  if (a.is_negated == b.is_negated) return false;
  const Condition& yes = a.is_negated ? b : a;
  Condition no = a.is_negated ? a : b;
  no.is_negated = false;
  return follows(no, yes);
}

Trait trait_of(PersonaId persona) {
  Trait trait;
  trait.persona = persona;
  return trait;
}
Trait trait_of(SourceId source) {
  Trait trait;
  trait.source = source;
  return trait;
}
Trait trait_of(DeviceId device) {
  Trait trait;
  trait.device = device;
  return trait;
}

/// Every combination of the kinds of traits that a scope speaks of.
std::vector<Group> all_groups(const Journey& journey, const Scope& scope) {
  bool by_persona = false, by_source = false, by_device = false;
  for (const Group& group : scope.groups) {
    for (const Trait& trait : group.traits) {
      by_persona = by_persona || trait.persona.is_valid();
      by_source = by_source || trait.source.is_valid() || trait.channel.is_valid();
      by_device = by_device || trait.device.is_valid();
    }
  }
  std::vector<Group> groups(1);
  const auto multiply = [&](const auto& table, bool is_asked) {
    if (!is_asked) return;
    std::vector<Group> more;
    for (const Group& group : groups) {
      for (std::size_t i = 0; i < table.size(); ++i) {
        more.push_back(group);
        more.back().traits.push_back(trait_of(table.id_at(i)));
      }
    }
    groups = std::move(more);
  };
  multiply(journey.personas, by_persona);
  multiply(journey.sources, by_source);
  multiply(journey.devices, by_device);
  return groups;
}

CustomerClass class_of(const Group& group) {
  CustomerClass customer;
  for (const Trait& trait : group.traits) {
    if (trait.persona.is_valid()) customer.persona = trait.persona;
    if (trait.source.is_valid()) customer.source = trait.source;
    if (trait.device.is_valid()) customer.device = trait.device;
  }
  return customer;
}

/// By state at the site: whether it is in the scope.
std::vector<bool> fits_at(const BakeGround& ground, const Site& site, const Scope& scope) {
  std::vector<bool> fits;
  for (const StateRef ref : ground.sites[site_index(ground, site)]) {
    const StateSpace& space = ground.spaces.spaces[ref.space];
    fits.push_back(fits_any(ground.applied, space.customer, scope.groups) &&
                   holds(space.layout, space.states[ref.state].memory, scope.conditions));
  }
  return fits;
}

}  // namespace

std::optional<Scope> join_scopes(const Scope& a, const Scope& b) {
  Scope joined;
  joined.groups = join_groups(a.groups, b.groups);
  if (joined.groups.empty() && (!a.groups.empty() || !b.groups.empty())) return std::nullopt;
  std::vector<Condition> all = a.conditions;
  all.insert(all.end(), b.conditions.begin(), b.conditions.end());
  for (std::size_t i = 0; i < all.size(); ++i) {
    bool is_said = false;
    for (std::size_t k = 0; k < all.size(); ++k) {
      if (excludes(all[i], all[k])) return std::nullopt;
      if (k == i || is_said || !follows(all[i], all[k])) continue;
      is_said = k < i || !follows(all[k], all[i]);
    }
    if (!is_said) joined.conditions.push_back(all[i]);
  }
  return joined;
}

bool is_everyone(const Scope& scope) {
  return scope.groups.empty() && scope.conditions.empty();
}

bool is_same_scope(const Scope& a, const Scope& b) {
  return is_everyone(a) == is_everyone(b) && implies(a, b) && implies(b, a);
}

std::vector<Scope> complement_of(const Journey& journey, const Scope& scope) {
  std::vector<Scope> others;
  if (!scope.groups.empty()) {
    Scope outside;
    for (const Group& group : all_groups(journey, scope)) {
      if (!fits_any(journey, class_of(group), scope.groups)) outside.groups.push_back(group);
    }
    if (!outside.groups.empty()) others.push_back(std::move(outside));
  }
  // Inside the groups: the first condition fails, or it holds and the second fails, …
  Scope so_far;
  so_far.groups = scope.groups;
  for (const Condition& condition : scope.conditions) {
    Scope fails = so_far;
    fails.conditions.push_back(condition);
    fails.conditions.back().is_negated = !condition.is_negated;
    others.push_back(std::move(fails));
    so_far.conditions.push_back(condition);
  }
  return others;
}

std::size_t site_index(const BakeGround& ground, const Site& site) {
  return site.place.is_valid() ? site.place.index
                               : ground.journey.places.size() + site.source.index;
}

bool is_met(const BakeGround& ground, const Site& site, const Scope& scope) {
  const std::vector<bool> fits = fits_at(ground, site, scope);
  return std::find(fits.begin(), fits.end(), true) != fits.end();
}

bool wins_within(const BakeGround& ground, const Site& site, const std::vector<Scope>& scopes,
                 std::size_t line, const Scope& part) {
  const std::vector<bool> inside = fits_at(ground, site, part);
  const std::vector<bool> own = fits_at(ground, site, scopes[line]);
  std::vector<bool> left(inside.size());
  for (std::size_t i = 0; i < left.size(); ++i) left[i] = inside[i] && own[i];
  for (std::size_t k = 0; k < scopes.size(); ++k) {
    if (k == line) continue;
    const std::vector<bool> other = fits_at(ground, site, scopes[k]);
    bool is_narrower = true;
    for (std::size_t i = 0; i < own.size(); ++i) is_narrower = is_narrower && (!other[i] || own[i]);
    // Of two that fit the same people the one that says more counts.
    if (other == own) is_narrower = !implies(scopes[line], scopes[k]);
    if (!is_narrower) continue;
    for (std::size_t i = 0; i < left.size(); ++i) left[i] = left[i] && !other[i];
  }
  return std::find(left.begin(), left.end(), true) != left.end();
}

}  // namespace cairn
