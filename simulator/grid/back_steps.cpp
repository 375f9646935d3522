#include "simulator/grid/back_steps.h"

#include <algorithm>
#include <cstring>

#include "simulator/grid/cell_moves.h"
#include "simulator/grid/step_parts.h"
#include "simulator/grid/wide.h"

namespace cairn {
namespace {

CAIRN_WIDE double dot(const double* a, const double* b, std::size_t count) {
  using Four = double __attribute__((vector_size(4 * sizeof(double))));
  Four sum0{}, sum1{}, x, y;
  std::size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    std::memcpy(&x, a + i, sizeof x);
    std::memcpy(&y, b + i, sizeof y);
    sum0 += x * y;
    std::memcpy(&x, a + i + 4, sizeof x);
    std::memcpy(&y, b + i + 4, sizeof y);
    sum1 += x * y;
  }
  sum0 += sum1;
  double sum = (sum0[0] + sum0[1]) + (sum0[2] + sum0[3]);
  for (; i < count; ++i) sum += a[i] * b[i];
  return sum;
}

/// What arriving by a group is worth, by cells before the last, and what leaving by it was worth in
/// the cell after the one at hand.
struct Ahead {
  std::vector<double> worth;
  double last = 0;
};

/// What leaving by a group `past` cells before the last one is worth by what lies in later cells.
double look_ahead(const StepParts::Group& group, std::size_t past, Ahead& ahead) {
  const LagLaw& law = *group.law;
  if (past < law.first) return 0;
  if (law.ratio > 0) {
    ahead.last = law.ratio * ahead.last + law.weights[0] * ahead.worth[past - 1];
    return ahead.last;
  }
  const std::size_t longest = law.first + law.weights.size() - 1;
  const std::size_t low = past - std::min(past, longest), high = past - law.first + 1;
  if (low >= high) return 0;
  return dot(group.weights_from_far->data() + (low + longest - past), ahead.worth.data() + low,
             high - low);
}

class BackRun {
 public:
  BackRun(const GridChain& grid, const StepPlan& plan, const BackWeights& weights)
      : grid_(grid),
        weights_(weights),
        parts_(make_step_parts(grid, plan, plan.states)),
        visits_(plan.states.size()),
        touches_(plan.states.size()),
        at_once_(plan.states.size(), 0) {
    for (const StateSeries& series : *weights.at) {
      has_touches_ = has_touches_ || std::any_of(series.touches.begin(), series.touches.end(),
                                                 [](double worth) { return worth != 0; });
    }
    for (std::size_t g = 0; g < parts_.groups.size(); ++g) {
      visits_ahead_.push_back({std::vector<double>(std::size_t{grid.cells} + 1, 0), 0});
    }
    if (has_touches_) touches_ahead_ = visits_ahead_;
    if (weights.of_passages != nullptr) add_passages_at_once(plan);
  }

  StepResult run() {
    StepResult result;
    const std::size_t cells = std::size_t{grid_.cells} + 1;
    for (const StateSeries& series : *weights_.at) {
      result.push_back({series.state, std::vector<double>(cells, 0), {}});
      result.back().touches.assign(cells, 0);
    }
    for (std::size_t past = 0; past < cells; ++past) {
      const std::size_t cell = grid_.cells - past;
      if (has_touches_) solve_touches(past, cell);
      solve_visits(past, cell);
      for (std::size_t i = 0; i < result.size(); ++i) {
        result[i].visits[cell] = visits_[i];
        if (has_touches_) result[i].touches[cell] = touches_[i];
      }
      note_worth(past, cell);
    }
    return result;
  }

 private:
  double of_arrival(std::size_t cell) const {
    return weights_.of_arrival == nullptr ? 0 : (*weights_.of_arrival)[cell];
  }

  /// Passages within a cell, by state they start from.
  void add_passages_at_once(const StepPlan& plan) {
    for (std::size_t i = 0; i < plan.states.size(); ++i) {
      const std::uint32_t state = plan.states[i];
      if (plan.is_cut[state] != 0) continue;
      for (std::uint32_t g = grid_.first_group[state]; g < grid_.first_group[state + 1]; ++g) {
        const GridChain::Group& group = grid_.groups[g];
        for (std::uint32_t l = group.first_link; l < group.last_link; ++l) {
          at_once_[i] += grid_.laws[group.law].at_zero * grid_.links[l].probability *
                         (*weights_.of_passages)[grid_.edge_of_link[l]];
        }
      }
    }
  }

  void solve_touches(std::size_t past, std::size_t cell) {
    for (std::size_t i = 0; i < touches_.size(); ++i) {
      touches_[i] = (*weights_.at)[i].touches[cell];
    }
    for (std::size_t g = 0; g < parts_.groups.size(); ++g) {
      touches_[parts_.groups[g].state] += look_ahead(parts_.groups[g], past, touches_ahead_[g]);
    }
    settle_gains(parts_.at_once, touches_);
  }

  /// After the touches: each visit to a touchpoint is one more of them for all that comes later.
  void solve_visits(std::size_t past, std::size_t cell) {
    for (std::size_t i = 0; i < visits_.size(); ++i) {
      visits_[i] = (*weights_.at)[i].visits[cell] + at_once_[i] * of_arrival(cell);
      if (!has_touches_ || parts_.counts_touch[i] == 0) continue;
      visits_[i] += touches_[i] - (*weights_.at)[i].touches[cell];
    }
    for (std::size_t g = 0; g < parts_.groups.size(); ++g) {
      visits_[parts_.groups[g].state] += look_ahead(parts_.groups[g], past, visits_ahead_[g]);
    }
    settle_gains(parts_.at_once, visits_);
  }

  void note_worth(std::size_t past, std::size_t cell) {
    for (std::size_t g = 0; g < parts_.groups.size(); ++g) {
      double visits = 0, touches = 0;
      for (std::uint32_t l = parts_.groups[g].first_link; l < parts_.groups[g].last_link; ++l) {
        const GridChain::Link& link = parts_.links[l];
        double worth = visits_[link.target];
        if (weights_.of_passages != nullptr) {
          worth += (*weights_.of_passages)[parts_.edges[l]] * of_arrival(cell);
        }
        visits += link.probability * worth;
        if (has_touches_) touches += link.probability * touches_[link.target];
      }
      visits_ahead_[g].worth[past] = visits;
      if (has_touches_) touches_ahead_[g].worth[past] = touches;
    }
  }

  const GridChain& grid_;
  const BackWeights& weights_;
  StepParts parts_;
  std::vector<double> visits_, touches_;  // of the cell at hand, by state
  std::vector<double> at_once_;           // by state: worth of its passages within a cell
  std::vector<Ahead> visits_ahead_, touches_ahead_;  // by group
  bool has_touches_ = false;
};

}  // namespace

StepResult run_back(const GridChain& grid, const StepPlan& plan, const BackWeights& weights) {
  return BackRun(grid, plan, weights).run();
}

}  // namespace cairn
