#include "simulator/walk/records.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "base/parallel.h"
#include "simulator/walk/batch.h"
#include "simulator/walk/fast.h"
#include "simulator/walk/kernel.h"
#include "simulator/walk/money_flow.h"
#include "simulator/walk/record_book.h"

namespace cairn {
namespace {

/// A class made ready for records.
struct RecordRoute {
  FastRoute fast;
  std::vector<RecordMoney> money;  // by arrival: what a visit pays for certain when it begins
  bool has_slow_money = false;     // random amounts or money by time
  RecordTables lean;               // if usable, nothing of the above is needed
};

RecordRoute make_record_route(const Journey& journey, const WalkClass& walk_class,
                              const WalkRoute& route, const MoneyWeights& weights) {
  RecordRoute made;
  made.fast = make_fast_route(journey, walk_class, route, weights);
  const WalkTables& tables = made.fast.tables;
  for (const std::uint32_t state : tables.states) {
    RecordMoney money;
    if (state != kNoState) {
      for (const MoneyDraw& line : made.fast.money[state]) {
        const bool is_sure = line.amount.kind == Draw::Kind::fixed && line.per_days == 0;
        if (is_sure) book_units(line.sign, line.amount.value, money);
        made.has_slow_money |= !is_sure;
      }
    }
    made.money.push_back(money);
  }
  return made;
}

/// Walkers in lanes, taken in and given up in the order of lanes.
struct LaneQueue {
  std::size_t lanes = 0;
  std::uint64_t waiting = 0, last = 0;  // customers who have not started
};

/// Fills the lanes at first.
template <class Start>
void fill_lanes(LaneQueue& queue, std::size_t most, const Start& start) {
  queue.lanes = static_cast<std::size_t>(std::min<std::uint64_t>(most, queue.last - queue.waiting));
  for (std::size_t lane = 0; lane < queue.lanes; ++lane) start(lane, queue.waiting++);
}

/// Gives the lanes of those who ended to new customers; once there are none left, the last lanes
/// close the gaps.
template <class Start, class Copy>
void refill_lanes(LaneQueue& queue, const std::uint32_t* ended, std::size_t count,
                  const Start& start, const Copy& copy) {
  const auto refilled =
      static_cast<std::size_t>(std::min<std::uint64_t>(count, queue.last - queue.waiting));
  for (std::size_t k = 0; k < refilled; ++k) start(ended[k], queue.waiting++);
  std::size_t k = refilled;
  for (std::size_t last = count; k < last;) {
    // Lanes from the back that have ended themselves are dropped first.
    --queue.lanes;
    if (ended[last - 1] == queue.lanes) {
      --last;
      continue;
    }
    copy(queue.lanes, ended[k++]);
  }
}

/// Records with nothing but chance in stays and sure money for visits: all in the kernel.
class LeanWalk {
 public:
  LeanWalk(const WalkSetup& setup, const RecordTables& tables, const WalkKernel& kernel,
           RecordBook& book)
      : tables_(tables), kernel_(kernel), book_(book) {
    setting_.seed = setup.seed;
    setting_.last_moment = setup.last_moment;
  }

  /// Customers with the same high 32 bits.
  void walk(std::uint64_t first, std::uint64_t last) {
    setting_.customer_high = first >> 32;
    LaneQueue queue{0, first, last};
    const auto take_in = [&](std::size_t lane, std::uint64_t customer) {
      block_.customers[lane] = static_cast<std::uint32_t>(customer);
    };
    fill_lanes(queue, RecordBlock::kLanes, take_in);
    std::fill(std::begin(block_.at), std::end(block_.at), tables_.start_stop);
    std::fill(std::begin(block_.steps), std::end(block_.steps), tables_.walk->first_step);
    std::fill(std::begin(block_.days), std::end(block_.days), 0.0);
    std::fill(std::begin(block_.costs), std::end(block_.costs), tables_.start_money.cost);
    std::fill(std::begin(block_.revenues), std::end(block_.revenues), tables_.start_money.revenue);
    RecordColumns& columns = book_.columns();
    while (queue.lanes > 0) {
      const std::size_t ended =
          kernel_.step_records(tables_, setting_, queue.lanes, block_, columns);
      const std::size_t moved = (queue.lanes + 15) / 16 * 16;  // in whole vectors
      refill_lanes(queue, columns.ended, ended, take_in,
                   [this](std::size_t from, std::size_t to) { copy_lane(from, to); });
      // Lanes that nobody walks in must stand where there is a way on.
      for (std::size_t i = queue.lanes; i < moved; ++i) block_.at[i] = tables_.start_stop;
      book_.hand_on_if_full(setting_.customer_high);
    }
    book_.hand_on(setting_.customer_high);
  }

 private:
  void copy_lane(std::size_t from, std::size_t to) {
    block_.customers[to] = block_.customers[from];
    block_.steps[to] = block_.steps[from];
    block_.at[to] = block_.at[from];
    block_.days[to] = block_.days[from];
    block_.costs[to] = block_.costs[from];
    block_.revenues[to] = block_.revenues[from];
  }

