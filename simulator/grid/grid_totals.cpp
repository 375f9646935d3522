#include "simulator/grid/grid_totals.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

#include "simulator/grid/grid_layers.h"
#include "simulator/grid/grid_weights.h"
#include "simulator/grid/stay.h"

namespace cairn {
namespace {

/// For departures in each cell: P(arrival before the last cell) and P(arrival in it).
struct ArrivalTable {
  std::vector<double> before_last, in_last;
};

ArrivalTable make_arrival_table(const LagLaw& law, std::uint32_t cells) {
  const std::vector<double> weights = written_out(law, cells);
  ArrivalTable table;
  table.in_last.assign(weights.rbegin(), weights.rend());
  table.before_last.assign(std::size_t{cells} + 1, 0);
  double sum = 0;
  for (std::uint32_t n = 0; n < cells; ++n) {
    sum += weights[n];
    table.before_last[cells - 1 - n] = sum;
  }
  return table;
}

/// Sums series of arrivals into totals, state by state.
class Collector {
 public:
  Collector(const Chain& chain, const Ledger& ledger, const TotalsLayout& layout,
            const MoneyWeights& weights, const HorizonPlan& plan, const GridLayers& layers,
            Rounding rounding)
      : chain_(chain),
        ledger_(ledger),
        layout_(layout),
        weights_(weights),
        layers_(layers),
        cells_(layers.layers[0].grid.cells),
        rounding_(rounding),
        at_(weights_on_grid(weights, cells_)) {
    result_.totals.assign(layout.size(), 0);
    result_.good_feelings.assign(layout.place_count, 0);
    result_.bad_feelings.assign(layout.place_count, 0);
    for (const LawBlocks& blocks : layers.layers[0].grid.law_blocks) {
      result_.has_transforms = result_.has_transforms || !blocks.windows.empty();
    }
    group_passages_.assign(layers.layers[0].grid.groups.size(), 0);
    for (const GridLayers::Layer& layer : layers.layers) {
      arrivals_.emplace_back();
      for (const LagLaw& law : layer.grid.laws) {
        arrivals_.back().push_back(make_arrival_table(law, cells_));
      }
    }
    is_first_.assign(layout.place_count, 1);
    for (const auto& target : plan.targets) is_first_[target.place.index] = 0;
    make_stay_tables();
  }

  /// First conversions of the run before them.
  void add_conversion(const StateSeries& series) {
    result_.totals[layout_.conversion()] += sum_of(series.visits);
    result_.totals[layout_.conversion_time()] += weighted_visits(series, at_.ages);
    result_.totals[layout_.conversion_time_square()] += weighted_visits(series, at_.age_squares);
    result_.totals[layout_.conversion_touches()] += sum_of(series.touches);
  }

  void add_first_visits(PlaceId place, const StateSeries& series) {
    result_.totals[layout_.reach(place)] += sum_of(series.visits);
    result_.totals[layout_.time_to(place)] += weighted_visits(series, at_.ages);
    result_.totals[layout_.time_square_to(place)] += weighted_visits(series, at_.age_squares);
    result_.totals[layout_.touches_to(place)] += sum_of(series.touches);
  }

  void add_visits(const StateSeries& series, bool is_after_conversion) {
    const std::uint32_t s = series.state;
    const ChainState& state = chain_.states[s];
    const double count = sum_of(series.visits);
    if (!(count > 0)) return;
    if (ledger_.place_of[s] != kNoPlace) add_place(state.place, s, series, count);
    if (state.edge_count == 0) {
      ended_ += count;
      result_.totals[layout_.end_time()] += weighted_visits(series, at_.ages);
      result_.totals[layout_.end_time_square()] += weighted_visits(series, at_.age_squares);
    }
    for (const ChainMoney& money : state.money) add_money(money, series, is_after_conversion);
  }

  /// Passages out of the state number `index` of a run, before its last cell is settled.
  void add_passages(const LayerResults& results, std::size_t index) {
    const std::uint32_t s = results[0][index].state;
    // All layers have the same groups.
    const GridChain& grid = layers_.layers[0].grid;
    for (std::uint32_t g = grid.first_group[s]; g < grid.first_group[s + 1]; ++g) {
      const std::uint32_t law = grid.groups[g].law;
      group_passages_[g] += weighted_visits(results[0][index], arrivals_[0][law].before_last);
      for (std::size_t i = 0; i < results.size(); ++i) {
        group_passages_[g] += layers_.share_of_last * layers_.layers[i].sign *
                              weighted_visits(results[i][index], arrivals_[i][law].in_last);
      }
    }
  }

  GridTotals finish() {
    const double horizon = weights_.horizon_days, under_way = std::max(0.0, 1 - ended_);
    result_.totals[layout_.end_time()] += horizon * under_way;
    result_.totals[layout_.end_time_square()] += horizon * horizon * under_way;
    result_.totals[layout_.value()] = result_.value_revenue - result_.value_cost;
    for (std::uint32_t p = 0; p < layout_.place_count; ++p) {
      double& reach = result_.totals[layout_.reach(PlaceId{p})];
      reach = std::min(1.0, reach);
    }
    for (std::size_t s = 0; s < chain_.states.size(); ++s) {
      const ChainState& state = chain_.states[s];
      for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
        const double passed =
            group_passages_[layers_.layers[0].grid.group_of_edge[e]] * chain_.edges[e].probability;
        result_.totals[ledger_.passages[e]] += passed;
        if (ledger_.is_exit[e] != 0) result_.totals[layout_.exits(state.place)] += passed;
      }
    }
    return std::move(result_);
  }

