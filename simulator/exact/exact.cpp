#include "simulator/exact/exact.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "simulator/exact/discounting.h"
#include "simulator/exact/factor.h"
#include "simulator/exact/first_passages.h"

namespace cairn {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

/// 0 times infinity is 0 here: what never happens costs nothing, however long it would take.
double product(double a, double b) {
  return a == 0 || b == 0 ? 0 : a * b;
}

/// One class in one world, its chain eliminated.
struct Case {
  const ExactPlan& plan;
  const Chain& chain;
  const TotalsLayout& layout;
  const MoneyWeights& weights;
  MoveTimes times;
  FactorInput input;
  Factor factor;
  std::vector<double> visits;  // by state
};

/// Visits of states where the journey ends, out of the visits of all others.
void arrive_at_ends(const Chain& chain, const std::vector<double>& chances,
                    std::vector<double>& visits) {
  for (std::size_t s = 0; s < chain.states.size(); ++s) {
    const ChainState& state = chain.states[s];
    if (visits[s] == 0) continue;
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      const std::uint32_t to = chain.edges[e].target;
      if (chain.states[to].edge_count == 0) visits[to] += product(visits[s], chances[e]);
    }
  }
}

/// Expected visits by state when `inflow` enters.
void visit_all(const Case& one, const Factor& factor, const std::vector<double>& chances,
               std::vector<double>& inflow) {
  solve_visits(one.plan.factor, factor, inflow);
  arrive_at_ends(one.chain, chances, inflow);
}

void write_passage(const TotalsLayout& layout, PlaceId place, const FirstPassage& passage,
                   Totals& totals) {
  totals[layout.reach(place)] = passage.probability;
  totals[layout.time_to(place)] = passage.days;
  totals[layout.touches_to(place)] = passage.touches;
  totals[layout.time_square_to(place)] = passage.square;
}

/// Nobody asks: NaN, so that nothing can be read by mistake.
void leave_out(const Case& one, const std::vector<PlaceId>& places, Totals& totals) {
  for (const PlaceId place : places) {
    write_passage(one.layout, place, {kUnknown, kUnknown, kUnknown, kUnknown}, totals);
  }
}

/// First passage into some states that have a way out: eliminates the chain once more, with the
/// journey over where it arrives.
template <typename IsThere>
FirstPassage passage_by_itself(const Case& one, const IsThere& is_there, bool finds_times = true) {
  const std::size_t count = one.chain.states.size();
  Arrivals arrivals = make_arrivals(count, 1);
  for (std::size_t s = 0; s < count; ++s) {
    if (is_there(s)) mark_arrival(arrivals, s, 0);
  }
  const FactorInput input{one.input.chances, {}, &arrivals.is_over};
  const Factor factor = eliminate(one.plan.factor, one.chain, input);
  std::vector<double> visits = one.chain.entry;
  solve_visits(one.plan.factor, factor, visits);
  return passages_to(one.plan, one.chain, one.times, factor, visits, arrivals, finds_times)[0];
}

void write_conversion(const TotalsLayout& layout, const FirstPassage& passage, Totals& totals) {
  totals[layout.conversion()] = passage.probability;
  totals[layout.conversion_time()] = passage.days;
  totals[layout.conversion_touches()] = passage.touches;
  totals[layout.conversion_time_square()] = passage.square;
}

/// All places where the journey ends, each alone and, last, all together; returns the last, which
/// is the whole journey without its stay at the end.
FirstPassage add_ends(const Case& one, Totals& totals) {
  const ExactPlan& plan = one.plan;
  const std::size_t end_count = plan.finds.ends ? plan.ends.size() : 0;
  std::vector<std::size_t> column_of(one.layout.place_count, end_count);
  for (std::size_t c = 0; c < end_count; ++c) column_of[plan.ends[c].index] = c;
  // Many ends in turns, so that the room they need stays small.
  constexpr std::size_t kAtOnce = 16;
  FirstPassage whole;
  for (std::size_t first = 0; first <= end_count; first += kAtOnce) {
    const std::size_t last = std::min(end_count + 1, first + kAtOnce);
    Arrivals arrivals = make_arrivals(one.chain.states.size(), last - first);
    for (std::size_t s = 0; s < one.chain.states.size(); ++s) {
      if (one.chain.states[s].edge_count > 0) continue;
      const std::size_t column =
          plan.ledger.place_of[s] == kNoPlace ? end_count : column_of[plan.ledger.place_of[s]];
      if (column >= first && column < std::min(last, end_count)) {
        mark_arrival(arrivals, s, column - first);
      }
      if (last > end_count) mark_arrival(arrivals, s, end_count - first);
    }
    const std::vector<FirstPassage> passages =
        passages_to(plan, one.chain, one.times, one.factor, one.visits, arrivals);
    for (std::size_t c = first; c < std::min(last, end_count); ++c) {
      write_passage(one.layout, plan.ends[c], passages[c - first], totals);
    }
    if (last > end_count) whole = passages.back();
  }
  return whole;
}

