#include "simulator/exact/chain_slopes.h"

namespace cairn {

ChainGradient no_slopes(const Chain& chain) {
  ChainGradient slopes;
  slopes.entry.assign(chain.states.size(), 0);
  slopes.chances.assign(chain.edges.size(), 0);
  slopes.takes.resize(chain.states.size());
  slopes.after.resize(chain.edges.size());
  slopes.feelings.assign(chain.states.size(), 0);
  for (const ChainState& state : chain.states) {
    slopes.first_money.push_back(static_cast<std::uint32_t>(slopes.money.size()));
    slopes.money.resize(slopes.money.size() + state.money.size());
  }
  return slopes;
}

}  // namespace cairn
