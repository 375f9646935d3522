#include "simulator/grid/horizon_gradient.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "simulator/exact/draw_slopes.h"
#include "simulator/grid/back_steps.h"
#include "simulator/grid/edge_slopes.h"
#include "simulator/grid/grid_cost.h"
#include "simulator/grid/grid_layers.h"
#include "simulator/grid/grid_totals.h"
#include "simulator/grid/visit_worth.h"

namespace cairn {
namespace {

using ByCell = std::vector<double>;

/// Relative steps of the differences that what a visit is worth by itself is differentiated by:
/// closed forms, so that only their rounding errors count.
constexpr double kStep = 1e-4;
/// The same where a fixed stay may just be cut: one step must not cross the cut if it can be
/// helped, and on either side of it all is straight.
constexpr double kFineStep = 1e-6;

/// Multiplications, as horizon.cpp allows an estimate, three runs for its one.
constexpr double kMostWork = 6e8;
constexpr double kRuns = 6;

std::size_t circle_of(std::uint32_t cells) {
  std::size_t length = 4;
  while (length < 2 * (std::size_t{cells} + 1)) length *= 2;
  return length;
}

/// A duration with one of its numbers moved, never below 0.
Draw moved(const Draw& draw, DrawNumber number, double by) {
  Draw result = draw;
  double& at = number == DrawNumber::value ? result.value
               : number == DrawNumber::mu  ? result.mu
                                           : result.sigma;
  at = number == DrawNumber::mu ? at + by : std::max(0.0, at + by);
  return result;
}

double step_of(const Draw& draw, DrawNumber number, double horizon_days) {
  if (number != DrawNumber::value) return kStep * draw.sigma;
  if (draw.kind == Draw::Kind::exponential) return kStep * draw.value;
  return kFineStep * (draw.value > 0 ? draw.value : horizon_days);
}

class BackPass {
 public:
  BackPass(const StateSpace& space, const Chain& chain, const Ledger& ledger,
           const TotalsLayout& layout, const MoneyWeights& weights,
           const std::vector<double>& by_total, const HorizonPlan& plan, std::uint32_t cells)
      : space_(space),
        chain_(chain),
        ledger_(ledger),
        weights_(weights),
        plan_(plan),
        layers_(make_grid_layers(chain, ledger.is_touchpoint, weights.horizon_days, cells,
                                 Rounding::middle)),
        worth_(chain, ledger, layout, weights, by_total, cells),
        fourier_(circle_of(cells)),
        of_passages_(worth_.of_passages()) {
    const auto vary = [&](double rate, double horizon) {
      return VisitWorth(chain, ledger, layout, {horizon, rate, weights.is_once}, by_total, cells);
    };
    const double rate = weights.rate_per_day, horizon = weights.horizon_days;
    // Discounts are not negative: at a rate of 0 two steps to one side.
    rate_step_ = kStep * (rate > 0 ? rate : 1 / horizon);
    horizon_step_ = kFineStep * horizon;
    varied_.push_back(vary(rate + rate_step_, horizon));
    varied_.push_back(vary(rate > 0 ? rate - rate_step_ : 2 * rate_step_, horizon));
    varied_.push_back(vary(rate, horizon + horizon_step_));
    varied_.push_back(vary(rate, horizon - horizon_step_));
    result_.chain = no_slopes(chain);
    result_.cells = cells;
    result_.horizon_days = (varied_[2].constant() - varied_[3].constant()) / (2 * horizon_step_);
    for (std::size_t i = 0; i < layers_.layers.size(); ++i) {
      spectra_.emplace_back(weights.horizon_days / cells, cells, kRoundings[i], fourier_);
      ByCell counts(std::size_t{cells} + 1, i == 0 ? 1 : 0);
      counts.back() = layers_.share_of_last * layers_.layers[i].sign;
      counts_.push_back(std::move(counts));
    }
    is_first_.assign(layout.place_count, 1);
    for (const auto& target : plan.targets) is_first_[target.place.index] = 0;
  }

