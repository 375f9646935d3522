#include "simulator/grid/cell_moves.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <limits>
#include <queue>
#include <utility>

namespace cairn {
namespace {

constexpr std::uint32_t kNowhere = std::numeric_limits<std::uint32_t>::max();

/// Sums of chances are 1 only up to rounding errors; nothing is gained by dividing by them.
constexpr double kIsOne = 1e-14;

class Eliminator {
 public:
  explicit Eliminator(CellChain chain)
      : chain_(std::move(chain)),
        origins_(chain_.rows.size()),
        is_gone_(chain_.rows.size(), 0),
        position_(chain_.rows.size(), kNowhere) {
    for (std::uint32_t from = 0; from < chain_.rows.size(); ++from) {
      for (const auto& move : chain_.rows[from]) origins_[move.target].push_back(from);
    }
  }

  /// Cheapest first (Markowitz: fewest new moves), so that fill stays low.
  CellMoves run() {
    using Candidate = std::pair<std::uint64_t, std::uint32_t>;
    std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> queue;
    for (std::uint32_t s = 0; s < chain_.rows.size(); ++s) {
      if (chain_.rows[s].empty() && origins_[s].empty()) {
        add_alone(s);
      } else {
        queue.emplace(cost_of(s), s);
      }
    }
    while (!queue.empty()) {
      const auto [cost, state] = queue.top();
      queue.pop();
      drop_gone(origins_[state]);
      const std::uint64_t now = cost_of(state);
      if (now > cost && !queue.empty() && queue.top().first < now) {
        queue.emplace(now, state);
        continue;
      }
      eliminate_one(state);
    }
    return std::move(moves_);
  }

 private:
  std::uint64_t cost_of(std::uint32_t state) const {
    return std::uint64_t{chain_.rows[state].size()} * origins_[state].size();
  }

  void drop_gone(std::vector<std::uint32_t>& origins) const {
    origins.erase(std::remove_if(origins.begin(), origins.end(),
                                 [&](std::uint32_t from) { return is_gone_[from] != 0; }),
                  origins.end());
  }

  void add_alone(std::uint32_t state) {
    CellMoves::Step step;
    step.state = state;
    step.visits_per_stay = 1 / chain_.leaks[state];
    if (!(std::abs(chain_.leaks[state] - 1) <= kIsOne)) moves_.steps.push_back(step);
  }

  void eliminate_one(std::uint32_t state) {
    auto& row = chain_.rows[state];
    row.erase(std::remove_if(row.begin(), row.end(),
                             [&](const auto& move) { return move.target == state; }),
              row.end());
    double leave = chain_.leaks[state];
    for (const auto& move : row) leave += move.probability;
    CellMoves::Step step;
    step.state = state;
    step.visits_per_stay = 1 / leave;
    step.first_onward = static_cast<std::uint32_t>(moves_.onward.size());
    step.first_origin = static_cast<std::uint32_t>(moves_.origins.size());
    if (leave > 0) {
      for (const auto& move : row) {
        moves_.onward.push_back({move.target, move.probability / leave});
      }
    }
    step.last_onward = static_cast<std::uint32_t>(moves_.onward.size());
    const double leak = leave > 0 ? chain_.leaks[state] / leave : 0;
    for (const std::uint32_t from : origins_[state]) {
      if (from != state) redirect(from, step, leak);
    }
    step.last_origin = static_cast<std::uint32_t>(moves_.origins.size());
    moves_.steps.push_back(step);
    is_gone_[state] = 1;
    row = {};
    origins_[state] = {};
  }

  /// Sends what `from` moved into the state that goes onward.
  void redirect(std::uint32_t from, const CellMoves::Step& step, double leak) {
    auto& row = chain_.rows[from];
    const auto found = std::find_if(row.begin(), row.end(),
                                    [&](const auto& move) { return move.target == step.state; });
    if (found == row.end()) return;
    const double into = found->probability;
    *found = row.back();
    row.pop_back();
    moves_.origins.push_back({from, into});
    for (std::uint32_t i = 0; i < row.size(); ++i) position_[row[i].target] = i;
    for (std::uint32_t i = step.first_onward; i < step.last_onward; ++i) {
      const auto [target, weight] = moves_.onward[i];
      const double detour = into * weight;
      if (position_[target] != kNowhere) {
        row[position_[target]].probability += detour;
      } else if (detour > 0) {
        row.push_back({target, detour});
        origins_[target].push_back(from);
      }
    }
    for (const auto& move : row) position_[move.target] = kNowhere;
    chain_.leaks[from] += into * leak;
  }

  CellChain chain_;
  std::vector<std::vector<std::uint32_t>> origins_;  // by state: who moves here; may be out of date
  std::vector<std::uint8_t> is_gone_;
  std::vector<std::uint32_t> position_;  // of each target in the row at hand
  CellMoves moves_;
};

}  // namespace

void add_cell_move(CellChain& chain, std::uint32_t from, std::uint32_t target, double probability) {
  if (!(probability > 0)) return;
  for (auto& old : chain.rows[from]) {
    if (old.target != target) continue;
    old.probability += probability;
    return;
  }
  chain.rows[from].push_back({target, probability});
}

CellMoves eliminate_cell(CellChain chain) {
  return Eliminator(std::move(chain)).run();
}

void settle_cell(const CellMoves& moves, std::vector<double>& inflow) {
  double* flow = inflow.data();
  for (const auto& step : moves.steps) {
    const double here = flow[step.state];
    if (!(here > 0)) continue;
    for (std::uint32_t i = step.first_onward; i < step.last_onward; ++i) {
      flow[moves.onward[i].state] += here * moves.onward[i].weight;
    }
  }
  for (auto step = moves.steps.rbegin(); step != moves.steps.rend(); ++step) {
    double here = flow[step->state];
    for (std::uint32_t i = step->first_origin; i < step->last_origin; ++i) {
      const auto& link = moves.origins[i];
      // Written so that 0 times infinity never happens.
      if (flow[link.state] > 0 && link.weight > 0) here += flow[link.state] * link.weight;
    }
    flow[step->state] = here > 0 ? here * step->visits_per_stay : 0;
  }
}

void settle_gains(const CellMoves& moves, std::vector<double>& gains) {
  double* gain = gains.data();
  for (const auto& step : moves.steps) {
    if (gain[step.state] == 0) continue;
    const double here = gain[step.state] * step.visits_per_stay;
    gain[step.state] = here;
    for (std::uint32_t i = step.first_origin; i < step.last_origin; ++i) {
      gain[moves.origins[i].state] += here * moves.origins[i].weight;
    }
  }
  for (auto step = moves.steps.rbegin(); step != moves.steps.rend(); ++step) {
    for (std::uint32_t i = step->first_onward; i < step->last_onward; ++i) {
      gain[step->state] += gain[moves.onward[i].state] * moves.onward[i].weight;
    }
  }
}

}  // namespace cairn
