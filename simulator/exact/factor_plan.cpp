#include "simulator/exact/factor_plan.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <queue>
#include <utility>

namespace cairn {
namespace {

/// What is left is eliminated densely once this part of it may be moves: the dense kernels do
/// several elements at a time and look up nothing.
constexpr double kDenseShare = 0.25;
/// Below this many states everything is dense.
constexpr std::size_t kAlwaysDense = 12;
constexpr std::size_t kMostDense = 4000;
/// Moves that taking out may add to the pattern: where more states are left than a dense block may
/// have, as many as it would begin with. Random ways explode; they are told from others by this.
constexpr std::size_t kMostFill = kMostDense * kMostDense / 4;
/// Entries looked at while ordering: some seconds, as one elimination may take.
constexpr std::uint64_t kMostSteps = 3'000'000'000;

/// The pattern of a chain while states are taken out of it.
class Ordering {
 public:
  explicit Ordering(const Chain& chain) : inside_(chain.states.size(), 0) {
    targets_.resize(chain.states.size());
    origins_.resize(chain.states.size());
    is_gone_.assign(chain.states.size(), 0);
    mark_.assign(chain.states.size(), kNotInside);
    stamps_.assign(chain.states.size(), 0);
    queued_cost_.assign(chain.states.size(), std::numeric_limits<std::uint64_t>::max());
    for (std::uint32_t s = 0; s < chain.states.size(); ++s) {
      if (chain.states[s].edge_count > 0) {
        inside_[s] = 1;
        ++left_;
      }
    }
    for (std::uint32_t s = 0; s < chain.states.size(); ++s) add_row(chain, s);
  }

  void run(FactorPlan& plan) {
    onward_.resize(targets_.size());
    fill_queue();
    const std::size_t most_entries = entries_ + kMostFill;
    const auto explodes = [&] {
      return entries_ > most_entries || steps_ > kMostSteps || plan.work > kMostFactorWork;
    };
    while (left_ > kAlwaysDense && !is_dense() && !explodes()) {
      const std::uint32_t state = cheapest();
      plan.state_at.push_back(state);
      take_out(state, plan);
    }
    plan.dense_from = plan.state_at.size();
    for (std::uint32_t s = 0; s < targets_.size(); ++s) {
      if (inside_[s] != 0 && is_gone_[s] == 0) plan.state_at.push_back(s);
    }
    const auto dense = static_cast<double>(plan.dense_count());
    plan.work += dense * dense * dense / 3;
    plan.is_affordable = plan.dense_count() <= kMostDense && !explodes();
    plan.position_of.assign(targets_.size(), kNotInside);
    for (std::uint32_t i = 0; i < plan.size(); ++i) plan.position_of[plan.state_at[i]] = i;
    if (plan.is_affordable) write_rows(plan);
  }

 private:
  void add_row(const Chain& chain, std::uint32_t from) {
    const ChainState& state = chain.states[from];
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      const std::uint32_t to = chain.edges[e].target;
      if (to == from || inside_[to] == 0 || mark_[to] == from) continue;
      mark_[to] = from;
      targets_[from].push_back(to);
      origins_[to].push_back(from);
      ++entries_;
    }
  }

  std::uint64_t cost_of(std::uint32_t state) const {
    return std::uint64_t{targets_[state].size()} * origins_[state].size();
  }

  void fill_queue() {
    for (std::uint32_t s = 0; s < targets_.size(); ++s) {
      if (inside_[s] != 0) queue_up(s);
    }
  }

  /// Waits for its turn, unless it is in the queue for as little already. One that has got dearer
  /// is put back when its old turn comes.
  void queue_up(std::uint32_t state) {
    const std::uint64_t cost = cost_of(state);
    if (cost >= queued_cost_[state]) return;
    queued_cost_[state] = cost;
    queue_.emplace(cost, state);
  }

  bool is_dense() const {
    const auto left = static_cast<double>(left_);
    return static_cast<double>(entries_) > kDenseShare * left * left;
  }

