#include "simulator/exact/solve_large.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "simulator/chain/ledger.h"
#include "simulator/exact/discounting.h"
#include "simulator/exact/iterative.h"

namespace cairn {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Relative room for what sums over all states and edges lose to rounding, terms of one sign.
double sum_room(const Chain& chain) {
  return static_cast<double>(2 * (chain.states.size() + chain.edges.size()) + 16) *
         std::numeric_limits<double>::epsilon();
}

struct Bounds {
  double low = 0;
  double high = 0;
};

/// A chain with its edge chances, ready to be iterated, and one kind of sums solved on it.
class LargeSums {
 public:
  LargeSums(const Chain& chain, const std::vector<double>& chances,
            const std::vector<double>& leaks, const std::vector<std::uint8_t>& is_over)
      : chain_(chain), chances_(chances), jumps_(make_jump_chain(chain, chances, leaks, is_over)) {
    if (!jumps_.has_trap) certificate_ = find_certificate(jumps_.rows);
  }

  bool is_proved() const { return certificate_.is_found; }
  const JumpChain& jumps() const { return jumps_; }

  /// Expected sum over the journey of what each visit brings (by state, none negative).
  Bounds sum(const std::vector<double>& per_visit) const {
    if (!is_proved()) return {0, kInfinity};
    const std::size_t count = jumps_.rows.size();
    std::vector<double> gains(count);
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint32_t s = jumps_.state_at[i];
      const ChainState& state = chain_.states[s];
      double gain = per_visit[s];
      for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
        const std::uint32_t to = chain_.edges[e].target;
        if (jumps_.number_of[to] == kNotInside) gain += chances_[e] * per_visit[to];
      }
      gains[i] = gain * jumps_.stays[i];
    }
    // A gain is a sum over the ways of a state, of products.
    const double gain_error =
        static_cast<double>(2 * jumps_.rows.longest + 16) * std::numeric_limits<double>::epsilon();
    const CertifiedSolution solution =
        solve_certified(jumps_.rows, gains, certificate_, gain_error);
    Bounds bounds;
    for (std::size_t s = 0; s < chain_.states.size(); ++s) {
      if (chain_.entry[s] == 0) continue;
      const std::uint32_t i = jumps_.number_of[s];
      const double value = i == kNotInside ? per_visit[s] : solution.value[i];
      const double error = i == kNotInside ? 0 : solution.factor * certificate_.w[i];
      bounds.low += chain_.entry[s] * (value - error);
      bounds.high += chain_.entry[s] * (value + error);
    }
    bounds.low = std::max(0.0, bounds.low * (1 - sum_room(chain_)));
    bounds.high *= 1 + sum_room(chain_);
    return bounds;
  }

 private:
  const Chain& chain_;
  const std::vector<double>& chances_;
  JumpChain jumps_;
  Certificate certificate_;
};

struct Problem {
  const Chain& chain;
  const TotalsLayout& layout;
  Ledger ledger;
  std::vector<double> chances;
  std::vector<std::uint8_t> nowhere;  // empty: the journey is over nowhere early
};

void write(LargeTotals& totals, std::size_t index, const Bounds& bounds, double most = kInfinity) {
  totals.low[index] = bounds.low;
  totals.high[index] = std::min(bounds.high, most);
  totals.is_solved[index] = 1;
}

/// Chance of ever being in one of the marked states.
template <typename IsThere>
Bounds reach_of(const Problem& problem, const LargeSums& plain, const IsThere& is_there) {
  const std::size_t count = problem.chain.states.size();
  std::vector<double> once(count, 0);
  std::vector<std::uint8_t> is_over(count, 0);
  bool goes_on = false;
  for (std::size_t s = 0; s < count; ++s) {
    if (!is_there(s)) continue;
    once[s] = 1;
    is_over[s] = 1;
    if (problem.chain.states[s].edge_count > 0) goes_on = true;
  }
  if (!goes_on) return plain.sum(once);
  return LargeSums(problem.chain, problem.chances, {}, is_over).sum(once);
}

