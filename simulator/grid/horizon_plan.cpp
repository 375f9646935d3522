#include <algorithm>

#include "simulator/grid/grid_totals.h"
#include "simulator/grid/ways.h"

namespace cairn {
namespace {

using Flags = StateFlags;

/// Whether somebody who leaves one of the states may come to one of them again.
bool may_return(const Neighbours& neighbours, const std::vector<std::uint32_t>& states,
                const Flags& is_one) {
  std::vector<std::uint32_t> seeds;
  for (const std::uint32_t state : states) {
    seeds.insert(seeds.end(), neighbours.onward[state].begin(), neighbours.onward[state].end());
  }
  const Flags is_found = spread(neighbours.onward, std::move(seeds), is_one);
  return std::any_of(states.begin(), states.end(),
                     [&](std::uint32_t state) { return is_found[state] != 0; });
}

/// Steps of looking around, and entries of all targets' plans, beyond which first visits are not
/// planned: the runs would cost far more.
constexpr std::size_t kMostSearch = 200'000'000;
constexpr std::size_t kMostPlanned = 20'000'000;

/// Adds a target for one place, unless a visit there is always the first.
void plan_first_visits(const Chain& chain, const Neighbours& neighbours,
                       const std::vector<std::uint32_t>& entries, PlaceId place,
                       const std::vector<std::uint32_t>& states, HorizonPlan& plan) {
  const std::size_t count = chain.states.size();
  Flags is_here(count, 0);
  for (const std::uint32_t s : states) is_here[s] = 1;
  if (!may_return(neighbours, states, is_here)) {
    plan.is_seen_once[place.index] = 1;
    return;
  }
  // On the way to the place: reached from entry before it, and leading there.
  plan.targets.push_back({place, plan_way(neighbours, entries, is_here, is_here)});
  plan.targets.back().plan.entry = &chain.entry;
  if (plan.targets.size() * count > kMostPlanned) plan.has_targets = false;
}

}  // namespace

bool HorizonPlan::knows_first_visits(PlaceId place) const {
  return is_seen_once[place.index] != 0 || !targets.empty();
}

HorizonPlan plan_horizon(const Chain& chain, const Ledger& ledger, std::size_t place_count,
                         const HorizonNeeds& needs) {
  const Neighbours neighbours = find_neighbours(chain, needs.has_impossible);
  const std::size_t count = chain.states.size();
  const Flags none(count, 0);
  Flags is_entry(count, 0);
  for (std::size_t s = 0; s < count; ++s) {
    const bool may_enter = needs.has_impossible && chain.states[s].source.is_valid();
    is_entry[s] = chain.entry[s] > 0 || may_enter ? 1 : 0;
  }
  const std::vector<std::uint32_t> entries = states_of(is_entry);

  HorizonPlan plan;
  Flags is_before = spread(neighbours.onward, entries, ledger.is_conversion);
  plan.before = {states_of(is_before), ledger.is_conversion, &chain.entry, nullptr};
  for (std::size_t s = 0; s < count; ++s) is_before[s] &= ledger.is_conversion[s];
  plan.after = {states_of(spread(neighbours.onward, states_of(is_before), none)), none, nullptr,
                nullptr};

  const Flags is_reached = spread(neighbours.onward, entries, none);
  std::vector<std::vector<std::uint32_t>> states_at(place_count);
  for (std::uint32_t s = 0; s < count; ++s) {
    if (ledger.place_of[s] != kNoPlace && is_reached[s] != 0) {
      states_at[ledger.place_of[s]].push_back(s);
    }
  }
  plan.is_seen_once.assign(place_count, 0);
  for (const auto& states : states_at) {
    plan.state_count.push_back(static_cast<std::uint32_t>(states.size()));
  }
  plan.has_targets = place_count * (count + chain.edges.size()) <= kMostSearch;
  for (std::uint32_t place = 0; place < place_count && plan.has_targets; ++place) {
    if (!needs.first_visits.empty() && needs.first_visits[place] == 0) continue;
    plan_first_visits(chain, neighbours, entries, PlaceId{place}, states_at[place], plan);
  }
  if (!plan.has_targets) plan.targets.clear();
  return plan;
}

}  // namespace cairn
