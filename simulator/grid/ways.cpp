#include "simulator/grid/ways.h"

#include <utility>

namespace cairn {

Neighbours find_neighbours(const Chain& chain, bool has_impossible) {
  Neighbours neighbours;
  neighbours.onward.resize(chain.states.size());
  neighbours.back.resize(chain.states.size());
  for (std::uint32_t s = 0; s < chain.states.size(); ++s) {
    const ChainState& state = chain.states[s];
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      if (!(chain.edges[e].probability > 0) && !has_impossible) continue;
      neighbours.onward[s].push_back(chain.edges[e].target);
      neighbours.back[chain.edges[e].target].push_back(s);
    }
  }
  return neighbours;
}

StateFlags spread(const std::vector<std::vector<std::uint32_t>>& next,
                  std::vector<std::uint32_t> seeds, const StateFlags& is_cut) {
  StateFlags is_found(next.size(), 0);
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

std::vector<std::uint32_t> states_of(const StateFlags& flags) {
  std::vector<std::uint32_t> states;
  for (std::uint32_t s = 0; s < flags.size(); ++s) {
    if (flags[s] != 0) states.push_back(s);
  }
  return states;
}

StepPlan plan_way(const Neighbours& neighbours, const std::vector<std::uint32_t>& seeds,
                  const StateFlags& is_cut, const StateFlags& is_goal) {
  StateFlags is_on_way = spread(neighbours.onward, seeds, is_cut);
  const StateFlags leads_there =
      spread(neighbours.back, states_of(is_goal), StateFlags(is_goal.size(), 0));
  for (std::size_t s = 0; s < is_on_way.size(); ++s) is_on_way[s] &= leads_there[s];
  return {states_of(is_on_way), is_cut, nullptr, nullptr};
}

}  // namespace cairn
