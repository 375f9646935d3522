#include "simulator/exact/exact_plan.h"

#include <algorithm>

namespace cairn {
namespace {

/// Groups in the order of their first states, so that neighbours in the chain mostly stay together.
PlaceBlock make_block(const Chain& chain, const std::vector<std::uint32_t>& place_of,
                      std::size_t place_count) {
  std::vector<std::uint32_t> sizes(place_count, 0);
  std::vector<PlaceId> places;
  std::vector<std::uint32_t> others;
  for (std::uint32_t s = 0; s < chain.states.size(); ++s) {
    if (chain.states[s].edge_count == 0) continue;
    if (place_of[s] == kNoPlace) {
      others.push_back(s);
    } else if (sizes[place_of[s]]++ == 0) {
      places.push_back(chain.states[s].place);
    }
  }
  PlaceBlock block;
  std::vector<std::uint32_t> next(place_count, 0);
  block.first.push_back(0);
  for (const PlaceId place : places) {
    next[place.index] = block.first.back();
    block.first.push_back(block.first.back() + sizes[place.index]);
  }
  block.states.resize(block.first.back());
  for (std::uint32_t s = 0; s < chain.states.size(); ++s) {
    if (chain.states[s].edge_count == 0 || place_of[s] == kNoPlace) continue;
    block.states[next[place_of[s]]++] = s;
  }
  block.states.insert(block.states.end(), others.begin(), others.end());
  block.places = std::move(places);
  return block;
}

std::vector<PlaceId> find_ends(const Chain& chain, const Ledger& ledger, std::size_t place_count) {
  std::vector<std::uint8_t> is_known(place_count, 0);
  std::vector<PlaceId> ends;
  for (std::size_t s = 0; s < chain.states.size(); ++s) {
    const std::uint32_t place = ledger.place_of[s];
    if (chain.states[s].edge_count > 0 || place == kNoPlace || is_known[place] != 0) continue;
    is_known[place] = 1;
    ends.push_back(chain.states[s].place);
  }
  return ends;
}

}  // namespace

ExactPlan plan_exact(const Journey& journey, const Chain& chain, const TotalsLayout& layout,
                     const ExactNeeds& needs) {
  ExactPlan plan;
  plan.ledger = make_ledger(journey, chain, layout);
  if (chain.states.size() > needs.most_states) {
    plan.factor.is_affordable = false;
    return plan;
  }
  plan.factor = plan_factor(chain);
  if (!plan.factor.is_affordable) return plan;
  plan.block = make_block(chain, plan.ledger.place_of, layout.place_count);
  plan.ends = find_ends(chain, plan.ledger, layout.place_count);
  const bool is_all = needs.all_places && plan.factor.size() <= kSmallChain;
  plan.is_small = is_all || plan.factor.size() <= kTinyChain;
  plan.is_timed.assign(layout.place_count, is_all ? 1 : 0);
  for (const PlaceId place : needs.places) plan.is_timed[place.index] = 1;
  plan.ends_converted.assign(layout.place_count, 0);
  for (std::size_t s = 0; s < chain.states.size(); ++s) {
    if (!chain.states[s].money.empty()) plan.has_money = true;
    if (chain.states[s].edge_count == 0) {
      plan.end_states.push_back(static_cast<std::uint32_t>(s));
    }
    if (plan.ledger.is_conversion[s] == 0) continue;
    if (chain.states[s].edge_count > 0) {
      plan.goes_on_converted = true;
    } else {
      plan.ends_converted[plan.ledger.place_of[s]] = 1;
    }
  }
  return plan;
}

}  // namespace cairn