/// Where all conversions end the journey, the first one is the only one: a sum over places.
void add_conversion(const Case& one, Totals& totals) {
  const std::vector<std::uint8_t>& converts = one.plan.ledger.is_conversion;
  if (one.plan.goes_on_converted) {
    write_conversion(
        one.layout,
        passage_by_itself(
            one, [&](std::size_t s) { return converts[s] != 0; }, one.plan.finds.conversion_time),
        totals);
    return;
  }
  FirstPassage sum;
  for (const PlaceId place : one.plan.ends) {
    if (one.plan.ends_converted[place.index] == 0) continue;
    sum.probability += totals[one.layout.reach(place)];
    sum.days += totals[one.layout.time_to(place)];
    sum.touches += totals[one.layout.touches_to(place)];
    sum.square += totals[one.layout.time_square_to(place)];
  }
  sum.probability = std::min(sum.probability, 1.0);
  write_conversion(one.layout, sum, totals);
}

/// Places one by one. A place of one state is reached as often as it is visited, over its visits
/// per customer who is there.
void add_single_passages(const Case& one, Totals& totals) {
  const PlaceBlock& block = one.plan.block;
  std::vector<double> own;
  for (std::size_t g = 0; g < block.places.size(); ++g) {
    const PlaceId place = block.places[g];
    const std::uint32_t state = block.states[block.first[g]];
    const bool is_one_state = block.first[g + 1] - block.first[g] == 1;
    if (one.plan.is_timed[place.index] == 0 && is_one_state && !one.factor.has_trap) {
      if (own.empty()) own = own_visits(one.plan.factor, one.factor);
      const double chance = std::min(1.0, one.visits[state] / own[state]);
      write_passage(one.layout, place, {chance, kUnknown, kUnknown, kUnknown}, totals);
      continue;
    }
    FirstPassage passage = passage_by_itself(
        one, [&](std::size_t s) { return one.plan.ledger.place_of[s] == place.index; });
    if (one.plan.is_timed[place.index] == 0) {
      passage.days = passage.touches = passage.square = kUnknown;
    }
    write_passage(one.layout, place, passage, totals);
  }
}

bool add_block_passages(const Case& one, Totals& totals) {
  if (!one.plan.is_small || !one.times.is_finite) return false;
  const std::vector<FirstPassage> passages = passages_to_block(one.plan, one.chain, one.times);
  for (const FirstPassage& passage : passages) {
    if (!std::isfinite(passage.square) || !std::isfinite(passage.days)) return false;
  }
  for (std::size_t g = 0; g < passages.size(); ++g) {
    write_passage(one.layout, one.plan.block.places[g], passages[g], totals);
  }
  return true;
}

/// E[T] and E[T^2] of the whole journey: T^2 is the sum over moves of the square of its days and
/// twice its days times all that is still to come.
void add_end(const Case& one, Totals& totals) {
  const Chain& chain = one.chain;
  std::vector<double> left(chain.states.size(), 0);  // days to the end, by state
  for (std::size_t s = 0; s < chain.states.size(); ++s) {
    const ChainState& state = chain.states[s];
    if (state.edge_count == 0) left[s] = one.times.takes[s];
  }
  for (std::size_t s = 0; s < chain.states.size(); ++s) {
    const ChainState& state = chain.states[s];
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      const std::uint32_t to = chain.edges[e].target;
      const double after = chain.states[to].edge_count == 0 ? left[to] : 0;
      left[s] += product(chain.edges[e].probability, one.times.days[e] + after);
    }
  }
  solve_gains(one.plan.factor, one.factor, left);
  double days = 0, square = 0;
  for (std::size_t s = 0; s < chain.states.size(); ++s) {
    const ChainState& state = chain.states[s];
    const double count = one.visits[s];
    days += product(chain.entry[s], left[s]);
    if (state.edge_count == 0) square += product(count, one.times.takes_square[s]);
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      const double passed = product(count, chain.edges[e].probability);
      square += product(passed, one.times.square[e] +
                                    2 * product(one.times.days[e], left[chain.edges[e].target]));
    }
  }
  totals[one.layout.end_time()] = days;
  totals[one.layout.end_time_square()] = square;
}

