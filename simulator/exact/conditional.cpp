#include "simulator/exact/conditional.h"

#include <algorithm>
#include <utility>

namespace cairn {
namespace {

double chance_from_entry(const Chain& chain, const std::vector<double>& chance) {
  double sum = 0;
  for (std::size_t s = 0; s < chance.size(); ++s) sum += chain.entry[s] * chance[s];
  return std::min(sum, 1.0);
}

/// States from which an end can be reached, by going the ways back.
StateSet find_ending(const Chain& chain) {
  const std::size_t count = chain.states.size();
  std::vector<std::uint32_t> first(count + 1, 0), origins;
  const auto each_way = [&](const auto& visit) {
    for (std::uint32_t s = 0; s < count; ++s) {
      const ChainState& state = chain.states[s];
      for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
        if (chain.edges[e].probability > 0) visit(s, chain.edges[e].target);
      }
    }
  };
  each_way([&](std::uint32_t, std::uint32_t to) { ++first[to + 1]; });
  for (std::size_t s = 0; s < count; ++s) first[s + 1] += first[s];
  origins.resize(first[count]);
  std::vector<std::uint32_t> next(first.begin(), first.end() - 1);
  each_way([&](std::uint32_t from, std::uint32_t to) { origins[next[to]++] = from; });
  StateSet ends(count, 0);
  std::vector<std::uint32_t> open;
  for (std::uint32_t s = 0; s < count; ++s) {
    if (chain.states[s].edge_count > 0) continue;
    ends[s] = 1;
    open.push_back(s);
  }
  while (!open.empty()) {
    const std::uint32_t to = open.back();
    open.pop_back();
    for (std::uint32_t o = first[to]; o < first[to + 1]; ++o) {
      if (ends[origins[o]] != 0) continue;
      ends[origins[o]] = 1;
      open.push_back(origins[o]);
    }
  }
  return ends;
}

}  // namespace

ReachBoth reach_both(const ExactPlan& plan, const Chain& chain, PlaceId x, PlaceId y) {
  const StateSet at_x = states_of_place(plan, x), at_y = states_of_place(plan, y);
  const std::vector<double> to_x = chance_to_come(plan, chain, stop_at(plan, chain, at_x), at_x);
  ReachBoth reach;
  reach.x = chance_from_entry(chain, to_x);
  if (x == y) {
    reach.y = reach.both = reach.x_first = reach.x;
    return reach;
  }
  const std::vector<double> to_y = chance_to_come(plan, chain, stop_at(plan, chain, at_y), at_y);
  reach.y = chance_from_entry(chain, to_y);
  StateSet either = at_x;
  for (std::size_t s = 0; s < either.size(); ++s) either[s] |= at_y[s];
  const Until until = stop_at(plan, chain, std::move(either));
  double y_first = 0;
  for (std::size_t s = 0; s < at_x.size(); ++s) {
    if (at_x[s] != 0) reach.x_first += until.visits[s] * to_y[s];
    if (at_y[s] != 0) y_first += until.visits[s] * to_x[s];
  }
  reach.both = std::min(reach.x_first + y_first, 1.0);
  return reach;
}

double chance_never_to_end(const ExactPlan& plan, const Chain& chain) {
  StateSet never = find_ending(chain);
  for (std::uint8_t& state : never) state = state == 0 ? 1 : 0;
  if (std::find(never.begin(), never.end(), 1) == never.end()) return 0;
  const Until until = stop_at(plan, chain, never);
  double sum = 0;
  for (std::size_t s = 0; s < never.size(); ++s) {
    if (never[s] != 0) sum += until.visits[s];
  }
  return std::min(sum, 1.0);
}

}  // namespace cairn
