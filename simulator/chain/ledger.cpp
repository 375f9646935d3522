#include "simulator/chain/ledger.h"

#include "base/check.h"
#include "journey/state_space.h"

namespace cairn {
namespace {

/// Flows by where they start: sources, then places, as the layout orders them.
class FlowFinder {
 public:
  FlowFinder(const Journey& journey, const TotalsLayout& layout)
      : source_count_(journey.sources.size()),
        first_(journey.sources.size() + journey.places.size() + 1, 0),
        layout_(layout) {
    for (const auto& flow : layout.flows) ++first_[origin(flow.source, flow.from) + 1];
    for (std::size_t i = 1; i < first_.size(); ++i) first_[i] += first_[i - 1];
  }

  /// Writes, for every flow from here, its number at its target; other targets keep what they had.
  void mark(SourceId source, PlaceId from, std::vector<std::size_t>& flow_to) const {
    const std::size_t here = origin(source, from);
    for (std::size_t f = first_[here]; f < first_[here + 1]; ++f) {
      flow_to[layout_.flows[f].to.index] = f;
    }
  }

 private:
  std::size_t origin(SourceId source, PlaceId from) const {
    return source.is_valid() ? source.index : source_count_ + from.index;
  }

  std::size_t source_count_;
  std::vector<std::size_t> first_;  // by origin; flows of one origin stand together
  const TotalsLayout& layout_;
};

}  // namespace

Ledger make_ledger(const Journey& journey, const Chain& chain, const TotalsLayout& layout) {
  const FlowFinder flows(journey, layout);
  const std::vector<bool> conversions = conversion_places(journey);
  std::vector<std::uint8_t> is_loss_place(journey.places.size());
  for (std::size_t i = 0; i < is_loss_place.size(); ++i) {
    is_loss_place[i] = is_loss(journey, journey.places.id_at(i)) ? 1 : 0;
  }
  const std::size_t state_count = chain.states.size();
  Ledger ledger;
  ledger.passages.resize(chain.edges.size());
  ledger.is_exit.resize(chain.edges.size());
  ledger.place_of.assign(state_count, kNoPlace);
  ledger.is_touchpoint.resize(state_count);
  ledger.is_conversion.resize(state_count);
  std::vector<std::size_t> flow_to(journey.places.size(), layout.flows.size());
  for (std::size_t s = 0; s < state_count; ++s) {
    const ChainState& state = chain.states[s];
    const bool is_entry = state.source.is_valid();
    if (!is_entry) {
      ledger.place_of[s] = state.place.index;
      ledger.is_touchpoint[s] = journey.places[state.place].kind == Place::Kind::touchpoint;
      ledger.is_conversion[s] = conversions[state.place.index];
    }
    flows.mark(state.source, state.place, flow_to);
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      const std::uint32_t target = chain.states[chain.edges[e].target].place.index;
      CAIRN_CHECK(flow_to[target] < layout.flows.size());
      ledger.passages[e] = layout.passages(flow_to[target]);
      ledger.is_exit[e] = !is_entry && is_loss_place[target] != 0;
    }
  }
  return ledger;
}

}  // namespace cairn