/// The whole journey is the first passage to any end, unless some customers never get there or the
/// end itself takes time.
void add_ends_and_time(const Case& one, Totals& totals) {
  const ExactParts& finds = one.plan.finds;
  const bool has_stay = std::any_of(one.plan.end_states.begin(), one.plan.end_states.end(),
                                    [&](std::uint32_t s) { return one.times.takes[s] > 0; });
  const bool is_apart = one.factor.has_trap || has_stay;
  totals[one.layout.end_time()] = totals[one.layout.end_time_square()] = kUnknown;
  if (!finds.ends) leave_out(one, one.plan.ends, totals);
  if (finds.ends || (finds.end_time && !is_apart)) {
    const FirstPassage whole = add_ends(one, totals);
    totals[one.layout.end_time()] = whole.days;
    totals[one.layout.end_time_square()] = whole.square;
  }
  if (finds.end_time && is_apart) add_end(one, totals);
}

void add_first_passages(const Case& one, Totals& totals) {
  add_ends_and_time(one, totals);
  add_conversion(one, totals);
  if (!one.plan.finds.places) {
    leave_out(one, one.plan.block.places, totals);
  } else if (!add_block_passages(one, totals)) {
    add_single_passages(one, totals);
  }
}

/// What is counted per visit and per passage.
void add_visits(const Case& one, Totals& totals) {
  const TotalsLayout& layout = one.layout;
  const Ledger& ledger = one.plan.ledger;
  for (std::size_t s = 0; s < one.chain.states.size(); ++s) {
    const ChainState& state = one.chain.states[s];
    const double count = one.visits[s];
    if (count == 0) continue;
    if (ledger.place_of[s] != kNoPlace) {
      totals[layout.visits(state.place)] += count;
      totals[layout.days_at(state.place)] += product(count, one.times.takes[s]);
      if (ledger.is_touchpoint[s] != 0) totals[layout.end_touches()] += count;
      if (state.has_feeling) {
        totals[layout.feeling_sum(state.place)] += product(count, state.feeling);
        totals[layout.felt_visits(state.place)] += count;
      }
    }
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      const double passed = product(count, one.chain.edges[e].probability);
      totals[ledger.passages[e]] += passed;
      if (ledger.is_exit[e] != 0) totals[layout.exits(state.place)] += passed;
    }
  }
}

struct Money {
  double revenue = 0;
  double cost = 0;
};

/// Money of all visits, discounted at the discounter's rate from the moment each begins.
Money money_of(const Case& one, const std::vector<double>& visits, Discounter* discounter) {
  Money sum;
  for (std::size_t s = 0; s < one.chain.states.size(); ++s) {
    const ChainState& state = one.chain.states[s];
    if (state.money.empty() || visits[s] == 0) continue;
    for (const ChainMoney& money : state.money) {
      double amount = money.amount.mean();
      if (money.per_days > 0) {
        const double days =
            discounter == nullptr ? one.times.takes[s] : discounter->weighted_days(state.takes);
        amount *= days / money.per_days;
      }
      (money.sign > 0 ? sum.revenue : sum.cost) += product(visits[s], amount);
    }
  }
  return sum;
}

/// The chain for sums discounted to entry: what a wait loses in worth leaves it.
FactorInput discount(const Case& one, Discounter& discounter) {
  FactorInput input;
  input.chances.resize(one.chain.edges.size());
  input.leaks.assign(one.chain.states.size(), 0);
  for (std::size_t s = 0; s < one.chain.states.size(); ++s) {
    const ChainState& state = one.chain.states[s];
    if (state.edge_count == 0) continue;
    const Discount stay = discounter.over(state.takes);
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      const ChainEdge& edge = one.chain.edges[e];
      const Discount way = discounter.over(edge.after);
      input.chances[e] = edge.probability * stay.kept * way.kept;
      input.leaks[s] += edge.probability * (stay.lost + stay.kept * way.lost);
    }
  }
  return input;
}

