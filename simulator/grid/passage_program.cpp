#include <algorithm>
#include <functional>
#include <map>
#include <queue>
#include <utility>

#include "simulator/grid/inversion.h"

namespace cairn {
namespace {

using Step = PassageProgram::Step;
using Flags = std::vector<std::uint8_t>;

/// States on a way from entry to a target, targets left out.
std::vector<std::uint32_t> find_on_way(const Chain& chain, const Flags& is_target) {
  const std::size_t count = chain.states.size();
  std::vector<std::vector<std::uint32_t>> back(count);
  Flags is_reached(count, 0), leads(count, 0);
  std::vector<std::uint32_t> open;
  for (std::uint32_t s = 0; s < count; ++s) {
    if (!(chain.entry[s] > 0)) continue;
    is_reached[s] = 1;
    open.push_back(s);
  }
  while (!open.empty()) {
    const std::uint32_t s = open.back();
    open.pop_back();
    if (is_target[s] != 0) continue;
    const ChainState& state = chain.states[s];
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      if (!(chain.edges[e].probability > 0)) continue;
      const std::uint32_t target = chain.edges[e].target;
      back[target].push_back(s);
      if (is_reached[target] != 0) continue;
      is_reached[target] = 1;
      open.push_back(target);
    }
  }
  for (std::uint32_t s = 0; s < count; ++s) {
    if (is_target[s] == 0 || is_reached[s] == 0) continue;
    leads[s] = 1;
    open.push_back(s);
  }
  while (!open.empty()) {
    const std::uint32_t s = open.back();
    open.pop_back();
    for (const std::uint32_t from : back[s]) {
      if (leads[from] != 0) continue;
      leads[from] = 1;
      open.push_back(from);
    }
  }
  std::vector<std::uint32_t> states;
  for (std::uint32_t s = 0; s < count; ++s) {
    if (leads[s] != 0 && is_target[s] == 0) states.push_back(s);
  }
  return states;
}

/// Writes the program: rows of slots, one row per state on the way and one for entry.
class Writer {
 public:
  Writer(const Chain& chain, const Flags& is_target, std::size_t most_steps)
      : chain_(chain), is_target_(is_target), most_steps_(most_steps) {}

  std::optional<PassageProgram> write() {
    const std::vector<std::uint32_t> states = find_on_way(chain_, is_target_);
    const auto count = static_cast<std::uint32_t>(states.size());
    local_of_.assign(chain_.states.size(), kNone);
    for (std::uint32_t i = 0; i < count; ++i) local_of_[states[i]] = i;
    entry_ = count;
    goal_ = count + 1;
    rows_.resize(std::size_t{count} + 1);
    origins_.resize(std::size_t{count} + 2);
    for (std::uint32_t i = 0; i < count; ++i) write_row(i, states[i]);
    for (std::uint32_t s = 0; s < chain_.states.size(); ++s) {
      const std::uint32_t to = is_target_[s] != 0 ? goal_ : local_of_[s];
      if (!(chain_.entry[s] > 0) || to == kNone) continue;
      program_.steps.push_back({Step::Kind::add_share, slot(entry_, to), 0, 0, chain_.entry[s]});
    }
    if (!eliminate(count)) return std::nullopt;
    const auto found = rows_[entry_].find(goal_);
    if (found == rows_[entry_].end()) return PassageProgram{};
    program_.result = found->second;
    return std::move(program_);
  }

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  std::uint32_t slot(std::uint32_t row, std::uint32_t column) {
    const auto [place, is_new] = rows_[row].try_emplace(column, program_.slot_count);
    if (is_new) {
      ++program_.slot_count;
      origins_[column].push_back(row);
    }
    return place->second;
  }

  std::uint32_t law_number(const Draw& draw) {
    const auto [place, is_new] =
        law_numbers_.try_emplace({draw.kind, draw.value, draw.mu, draw.sigma},
                                 static_cast<std::uint32_t>(program_.laws.size()));
    if (is_new) program_.laws.push_back(draw);
    return place->second;
  }

