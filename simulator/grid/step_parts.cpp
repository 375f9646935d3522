#include "simulator/grid/step_parts.h"

#include <limits>
#include <utility>

namespace cairn {
namespace {

constexpr std::uint32_t kNotHere = std::numeric_limits<std::uint32_t>::max();

/// Adds a group's moves; returns the chance to leave the cell by them.
void add_group(const GridChain& grid, const GridChain::Group& group, std::uint32_t state,
               const std::vector<std::uint32_t>& local_of, StepParts& local, CellChain& at_once) {
  const LagLaw& law = grid.laws[group.law];
  const auto first_link = static_cast<std::uint32_t>(local.links.size());
  StepParts::Group added;
  added.state = state;
  added.law = &law;
  added.weights_from_far = &grid.weights_from_far[group.law];
  if (grid.fourier && !grid.law_blocks[group.law].windows.empty()) {
    added.blocks = &grid.law_blocks[group.law];
  }
  added.first_link = first_link;
  for (std::uint32_t i = group.first_link; i < group.last_link; ++i) {
    const GridChain::Link& link = grid.links[i];
    at_once.leaks[state] += link.probability * law.later;
    const std::uint32_t target = local_of[link.target];
    if (target == kNotHere) {
      at_once.leaks[state] += link.probability * law.at_zero;
      continue;
    }
    add_cell_move(at_once, state, target, link.probability * law.at_zero);
    local.links.push_back({target, link.probability});
    local.edges.push_back(grid.edge_of_link[i]);
  }
  added.last_link = static_cast<std::uint32_t>(local.links.size());
  if (!law.weights.empty() && added.last_link > added.first_link)
    local.groups.push_back(std::move(added));
}

}  // namespace

std::vector<std::uint32_t> find_active(const GridChain& grid, const StepPlan& plan) {
  constexpr std::uint8_t kPlanned = 1, kFound = 2;
  std::vector<std::uint8_t> mark(plan.is_cut.size(), 0);
  std::vector<std::uint32_t> open;
  for (const std::uint32_t state : plan.states) mark[state] = kPlanned;
  const auto find = [&](std::uint32_t state) {
    if (mark[state] != kPlanned) return;
    mark[state] = kFound;
    open.push_back(state);
  };
  if (plan.entry != nullptr) {
    for (const std::uint32_t state : plan.states) {
      if ((*plan.entry)[state] > 0) find(state);
    }
  }
  if (plan.inflow != nullptr) {
    for (const StateSeries& series : *plan.inflow) find(series.state);
  }
  while (!open.empty()) {
    const std::uint32_t state = open.back();
    open.pop_back();
    if (plan.is_cut[state] != 0) continue;
    for (std::uint32_t g = grid.first_group[state]; g < grid.first_group[state + 1]; ++g) {
      const LagLaw& law = grid.laws[grid.groups[g].law];
      if (!(law.at_zero > 0) && law.weights.empty()) continue;
      for (std::uint32_t i = grid.groups[g].first_link; i < grid.groups[g].last_link; ++i) {
        if (grid.links[i].probability > 0) find(grid.links[i].target);
      }
    }
  }
  std::vector<std::uint32_t> active;
  for (const std::uint32_t state : plan.states) {
    if (mark[state] == kFound) active.push_back(state);
  }
  return active;
}

StepParts make_step_parts(const GridChain& grid, const StepPlan& plan,
                          const std::vector<std::uint32_t>& states) {
  const auto count = static_cast<std::uint32_t>(states.size());
  std::vector<std::uint32_t> local_of(plan.is_cut.size(), kNotHere);
  for (std::uint32_t i = 0; i < count; ++i) local_of[states[i]] = i;
  StepParts local;
  local.counts_touch.resize(count, 0);
  CellChain at_once;
  at_once.rows.resize(count);
  at_once.leaks.resize(count, 0);
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t state = states[i];
    const std::uint32_t first = grid.first_group[state], last = grid.first_group[state + 1];
    if (plan.is_cut[state] != 0 || first == last) {
      at_once.leaks[i] = 1;
      continue;
    }
    local.counts_touch[i] = grid.is_touchpoint[state];
    for (std::uint32_t g = first; g < last; ++g) {
      add_group(grid, grid.groups[g], i, local_of, local, at_once);
    }
    if (local.counts_touch[i] == 0) continue;
    for (const auto& move : at_once.rows[i]) {
      local.touches_at_once.push_back({i, move.target, move.probability});
    }
  }
  local.at_once = eliminate_cell(std::move(at_once));
  return local;
}

}  // namespace cairn
