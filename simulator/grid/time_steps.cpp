#include "simulator/grid/time_steps.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

namespace cairn {
namespace {

constexpr std::uint32_t kNotHere = std::numeric_limits<std::uint32_t>::max();

// ---- laws ---------------------------------------------------------------------------------------

/// Orders durations, so that equal ones share one law.
std::tuple<Draw::Kind, double, double, double> key_of(const Draw& draw) {
  return {draw.kind, draw.value, draw.mu, draw.sigma};
}

class LawTable {
 public:
  LawTable(double cell_days, std::uint32_t cells, Rounding rounding)
      : cell_days_(cell_days), cells_(cells), rounding_(rounding) {}

  /// Number of the law of the time from one visit's begin to the next.
  std::uint32_t law_of(Draw takes, Draw after) {
    if (takes.kind == Draw::Kind::fixed && after.kind == Draw::Kind::fixed) {
      takes.value += after.value;
      after = Draw{};
    }
    if (takes == Draw{}) std::swap(takes, after);
    const auto [place, is_new] = numbers_.try_emplace({key_of(takes), key_of(after)},
                                                      static_cast<std::uint32_t>(laws.size()));
    if (is_new) laws.push_back(add_lags(single(takes), single(after), cells_));
    return place->second;
  }

  std::vector<LagLaw> laws;

 private:
  using Key = decltype(key_of({}));

  const LagLaw& single(const Draw& draw) {
    const auto [place, is_new] = singles_.try_emplace(key_of(draw));
    if (is_new) place->second = make_lag_law(draw, cell_days_, cells_, rounding_);
    return place->second;
  }