/// Bounds of the visits of every state; nothing if they cannot be proved.
std::vector<Bounds> visits_of(const Problem& problem, const LargeSums& plain) {
  const Chain& chain = problem.chain;
  const JumpChain& jumps = plain.jumps();
  const JumpRows columns = transpose(jumps.rows);
  const Certificate certificate = find_certificate(columns);
  if (!certificate.is_found) return {};
  std::vector<double> inflow(columns.size());
  for (std::size_t i = 0; i < inflow.size(); ++i) inflow[i] = chain.entry[jumps.state_at[i]];
  const CertifiedSolution stays = solve_certified(columns, inflow, certificate);
  std::vector<Bounds> visits(chain.states.size());
  for (std::size_t s = 0; s < visits.size(); ++s) {
    if (jumps.number_of[s] == kNotInside) visits[s] = {chain.entry[s], chain.entry[s]};
  }
  for (std::size_t i = 0; i < inflow.size(); ++i) {
    const std::uint32_t s = jumps.state_at[i];
    const double error = stays.factor * certificate.w[i];
    visits[s] = {std::max(0.0, (stays.value[i] - error) * jumps.stays[i]),
                 (stays.value[i] + error) * jumps.stays[i]};
    const ChainState& state = chain.states[s];
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      const ChainEdge& edge = chain.edges[e];
      if (jumps.number_of[edge.target] != kNotInside) continue;
      visits[edge.target].low += visits[s].low * edge.probability;
      visits[edge.target].high += visits[s].high * edge.probability;
    }
  }
  return visits;
}

/// Marks what is counted by visits as solved, 0 so far.
void open_counts(const TotalsLayout& layout, LargeTotals& totals) {
  for (std::uint32_t p = 0; p < layout.place_count; ++p) {
    const PlaceId place{p};
    for (const std::size_t index :
         {layout.visits(place), layout.days_at(place), layout.felt_visits(place),
          layout.exits(place), layout.feeling_sum(place)}) {
      write(totals, index, {0, 0});
    }
  }
  for (std::size_t f = 0; f < layout.flows.size(); ++f) {
    write(totals, layout.passages(f), {0, 0});
  }
}

/// Room for the rounding of the sums themselves. Feelings have two signs; they are made of at most
/// as many visits as were felt.
void widen_counts(const TotalsLayout& layout, double room, double most_feeling,
                  LargeTotals& totals) {
  const auto widen = [&](std::size_t index) {
    totals.low[index] *= 1 - room;
    totals.high[index] *= 1 + room;
  };
  for (std::uint32_t p = 0; p < layout.place_count; ++p) {
    const PlaceId place{p};
    const double felt = room * most_feeling * totals.high[layout.felt_visits(place)];
    totals.low[layout.feeling_sum(place)] -= felt;
    totals.high[layout.feeling_sum(place)] += felt;
    for (const std::size_t index : {layout.visits(place), layout.days_at(place),
                                    layout.felt_visits(place), layout.exits(place)}) {
      widen(index);
    }
  }
  for (std::size_t f = 0; f < layout.flows.size(); ++f) widen(layout.passages(f));
}

/// Visits of every state, and all that is counted by them.
void add_visits(const Problem& problem, const LargeSums& plain, LargeTotals& totals) {
  const Chain& chain = problem.chain;
  const TotalsLayout& layout = problem.layout;
  const std::vector<Bounds> visits = visits_of(problem, plain);
  if (visits.empty()) return;
  open_counts(layout, totals);
  const auto add = [&](std::size_t index, const Bounds& bounds, double each) {
    totals.low[index] += each * (each < 0 ? bounds.high : bounds.low);
    totals.high[index] += each * (each < 0 ? bounds.low : bounds.high);
  };
  double most_feeling = 0;
  for (std::size_t s = 0; s < chain.states.size(); ++s) {
    const ChainState& state = chain.states[s];
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      const double chance = chain.edges[e].probability;
      add(problem.ledger.passages[e], visits[s], chance);
      if (problem.ledger.is_exit[e] != 0) add(layout.exits(state.place), visits[s], chance);
    }
    if (problem.ledger.place_of[s] == kNoPlace) continue;
    add(layout.visits(state.place), visits[s], 1);
    add(layout.days_at(state.place), visits[s], state.takes.mean());
    if (!state.has_feeling) continue;
    most_feeling = std::max(most_feeling, std::fabs(state.feeling));
    add(layout.felt_visits(state.place), visits[s], 1);
    add(layout.feeling_sum(state.place), visits[s], state.feeling);
  }
  widen_counts(layout, sum_room(chain), most_feeling, totals);
}

