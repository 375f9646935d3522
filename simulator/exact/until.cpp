#include "simulator/exact/until.h"

#include <utility>

namespace cairn {
namespace {

bool is_open(const Chain& chain, const StateSet& is_over, std::size_t state) {
  return chain.states[state].edge_count > 0 && is_over[state] == 0;
}

}  // namespace

StateSet states_of_place(const ExactPlan& plan, PlaceId place) {
  StateSet set(plan.ledger.place_of.size(), 0);
  for (std::size_t s = 0; s < set.size(); ++s) {
    set[s] = plan.ledger.place_of[s] == place.index ? 1 : 0;
  }
  return set;
}

std::vector<double> chances_of(const Chain& chain) {
  std::vector<double> chances(chain.edges.size());
  for (std::size_t e = 0; e < chances.size(); ++e) chances[e] = chain.edges[e].probability;
  return chances;
}

Until stop_at(const ExactPlan& plan, const Chain& chain, const std::vector<double>& chances,
              StateSet is_over) {
  Until until;
  until.is_over = std::move(is_over);
  until.factor = eliminate(plan.factor, chain, {chances, {}, &until.is_over});
  until.visits = chain.entry;
  solve_visits(plan.factor, until.factor, until.visits);
  for (std::size_t s = 0; s < chain.states.size(); ++s) {
    if (!is_open(chain, until.is_over, s) || until.visits[s] == 0) continue;
    const ChainState& state = chain.states[s];
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      const std::uint32_t to = chain.edges[e].target;
      if (chain.states[to].edge_count > 0 || chances[e] == 0) continue;
      until.visits[to] += until.visits[s] * chances[e];
    }
  }
  return until;
}

Until stop_at(const ExactPlan& plan, const Chain& chain, StateSet is_over) {
  return stop_at(plan, chain, chances_of(chain), std::move(is_over));
}

std::vector<double> chance_to_come(const ExactPlan& plan, const Chain& chain,
                                   const std::vector<double>& chances, const Until& until,
                                   const StateSet& set) {
  std::vector<double> chance(chain.states.size(), 0);
  for (std::size_t s = 0; s < chance.size(); ++s) {
    if (!is_open(chain, until.is_over, s)) continue;
    const ChainState& state = chain.states[s];
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      if (set[chain.edges[e].target] != 0) chance[s] += chances[e];
    }
  }
  solve_gains(plan.factor, until.factor, chance);
  for (std::size_t s = 0; s < chance.size(); ++s) {
    if (set[s] != 0) chance[s] = 1;
  }
  return chance;
}

std::vector<double> chance_to_come(const ExactPlan& plan, const Chain& chain, const Until& until,
                                   const StateSet& set) {
  return chance_to_come(plan, chain, chances_of(chain), until, set);
}

}  // namespace cairn
