#include "simulator/grid/grid_cost.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "simulator/grid/cell_moves.h"

namespace cairn {
namespace {

constexpr std::uint32_t kFewestCells = 16;
/// Doubles in the series of one run: 256 MiB.
constexpr double kMostNumbers = 3.2e7;
/// Weights of an exponential written out before they vanish: exp(-40) is 4e-18.
constexpr double kExponentialReach = 40;

/// Cells a law of time has weights in, once takes and after are summed.
double support_of(const Draw& takes, const Draw& after, double cell_days, double cells) {
  double sum = 0;
  bool is_written_out = takes != Draw{} && after != Draw{};
  for (const Draw* draw : {&takes, &after}) {
    if (draw->kind == Draw::Kind::exponential) {
      sum += is_written_out ? kExponentialReach * draw->value / cell_days : 1;
    } else if (draw->kind == Draw::Kind::lognormal) {
      sum += support_cells(*draw, cell_days, static_cast<std::uint32_t>(cells));
    }
  }
  return std::min(sum + 1, cells);
}

/// Multiplications of summing over past arrivals, by state.
std::vector<double> past_work(const Chain& chain, double cell_days, double cells) {
  std::vector<double> work(chain.states.size(), 0);
  for (std::size_t s = 0; s < chain.states.size(); ++s) {
    const ChainState& state = chain.states[s];
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      work[s] += 2 * cells;
      if (e > state.first_edge && chain.edges[e].after == chain.edges[e - 1].after) continue;
      const double support = support_of(state.takes, chain.edges[e].after, cell_days, cells);
      work[s] += support * (cells - support / 2);
    }
  }
  return work;
}

/// Multiplications of writing out sums of two durations, each pair once.
double law_work(const Chain& chain, double cell_days, double cells) {
  using Key = std::tuple<Draw::Kind, double, double, double>;
  const auto key = [](const Draw& draw) { return Key{draw.kind, draw.value, draw.mu, draw.sigma}; };
  std::set<std::pair<Key, Key>> seen;
  double work = 0;
  for (const ChainState& state : chain.states) {
    if (state.takes.kind == Draw::Kind::fixed) continue;
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      const Draw& after = chain.edges[e].after;
      if (after.kind == Draw::Kind::fixed) continue;
      if (!seen.insert({key(state.takes), key(after)}).second) continue;
      work += support_of(state.takes, Draw{}, cell_days, cells) *
              support_of(after, Draw{}, cell_days, cells);
    }
  }
  return work;
}

/// Elimination of all moves at once, the most that can happen within one cell.
struct CellWork {
  double elimination = 0;  // once a run
  double solve = 0;        // once a cell
};

CellWork cell_work(const Chain& chain) {
  const std::size_t count = chain.states.size();
  CellChain cell;
  cell.rows.resize(count);
  cell.leaks.resize(count, 0);
  for (std::uint32_t s = 0; s < count; ++s) {
    const ChainState& state = chain.states[s];
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      add_cell_move(cell, s, chain.edges[e].target, chain.edges[e].probability);
    }
  }
  const CellMoves elimination = eliminate_cell(std::move(cell));
  CellWork work;
  for (const auto& step : elimination.steps) {
    const double onward = step.last_onward - step.first_onward;
    const double origins = step.last_origin - step.first_origin;
    // A move costs about ten multiplications: looking it up, three products.
    work.elimination += 10 * (onward + 1) * (origins + 1);
    work.solve += 2 * (onward + origins + 4);
  }
  return work;
}

/// Work of one run of a plan; elimination and solving in proportion to its part of the states.
double plan_work(const StepPlan& plan, const std::vector<double>& past, const CellWork& cell,
                 double cells) {
  double work = 0;
  for (const std::uint32_t state : plan.states) work += past[state];
  const double part = static_cast<double>(plan.states.size()) /
                      std::max<double>(1, static_cast<double>(past.size()));
  return work + part * (cell.elimination + cells * cell.solve);
}

}  // namespace

GridBudget fit_to_budget(const Chain& chain, const HorizonPlan& plan, double horizon_days,
                         std::uint32_t cells, double layer_count, double most_work) {
  const CellWork cell = cell_work(chain);
  const double states = static_cast<double>(chain.states.size());
  GridBudget budget{std::max(cells, 1U), plan.has_targets};
  for (;;) {
    const double count = budget.cells;
    const std::vector<double> past = past_work(chain, horizon_days / count, count);
    double work = law_work(chain, horizon_days / count, count) +
                  plan_work(plan.before, past, cell, count) +
                  plan_work(plan.after, past, cell, count);
    if (budget.has_first_visits) {
      for (const auto& target : plan.targets) work += plan_work(target.plan, past, cell, count);
    }
    const bool fits_memory = 4 * states * count <= kMostNumbers;
    if (work * layer_count <= most_work && fits_memory) return budget;
    if (budget.cells > kFewestCells) {
      budget.cells = std::max(kFewestCells, budget.cells / 2);
    } else if (budget.has_first_visits && !plan.targets.empty()) {
      budget = {std::max(cells, 1U), false};
    } else {
      return budget;
    }
  }
}

}  // namespace cairn