/// By state: what a visit earns and costs, discounted from the moment it begins.
void money_per_visit(const Chain& chain, Discounter& discounter, std::vector<double>& revenue,
                     std::vector<double>& cost) {
  revenue.assign(chain.states.size(), 0);
  cost.assign(chain.states.size(), 0);
  for (std::size_t s = 0; s < chain.states.size(); ++s) {
    for (const ChainMoney& money : chain.states[s].money) {
      double amount = money.amount.mean();
      if (money.per_days > 0) {
        amount *= discounter.weighted_days(chain.states[s].takes) / money.per_days;
      }
      (money.sign > 0 ? revenue : cost)[s] += amount;
    }
  }
}

void add_money(const Problem& problem, const LargeSums& plain, const MoneyWeights& weights,
               LargeTotals& totals) {
  const TotalsLayout& layout = problem.layout;
  std::vector<double> revenue, cost;
  Discounter no_discount(0);
  money_per_visit(problem.chain, no_discount, revenue, cost);
  Bounds earned = plain.sum(revenue), spent = plain.sum(cost);
  write(totals, layout.window_revenue(), earned);
  write(totals, layout.window_cost(), spent);
  if (weights.rate_per_day > 0) {
    Discounter discounter(weights.rate_per_day);
    std::vector<double> chances(problem.chances.size()), leaks(problem.chain.states.size(), 0);
    for (std::size_t s = 0; s < problem.chain.states.size(); ++s) {
      const ChainState& state = problem.chain.states[s];
      const Discount stay = discounter.over(state.takes);
      for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
        const Discount way = discounter.over(problem.chain.edges[e].after);
        chances[e] = problem.chances[e] * stay.kept * way.kept;
        leaks[s] += problem.chances[e] * (stay.lost + stay.kept * way.lost);
      }
    }
    money_per_visit(problem.chain, discounter, revenue, cost);
    const LargeSums worth(problem.chain, chances, leaks, problem.nowhere);
    earned = worth.sum(revenue);
    spent = worth.sum(cost);
  }
  write(totals, layout.revenue(), earned);
  write(totals, layout.cost(), spent);
  if (!weights.is_once) return;
  write(totals, layout.total_revenue(), earned);
  write(totals, layout.total_cost(), spent);
}

void add_end(const Problem& problem, const LargeSums& plain, LargeTotals& totals) {
  const Chain& chain = problem.chain;
  std::vector<double> days(chain.states.size()), touches(chain.states.size());
  for (std::size_t s = 0; s < chain.states.size(); ++s) {
    const ChainState& state = chain.states[s];
    days[s] = state.takes.mean();
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      days[s] += problem.chances[e] * chain.edges[e].after.mean();
    }
    touches[s] = problem.ledger.is_touchpoint[s] != 0 ? 1 : 0;
  }
  write(totals, problem.layout.end_time(), plain.sum(days));
  write(totals, problem.layout.end_touches(), plain.sum(touches));
}

}  // namespace

LargeTotals solve_large(const Journey& journey, const Chain& chain, const TotalsLayout& layout,
                        const MoneyWeights& weights, const std::vector<PlaceId>& asked) {
  Problem problem{chain, layout, make_ledger(journey, chain, layout), {}, {}};
  for (const ChainEdge& edge : chain.edges) problem.chances.push_back(edge.probability);
  LargeTotals totals;
  totals.low.assign(layout.size(), -kInfinity);
  totals.high.assign(layout.size(), kInfinity);
  totals.is_solved.assign(layout.size(), 0);
  const LargeSums plain(chain, problem.chances, {}, problem.nowhere);
  totals.is_proved = plain.is_proved();
  if (!totals.is_proved) return totals;
  write(
      totals, layout.conversion(),
      reach_of(problem, plain, [&](std::size_t s) { return problem.ledger.is_conversion[s] != 0; }),
      1);
  for (const PlaceId place : asked) {
    write(totals, layout.reach(place),
          reach_of(problem, plain,
                   [&](std::size_t s) { return problem.ledger.place_of[s] == place.index; }),
          1);
  }
  add_visits(problem, plain, totals);
  add_end(problem, plain, totals);
  add_money(problem, plain, weights, totals);
  // An end is reached as often as it is visited.
  for (std::size_t s = 0; s < chain.states.size(); ++s) {
    if (chain.states[s].edge_count > 0 || problem.ledger.place_of[s] == kNoPlace) continue;
    const PlaceId place = chain.states[s].place;
    const std::size_t visits = layout.visits(place);
    if (totals.is_solved[layout.reach(place)] != 0 || totals.is_solved[visits] == 0) continue;
    write(totals, layout.reach(place), {totals.low[visits], totals.high[visits]}, 1);
  }
  return totals;
}

}  // namespace cairn
