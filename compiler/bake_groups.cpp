#include "compiler/bake_groups.h"

#include <algorithm>
#include <utility>

#include "journey/changes.h"

namespace cairn {
namespace {

void add_scope(const Scope& scope, std::vector<const Scope*>& scopes) {
  if (is_everyone(scope)) return;
  const bool is_known = std::any_of(scopes.begin(), scopes.end(), [&](const Scope* known) {
    return is_same_scope(*known, scope);
  });
  if (!is_known) scopes.push_back(&scope);
}

std::vector<const Scope*> find_scopes(const BakeGround& ground, const Site& site) {
  std::vector<const Scope*> scopes;
  for (const FlowLine& flow : flows_at(ground.journey, site)) add_scope(flow.scope, scopes);
  if (site.place.is_valid()) {
    for (const PainId pain : ground.journey.places[site.place].pains) {
      for (const CauseLine& line : ground.journey.pains[pain].causes) add_scope(line.scope, scopes);
    }
  }
  for (const Change& change : ground.fix.changes) {
    if (acts_at(ground.applied, change, site)) add_scope(change.scope, scopes);
  }
  return scopes;
}

}  // namespace

FixWorlds make_fix_worlds(const BakeGround& ground) {
  const Strengths strengths = full_strength(ground.applied);
  const auto extend = [&](World world) {
    world.values.resize(ground.applied.parameters.size());
    world.low_digits.resize(ground.applied.parameters.size());
    set_strengths(ground.applied, strengths, world);
    return world;
  };
  FixWorlds worlds;
  worlds.best = extend(ground.best);
  for (const World& world : ground.worlds) worlds.drawn.push_back(extend(world));
  return worlds;
}

SiteGroups find_groups(const BakeGround& ground, const Site& site) {
  SiteGroups found;
  found.site = site;
  found.scopes = find_scopes(ground, site);
  for (const StateRef ref : ground.sites[site_index(ground, site)]) {
    const StateSpace& space = ground.spaces.spaces[ref.space];
    std::vector<bool> fits;
    for (const Scope* scope : found.scopes) {
      fits.push_back(fits_any(ground.applied, space.customer, scope->groups) &&
                     holds(space.layout, space.states[ref.state].memory, scope->conditions));
    }
    const bool is_known = std::any_of(found.groups.begin(), found.groups.end(),
                                      [&](const RowGroup& one) { return one.fits == fits; });
    if (!is_known) found.groups.push_back({std::move(fits), ref});
  }
  return found;
}

SlotProblem problem_of(const SiteGroups& site, std::vector<SlotValue> values,
                       std::vector<SlotOldLine> old) {
  SlotProblem problem;
  problem.scopes = site.scopes;
  for (const RowGroup& group : site.groups) problem.fits.push_back(group.fits);
  problem.values = std::move(values);
  problem.old = std::move(old);
  return problem;
}

}  // namespace cairn
