#include <algorithm>
#include <cstring>
#include <utility>

#include "simulator/grid/cell_moves.h"
#include "simulator/grid/step_parts.h"
#include "simulator/grid/time_steps.h"
#include "simulator/grid/wide.h"

namespace cairn {
namespace {

/// Sums of weights times visits and times touches. Several sums side by side, since one addition
/// waits for the last.
CAIRN_WIDE StepParts::Arrivals weigh(const double* weights, const double* visits,
                                     const double* touches, std::size_t count) {
  using Four = double __attribute__((vector_size(4 * sizeof(double))));
  Four v0{}, v1{}, t0{}, t1{}, w, x;
  std::size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    std::memcpy(&w, weights + i, sizeof w);
    std::memcpy(&x, visits + i, sizeof x);
    v0 += w * x;
    std::memcpy(&x, touches + i, sizeof x);
    t0 += w * x;
    std::memcpy(&w, weights + i + 4, sizeof w);
    std::memcpy(&x, visits + i + 4, sizeof x);
    v1 += w * x;
    std::memcpy(&x, touches + i + 4, sizeof x);
    t1 += w * x;
  }
  v0 += v1;
  t0 += t1;
  double visits_sum = (v0[0] + v0[1]) + (v0[2] + v0[3]);
  double touches_sum = (t0[0] + t0[1]) + (t0[2] + t0[3]);
  for (; i < count; ++i) {
    visits_sum += weights[i] * visits[i];
    touches_sum += weights[i] * touches[i];
  }
  return {visits_sum, touches_sum};
}

/// One cell of all states: visits, and touchpoints visited before.
struct Cell {
  std::vector<double> visits, touches;
  bool is_empty = true;
  bool has_touches = false;
};

/// Who leaves a state in each cell, with the touchpoint just visited counted.
struct Departure {
  const double* visits = nullptr;
  std::vector<double> touches;
};

/// What departed in the cells from `begin` up to `end` and arrives in this one by one group.
StepParts::Arrivals arrive_between(const StepParts::Group& group, const Departure& from,
                                   std::size_t begin, std::size_t end, std::size_t cell) {
  const LagLaw& law = *group.law;
  if (cell < law.first) return {};
  const std::size_t longest = law.first + law.weights.size() - 1;
  const std::size_t low = std::max(begin, cell - std::min(cell, longest));
  const std::size_t high = std::min(end, cell - law.first + 1);
  if (low >= high) return {};
  const double* weights = group.weights_from_far->data() + (low + longest - cell);
  return weigh(weights, from.visits + low, from.touches.data() + low, high - low);
}

/// What departed earlier and arrives in this cell by one group. Blocks end before `near`.
StepParts::Arrivals arrive(const StepParts::Group& group, const Departure& from, std::size_t near,
                           std::size_t cell) {
  const LagLaw& law = *group.law;
  if (law.ratio > 0) {
    return {law.ratio * group.last.visits + law.weights[0] * from.visits[cell - 1],
            law.ratio * group.last.touches + law.weights[0] * from.touches[cell - 1]};
  }
  if (group.blocks == nullptr || near == 0) return arrive_between(group, from, 0, cell, cell);
  const BlockArrivals& far = group.far;
  StepParts::Arrivals arriving = arrive_between(group, from, near, cell, cell);
  arriving.visits += far.sums.re[cell - near];
  arriving.touches += far.sums.im[cell - near];
  const bool is_sure =
      arriving.visits >= far.least && (!far.has_touches || arriving.touches >= far.least);
  return is_sure ? arriving : arrive_between(group, from, 0, cell, cell);
}

/// At the begin of a block: transforms the one before it, and sums what comes from all of them.
class BlockSums {
 public:
  BlockSums(const GridChain& grid, const StepParts& local, std::size_t state_count)
      : fourier_(grid.fourier ? &*grid.fourier : nullptr), is_needed_(state_count, 0) {
    for (const StepParts::Group& group : local.groups) {
      if (group.blocks != nullptr) is_needed_[group.state] = 1;
    }
    past_.resize(state_count);
  }

  /// First cell of the block that the cell is in.
  std::size_t begin_of(std::size_t cell) const {
    return fourier_ == nullptr ? 0 : cell - cell % (fourier_->length() / 2);
  }

  void start_cell(std::size_t cell, const std::vector<Departure>& departures, StepParts& local) {
    if (fourier_ == nullptr || cell == 0 || begin_of(cell) != cell) return;
    const std::size_t before = cell - fourier_->length() / 2;
    for (std::size_t s = 0; s < past_.size(); ++s) {
      if (is_needed_[s] == 0) continue;
      add_block(departures[s].visits + before, departures[s].touches.data() + before, *fourier_,
                past_[s]);
    }
    for (StepParts::Group& group : local.groups) {
      if (group.blocks == nullptr) continue;
      sum_blocks(*group.blocks, past_[group.state], *fourier_, room_, group.far);
    }
  }