 private:
  void make_stay_tables() {
    table_of_.assign(chain_.states.size(), 0);
    tables_.emplace_back();  // number 0: no time at all
    std::map<std::tuple<Draw::Kind, double, double, double, bool>, std::size_t> seen;
    for (std::size_t s = 0; s < chain_.states.size(); ++s) {
      const Draw& takes = chain_.states[s].takes;
      if (takes == Draw{}) continue;
      const auto& money = chain_.states[s].money;
      const bool has_accruals = std::any_of(
          money.begin(), money.end(), [](const ChainMoney& line) { return line.per_days > 0; });
      const auto [place, is_new] = seen.try_emplace(
          {takes.kind, takes.value, takes.mu, takes.sigma, has_accruals}, tables_.size());
      if (is_new) {
        tables_.push_back(make_stay_table(takes, weights_, cells_, has_accruals, rounding_));
      }
      table_of_[s] = place->second;
    }
  }

  void add_place(PlaceId place, std::uint32_t s, const StateSeries& series, double count) {
    const ChainState& state = chain_.states[s];
    Totals& totals = result_.totals;
    totals[layout_.visits(place)] += count;
    // A place that should have a run of its own but has none: every visit as if it were the first,
    // an upper bound.
    if (is_first_[place.index] != 0) add_first_visits(place, series);
    if (table_of_[s] != 0) {
      totals[layout_.days_at(place)] += weighted_visits(series, tables_[table_of_[s]].days);
    }
    if (ledger_.is_touchpoint[s] != 0) totals[layout_.end_touches()] += count;
    if (!state.has_feeling) return;
    totals[layout_.feeling_sum(place)] += count * state.feeling;
    totals[layout_.felt_visits(place)] += count;
    auto& feelings = state.feeling > 0 ? result_.good_feelings : result_.bad_feelings;
    feelings[place.index] += count * std::abs(state.feeling);
  }

  void add_money(const ChainMoney& money, const StateSeries& series, bool is_after_conversion) {
    double amount = money.amount.mean();
    double per_entrant = 0, window = 0, total = 0;
    if (money.per_days > 0) {
      if (table_of_[series.state] == 0) return;
      const StayTable& stay = tables_[table_of_[series.state]];
      amount /= money.per_days;
      per_entrant = weighted_visits(series, stay.per_entrant);
      window = weighted_visits(series, stay.window);
      total = weighted_visits(series, stay.total);
    } else {
      per_entrant = weighted_visits(series, at_.per_entrant);
      window = weighted_visits(series, at_.window);
      total = weighted_visits(series, at_.total);
    }
    const bool is_revenue = money.sign > 0;
    Totals& totals = result_.totals;
    totals[is_revenue ? layout_.revenue() : layout_.cost()] += amount * per_entrant;
    totals[is_revenue ? layout_.window_revenue() : layout_.window_cost()] += amount * window;
    totals[is_revenue ? layout_.total_revenue() : layout_.total_cost()] += amount * total;
    if (!is_after_conversion) return;
    (is_revenue ? result_.value_revenue : result_.value_cost) += amount * per_entrant;
  }

  const Chain& chain_;
  const Ledger& ledger_;
  const TotalsLayout& layout_;
  const MoneyWeights& weights_;
  const GridLayers& layers_;
  std::uint32_t cells_;
  Rounding rounding_;
  GridWeights at_;
  std::vector<std::vector<ArrivalTable>> arrivals_;  // by layer and law
  std::vector<StayTable> tables_;
  std::vector<std::size_t> table_of_;   // by state
  std::vector<std::uint8_t> is_first_;  // by place: its visits count as first ones
  std::vector<double> group_passages_;  // by group of the grid chain
  double ended_ = 0;                    // P(the journey ends within the horizon)
  GridTotals result_;
};

}  // namespace

GridTotals solve_on_grid(const Chain& chain, const Ledger& ledger, const TotalsLayout& layout,
                         const MoneyWeights& weights, const HorizonPlan& plan, std::uint32_t cells,
                         Rounding rounding) {
  const GridLayers layers =
      make_grid_layers(chain, ledger.is_touchpoint, weights.horizon_days, cells, rounding);
  Collector collector(chain, ledger, layout, weights, plan, layers, rounding);

  LayerResults before = run_layers(layers, plan.before, nullptr);
  LayerResults conversions(before.size());
  for (std::size_t i = 0; i < plan.before.states.size(); ++i) {
    if (ledger.is_conversion[plan.before.states[i]] == 0) {
      collector.add_passages(before, i);
      collector.add_visits(take_settled(layers, before, i), false);
      continue;
    }
    for (std::size_t j = 0; j < before.size(); ++j) conversions[j].push_back(before[j][i]);
    collector.add_conversion(take_settled(layers, before, i));
  }
  before.clear();
  if (!plan.after.states.empty()) {
    LayerResults after = run_layers(layers, plan.after, &conversions);
    for (std::size_t i = 0; i < plan.after.states.size(); ++i) {
      collector.add_passages(after, i);
      collector.add_visits(take_settled(layers, after, i), true);
    }
  }
  for (const HorizonPlan::Target& target : plan.targets) {
    LayerResults results = run_layers(layers, target.plan, nullptr);
    for (std::size_t i = 0; i < target.plan.states.size(); ++i) {
      if (ledger.place_of[target.plan.states[i]] != target.place.index) continue;
      collector.add_first_visits(target.place, take_settled(layers, results, i));
    }
  }
  return collector.finish();
}

}  // namespace cairn
