#include "simulator/grid/time_steps.h"

#include <algorithm>
#include <utility>

#include "simulator/grid/law_table.h"

namespace cairn {

GridChain make_grid_chain(const Chain& chain, const std::vector<std::uint8_t>& is_touchpoint,
                          double horizon_days, std::uint32_t cells, Rounding rounding) {
  GridChain grid;
  grid.cells = cells;
  grid.is_touchpoint = is_touchpoint;
  grid.group_of_edge.resize(chain.edges.size());
  LawTable laws(horizon_days / cells, cells, rounding);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> law_and_edge;
  for (std::uint32_t s = 0; s < chain.states.size(); ++s) {
    grid.first_group.push_back(static_cast<std::uint32_t>(grid.groups.size()));
    const ChainState& state = chain.states[s];
    law_and_edge.clear();
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      law_and_edge.emplace_back(laws.law_of(state.takes, chain.edges[e].after), e);
    }
    std::sort(law_and_edge.begin(), law_and_edge.end());
    for (const auto& [law, e] : law_and_edge) {
      const bool is_new =
          grid.groups.size() == grid.first_group.back() || grid.groups.back().law != law;
      const auto link = static_cast<std::uint32_t>(grid.links.size());
      if (is_new) grid.groups.push_back({s, law, link, link});
      grid.links.push_back({chain.edges[e].target, chain.edges[e].probability});
      grid.edge_of_link.push_back(e);
      grid.groups.back().last_link = link + 1;
      grid.group_of_edge[e] = static_cast<std::uint32_t>(grid.groups.size() - 1);
    }
  }
  grid.first_group.push_back(static_cast<std::uint32_t>(grid.groups.size()));
  grid.laws = std::move(laws.laws);
  for (const LagLaw& law : grid.laws) {
    grid.weights_from_far.emplace_back(law.weights.rbegin(), law.weights.rend());
  }
  if (const std::size_t block = block_cells(cells); block > 0) {
    grid.fourier.emplace(2 * block);
    for (const LagLaw& law : grid.laws) {
      grid.law_blocks.push_back(make_law_blocks(law, *grid.fourier));
    }
  }
  return grid;
}

}  // namespace cairn