  HorizonGradient run() {
    LayerResults before = run_layers(layers_, plan_.before, nullptr);
    LayerResults conversions(before.size());
    for (std::size_t i = 0; i < plan_.before.states.size(); ++i) {
      if (ledger_.is_conversion[plan_.before.states[i]] == 0) continue;
      for (std::size_t j = 0; j < before.size(); ++j) conversions[j].push_back(before[j][i]);
    }
    LayerResults worth_after;
    if (!plan_.after.states.empty()) {
      const LayerResults after = run_layers(layers_, plan_.after, &conversions);
      worth_after = run_part(plan_.after, after, true);
    }
    add_entry(run_before(before, worth_after));
    for (const HorizonPlan::Target& target : plan_.targets) add_target(target);
    // Times count in cells: a horizon of another length is all laws of another scale. So far only
    // moves are in these slopes.
    const Chain& chain = chain_;
    for (std::size_t s = 0; s < chain.states.size(); ++s) {
      add_scale(chain.states[s].takes, result_.chain.takes[s]);
    }
    for (std::size_t e = 0; e < chain.edges.size(); ++e) {
      add_scale(chain.edges[e].after, result_.chain.after[e]);
    }
    for (std::size_t s = 0; s < stays_.size(); ++s) {
      result_.chain.takes[s].value += stays_[s].value;
      result_.chain.takes[s].mu += stays_[s].mu;
      result_.chain.takes[s].sigma += stays_[s].sigma;
    }
    return std::move(result_);
  }

 private:
  static constexpr Rounding kRoundings[4] = {Rounding::middle, Rounding::middle_below,
                                             Rounding::middle_above, Rounding::on_grid};

  void add_scale(const Draw& draw, const DrawSlopes& by) {
    result_.horizon_days -= (draw.value * by.value + by.mu) / weights_.horizon_days;
  }

  /// What is counted of a state, its last cell settled (see GridLayers).
  StateSeries settle(const LayerResults& results, std::size_t index) const {
    LayerResults last(results.size());
    for (std::size_t i = 0; i < results.size(); ++i) last[i].push_back(results[i][index]);
    return take_settled(layers_, last, 0);
  }

  /// Puts what one state's visits are worth into all layers.
  void set_worth(const ByCell& visit, double touch, std::size_t index, LayerResults& at) const {
    for (std::size_t i = 0; i < at.size(); ++i) {
      StateSeries& series = at[i][index];
      for (std::size_t n = 0; n < visit.size(); ++n) {
        series.visits[n] += counts_[i][n] * visit[n];
        series.touches[n] += counts_[i][n] * touch;
      }
    }
  }

  LayerResults make_worth(const StepPlan& plan) const {
    StepResult zero;
    for (const std::uint32_t state : plan.states) {
      zero.push_back({state, ByCell(counts_[0].size(), 0), ByCell(counts_[0].size(), 0)});
    }
    return LayerResults(layers_.layers.size(), zero);
  }

  /// Runs back and adds slopes of the moves; what visits are worth from there on.
  LayerResults run_back_layers(const StepPlan& plan, const LayerResults& visits,
                               const LayerResults& at, const std::vector<double>* of_passages) {
    LayerResults worth;
    for (std::size_t i = 0; i < layers_.layers.size(); ++i) {
      worth.push_back(run_back(layers_.layers[i].grid, plan, {&at[i], of_passages, &counts_[i]}));
      const RunPair pair{&plan, &visits[i], &worth[i], of_passages, &counts_[i]};
      add_edge_slopes(chain_, space_, ledger_, pair, fourier_, spectra_[i], result_.chain);
    }
    return worth;
  }

  /// Everything a visit counts for; its direct slopes, and what it is worth in every cell.
  void add_visits(const LayerResults& results, std::size_t index, bool is_after, LayerResults& at) {
    const std::uint32_t s = results[0][index].state;
    const ChainState& state = chain_.states[s];
    ByCell visit = worth_.of_visit(s, is_after);
    VisitWorth::First first;
    if (ledger_.place_of[s] != kNoPlace && is_first_[state.place.index] != 0) {
      first = worth_.of_first_visit(state.place);
      for (std::size_t n = 0; n < visit.size() && !first.is_zero; ++n) visit[n] += first.visit[n];
    }
    set_worth(visit, first.touch, index, at);
    const StateSeries settled = settle(results, index);
    if (!(sum_of(settled.visits) > 0)) return;
    add_direct(s, settled, is_after);
    if (!first.is_zero) add_first_by_horizon(settled, state.place);
  }