  double cell_days_;
  std::uint32_t cells_;
  Rounding rounding_;
  std::map<Key, LagLaw> singles_;
  std::map<std::pair<Key, Key>, std::uint32_t> numbers_;
};

// ---- stepping -----------------------------------------------------------------------------------

/// The part of the chain that is stepped, its states numbered from 0.
struct Local {
  struct Arrivals {
    double visits = 0, touches = 0;
  };
  struct Group {
    std::uint32_t state = 0;
    const LagLaw* law = nullptr;
    const std::vector<double>* weights_from_far = nullptr;
    std::uint32_t first_link = 0, last_link = 0;
    Arrivals last;  // what the last cell got
  };
  std::vector<Group> groups;  // those that reach later cells
  std::vector<GridChain::Link> links;
  std::vector<std::uint8_t> counts_touch;  // by state
  struct Touch {
    std::uint32_t from = 0, to = 0;
    double probability = 0;
  };
  std::vector<Touch> touches_at_once;  // moves within a cell from touchpoints
  Elimination at_once;
};

/// Adds a group's moves; returns the chance to leave the cell by them.
void add_group(const GridChain& grid, const GridChain::Group& group, std::uint32_t state,
               const std::vector<std::uint32_t>& local_of, Local& local, CensoredChain& at_once) {
  const LagLaw& law = grid.laws[group.law];
  const auto first_link = static_cast<std::uint32_t>(local.links.size());
  Local::Group added{state, &law, &grid.weights_from_far[group.law], first_link, first_link, {}};
  for (std::uint32_t i = group.first_link; i < group.last_link; ++i) {
    const GridChain::Link& link = grid.links[i];
    at_once.leaks[state] += link.probability * law.later;
    const std::uint32_t target = local_of[link.target];
    if (target == kNotHere) {
      at_once.leaks[state] += link.probability * law.at_zero;
      continue;
    }
    add_move(at_once, state, {target, link.probability * law.at_zero, 0, 0});
    local.links.push_back({target, link.probability});
  }
  added.last_link = static_cast<std::uint32_t>(local.links.size());
  if (!law.weights.empty() && added.last_link > added.first_link) local.groups.push_back(added);
}

Local make_local(const GridChain& grid, const StepPlan& plan) {
  const auto count = static_cast<std::uint32_t>(plan.states.size());
  std::vector<std::uint32_t> local_of(plan.is_cut.size(), kNotHere);
  for (std::uint32_t i = 0; i < count; ++i) local_of[plan.states[i]] = i;
  Local local;
  local.counts_touch.resize(count, 0);
  CensoredChain at_once = make_censored_chain(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t state = plan.states[i];
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
    for (const Move& move : at_once.rows[i]) {
      local.touches_at_once.push_back({i, move.target, move.probability});
    }
  }
  std::vector<std::uint32_t> all(count);
  std::iota(all.begin(), all.end(), 0U);
  index_origins(at_once);
  eliminate(at_once, all, &local.at_once);
  return local;
}

/// Sums of weights times visits and times touches. Several sums side by side, since one addition
/// waits for the last; always in the same order, so that the bits are the same everywhere.
Local::Arrivals weigh(const double* weights, const double* visits, const double* touches,
                      std::size_t count) {
  double v0 = 0, v1 = 0, v2 = 0, v3 = 0, t0 = 0, t1 = 0, t2 = 0, t3 = 0;
  std::size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    const double w0 = weights[i], w1 = weights[i + 1], w2 = weights[i + 2], w3 = weights[i + 3];
    v0 += w0 * visits[i];
    v1 += w1 * visits[i + 1];
    v2 += w2 * visits[i + 2];
    v3 += w3 * visits[i + 3];
    t0 += w0 * touches[i];
    t1 += w1 * touches[i + 1];
    t2 += w2 * touches[i + 2];
    t3 += w3 * touches[i + 3];
  }
  for (; i < count; ++i) {
    v0 += weights[i] * visits[i];
    t0 += weights[i] * touches[i];
  }
  return {(v0 + v1) + (v2 + v3), (t0 + t1) + (t2 + t3)};
}

/// One cell of all states: visits, and touchpoints visited before.
struct Cell {
  std::vector<double> visits, touches;
};

/// Who leaves each state in each cell, with the touchpoint just visited counted.
using Departures = std::vector<StateSeries>;

/// What departed earlier and arrives in this cell by one group.
Local::Arrivals arrive(const Local::Group& group, const StateSeries& from, std::uint32_t cell) {
  const LagLaw& law = *group.law;
  if (law.ratio > 0) {
    return {law.ratio * group.last.visits + law.weights[0] * from.visits[cell - 1],
            law.ratio * group.last.touches + law.weights[0] * from.touches[cell - 1]};
  }
  if (cell < law.first) return {};
  const std::size_t count = std::min<std::size_t>(law.weights.size(), cell - law.first + 1);
  const double* weights = group.weights_from_far->data() + (law.weights.size() - count);
  const std::size_t farthest = cell - law.first + 1 - count;
  return weigh(weights, from.visits.data() + farthest, from.touches.data() + farthest, count);
}

void collect_past(Local& local, const Departures& departures, std::uint32_t cell, Cell& inflow) {
  for (Local::Group& group : local.groups) {
    const Local::Arrivals arriving = arrive(group, departures[group.state], cell);
    group.last = arriving;
    if (!(arriving.visits > 0)) continue;
    for (std::uint32_t i = group.first_link; i < group.last_link; ++i) {
      const GridChain::Link& link = local.links[i];
      inflow.visits[link.target] += link.probability * arriving.visits;
      inflow.touches[link.target] += link.probability * arriving.touches;
    }
  }
}

/// The series that flows into each state of the plan; none: null.
std::vector<const StateSeries*> find_inflows(const StepPlan& plan) {
  std::vector<const StateSeries*> inflow_of(plan.states.size(), nullptr);
  if (plan.inflow == nullptr) return inflow_of;
  for (const StateSeries& series : *plan.inflow) {
    const auto found = std::lower_bound(plan.states.begin(), plan.states.end(), series.state);
    if (found == plan.states.end() || *found != series.state) continue;
    inflow_of[static_cast<std::size_t>(found - plan.states.begin())] = &series;
  }
  return inflow_of;
}

void add_entrants(const StepPlan& plan, const std::vector<const StateSeries*>& inflow_of,
                  std::uint32_t cell, Cell& inflow) {
  for (std::size_t i = 0; i < plan.states.size(); ++i) {
    if (plan.entry != nullptr && cell == 0) inflow.visits[i] += (*plan.entry)[plan.states[i]];
    if (inflow_of[i] == nullptr) continue;
    inflow.visits[i] += inflow_of[i]->visits[cell];
    inflow.touches[i] += inflow_of[i]->touches[cell];
  }
}

/// Turns what flows into the cell into visits, moves within it included.
void settle(const Local& local, Cell& cell) {
  solve_visits(local.at_once, cell.visits);
  for (const Local::Touch& touch : local.touches_at_once) {
    cell.touches[touch.to] += cell.visits[touch.from] * touch.probability;
  }
  solve_visits(local.at_once, cell.touches);
}

}  // namespace

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
      grid.groups.back().last_link = link + 1;
      grid.group_of_edge[e] = static_cast<std::uint32_t>(grid.groups.size() - 1);
    }
  }
  grid.first_group.push_back(static_cast<std::uint32_t>(grid.groups.size()));
  grid.laws = std::move(laws.laws);
  for (const LagLaw& law : grid.laws) {
    grid.weights_from_far.emplace_back(law.weights.rbegin(), law.weights.rend());
  }
  return grid;
}

StepResult run_steps(const GridChain& grid, const StepPlan& plan) {
  const std::size_t count = plan.states.size();
  const std::size_t cells = std::size_t{grid.cells} + 1;
  Local local = make_local(grid, plan);
  const std::vector<const StateSeries*> inflow_of = find_inflows(plan);
  StepResult result;
  for (const std::uint32_t state : plan.states) {
    result.push_back({state, std::vector<double>(cells), std::vector<double>(cells)});
  }
  Departures departures(count);
  for (const Local::Group& group : local.groups) {
    departures[group.state].visits.resize(cells);
    departures[group.state].touches.resize(cells);
  }
  Cell cell;
  for (std::uint32_t n = 0; n < cells; ++n) {
    cell.visits.assign(count, 0);
    cell.touches.assign(count, 0);
    if (n > 0) collect_past(local, departures, n, cell);
    add_entrants(plan, inflow_of, n, cell);
    settle(local, cell);
    for (std::size_t i = 0; i < count; ++i) {
      result[i].visits[n] = cell.visits[i];
      result[i].touches[n] = cell.touches[i];
      if (departures[i].visits.empty()) continue;
      departures[i].visits[n] = cell.visits[i];
      departures[i].touches[n] =
          cell.touches[i] + (local.counts_touch[i] != 0 ? cell.visits[i] : 0);
    }
  }
  return result;
}

}  // namespace cairn