  const RecordTables& tables_;
  const WalkKernel& kernel_;
  RecordBook& book_;
  RecordSetting setting_;
  RecordBlock block_;
};

/// Records with everything else: the kernel draws, the rest is done lane by lane.
class FullWalk {
 public:
  FullWalk(const WalkSetup& setup, const RecordRoute& route, const WalkKernel& kernel,
           RecordBook& book)
      : setup_(setup), route_(route), tables_(route.fast.tables), kernel_(kernel), book_(book) {
    for (const std::uint32_t a : tables_.prologue) {
      start_money_.cost += route_.money[a].cost;
      start_money_.revenue += route_.money[a].revenue;
    }
  }

  /// Customers with the same high 32 bits.
  void walk(std::uint64_t first, std::uint64_t last) {
    high_ = first >> 32;
    queue_ = {0, first, last};
    fill_lanes(queue_, kLanes, [this](std::size_t i, std::uint64_t who) { start(i, who); });
    if (tables_.is_last[tables_.prologue.back()] != 0) {
      while (queue_.lanes > 0) end_all();
    }
    while (queue_.lanes > 0) {
      draw_lanes(kernel_, tables_, setup_.seed, high_, queue_.lanes, block_);
      if (route_.has_slow_money) pay_for_stays();
      const std::size_t ended = move_all();
      settle_money();
      finish(ended);
    }
    book_.hand_on(high_);
  }

 private:
  static constexpr std::size_t kLanes = WalkBlock::kLanes;

  void start(std::size_t lane, std::uint64_t customer) {
    block_.customers[lane] = static_cast<std::uint32_t>(customer);
    block_.at[lane] = tables_.prologue.back();
    block_.steps[lane] = tables_.first_step;
    days_[lane] = 0;
    money_[lane] = start_money_;
    if (!route_.has_slow_money) return;
    for (std::uint32_t step = 1; step < tables_.prologue.size(); ++step) {
      pay_slowly(lane, tables_.prologue[step], step);
    }
  }

  /// One step of all lanes; lists those that end.
  std::size_t move_all() {
    std::size_t count = 0;
    for (std::size_t i = 0; i < queue_.lanes; ++i) {
      const std::uint32_t next = block_.next[i];
      const double stay = stay_of(tables_, block_.at[i], block_.stay_days[i]);
      days_[i] += passage_of(tables_, stay, next, block_.after_days[i]);
      const bool is_late = days_[i] > setup_.last_moment;
      block_.at[i] = is_late ? block_.at[i] : next;
      block_.steps[i] += 1;
      block_.codes[i] = is_late ? kLateWay : 0;
      money_[i].cost += route_.money[block_.at[i]].cost;
      money_[i].revenue += route_.money[block_.at[i]].revenue;
      const bool ends = is_late || tables_.is_last[next] != 0 || block_.steps[i] > kStepLimit;
      ended_[count] = static_cast<std::uint32_t>(i);
      count += ends ? 1 : 0;
    }
    return count;
  }

  bool is_paid(std::size_t lane) const {
    return (block_.codes[lane] & kLateWay) == 0 && block_.steps[lane] <= kStepLimit;
  }

  /// Money of the visits that begin now, but for what everybody pays for certain; and back with
  /// that where the visit comes too late.
  void settle_money() {
    const RecordMoney* money = route_.money.data();
    if (!std::isfinite(setup_.last_moment) && !route_.has_slow_money) return;
    for (std::size_t i = 0; i < queue_.lanes; ++i) {
      if (is_paid(i)) {
        if (route_.has_slow_money) pay_slowly(i, block_.at[i], block_.steps[i]);
        continue;
      }
      const RecordMoney& unpaid = money[block_.at[i]];
      money_[i].cost -= unpaid.cost;
      money_[i].revenue -= unpaid.revenue;
    }
  }

  std::uint64_t customer_in(std::size_t lane) const { return high_ << 32 | block_.customers[lane]; }

  void pay_slowly(std::size_t lane, std::uint32_t arrival, std::uint32_t step) {
    for (const MoneyDraw& line : route_.fast.money[tables_.states[arrival]]) {
      if (line.per_days > 0 || line.amount.kind == Draw::Kind::fixed) continue;
      book_units(line.sign, draw_money(line, setup_.seed, customer_in(lane), step), money_[lane]);
    }
  }

  /// Money by time, of the stays that were just drawn.
  void pay_for_stays() {
    for (std::size_t i = 0; i < queue_.lanes; ++i) {
      const std::uint32_t at = block_.at[i];
      if (!route_.fast.marks[at].pays_time) continue;
      const double stay =
          std::min(stay_of(tables_, at, block_.stay_days[i]), setup_.horizon_days - days_[i]);
      for (const MoneyDraw& line : route_.fast.money[tables_.states[at]]) {
        if (!(line.per_days > 0)) continue;
        book_units(line.sign,
                   draw_money(line, setup_.seed, customer_in(i), block_.steps[i]) / line.per_days *
                       std::max(stay, 0.0),
                   money_[i]);
      }
    }
  }