/// Visits from the first conversion on, discounted if the input is. `visits`: those of the whole
/// journey.
std::vector<double> visits_after_conversion(const Case& one, const FactorInput& input,
                                            const Factor& factor,
                                            const std::vector<double>& visits) {
  const std::vector<std::uint8_t>& converts = one.plan.ledger.is_conversion;
  std::vector<double> after(visits.size(), 0);
  if (!one.plan.goes_on_converted) {
    for (std::size_t s = 0; s < after.size(); ++s) after[s] = converts[s] != 0 ? visits[s] : 0;
    return after;
  }
  FactorInput until = input;
  until.is_end = &converts;
  std::vector<double> before = one.chain.entry;
  solve_visits(one.plan.factor, eliminate(one.plan.factor, one.chain, until), before);
  for (std::size_t s = 0; s < after.size(); ++s) {
    if (converts[s] == 0 || one.chain.states[s].edge_count == 0) continue;
    after[s] = before[s];
    before[s] = 0;
  }
  arrive_at_ends(one.chain, input.chances, before);
  visit_all(one, factor, input.chances, after);
  for (std::size_t s = 0; s < after.size(); ++s) {
    if (converts[s] != 0 && one.chain.states[s].edge_count == 0) after[s] += before[s];
  }
  return after;
}

void add_money(const Case& one, Discounter* shared, Totals& totals) {
  if (!one.plan.has_money) return;
  const TotalsLayout& layout = one.layout;
  const Money window = money_of(one, one.visits, nullptr);
  totals[layout.window_revenue()] = window.revenue;
  totals[layout.window_cost()] = window.cost;

  Money worth = window, value{kUnknown, 0};
  if (one.weights.rate_per_day > 0) {
    Discounter own(one.weights.rate_per_day);
    Discounter& discounter = shared != nullptr ? *shared : own;
    const FactorInput input = discount(one, discounter);
    const Factor factor = eliminate(one.plan.factor, one.chain, input);
    std::vector<double> visits = one.chain.entry;
    visit_all(one, factor, input.chances, visits);
    worth = money_of(one, visits, &discounter);
    if (one.plan.finds.value) {
      value = money_of(one, visits_after_conversion(one, input, factor, visits), &discounter);
    }
  } else if (one.plan.finds.value) {
    value = money_of(one, visits_after_conversion(one, one.input, one.factor, one.visits), nullptr);
  }
  totals[layout.revenue()] = worth.revenue;
  totals[layout.cost()] = worth.cost;
  totals[layout.value()] = value.revenue - value.cost;
  if (one.weights.is_once) {
    totals[layout.total_revenue()] = worth.revenue;
    totals[layout.total_cost()] = worth.cost;
  }
}

}  // namespace

Totals solve_exact(const ExactPlan& plan, const Chain& chain, const TotalsLayout& layout,
                   const MoneyWeights& weights, Discounter* discounter) {
  Case one{plan, chain, layout, weights, make_move_times(chain), {}, {}, chain.entry};
  one.input.chances.resize(chain.edges.size());
  for (std::size_t e = 0; e < chain.edges.size(); ++e) {
    one.input.chances[e] = chain.edges[e].probability;
  }
  one.factor = eliminate(plan.factor, chain, one.input);
  visit_all(one, one.factor, one.input.chances, one.visits);
  Totals totals(layout.size(), 0);
  add_first_passages(one, totals);
  add_visits(one, totals);
  add_money(one, discounter, totals);
  return totals;
}

Totals solve_exact(const Journey& journey, const StateSpace& /*space*/, const Chain& chain,
                   const TotalsLayout& layout, const MoneyWeights& weights,
                   const ExactNeeds& needs) {
  const ExactPlan plan = plan_exact(journey, chain, layout, needs);
  if (!plan.factor.is_affordable) return Totals(layout.size(), kUnknown);
  return solve_exact(plan, chain, layout, weights);
}

}  // namespace cairn
