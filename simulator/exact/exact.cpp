#include "simulator/exact/exact.h"

#include <cstdint>
#include <numeric>
#include <vector>

#include "simulator/chain/ledger.h"
#include "simulator/exact/censored_chain.h"
#include "simulator/exact/discounting.h"
#include "simulator/exact/first_passages.h"

namespace cairn {
namespace {

/// 0 times infinity is 0 here: what never happens costs nothing, however long it would take.
double product(double a, double b) {
  return a == 0 || b == 0 ? 0 : a * b;
}

/// All that the sums below are made of, for one class in one world.
struct Setting {
  const Chain& chain;
  const TotalsLayout& layout;
  Ledger ledger;
  double rate_per_day = 0;
};

/// The chain as it is, ready for elimination, with one more state at the end: the moment before
/// entry, from which customers enter.
CensoredChain censored(const Setting& setting) {
  const Chain& chain = setting.chain;
  const std::size_t count = chain.states.size();
  CensoredChain result = make_censored_chain(count + 1);
  for (std::uint32_t s = 0; s < count; ++s) {
    const ChainState& state = chain.states[s];
    if (state.edge_count == 0) result.leaks[s] = 1;
    const double takes_days = state.takes.mean();
    const double touches = setting.ledger.is_touchpoint[s] != 0 ? 1 : 0;
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      const ChainEdge& edge = chain.edges[e];
      const double days = takes_days + edge.after.mean();
      add_move(
          result, s,
          {edge.target, edge.probability, edge.probability * days, edge.probability * touches});
    }
    add_move(result, static_cast<std::uint32_t>(count), {s, chain.entry[s], 0, 0});
  }
  return result;
}

/// The same for sums discounted to entry: what a wait loses in worth leaves the chain.
CensoredChain discounted(const Setting& setting, Discounter& discounter) {
  const Chain& chain = setting.chain;
  CensoredChain result = make_censored_chain(chain.states.size());
  for (std::uint32_t s = 0; s < chain.states.size(); ++s) {
    const ChainState& state = chain.states[s];
    if (state.edge_count == 0) result.leaks[s] = 1;
    const Discount stay = discounter.over(state.takes);
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      const ChainEdge& edge = chain.edges[e];
      const Discount way = discounter.over(edge.after);
      add_move(result, s, {edge.target, edge.probability * stay.kept * way.kept, 0, 0});
      result.leaks[s] += edge.probability * (stay.lost + stay.kept * way.lost);
    }
  }
  return result;
}

Elimination eliminate_all(CensoredChain chain) {
  std::vector<std::uint32_t> states(chain.rows.size());
  std::iota(states.begin(), states.end(), 0U);
  index_origins(chain);
  Elimination elimination;
  eliminate(chain, states, &elimination);
  return elimination;
}

/// By state: chance (discounted, if the chain is) that the first conversion happens there.
std::vector<double> first_conversions(const Setting& setting, CensoredChain chain) {
  for (std::uint32_t s = 0; s < chain.rows.size(); ++s) {
    if (setting.ledger.is_conversion[s] == 0) continue;
    chain.rows[s].clear();
    chain.leaks[s] = 1;
  }
  std::vector<double> visits = setting.chain.entry;
  solve_visits(eliminate_all(std::move(chain)), visits);
  for (std::size_t s = 0; s < visits.size(); ++s) {
    if (setting.ledger.is_conversion[s] == 0) visits[s] = 0;
  }
  return visits;
}

void add_first_passages(const Setting& setting, CensoredChain chain, Totals& totals) {
  const auto start = static_cast<std::uint32_t>(setting.chain.states.size());
  index_origins(chain);
  std::vector<std::uint32_t> conversions(start + 1, kNoGroup), places(start + 1, kNoGroup);
  for (std::uint32_t s = 0; s < start; ++s) {
    places[s] = setting.ledger.place_of[s];
    if (setting.ledger.is_conversion[s] != 0) conversions[s] = 0;
  }
  const TotalsLayout& layout = setting.layout;
  const FirstPassage conversion = first_passages(chain, start, conversions, 1)[0];
  totals[layout.conversion()] = conversion.probability;
  totals[layout.conversion_time()] = conversion.days;
  totals[layout.conversion_touches()] = conversion.touches;
  const std::vector<FirstPassage> passages =
      first_passages(std::move(chain), start, places, layout.place_count);
  for (std::uint32_t i = 0; i < passages.size(); ++i) {
    totals[layout.reach(PlaceId{i})] = passages[i].probability;
    totals[layout.time_to(PlaceId{i})] = passages[i].days;
    totals[layout.touches_to(PlaceId{i})] = passages[i].touches;
  }
}

