#include "simulator/exact/censored_chain.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <queue>
#include <utility>

namespace cairn {
namespace {

constexpr std::uint32_t kNowhere = std::numeric_limits<std::uint32_t>::max();

/// Position of each target in the row at hand; kNowhere for all others.
using Positions = std::vector<std::uint32_t>;

bool is_left(const CensoredChain& chain, std::uint32_t state) {
  return !chain.is_gone[state];
}

/// Upper bound of the moves that taking the state out creates. Exact but for stale origins.
std::uint64_t cost_of(const CensoredChain& chain, std::uint32_t state) {
  return std::uint64_t{chain.rows[state].size()} * chain.origins[state].size();
}

/// Drops origins that are gone. Those that are left still have their move here.
void refresh_origins(CensoredChain& chain, std::uint32_t state) {
  auto& origins = chain.origins[state];
  origins.erase(std::remove_if(origins.begin(), origins.end(),
                               [&](std::uint32_t from) { return chain.is_gone[from]; }),
                origins.end());
}

/// The row of a state that goes, split into what stays on the state and what leaves it, per
/// departure: `onward` is conditional on leaving.
struct Departure {
  double chance_to_leave = 0;
  std::vector<Move> onward;
  double leak = 0;
};

Departure depart(const CensoredChain& chain, std::uint32_t state) {
  Departure departure;
  Move loop;
  for (const Move& move : chain.rows[state]) {
    if (move.target == state) {
      loop = move;
    } else {
      departure.chance_to_leave += move.probability;
      departure.onward.push_back(move);
    }
  }
  departure.chance_to_leave += chain.leaks[state];
  const double stay = departure.chance_to_leave;
  if (!(stay > 0)) return departure;
  // Rounds on the spot before leaving: 1/stay - 1 on average, each with the loop's days.
  const double loop_days = loop.days / stay, loop_touches = loop.touches / stay;
  for (Move& move : departure.onward) {
    move.probability /= stay;
    move.days = move.days / stay + move.probability * loop_days;
    move.touches = move.touches / stay + move.probability * loop_touches;
  }
  departure.leak = chain.leaks[state] / stay;
  return departure;
}

/// Sends what `from` moved into the departing state onward. Returns false if the move had
/// underflown.
void redirect(CensoredChain& chain, std::uint32_t from, std::uint32_t state,
              const Departure& departure, Positions& positions, Elimination* record) {
  auto& row = chain.rows[from];
  const auto found =
      std::find_if(row.begin(), row.end(), [&](const Move& move) { return move.target == state; });
  if (found == row.end()) return;
  const Move into = *found;
  *found = row.back();
  row.pop_back();
  if (record != nullptr) record->origins.push_back({from, into.probability});
  for (std::uint32_t i = 0; i < row.size(); ++i) positions[row[i].target] = i;
  for (const Move& onward : departure.onward) {
    const Move detour{onward.target, into.probability * onward.probability,
                      into.days * onward.probability + into.probability * onward.days,
                      into.touches * onward.probability + into.probability * onward.touches};
    const std::uint32_t position = positions[onward.target];
    if (position != kNowhere) {
      row[position].probability += detour.probability;
      row[position].days += detour.days;
      row[position].touches += detour.touches;
    } else if (detour.probability > 0) {
      row.push_back(detour);
      chain.origins[onward.target].push_back(from);
    }
  }
  for (const Move& move : row) positions[move.target] = kNowhere;
  chain.leaks[from] += into.probability * departure.leak;
}

void eliminate_one(CensoredChain& chain, std::uint32_t state, Positions& positions,
                   Elimination* record) {
  refresh_origins(chain, state);
  const Departure departure = depart(chain, state);
  Elimination::Step step;
  if (record != nullptr) {
    step.state = state;
    step.visits_per_stay = 1 / departure.chance_to_leave;
    step.first_onward = static_cast<std::uint32_t>(record->onward.size());
    step.first_origin = static_cast<std::uint32_t>(record->origins.size());
    for (const Move& move : departure.onward) {
      record->onward.push_back({move.target, move.probability});
    }
  }
  for (const std::uint32_t from : chain.origins[state]) {
    if (from != state) redirect(chain, from, state, departure, positions, record);
  }
  if (record != nullptr) {
    step.last_onward = static_cast<std::uint32_t>(record->onward.size());
    step.last_origin = static_cast<std::uint32_t>(record->origins.size());
    record->steps.push_back(step);
  }
  chain.is_gone[state] = true;
  chain.rows[state] = {};
  chain.origins[state] = {};
}

}  // namespace

CensoredChain make_censored_chain(std::size_t state_count) {
  CensoredChain chain;
  chain.rows.resize(state_count);
  chain.leaks.resize(state_count, 0);
  chain.origins.resize(state_count);
  chain.is_gone.resize(state_count, false);
  return chain;
}

void add_move(CensoredChain& chain, std::uint32_t from, const Move& move) {
  if (!(move.probability > 0)) return;
  for (Move& old : chain.rows[from]) {
    if (old.target != move.target) continue;
    old.probability += move.probability;
    old.days += move.days;
    old.touches += move.touches;
    return;
  }
  chain.rows[from].push_back(move);
}

void index_origins(CensoredChain& chain) {
  for (std::uint32_t from = 0; from < chain.rows.size(); ++from) {
    for (const Move& move : chain.rows[from]) chain.origins[move.target].push_back(from);
  }
}

void eliminate(CensoredChain& chain, const std::vector<std::uint32_t>& states,
               Elimination* record) {
  using Candidate = std::pair<std::uint64_t, std::uint32_t>;
  std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> queue;
  for (const std::uint32_t state : states) queue.emplace(cost_of(chain, state), state);
  Positions positions(chain.rows.size(), kNowhere);
  while (!queue.empty()) {
    const auto [cost, state] = queue.top();
    queue.pop();
    if (!is_left(chain, state)) continue;
    refresh_origins(chain, state);
    const std::uint64_t cost_now = cost_of(chain, state);
    // Costs change as neighbours go; a candidate that got dearer waits for its new turn.
    if (cost_now > cost && !queue.empty() && queue.top().first < cost_now) {
      queue.emplace(cost_now, state);
      continue;
    }
    eliminate_one(chain, state, positions, record);
  }
}

void solve_visits(const Elimination& elimination, std::vector<double>& inflow) {
  for (const auto& step : elimination.steps) {
    const double here = inflow[step.state];
    if (!(here > 0)) continue;
    for (std::uint32_t i = step.first_onward; i < step.last_onward; ++i) {
      const auto& link = elimination.onward[i];
      inflow[link.state] += here * link.weight;
    }
  }
  for (auto step = elimination.steps.rbegin(); step != elimination.steps.rend(); ++step) {
    double here = inflow[step->state];
    for (std::uint32_t i = step->first_origin; i < step->last_origin; ++i) {
      const auto& link = elimination.origins[i];
      // Written so that 0 times infinity never happens.
      if (inflow[link.state] > 0 && link.weight > 0) here += inflow[link.state] * link.weight;
    }
    inflow[step->state] = here > 0 ? here * step->visits_per_stay : 0;
  }
}

}  // namespace cairn