  std::uint32_t cheapest() {
    while (true) {
      const auto [cost, state] = queue_.top();
      queue_.pop();
      if (is_gone_[state] != 0) continue;
      // Costs change as neighbours go; a candidate that got dearer waits for its new turn.
      const std::uint64_t cost_now = cost_of(state);
      if (cost_now <= cost || queue_.empty() || cost_now <= queue_.top().first) return state;
      queued_cost_[state] = cost_now;
      queue_.emplace(cost_now, state);
    }
  }

  static void drop(std::vector<std::uint32_t>& list, std::uint32_t value) {
    const auto found = std::find(list.begin(), list.end(), value);
    *found = list.back();
    list.pop_back();
  }

  void take_out(std::uint32_t state, FactorPlan& plan) {
    const std::vector<std::uint32_t>& targets = targets_[state];
    const std::vector<std::uint32_t>& origins = origins_[state];
    plan.work += static_cast<double>(targets.size()) * static_cast<double>(origins.size());
    for (const std::uint32_t to : targets) {
      steps_ += origins_[to].size();
      drop(origins_[to], state);
    }
    for (const std::uint32_t from : origins) {
      auto& row = targets_[from];
      steps_ += row.size() + targets.size();
      drop(row, state);
      ++stamp_;
      for (const std::uint32_t to : row) stamps_[to] = stamp_;
      for (const std::uint32_t to : targets) {
        if (to == from || stamps_[to] == stamp_) continue;
        row.push_back(to);
        origins_[to].push_back(from);
        ++entries_;
      }
    }
    entries_ -= targets.size() + origins.size();
    is_gone_[state] = 1;
    --left_;
    // Whoever lost a neighbour may have become cheaper.
    for (const std::uint32_t to : targets) queue_up(to);
    for (const std::uint32_t from : origins) queue_up(from);
    onward_[state] = std::move(targets_[state]);
    targets_[state] = {};
  }

  /// Rows by position out of what was met when each state was taken out.
  void write_rows(FactorPlan& plan) const {
    const std::size_t count = plan.size();
    plan.first_onward.assign(plan.dense_from + 1, 0);
    plan.first_into.assign(count + 1, 0);
    for (std::uint32_t i = 0; i < plan.dense_from; ++i) {
      const auto& targets = onward_[plan.state_at[i]];
      const std::size_t begin = plan.onward.size();
      for (const std::uint32_t to : targets) plan.onward.push_back(plan.position_of[to]);
      std::sort(plan.onward.begin() + static_cast<std::ptrdiff_t>(begin), plan.onward.end());
      plan.first_onward[i + 1] = static_cast<std::uint32_t>(plan.onward.size());
      for (const std::uint32_t from : origins_[plan.state_at[i]]) {
        ++plan.first_into[plan.position_of[from] + 1];
      }
    }
    for (std::size_t i = 0; i < count; ++i) plan.first_into[i + 1] += plan.first_into[i];
    plan.into.resize(plan.first_into[count]);
    std::vector<std::uint32_t> next(plan.first_into.begin(), plan.first_into.end() - 1);
    for (std::uint32_t i = 0; i < plan.dense_from; ++i) {
      for (const std::uint32_t from : origins_[plan.state_at[i]]) {
        plan.into[next[plan.position_of[from]]++] = i;
      }
    }
  }

  using Candidate = std::pair<std::uint64_t, std::uint32_t>;
  std::vector<std::uint8_t> inside_, is_gone_;
  std::vector<std::vector<std::uint32_t>> targets_, origins_;  // of those left, itself not included
  std::vector<std::vector<std::uint32_t>> onward_;             // of those gone
  std::vector<std::uint32_t> mark_;
  std::vector<std::uint64_t> stamps_, queued_cost_;
  std::uint64_t stamp_ = 0;
  std::size_t left_ = 0, entries_ = 0;
  std::uint64_t steps_ = 0;  // entries looked at so far
  std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> queue_;
};

}  // namespace

FactorPlan plan_factor(const Chain& chain) {
  FactorPlan plan;
  Ordering(chain).run(plan);
  return plan;
}

}  // namespace cairn
