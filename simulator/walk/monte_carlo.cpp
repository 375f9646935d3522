#include "simulator/walk/monte_carlo.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/parallel.h"
#include "simulator/walk/random.h"
#include "simulator/walk/route.h"

namespace cairn {
namespace {

/// Customers first … last-1, all of one class.
struct BatchTask {
  std::size_t class_index = 0;
  std::uint64_t first = 0, last = 0;
};

struct BatchResult {
  Totals sums;
  std::vector<std::vector<double>> times;  // by TimeQuestion
  std::uint64_t cut_walks = 0;
};

/// The same for all batches.
struct Setup {
  const TotalsLayout* layout = nullptr;
  const MoneyWeights* weights = nullptr;
  std::uint64_t seed = 0;
  double horizon_days = 0;
  double last_moment = 0;  // an age up to here counts as within the horizon
};

// ---- batches ------------------------------------------------------------------------------------

/// The first customer whose point (i + u_i)/N lies at or above `cumulated`.
std::uint64_t first_customer_at(double cumulated, const WalkOptions& options) {
  const double point = cumulated * static_cast<double>(options.people);
  if (point >= static_cast<double>(options.people)) return options.people;
  const auto customer = static_cast<std::uint64_t>(point);
  const double own = to_unit_interval(CustomerKeys(options.seed, customer).at(0, Purpose::next)());
  return static_cast<double>(customer) + own < point ? customer + 1 : customer;
}

/// Most batches of one class. Enough for a standard error known to about 6 %, few enough for sums
/// over a batch to be near normal.
constexpr std::uint64_t kMostBatches = 128;
constexpr std::uint64_t kFewestBatchesOfAClass = 16;
/// Doubles that all batches together may take: 256 MiB.
constexpr std::uint64_t kMostSums = std::uint64_t{1} << 25;

std::vector<BatchTask> plan_batches(const std::vector<WalkClass>& classes, std::size_t totals_size,
                                    const WalkOptions& options) {
  const std::uint64_t fitting =
      kMostSums / (std::max<std::uint64_t>(classes.size(), 1) * totals_size);
  const std::uint64_t most = std::clamp(fitting, kFewestBatchesOfAClass, kMostBatches);
  double whole = 0;
  for (const WalkClass& walk_class : classes) whole += walk_class.share;
  std::vector<BatchTask> tasks;
  double cumulated = 0;
  std::uint64_t first = 0;
  for (std::size_t c = 0; c < classes.size(); ++c) {
    cumulated += classes[c].share;
    const bool is_last = c + 1 == classes.size() || cumulated >= whole;
    const std::uint64_t last =
        is_last ? options.people : std::max(first, first_customer_at(cumulated / whole, options));
    const std::uint64_t people = last - first;
    const std::uint64_t batches = std::min(people, most);
    for (std::uint64_t b = 0; b < batches; ++b) {
      // Sizes differ by one at most; 128-bit products are avoided by splitting off the remainder.
      const std::uint64_t each = people / batches, extra = people % batches;
      const std::uint64_t begin = first + b * each + std::min(b, extra);
      tasks.push_back({c, begin, begin + each + (b < extra ? 1 : 0)});
    }
    first = last;
  }
  return tasks;
}

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
  BatchWalk(const Setup& setup, const WalkRoute& route, std::size_t question_count)
      : setup_(setup), route_(route), layout_(*setup.layout) {
    result_.sums.resize(layout_.size());
    result_.times.resize(question_count);
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
    result_.sums[layout_.touches_to(place)] += touches_;
    for (const std::size_t q : route_.questions_to_place[place.index]) {
      result_.times[q].push_back(age_within_horizon());
    }
  }

  void count_conversion() {
    has_converted_ = true;
    result_.sums[layout_.conversion()] += 1;
    result_.sums[layout_.conversion_time()] += age_within_horizon();
    result_.sums[layout_.conversion_touches()] += touches_;
    for (const std::size_t q : route_.questions_to_conversion) {
      result_.times[q].push_back(age_within_horizon());
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
    result_.sums[layout_.end_touches()] += touches_;
    for (const std::size_t q : route_.questions_to_end) {
      result_.times[q].push_back(age_within_horizon());
    }
  }

  const Setup& setup_;
  const WalkRoute& route_;
  const TotalsLayout& layout_;
  BatchResult result_;
  std::vector<std::uint64_t> last_visitor_;  // by PlaceId: who was here last, instead of clearing
  std::uint64_t visitor_ = 0;
  double age_days_ = 0;
  double touches_ = 0;
  bool has_converted_ = false;
};

/// Merges in order of tasks, whichever thread walked them.
WalkResult merge(const std::vector<WalkClass>& classes, const std::vector<BatchTask>& tasks,
                 std::vector<BatchResult> results, std::size_t question_count) {
  WalkResult merged;
  merged.classes.resize(classes.size());
  merged.times.resize(question_count);
  for (const WalkClass& walk_class : classes) merged.shares.push_back(walk_class.share);
  for (std::size_t t = 0; t < tasks.size(); ++t) {
    merged.cut_walks += results[t].cut_walks;
    for (std::size_t q = 0; q < question_count; ++q) {
      merged.times[q].insert(merged.times[q].end(), results[t].times[q].begin(),
                             results[t].times[q].end());
      results[t].times[q] = {};
    }
    merged.classes[tasks[t].class_index].push_back(
        {tasks[t].last - tasks[t].first, std::move(results[t].sums)});
  }
  for (auto& times : merged.times) std::sort(times.begin(), times.end());
  return merged;
}

}  // namespace

WalkResult walk(const Journey& journey, const std::vector<WalkClass>& classes,
                const TotalsLayout& layout, const MoneyWeights& weights,
                const std::vector<TimeQuestion>& time_questions, const WalkOptions& options) {
  const std::vector<WalkRoute> routes = make_routes(journey, classes, layout, time_questions);
  // Sums of durations that meet the horizon on paper may pass it by a rounding error.
  const Setup setup{&layout, &weights, options.seed, weights.horizon_days,
                    weights.horizon_days * (1 + 1e-12)};
  const std::vector<BatchTask> tasks = plan_batches(classes, layout.size(), options);
  std::vector<BatchResult> results(tasks.size());
  for_each_index(tasks.size(), options.threads, [&](std::size_t t) {
    BatchWalk batch(setup, routes[tasks[t].class_index], time_questions.size());
    for (std::uint64_t i = tasks[t].first; i < tasks[t].last; ++i) batch.walk(i);
    results[t] = batch.take_result();
  });
  return merge(classes, tasks, std::move(results), time_questions.size());
}

}  // namespace cairn