  void append(std::size_t lane) {
    RecordColumns& columns = book_.columns();
    const std::size_t n = columns.count++;
    columns.customers[n] = block_.customers[lane];
    columns.states[n] = tables_.states[block_.at[lane]];
    columns.steps[n] = block_.steps[lane];
    columns.days[n] = days_[lane];
    columns.costs[n] = money_[lane].cost;
    columns.revenues[n] = money_[lane].revenue;
  }

  void finish(std::size_t ended) {
    for (std::size_t k = 0; k < ended; ++k) append(ended_[k]);
    refill_lanes(
        queue_, ended_, ended, [this](std::size_t i, std::uint64_t who) { start(i, who); },
        [this](std::size_t from, std::size_t to) { copy_lane(from, to); });
    book_.hand_on_if_full(high_);
  }

  void copy_lane(std::size_t from, std::size_t to) {
    block_.customers[to] = block_.customers[from];
    block_.steps[to] = block_.steps[from];
    block_.at[to] = block_.at[from];
    days_[to] = days_[from];
    money_[to] = money_[from];
  }

  /// Everybody ends where they start.
  void end_all() {
    for (std::size_t i = 0; i < queue_.lanes; ++i) ended_[i] = static_cast<std::uint32_t>(i);
    finish(queue_.lanes);
  }

  const WalkSetup& setup_;
  const RecordRoute& route_;
  const WalkTables& tables_;
  const WalkKernel& kernel_;
  RecordBook& book_;
  RecordMoney start_money_;
  WalkBlock block_;
  double days_[kLanes] = {};
  RecordMoney money_[kLanes] = {};
  std::uint32_t ended_[kLanes] = {};
  LaneQueue queue_;
  std::uint64_t high_ = 0;
};

template <class Walk>
void walk_stretches(Walk& walk, const BatchTask& task) {
  for (std::uint64_t first = task.first; first < task.last;) {
    const std::uint64_t last = std::min(task.last, ((first >> 32) + 1) << 32);
    walk.walk(first, last);
    first = last;
  }
}

RecordBatchSums walk_batch(const WalkSetup& setup, const RecordRoute& route,
                           const WalkKernel& kernel, const BatchTask& task,
                           const RecordSink& sink) {
  RecordBookSetting setting{task.class_index, &sink, setup.horizon_days, nullptr, true};
  if (route.lean.is_usable) {
    setting.last_money = &route.lean.last_money;
    setting.has_revenue = route.lean.has_revenue;
  }
  const auto book = std::make_unique<RecordBook>(setting, route.fast.tables.chain->states.size());
  if (route.lean.is_usable) {
    walk_stretches(*std::make_unique<LeanWalk>(setup, route.lean, kernel, *book), task);
  } else {
    walk_stretches(*std::make_unique<FullWalk>(setup, route, kernel, *book), task);
  }
  return book->take_sums();
}

void add_batch(const RecordBatchSums& batch, std::size_t class_index, RecordSums& sums) {
  sums.people += batch.people;
  sums.steps += batch.steps;
  sums.cut_walks += batch.cut_walks;
  sums.days += batch.days;
  sums.money.cost += batch.money.cost;
  sums.money.revenue += batch.money.revenue;
  std::vector<std::uint64_t>& ends = sums.ends[class_index];
  for (std::size_t s = 0; s < batch.ends.size(); ++s) ends[s] += batch.ends[s];
  for (std::size_t b = 0; b < batch.histogram.size(); ++b) {
    sums.days_histogram[b] += batch.histogram[b];
  }
}

}  // namespace

RecordSums walk_records(const Journey& journey, const std::vector<WalkClass>& classes,
                        const TotalsLayout& layout, const MoneyWeights& weights,
                        const WalkOptions& options, const RecordSink& sink) {
  const std::vector<WalkRoute> plain = make_routes(journey, classes, layout, {});
  std::vector<RecordRoute> routes;
  RecordSums sums;
  for (std::size_t c = 0; c < classes.size(); ++c) {
    routes.push_back(make_record_route(journey, classes[c], plain[c], weights));
    sums.ends.emplace_back(classes[c].chain->states.size());
  }
  sums.days_histogram.resize(std::size_t{kRecordOctaves} * kRecordBinsPerOctave);
  // Now that the routes stand where they stay.
  for (RecordRoute& route : routes) {
    route.lean = make_record_tables(route.fast.tables, route.fast.money);
  }
  const WalkSetup setup = make_setup(layout, weights, options.seed);
  const WalkKernel kernel = choose_kernel(options.isa);
  const std::vector<BatchTask> tasks = plan_large_batches(classes, options.seed, options.people);
  std::vector<RecordBatchSums> batches(tasks.size());
  for_each_index(tasks.size(), options.threads, [&](std::size_t t) {
    batches[t] = walk_batch(setup, routes[tasks[t].class_index], kernel, tasks[t], sink);
  });
  for (std::size_t t = 0; t < tasks.size(); ++t) {
    add_batch(batches[t], tasks[t].class_index, sums);
  }
  return sums;
}

}  // namespace cairn
