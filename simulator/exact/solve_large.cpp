#include "simulator/exact/solve_large.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>

#include "simulator/chain/ledger.h"
#include "simulator/exact/discounting.h"
#include "simulator/exact/factor_plan.h"
#include "simulator/exact/first_passages.h"
#include "simulator/exact/large_sums.h"

namespace cairn {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Problem {
  const Chain& chain;
  const TotalsLayout& layout;
  Ledger ledger;
  MoveTimes times;
  std::vector<double> chances;
  std::vector<std::uint8_t> nowhere;  // empty: the journey is over nowhere early
};

/// Where the sums of one first passage are written.
struct PassageTotals {
  std::size_t chance = 0, days = 0, touches = 0, square = 0;
};

void write(LargeTotals& totals, std::size_t index, const Bounds& bounds, double most = kInfinity) {
  totals.low[index] = bounds.low;
  totals.high[index] = std::min(bounds.high, most);
  totals.is_solved[index] = 1;
}

/// By state still under way: sum over its ways of what `each` says of an edge.
template <typename Each>
std::vector<double> sum_ways(const Problem& problem, const LargeSums& sums, const Each& each) {
  std::vector<double> result(problem.chain.states.size(), 0);
  for (std::size_t s = 0; s < result.size(); ++s) {
    if (sums.is_over(s)) continue;
    const ChainState& state = problem.chain.states[s];
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      if (problem.chances[e] == 0) continue;
      result[s] += problem.chances[e] * each(e, problem.chain.edges[e].target);
    }
  }
  return result;
}

/// What is still to come of days and of their square, given by state the chance to arrive at all
/// and what there is at the end.
struct Ahead {
  LargeField days, square;
};

Ahead look_ahead(const Problem& problem, const LargeSums& sums, const LargeField& chance,
                 const LargeField& days_at_end, const LargeField& square_at_end) {
  const MoveTimes& times = problem.times;
  Ahead ahead;
  const auto weigh_days = [&](const std::vector<double>& by_state) {
    return sum_ways(problem, sums, [&](std::uint32_t e, std::uint32_t to) {
      return times.days[e] * by_state[to];
    });
  };
  ahead.days = sums.ahead({weigh_days(chance.value), weigh_days(chance.error)}, days_at_end);
  // E[(d + D)^2; arrives] = d^2 P(arrives) + 2 d E[D; arrives] + E[D^2; arrives].
  const auto weigh_squares = [&](const std::vector<double>& chances,
                                 const std::vector<double>& days) {
    return sum_ways(problem, sums, [&](std::uint32_t e, std::uint32_t to) {
      return times.square[e] * chances[to] + 2 * times.days[e] * days[to];
    });
  };
  ahead.square = sums.ahead({weigh_squares(chance.value, ahead.days.value),
                             weigh_squares(chance.error, ahead.days.error)},
                            square_at_end);
  return ahead;
}

bool is_finite(const LargeField& field) {
  return std::all_of(field.error.begin(), field.error.end(),
                     [](double error) { return std::isfinite(error); });
}