  void add_direct(std::uint32_t s, const StateSeries& settled, bool is_after) {
    const ChainState& state = chain_.states[s];
    const auto sum = [&](VisitWorth& worth) {
      return weighted_visits(settled, worth.of_visit(s, is_after));
    };
    result_.horizon_days += (sum(varied_[2]) - sum(varied_[3])) / (2 * horizon_step_);
    if (worth_.has_money() && !state.money.empty()) {
      const double one = sum(varied_[0]), other = sum(varied_[1]);
      const double change =
          weights_.rate_per_day > 0 ? one - other : 4 * one - other - 3 * sum(worth_);
      result_.chain.rate_per_day += change / (2 * rate_step_);
      for (std::size_t m = 0; m < state.money.size(); ++m) {
        const double slope = weighted_visits(settled, worth_.of_line(s, m, is_after));
        const DrawSlopes by = by_numbers(state.money[m].amount, {slope, 0, 0});
        DrawSlopes& line = result_.chain.money[result_.chain.first_money[s] + m];
        line = {line.value + by.value, line.mu + by.mu, line.sigma + by.sigma};
      }
    }
    if (state.has_feeling) {
      result_.chain.feelings[s] += worth_.of_feeling(state.place) * sum_of(settled.visits);
    }
    if (space_.states[s].takes && worth_.has_stay(s)) add_stay(s, settled, is_after);
  }

  void add_stay(std::uint32_t s, const StateSeries& settled, bool is_after) {
    const Draw& takes = chain_.states[s].takes;
    stays_.resize(chain_.states.size());
    for (const DrawNumber number : numbers_of(takes)) {
      const double step = step_of(takes, number, weights_.horizon_days);
      const Draw up = moved(takes, number, step), down = moved(takes, number, -step);
      const double width = number == DrawNumber::value ? up.value - down.value : 2 * step;
      const double high = weighted_visits(settled, worth_.of_stay(s, up, is_after));
      const double low = weighted_visits(settled, worth_.of_stay(s, down, is_after));
      slope_by(number, stays_[s]) += (high - low) / width;
    }
  }

  void add_first_by_horizon(const StateSeries& settled, PlaceId place) {
    result_.horizon_days += (weighted_visits(settled, varied_[2].of_first_visit(place).visit) -
                             weighted_visits(settled, varied_[3].of_first_visit(place).visit)) /
                            (2 * horizon_step_);
  }

  LayerResults run_part(const StepPlan& plan, const LayerResults& visits, bool is_after) {
    LayerResults at = make_worth(plan);
    for (std::size_t i = 0; i < plan.states.size(); ++i) add_visits(visits, i, is_after, at);
    return run_back_layers(plan, visits, at, &of_passages_);
  }

  /// Up to the first conversions, which are worth what comes after them, too.
  LayerResults run_before(const LayerResults& visits, const LayerResults& worth_after) {
    const StepPlan& plan = plan_.before;
    LayerResults at = make_worth(plan);
    const VisitWorth::First conversion = worth_.of_conversion();
    for (std::size_t i = 0; i < plan.states.size(); ++i) {
      const std::uint32_t s = plan.states[i];
      if (ledger_.is_conversion[s] == 0) {
        add_visits(visits, i, false, at);
        continue;
      }
      set_worth(conversion.visit, conversion.touch, i, at);
      if (!conversion.is_zero) {
        const StateSeries settled = settle(visits, i);
        result_.horizon_days += (weighted_visits(settled, varied_[2].of_conversion().visit) -
                                 weighted_visits(settled, varied_[3].of_conversion().visit)) /
                                (2 * horizon_step_);
      }
      add_later(worth_after, s, i, at);
    }
    return run_back_layers(plan, visits, at, &of_passages_);
  }

  void add_later(const LayerResults& worth_after, std::uint32_t s, std::size_t index,
                 LayerResults& at) const {
    const auto& states = plan_.after.states;
    const auto found = static_cast<std::size_t>(std::lower_bound(states.begin(), states.end(), s) -
                                                states.begin());
    for (std::size_t i = 0; i < worth_after.size(); ++i) {
      const StateSeries& later = worth_after[i][found];
      for (std::size_t n = 0; n < later.visits.size(); ++n) {
        at[i][index].visits[n] += later.visits[n];
        at[i][index].touches[n] += later.touches[n];
      }
    }
  }

