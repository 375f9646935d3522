#include "simulator/grid/visit_worth.h"

#include <algorithm>

namespace cairn {
namespace {

void add_times(const std::vector<double>& weights, double factor, std::vector<double>& sum) {
  if (factor == 0) return;
  for (std::size_t n = 0; n < sum.size(); ++n) sum[n] += factor * weights[n];
}

void add_to_all(double value, std::vector<double>& sum) {
  if (value == 0) return;
  for (double& each : sum) each += value;
}

}  // namespace

VisitWorth::VisitWorth(const Chain& chain, const Ledger& ledger, const TotalsLayout& layout,
                       const MoneyWeights& weights, const std::vector<double>& by_total,
                       std::uint32_t cells)
    : chain_(chain),
      ledger_(ledger),
      layout_(layout),
      weights_(weights),
      by_total_(by_total),
      cells_(cells),
      at_(weights_on_grid(weights, cells)) {}

bool VisitWorth::has_money() const {
  for (const std::size_t total :
       {layout_.revenue(), layout_.cost(), layout_.value(), layout_.window_revenue(),
        layout_.window_cost(), layout_.total_revenue(), layout_.total_cost()}) {
    if (by(total) != 0) return true;
  }
  return false;
}

bool VisitWorth::has_stay(std::uint32_t state) const {
  if (ledger_.place_of[state] == kNoPlace) return false;
  if (by(layout_.days_at(chain_.states[state].place)) != 0) return true;
  const auto& money = chain_.states[state].money;
  return has_money() && std::any_of(money.begin(), money.end(),
                                    [](const ChainMoney& line) { return line.per_days > 0; });
}

VisitWorth::LineWeights VisitWorth::weights_of(const ChainMoney& money, bool is_after) const {
  LineWeights weights;
  if (money.sign > 0) {
    weights = {by(layout_.revenue()), by(layout_.window_revenue()), by(layout_.total_revenue())};
  } else {
    weights = {by(layout_.cost()), by(layout_.window_cost()), by(layout_.total_cost())};
  }
  if (is_after) weights.per_entrant += money.sign > 0 ? by(layout_.value()) : -by(layout_.value());
  return weights;
}

const StayTable& VisitWorth::table_of(const Draw& takes, bool has_accruals) {
  const auto [place, is_new] =
      tables_.try_emplace({takes.kind, takes.value, takes.mu, takes.sigma, has_accruals});
  if (is_new) {
    place->second = make_stay_table(takes, weights_, cells_, has_accruals, Rounding::middle);
  }
  return place->second;
}

VisitWorth::ByCell VisitWorth::of_line(std::uint32_t state, std::size_t line, bool is_after) {
  const ChainMoney& money = chain_.states[state].money[line];
  const LineWeights weights = weights_of(money, is_after);
  ByCell worth(at_.ages.size(), 0);
  if (money.per_days > 0) {
    const Draw& takes = chain_.states[state].takes;
    if (takes == Draw{}) return worth;
    const StayTable& stay = table_of(takes, true);
    add_times(stay.per_entrant, weights.per_entrant / money.per_days, worth);
    add_times(stay.window, weights.window / money.per_days, worth);
    add_times(stay.total, weights.total / money.per_days, worth);
    return worth;
  }
  add_times(at_.per_entrant, weights.per_entrant, worth);
  add_times(at_.window, weights.window, worth);
  add_times(at_.total, weights.total, worth);
  return worth;
}

VisitWorth::ByCell VisitWorth::of_stay(std::uint32_t state, const Draw& takes, bool is_after) {
  ByCell worth(at_.ages.size(), 0);
  if (takes == Draw{} || !has_stay(state)) return worth;
  const ChainState& made = chain_.states[state];
  const bool has_accruals =
      has_money() && std::any_of(made.money.begin(), made.money.end(),
                                 [](const ChainMoney& line) { return line.per_days > 0; });
  const StayTable& stay = table_of(takes, has_accruals);
  add_times(stay.days, by(layout_.days_at(made.place)), worth);
  for (const ChainMoney& money : made.money) {
    if (!(money.per_days > 0) || !has_accruals) continue;
    const LineWeights weights = weights_of(money, is_after);
    const double amount = money.amount.mean() / money.per_days;
    add_times(stay.per_entrant, amount * weights.per_entrant, worth);
    add_times(stay.window, amount * weights.window, worth);
    add_times(stay.total, amount * weights.total, worth);
  }
  return worth;
}

VisitWorth::ByCell VisitWorth::of_visit(std::uint32_t state, bool is_after) {
  const ChainState& made = chain_.states[state];
  ByCell worth = of_stay(state, made.takes, is_after);
  for (std::size_t m = 0; m < made.money.size() && has_money(); ++m) {
    if (made.money[m].per_days > 0) continue;
    add_times(of_line(state, m, is_after), made.money[m].amount.mean(), worth);
  }
  if (made.edge_count == 0) {
    const double by_days = by(layout_.end_time()), by_square = by(layout_.end_time_square());
    add_times(at_.ages, by_days, worth);
    add_times(at_.age_squares, by_square, worth);
    add_to_all(-constant(), worth);
  }
  if (ledger_.place_of[state] == kNoPlace) return worth;
  double each = by(layout_.visits(made.place));
  if (ledger_.is_touchpoint[state] != 0) each += by(layout_.end_touches());
  if (made.has_feeling) {
    each += by(layout_.feeling_sum(made.place)) * made.feeling;
    each += by(layout_.felt_visits(made.place));
  }
  add_to_all(each, worth);
  return worth;
}

double VisitWorth::constant() const {
  const double horizon = weights_.horizon_days;
  return horizon * by(layout_.end_time()) + horizon * horizon * by(layout_.end_time_square());
}

VisitWorth::First VisitWorth::of_times(double chance, double days, double square,
                                       double touch) const {
  First first{ByCell(at_.ages.size(), chance), touch, true};
  add_times(at_.ages, days, first.visit);
  add_times(at_.age_squares, square, first.visit);
  first.is_zero = chance == 0 && days == 0 && square == 0 && touch == 0;
  return first;
}

VisitWorth::First VisitWorth::of_first_visit(PlaceId place) const {
  return of_times(by(layout_.reach(place)), by(layout_.time_to(place)),
                  by(layout_.time_square_to(place)), by(layout_.touches_to(place)));
}

VisitWorth::First VisitWorth::of_conversion() const {
  return of_times(by(layout_.conversion()), by(layout_.conversion_time()),
                  by(layout_.conversion_time_square()), by(layout_.conversion_touches()));
}

std::vector<double> VisitWorth::of_passages() const {
  std::vector<double> worth(chain_.edges.size(), 0);
  for (const ChainState& state : chain_.states) {
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      worth[e] = by(ledger_.passages[e]);
      if (ledger_.is_exit[e] != 0) worth[e] += by(layout_.exits(state.place));
    }
  }
  return worth;
}

}  // namespace cairn