/// First passage into the marked states: the chance and, is_timed, the rest of it.
void add_passage(const Problem& problem, const LargeSums& plain,
                 const std::vector<std::uint8_t>& is_there, bool is_timed, const PassageTotals& at,
                 LargeTotals& totals) {
  const std::size_t count = problem.chain.states.size();
  bool goes_on = false;
  for (std::size_t s = 0; s < count; ++s) {
    goes_on = goes_on || (is_there[s] != 0 && problem.chain.states[s].edge_count > 0);
  }
  const std::vector<double> none(count, 0);
  const std::vector<double> arrived(is_there.begin(), is_there.end());
  std::optional<LargeSums> own;
  if (goes_on) own.emplace(problem.chain, problem.chances, std::vector<double>(), is_there);
  const LargeSums& sums = own ? *own : plain;
  const LargeField chance = sums.ahead(known(none), known(arrived));
  write(totals, at.chance, sums.at_entry(chance), 1);
  if (!is_timed || !is_finite(chance) || !problem.times.is_finite) return;
  const Ahead ahead = look_ahead(problem, sums, chance, known(none), known(none));
  write(totals, at.days, sums.at_entry(ahead.days));
  if (is_finite(ahead.days)) write(totals, at.square, sums.at_entry(ahead.square));
  LargeField on_the_way = chance;
  for (std::size_t s = 0; s < count; ++s) {
    if (problem.ledger.is_touchpoint[s] != 0 && !sums.is_over(s)) continue;
    on_the_way.value[s] = on_the_way.error[s] = 0;
  }
  write(totals, at.touches, sums.at_entry(sums.ahead(on_the_way, known(none))));
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

/// Money from the first conversion on, given the money ahead of each state.
void add_value(const Problem& problem, const std::vector<double>& chances,
               const std::vector<double>& leaks, const LargeField& revenue, const LargeField& cost,
               LargeTotals& totals) {
  const std::vector<std::uint8_t>& converts = problem.ledger.is_conversion;
  const LargeSums until(problem.chain, chances, leaks, converts);
  const LargeField nothing = known(std::vector<double>(converts.size(), 0));
  const auto from_conversion = [&](LargeField money) {
    for (std::size_t s = 0; s < converts.size(); ++s) {
      if (converts[s] == 0) money.value[s] = money.error[s] = 0;
    }
    return until.at_entry(until.ahead(nothing, money));
  };
  const Bounds earned = from_conversion(revenue), spent = from_conversion(cost);
  write(totals, problem.layout.value(), {earned.low - spent.high, earned.high - spent.low});
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
  std::vector<double> chances = problem.chances, leaks;
  if (weights.rate_per_day > 0) {
    Discounter discounter(weights.rate_per_day);
    leaks.assign(problem.chain.states.size(), 0);
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
  }
  const LargeSums worth(problem.chain, chances, leaks, problem.nowhere);
  const LargeField revenue_ahead = worth.ahead(known(revenue), known(revenue));
  const LargeField cost_ahead = worth.ahead(known(cost), known(cost));
  earned = worth.at_entry(revenue_ahead);
  spent = worth.at_entry(cost_ahead);
  add_value(problem, chances, leaks, revenue_ahead, cost_ahead, totals);
  write(totals, layout.revenue(), earned);
  write(totals, layout.cost(), spent);
  if (!weights.is_once) return;
  write(totals, layout.total_revenue(), earned);
  write(totals, layout.total_cost(), spent);
}

/// To the end of the journey, its stay included.
void add_end(const Problem& problem, const LargeSums& plain, LargeTotals& totals) {
  const std::size_t count = problem.chain.states.size();
  std::vector<double> touches(count), stay(count, 0), stay_square(count, 0);
  for (std::size_t s = 0; s < count; ++s) {
    touches[s] = problem.ledger.is_touchpoint[s] != 0 ? 1 : 0;
    if (problem.chain.states[s].edge_count > 0) continue;
    stay[s] = problem.times.takes[s];
    stay_square[s] = problem.times.takes_square[s];
  }
  write(totals, problem.layout.end_touches(), plain.sum(touches));
  if (!problem.times.is_finite) return;
  const Ahead ahead = look_ahead(problem, plain, known(std::vector<double>(count, 1)), known(stay),
                                 known(stay_square));
  write(totals, problem.layout.end_time(), plain.at_entry(ahead.days));
  if (is_finite(ahead.days)) {
    write(totals, problem.layout.end_time_square(), plain.at_entry(ahead.square));
  }
}

std::vector<std::uint8_t> states_of(const Problem& problem, PlaceId place) {
  std::vector<std::uint8_t> set(problem.chain.states.size(), 0);
  for (std::size_t s = 0; s < set.size(); ++s) {
    set[s] = problem.ledger.place_of[s] == place.index ? 1 : 0;
  }
  return set;
}

}  // namespace

LargeTotals solve_large(const Journey& journey, const Chain& chain, const TotalsLayout& layout,
                        const MoneyWeights& weights, const LargeNeeds& needs) {
  Problem problem{chain, layout, make_ledger(journey, chain, layout), make_move_times(chain),
                  {},    {}};
  for (const ChainEdge& edge : chain.edges) problem.chances.push_back(edge.probability);
  LargeTotals totals;
  totals.low.assign(layout.size(), -kInfinity);
  totals.high.assign(layout.size(), kInfinity);
  totals.is_solved.assign(layout.size(), 0);
  const LargeSums plain(chain, problem.chances, {}, problem.nowhere);
  totals.is_proved = plain.is_proved();
  if (!totals.is_proved) return totals;
  add_passage(problem, plain, problem.ledger.is_conversion, true,
              {layout.conversion(), layout.conversion_time(), layout.conversion_touches(),
               layout.conversion_time_square()},
              totals);
  std::vector<std::uint8_t> is_timed(layout.place_count, 0), is_asked(layout.place_count, 0);
  for (const PlaceId place : needs.reached) is_asked[place.index] = 1;
  for (const PlaceId place : needs.timed) is_timed[place.index] = is_asked[place.index] = 1;
  for (std::uint32_t p = 0; p < layout.place_count; ++p) {
    if (is_asked[p] == 0) continue;
    const PlaceId place{p};
    add_passage(problem, plain, states_of(problem, place), is_timed[p] != 0,
                {layout.reach(place), layout.time_to(place), layout.touches_to(place),
                 layout.time_square_to(place)},
                totals);
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
