#include "simulator/walk/plain.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "simulator/walk/random.h"

namespace cairn {
namespace {

// ---- money over a stretch of time ---------------------------------------------------------------

/// The three weights of MoneyWeights, at a moment or summed over a stay.
struct WeightSet {
  double per_entrant = 0, window = 0, total = 0;
};

WeightSet weights_at(const MoneyWeights& weights, double age_days) {
  return {weights.per_entrant(age_days), weights.window(age_days), weights.total(age_days)};
}

/// Integrals of the three weights over ages a … b, both within the horizon.
WeightSet weights_over(const MoneyWeights& weights, double a, double b) {
  const double horizon = weights.horizon_days, rate = weights.rate_per_day;
  const double stay = b - a;
  WeightSet sum;
  if (!(stay > 0)) return sum;
  sum.per_entrant = rate > 0 ? std::exp(-rate * a) * -std::expm1(-rate * stay) / rate : stay;
  if (!std::isfinite(horizon)) {
    sum.window = stay;
    sum.total = weights.total(0) > 0 ? sum.per_entrant : 0;
  } else if (weights.is_once) {
    sum.window = stay;
    sum.total = sum.per_entrant;
  } else {
    sum.window = stay * (1 - (a + b) / (2 * horizon));
    // Below 1e-7 the difference would lose more digits than the limit rate -> 0 is off.
    sum.total = rate * horizon > 1e-7
                    ? (sum.per_entrant - std::exp(-rate * horizon) * stay) / (rate * horizon)
                    : sum.window;
  }
  return sum;
}

// ---- walking ------------------------------------------------------------------------------------

/// One batch on its way: sums so far and the customer who is walking.
class BatchWalk {
 public:
  BatchWalk(const WalkSetup& setup, const WalkRoute& route, std::vector<TimeCounts>& times)
      : setup_(setup), route_(route), layout_(*setup.layout), times_(times) {
    result_.sums.resize(layout_.size());
    last_visitor_.resize(layout_.place_count);
  }

  void walk(std::uint64_t customer) {
    const CustomerKeys keys(setup_.seed, customer);
    ++visitor_;
    age_days_ = 0;
    touches_ = 0;
    has_converted_ = false;
    std::uint32_t state = route_.entry.pick(keys.at(0, Purpose::takes)());
    for (std::uint64_t step = 1;; ++step) {
      if (step > kStepLimit) {
        ++result_.cut_walks;
        break;
      }
      const ChainState& here = route_.chain->states[state];
      const WalkStop& stop = route_.stops[state];
      const double stay = sample(here.takes, keys.at(step, Purpose::takes));
      count_visit(here, stop, stay, keys, step);
      if (stop.ways.is_empty()) break;
      const std::uint32_t edge_index =
          here.first_edge + stop.ways.pick(keys.at(step, Purpose::next)());
      const ChainEdge& edge = route_.chain->edges[edge_index];
      age_days_ += stay + sample(edge.after, keys.at(step, Purpose::after));
      if (age_days_ > setup_.last_moment) break;
      const WalkPassage& passage = route_.passages[edge_index];
      result_.sums[passage.flow] += 1;
      if (passage.is_exit) result_.sums[layout_.exits(here.place)] += 1;
      state = edge.target;
    }
    count_end();
  }

  BatchResult take_result() { return std::move(result_); }

 private:
  double age_within_horizon() const { return std::min(age_days_, setup_.horizon_days); }

  void count_visit(const ChainState& here, const WalkStop& stop, double stay,
                   const CustomerKeys& keys, std::uint64_t step) {
    Totals& sums = result_.sums;
    if (stop.place.is_valid()) {
      const PlaceId place = stop.place;
      sums[layout_.visits(place)] += 1;
      if (last_visitor_[place.index] != visitor_) count_first_visit(place);
      if (stop.is_conversion && !has_converted_) count_conversion();
      if (here.has_feeling) {
        sums[layout_.feeling_sum(place)] += here.feeling;
        sums[layout_.felt_visits(place)] += 1;
      }
      if (stop.is_touchpoint) touches_ += 1;
      sums[layout_.days_at(place)] += std::min(stay, setup_.horizon_days - age_within_horizon());
    }
    if (!here.money.empty()) count_money(here, stay, keys, step);
  }

  void count_first_visit(PlaceId place) {
    last_visitor_[place.index] = visitor_;
    result_.sums[layout_.reach(place)] += 1;
    result_.sums[layout_.time_to(place)] += age_within_horizon();
    result_.sums[layout_.time_square_to(place)] += age_within_horizon() * age_within_horizon();
    result_.sums[layout_.touches_to(place)] += touches_;
    for (const std::size_t q : route_.questions_to_place[place.index]) {
      times_[q].add(age_within_horizon());
    }
  }

  void count_conversion() {
    has_converted_ = true;
    result_.sums[layout_.conversion()] += 1;
    result_.sums[layout_.conversion_time()] += age_within_horizon();
    result_.sums[layout_.conversion_time_square()] += age_within_horizon() * age_within_horizon();
    result_.sums[layout_.conversion_touches()] += touches_;
    for (const std::size_t q : route_.questions_to_conversion) {
      times_[q].add(age_within_horizon());
    }
  }

  void count_money(const ChainState& here, double stay, const CustomerKeys& keys,
                   std::uint64_t step) {
    const double begin = age_within_horizon();
    const double end = std::min(begin + stay, setup_.horizon_days);
    const WeightSet at_begin = weights_at(*setup_.weights, begin);
    Totals& sums = result_.sums;
    for (std::size_t line = 0; line < here.money.size(); ++line) {
      const ChainMoney& money = here.money[line];
      double amount =
          sample(money.amount, keys.at(step, Purpose::money, static_cast<std::uint32_t>(line)));
      if (money.per_days > 0) amount /= money.per_days;
      const WeightSet weight =
          money.per_days > 0 ? weights_over(*setup_.weights, begin, end) : at_begin;
      const bool is_revenue = money.sign > 0;
      sums[is_revenue ? layout_.revenue() : layout_.cost()] += amount * weight.per_entrant;
      sums[is_revenue ? layout_.window_revenue() : layout_.window_cost()] += amount * weight.window;
      sums[is_revenue ? layout_.total_revenue() : layout_.total_cost()] += amount * weight.total;
      if (has_converted_) sums[layout_.value()] += money.sign * amount * weight.per_entrant;
    }
  }

  void count_end() {
    result_.sums[layout_.end_time()] += age_within_horizon();
    result_.sums[layout_.end_time_square()] += age_within_horizon() * age_within_horizon();
    result_.sums[layout_.end_touches()] += touches_;
    for (const std::size_t q : route_.questions_to_end) {
      times_[q].add(age_within_horizon());
    }
  }

  const WalkSetup& setup_;
  const WalkRoute& route_;
  const TotalsLayout& layout_;
  std::vector<TimeCounts>& times_;
  BatchResult result_;
  std::vector<std::uint64_t> last_visitor_;  // by PlaceId: who was here last, instead of clearing
  std::uint64_t visitor_ = 0;
  double age_days_ = 0;
  double touches_ = 0;
  bool has_converted_ = false;
};

}  // namespace

BatchResult walk_plainly(const WalkSetup& setup, const WalkRoute& route, const BatchTask& task,
                         std::vector<TimeCounts>& times) {
  BatchWalk walk(setup, route, times);
  for (std::uint64_t i = task.first; i < task.last; ++i) walk.walk(i);
  return walk.take_result();
}

}  // namespace cairn