/// What is counted per visit and per passage.
void add_visits(const Setting& setting, const std::vector<double>& visits, Totals& totals) {
  const TotalsLayout& layout = setting.layout;
  for (std::size_t s = 0; s < setting.chain.states.size(); ++s) {
    const ChainState& state = setting.chain.states[s];
    const double count = visits[s];
    const double takes_days = state.takes.mean();
    totals[layout.end_time()] += product(count, takes_days);
    if (setting.ledger.place_of[s] != kNoPlace) {
      totals[layout.visits(state.place)] += count;
      totals[layout.days_at(state.place)] += product(count, takes_days);
      if (setting.ledger.is_touchpoint[s] != 0) totals[layout.end_touches()] += count;
      if (state.has_feeling) {
        totals[layout.feeling_sum(state.place)] += product(count, state.feeling);
        totals[layout.felt_visits(state.place)] += count;
      }
    }
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      const ChainEdge& edge = setting.chain.edges[e];
      const double passed = product(count, edge.probability);
      totals[layout.end_time()] += product(passed, edge.after.mean());
      totals[setting.ledger.passages[e]] += passed;
      if (setting.ledger.is_exit[e] != 0) totals[layout.exits(state.place)] += passed;
    }
  }
}

struct Money {
  double revenue = 0;
  double cost = 0;
};

/// Money of all visits, discounted at the discounter's rate from the moment each begins.
Money money_of(const Chain& chain, const std::vector<double>& visits, Discounter& discounter) {
  Money sum;
  for (std::size_t s = 0; s < chain.states.size(); ++s) {
    if (chain.states[s].money.empty() || visits[s] == 0) continue;
    for (const ChainMoney& money : chain.states[s].money) {
      double amount = money.amount.mean();
      if (money.per_days > 0) {
        amount *= discounter.weighted_days(chain.states[s].takes) / money.per_days;
      }
      (money.sign > 0 ? sum.revenue : sum.cost) += product(visits[s], amount);
    }
  }
  return sum;
}

void add_money(const Setting& setting, const CensoredChain& plain,
               const std::vector<double>& visits, bool is_once, Totals& totals) {
  const TotalsLayout& layout = setting.layout;
  Discounter no_discount(0), discounter(setting.rate_per_day);
  const Money window = money_of(setting.chain, visits, no_discount);
  totals[layout.window_revenue()] = window.revenue;
  totals[layout.window_cost()] = window.cost;

  CensoredChain worth = setting.rate_per_day > 0 ? discounted(setting, discounter) : plain;
  std::vector<double> after_conversion = first_conversions(setting, worth);
  const Elimination elimination = eliminate_all(std::move(worth));
  std::vector<double> worth_of_visits = setting.chain.entry;
  solve_visits(elimination, worth_of_visits);
  const Money money = money_of(setting.chain, worth_of_visits, discounter);
  totals[layout.revenue()] = money.revenue;
  totals[layout.cost()] = money.cost;
  if (is_once) {
    totals[layout.total_revenue()] = money.revenue;
    totals[layout.total_cost()] = money.cost;
  }
  solve_visits(elimination, after_conversion);
  const Money value = money_of(setting.chain, after_conversion, discounter);
  totals[layout.value()] = value.revenue - value.cost;
}

}  // namespace

Totals solve_exact(const Journey& journey, const StateSpace& /*space*/, const Chain& chain,
                   const TotalsLayout& layout, const MoneyWeights& weights) {
  const Setting setting{chain, layout, make_ledger(journey, chain, layout), weights.rate_per_day};
  Totals totals(layout.size(), 0);
  CensoredChain plain = censored(setting);
  add_first_passages(setting, plain, totals);
  // Nobody is ever in the moment before entry again.
  plain.rows.pop_back();
  plain.leaks.pop_back();
  plain.origins.pop_back();
  plain.is_gone.pop_back();
  std::vector<double> visits = chain.entry;
  solve_visits(eliminate_all(plain), visits);
  add_visits(setting, visits, totals);
  add_money(setting, plain, visits, weights.is_once, totals);
  return totals;
}

}  // namespace cairn