  void add_target(const HorizonPlan::Target& target) {
    const VisitWorth::First first = worth_.of_first_visit(target.place);
    const LayerResults visits = run_layers(layers_, target.plan, nullptr);
    LayerResults at = make_worth(target.plan);
    for (std::size_t i = 0; i < target.plan.states.size(); ++i) {
      if (ledger_.place_of[target.plan.states[i]] != target.place.index) continue;
      set_worth(first.visit, first.touch, i, at);
      add_first_by_horizon(settle(visits, i), target.place);
    }
    add_entry(run_back_layers(target.plan, visits, at, nullptr));
  }

  void add_entry(const LayerResults& worth) {
    for (const StepResult& layer : worth) {
      for (const StateSeries& series : layer) {
        result_.chain.entry[series.state] += series.visits.front();
      }
    }
  }

  const StateSpace& space_;
  const Chain& chain_;
  const Ledger& ledger_;
  const MoneyWeights& weights_;
  const HorizonPlan& plan_;
  GridLayers layers_;
  VisitWorth worth_;
  RealFourier fourier_;
  std::vector<double> of_passages_;
  std::vector<VisitWorth> varied_;  // rate up and down (0: up and up twice), horizon up and down
  double rate_step_ = 0, horizon_step_ = 0;
  std::vector<MoveSpectra> spectra_;    // by layer
  std::vector<ByCell> counts_;          // by layer: what an event in each cell counts
  std::vector<std::uint8_t> is_first_;  // by place: its visits count as first ones
  std::vector<DrawSlopes> stays_;       // by state: what stays alone owe to `takes`; or empty
  HorizonGradient result_;
};

}  // namespace

HorizonGradient horizon_gradient(const Journey& journey, const StateSpace& space,
                                 const Chain& chain, const TotalsLayout& layout,
                                 const MoneyWeights& weights, const std::vector<double>& by_total,
                                 std::uint32_t cells) {
  const Ledger ledger = make_ledger(journey, chain, layout);
  HorizonNeeds needs{true, std::vector<std::uint8_t>(layout.place_count, 0)};
  bool needs_first = false;
  for (std::uint32_t p = 0; p < layout.place_count; ++p) {
    const PlaceId place{p};
    for (const std::size_t total : {layout.reach(place), layout.time_to(place),
                                    layout.touches_to(place), layout.time_square_to(place)}) {
      if (by_total[total] != 0) needs.first_visits[p] = 1;
    }
    needs_first = needs_first || needs.first_visits[p] != 0;
  }
  HorizonPlan plan = plan_horizon(chain, ledger, layout.place_count, needs);
  const GridBudget budget =
      fit_to_budget(chain, plan, weights.horizon_days, cells, kRuns, kMostWork);
  if (!budget.has_first_visits) plan.targets.clear();
  HorizonGradient gradient =
      BackPass(space, chain, ledger, layout, weights, by_total, plan, budget.cells).run();
  gradient.knows_first_visits = budget.has_first_visits || !needs_first;
  return gradient;
}

ClassSlopes slopes_within_horizon(const MixCase& mix, const TotalsLayout& layout,
                                  const MoneyWeights& weights, std::uint32_t cells) {
  return [&mix, &layout, &weights, cells](const ClassCase& one, const std::vector<double>& by_total,
                                          ParameterGradient& gradient) {
    const HorizonGradient slopes =
        horizon_gradient(mix.journey, *one.space, *one.chain, layout, weights, by_total, cells);
    add_chain_gradient(mix.journey, *one.space, *one.chain, slopes.chain, mix.world, gradient);
    if (!slopes.knows_first_visits) {
      std::fill(gradient.begin(), gradient.end(), std::numeric_limits<double>::quiet_NaN());
    }
    const ParameterId horizon = mix.journey.frame.horizon;
    if (horizon.is_valid()) gradient[horizon.index] += slopes.horizon_days;
  };
}

}  // namespace cairn
