// Customers at a site who are in the same scopes, so that one row is theirs. Private to the room.
#pragma once

#include <vector>

#include "compiler/bake_parts.h"
#include "compiler/bake_slots.h"

namespace cairn {

/// The best estimate and all drawn worlds of the journey with the fix.
struct FixWorlds {
  World best;
  std::vector<World> drawn;
};
FixWorlds make_fix_worlds(const BakeGround& ground);

/// A number that `find` reads off one world.
template <class Find>
Spread spread_of(const FixWorlds& worlds, Find find) {
  Spread spread;
  spread.best = find(worlds.best);
  for (const World& world : worlds.drawn) spread.worlds.push_back(find(world));
  return spread;
}

struct RowGroup {
  std::vector<bool> fits;  // by scope of the site
  StateRef ref;            // one state that stands for all
};

struct SiteGroups {
  Site site;
  std::vector<const Scope*> scopes;  // those that can matter to a row; none is for everyone
  std::vector<RowGroup> groups;
};
SiteGroups find_groups(const BakeGround& ground, const Site& site);

SlotProblem problem_of(const SiteGroups& site, std::vector<SlotValue> values,
                       std::vector<SlotOldLine> old);

/// What those say who still leave a place where pains are removed.
void bake_causes(BakeGround& ground, Draft& draft, const FixWorlds& worlds, const SiteGroups& site);

}  // namespace cairn