  /// Fixed durations on the spot and on the way are one duration, rounded once.
  void write_row(std::uint32_t row, std::uint32_t s) {
    const ChainState& state = chain_.states[s];
    const bool is_fixed = state.takes.kind == Draw::Kind::fixed;
    for (const bool is_joint : {false, true}) {
      for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
        Draw after = chain_.edges[e].after;
        if (is_joint != (is_fixed && after.kind == Draw::Kind::fixed)) continue;
        if (is_joint) after.value += state.takes.value;
        write_move(row, chain_.edges[e], after);
      }
      if (is_joint || state.takes == Draw{}) continue;
      const std::uint32_t law = law_number(state.takes);
      for (const auto& [column, number] : rows_[row]) {
        program_.steps.push_back({Step::Kind::times_law, number, law, 0, 0});
      }
    }
  }

  void write_move(std::uint32_t row, const ChainEdge& edge, const Draw& days) {
    const std::uint32_t to = is_target_[edge.target] != 0 ? goal_ : local_of_[edge.target];
    if (!(edge.probability > 0) || to == kNone) return;
    const bool takes_time = days != Draw{};
    program_.steps.push_back({takes_time ? Step::Kind::add_law : Step::Kind::add_share,
                              slot(row, to), takes_time ? law_number(days) : 0, 0,
                              edge.probability});
  }

  std::size_t cost_of(std::uint32_t state) const {
    return rows_[state].size() * origins_[state].size();
  }

  /// Cheapest first (Markowitz), so that few slots fill.
  bool eliminate(std::uint32_t count) {
    using Candidate = std::pair<std::size_t, std::uint32_t>;
    std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> queue;
    for (std::uint32_t i = 0; i < count; ++i) queue.emplace(cost_of(i), i);
    while (!queue.empty()) {
      const auto [cost, state] = queue.top();
      queue.pop();
      const std::size_t now = cost_of(state);
      if (now > cost && !queue.empty() && queue.top().first < now) {
        queue.emplace(now, state);
        continue;
      }
      eliminate_one(state);
      if (program_.steps.size() > most_steps_) return false;
    }
    return true;
  }

  void eliminate_one(std::uint32_t state) {
    std::map<std::uint32_t, std::uint32_t> row = std::move(rows_[state]);
    rows_[state].clear();
    const auto loop = row.find(state);
    if (loop != row.end()) {
      const std::uint32_t looping = loop->second;
      row.erase(loop);
      program_.steps.push_back({Step::Kind::leave, looping, looping, 0, 0});
      for (const auto& [column, number] : row) {
        program_.steps.push_back({Step::Kind::times, number, looping, 0, 0});
      }
    }
    for (const auto& [column, number] : row) remove_origin(column, state);
    for (const std::uint32_t from : std::exchange(origins_[state], {})) {
      if (from == state) continue;
      const std::uint32_t into = rows_[from].at(state);
      rows_[from].erase(state);
      for (const auto& [column, number] : row) {
        program_.steps.push_back({Step::Kind::add_product, slot(from, column), into, number, 0});
      }
    }
  }

  void remove_origin(std::uint32_t column, std::uint32_t row) {
    auto& origins = origins_[column];
    origins.erase(std::find(origins.begin(), origins.end(), row));
  }

  const Chain& chain_;
  const Flags& is_target_;
  std::size_t most_steps_;
  PassageProgram program_;
  std::vector<std::uint32_t> local_of_;
  std::uint32_t entry_ = 0, goal_ = 0;
  std::vector<std::map<std::uint32_t, std::uint32_t>> rows_;  // column to slot
  std::vector<std::vector<std::uint32_t>> origins_;           // by column: rows that have it
  std::map<std::tuple<Draw::Kind, double, double, double>, std::uint32_t> law_numbers_;
};

}  // namespace

std::optional<PassageProgram> plan_passages(const Chain& chain,
                                            const std::vector<std::uint8_t>& is_target,
                                            std::size_t most_steps) {
  return Writer(chain, is_target, most_steps).write();
}

}  // namespace cairn
