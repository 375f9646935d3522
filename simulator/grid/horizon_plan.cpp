#include <algorithm>

#include "simulator/grid/grid_totals.h"

namespace cairn {
namespace {

using Flags = std::vector<std::uint8_t>;  // by state

/// The chain as lists of neighbours both ways; moves without probability left out.
struct Neighbours {
  std::vector<std::vector<std::uint32_t>> onward, back;
};

Neighbours find_neighbours(const Chain& chain) {
  Neighbours neighbours;
  neighbours.onward.resize(chain.states.size());
  neighbours.back.resize(chain.states.size());
  for (std::uint32_t s = 0; s < chain.states.size(); ++s) {
    const ChainState& state = chain.states[s];
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      if (!(chain.edges[e].probability > 0)) continue;
      neighbours.onward[s].push_back(chain.edges[e].target);
      neighbours.back[chain.edges[e].target].push_back(s);
    }
  }
  return neighbours;
}

/// All that can be reached from the seeds, themselves included, without going on from a cut state.
Flags spread(const std::vector<std::vector<std::uint32_t>>& next, std::vector<std::uint32_t> seeds,
             const Flags& is_cut) {
  Flags is_found(next.size(), 0);
  for (const std::uint32_t seed : seeds) is_found[seed] = 1;
  while (!seeds.empty()) {
    const std::uint32_t state = seeds.back();
    seeds.pop_back();
    if (is_cut[state] != 0) continue;
    for (const std::uint32_t other : next[state]) {
      if (is_found[other] != 0) continue;
      is_found[other] = 1;
      seeds.push_back(other);
    }
  }
  return is_found;
}

std::vector<std::uint32_t> states_of(const Flags& flags) {
  std::vector<std::uint32_t> states;
  for (std::uint32_t s = 0; s < flags.size(); ++s) {
    if (flags[s] != 0) states.push_back(s);
  }
  return states;
}

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
  Flags is_on_way = spread(neighbours.onward, entries, is_here);
  const Flags leads_here = spread(neighbours.back, states, Flags(count, 0));
  for (std::size_t s = 0; s < count; ++s) is_on_way[s] &= leads_here[s];
  plan.targets.push_back({place, {states_of(is_on_way), is_here, &chain.entry, nullptr}});
  if (plan.targets.size() * count > kMostPlanned) plan.has_targets = false;
}

}  // namespace

bool HorizonPlan::knows_first_visits(PlaceId place) const {
  return is_seen_once[place.index] != 0 || !targets.empty();
}

HorizonPlan plan_horizon(const Chain& chain, const Ledger& ledger, std::size_t place_count) {
  const Neighbours neighbours = find_neighbours(chain);
  const std::size_t count = chain.states.size();
  const Flags none(count, 0);
  Flags is_entry(count, 0);
  for (std::size_t s = 0; s < count; ++s) is_entry[s] = chain.entry[s] > 0 ? 1 : 0;
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
    plan_first_visits(chain, neighbours, entries, PlaceId{place}, states_at[place], plan);
  }
  if (!plan.has_targets) plan.targets.clear();
  return plan;
}

}  // namespace cairn