 private:
  const Fourier* fourier_;
  std::vector<std::uint8_t> is_needed_;  // by state
  std::vector<PastBlocks> past_;
  ComplexSeries room_;
};

void collect_past(StepParts& local, const std::vector<Departure>& departures, std::size_t near,
                  std::size_t cell, Cell& inflow) {
  for (StepParts::Group& group : local.groups) {
    const StepParts::Arrivals arriving = arrive(group, departures[group.state], near, cell);
    group.last = arriving;
    if (!(arriving.visits > 0)) continue;
    inflow.is_empty = false;
    inflow.has_touches = inflow.has_touches || arriving.touches > 0;
    for (std::uint32_t i = group.first_link; i < group.last_link; ++i) {
      const GridChain::Link& link = local.links[i];
      inflow.visits[link.target] += link.probability * arriving.visits;
      inflow.touches[link.target] += link.probability * arriving.touches;
    }
  }
}

/// What enters the states from outside the plan.
struct Entrants {
  const std::vector<double>* entry = nullptr;  // by state of the chain, in cell 0
  struct Series {
    std::uint32_t state = 0;  // local
    const StateSeries* series = nullptr;
  };
  std::vector<Series> series;
};

Entrants find_entrants(const StepPlan& plan, const std::vector<std::uint32_t>& states) {
  Entrants entrants;
  entrants.entry = plan.entry;
  if (plan.inflow == nullptr) return entrants;
  for (const StateSeries& series : *plan.inflow) {
    const auto found = std::lower_bound(states.begin(), states.end(), series.state);
    if (found == states.end() || *found != series.state) continue;
    entrants.series.push_back({static_cast<std::uint32_t>(found - states.begin()), &series});
  }
  return entrants;
}

void add_entrants(const Entrants& entrants, const std::vector<std::uint32_t>& states,
                  std::uint32_t cell, Cell& inflow) {
  if (entrants.entry != nullptr && cell == 0) {
    for (std::size_t i = 0; i < states.size(); ++i) {
      inflow.visits[i] += (*entrants.entry)[states[i]];
    }
    inflow.is_empty = false;
  }
  for (const auto& [state, series] : entrants.series) {
    if (!(series->visits[cell] > 0)) continue;
    inflow.visits[state] += series->visits[cell];
    inflow.touches[state] += series->touches[cell];
    inflow.is_empty = false;
    inflow.has_touches = inflow.has_touches || series->touches[cell] > 0;
  }
}

/// Turns what flows into the cell into visits, moves within it included.
void settle(const StepParts& local, Cell& cell) {
  settle_cell(local.at_once, cell.visits);
  for (const StepParts::Touch& touch : local.touches_at_once) {
    cell.touches[touch.to] += cell.visits[touch.from] * touch.probability;
  }
  if (cell.has_touches || !local.touches_at_once.empty()) {
    settle_cell(local.at_once, cell.touches);
  }
}

void write_cell(const StepParts& local, const Cell& cell, std::size_t n,
                const std::vector<StateSeries*>& series, std::vector<Departure>& departures) {
  for (std::size_t i = 0; i < series.size(); ++i) {
    const double visits = cell.visits[i], touches = cell.touches[i];
    series[i]->visits[n] = visits;
    series[i]->touches[n] = touches;
    if (departures[i].visits == nullptr) continue;
    departures[i].touches[n] = local.counts_touch[i] != 0 ? touches + visits : touches;
  }
}

}  // namespace

StepResult run_steps(const GridChain& grid, const StepPlan& plan) {
  const std::size_t cells = std::size_t{grid.cells} + 1;
  const std::vector<std::uint32_t> states = find_active(grid, plan);
  StepParts local = make_step_parts(grid, plan, states);
  const Entrants entrants = find_entrants(plan, states);
  StepResult result;
  result.reserve(plan.states.size());
  std::vector<StateSeries*> series;
  for (const std::uint32_t state : plan.states) {
    result.push_back({state, std::vector<double>(cells), std::vector<double>(cells)});
    if (series.size() < states.size() && states[series.size()] == state) {
      series.push_back(&result.back());
    }
  }
  std::vector<Departure> departures(states.size());
  for (const StepParts::Group& group : local.groups) {
    if (departures[group.state].visits != nullptr) continue;
    departures[group.state].visits = series[group.state]->visits.data();
    departures[group.state].touches.resize(cells);
  }
  BlockSums blocks(grid, local, states.size());
  Cell cell;
  cell.visits.resize(states.size());
  cell.touches.resize(states.size());
  for (std::uint32_t n = 0; n < cells; ++n) {
    blocks.start_cell(n, departures, local);
    if (n > 0) collect_past(local, departures, blocks.begin_of(n), n, cell);
    add_entrants(entrants, states, n, cell);
    if (cell.is_empty) continue;
    settle(local, cell);
    write_cell(local, cell, n, series, departures);
    std::fill(cell.visits.begin(), cell.visits.end(), 0);
    std::fill(cell.touches.begin(), cell.touches.end(), 0);
    cell.is_empty = true;
    cell.has_touches = false;
  }
  return result;
}

}  // namespace cairn
