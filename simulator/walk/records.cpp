#include "simulator/walk/records.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <memory>
#include <utility>

#include "base/parallel.h"
#include "simulator/walk/batch.h"
#include "simulator/walk/fast.h"
#include "simulator/walk/kernel.h"
#include "simulator/walk/money_flow.h"

namespace cairn {
namespace {

constexpr std::size_t kLanes = WalkBlock::kLanes;
constexpr std::size_t kChunk = 4096;
constexpr int kOctaves = 64;

/// A class made ready for records.
struct RecordRoute {
  FastRoute fast;
  std::vector<RecordMoney> money;  // by arrival: what a visit pays for certain when it begins
  bool has_slow_money = false;     // random amounts or money by time
  bool is_lean = false;            // the kernel may move the lanes itself
};

std::int64_t to_units(double amount) {
  return static_cast<std::int64_t>(std::floor(amount * kMoneyUnits + 0.5));
}

void book(double sign, double amount, RecordMoney& money) {
  (sign > 0 ? money.revenue : money.cost) += to_units(amount);
}

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
        if (is_sure) book(line.sign, line.amount.value, money);
        made.has_slow_money |= !is_sure;
      }
    }
    made.money.push_back(money);
  }
  made.is_lean = !tables.has_fixed && !tables.has_random_after();
  return made;
}

/// Records of one batch until they are handed on.
struct RecordColumns {
  std::uint32_t customers[kChunk + kLanes];
  std::uint32_t states[kChunk + kLanes];
  std::uint32_t steps[kChunk + kLanes];
  double days[kChunk + kLanes];
  RecordMoney money[kChunk + kLanes];
  std::size_t count = 0;
};

struct BatchSums {
  std::uint64_t people = 0, steps = 0, cut_walks = 0;
  RecordMoney money;
  double days = 0;
  std::vector<std::uint64_t> ends, histogram;
};

class RecordWalk {
 public:
  RecordWalk(const WalkSetup& setup, const RecordRoute& route, const WalkKernel& kernel,
             std::size_t class_index, const RecordSink& sink)
      : setup_(setup),
        route_(route),
        tables_(route.fast.tables),
        kernel_(kernel),
        class_index_(class_index),
        sink_(sink) {
    sums_.ends.resize(tables_.chain->states.size());
    sums_.histogram.resize(kOctaves * kRecordBinsPerOctave);
    for (const std::uint32_t a : tables_.prologue) {
      start_money_.cost += route_.money[a].cost;
      start_money_.revenue += route_.money[a].revenue;
    }
  }

  /// Customers with the same high 32 bits.
  void walk(std::uint64_t first, std::uint64_t last) {
    high_ = first >> 32;
    waiting_ = first;
    last_ = last;
    lanes_ = static_cast<std::size_t>(std::min<std::uint64_t>(kLanes, last - first));
    for (std::size_t lane = 0; lane < lanes_; ++lane) start(lane);
    if (tables_.is_last[tables_.prologue.back()] != 0) {
      while (lanes_ > 0) end_all();
    }
    while (lanes_ > 0) {
      draw_lanes(kernel_, tables_, setup_.seed, high_, lanes_, block_);
      if (route_.has_slow_money) pay_for_stays();
      const std::size_t ended = route_.is_lean
                                    ? kernel_.move_records(setup_.last_moment, route_.money.data(),
                                                           lanes_, block_, records_)
                                    : move_all();
      settle_money();
      finish(ended);
    }
    hand_on();
  }

  BatchSums take_sums() { return std::move(sums_); }

 private:
  void start(std::size_t lane) {
    block_.customers[lane] = static_cast<std::uint32_t>(waiting_++);
    block_.at[lane] = tables_.prologue.back();
    block_.steps[lane] = tables_.first_step;
    records_.days[lane] = 0;
    records_.money[lane] = start_money_;
    if (!route_.has_slow_money) return;
    for (std::uint32_t step = 1; step < tables_.prologue.size(); ++step) {
      pay_slowly(lane, tables_.prologue[step], step);
    }
  }

  /// As MoveRecords, with fixed durations and `after`.
  std::size_t move_all() {
    std::size_t count = 0;
    for (std::size_t i = 0; i < lanes_; ++i) {
      const std::uint32_t next = block_.next[i];
      const double stay = stay_of(tables_, block_.at[i], block_.stay_days[i]);
      records_.days[i] += passage_of(tables_, stay, next, block_.after_days[i]);
      const bool is_late = records_.days[i] > setup_.last_moment;
      block_.at[i] = is_late ? block_.at[i] : next;
      block_.steps[i] += 1;
      block_.codes[i] = is_late ? kLateWay : 0;
      records_.money[i].cost += route_.money[block_.at[i]].cost;
      records_.money[i].revenue += route_.money[block_.at[i]].revenue;
      const bool ends = is_late || tables_.is_last[next] != 0 || block_.steps[i] > kStepLimit;
      records_.ended[count] = static_cast<std::uint32_t>(i);
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
    for (std::size_t i = 0; i < lanes_; ++i) {
      if (is_paid(i)) {
        if (route_.has_slow_money) pay_slowly(i, block_.at[i], block_.steps[i]);
        continue;
      }
      const RecordMoney& unpaid = money[block_.at[i]];
      records_.money[i].cost -= unpaid.cost;
      records_.money[i].revenue -= unpaid.revenue;
    }
  }

  std::uint64_t customer_in(std::size_t lane) const { return high_ << 32 | block_.customers[lane]; }

  void pay_slowly(std::size_t lane, std::uint32_t arrival, std::uint32_t step) {
    for (const MoneyDraw& line : route_.fast.money[tables_.states[arrival]]) {
      if (line.per_days > 0 || line.amount.kind == Draw::Kind::fixed) continue;
      book(line.sign, draw_money(line, setup_.seed, customer_in(lane), step), records_.money[lane]);
    }
  }

  /// Money by time, of the stays that were just drawn.
  void pay_for_stays() {
    for (std::size_t i = 0; i < lanes_; ++i) {
      const std::uint32_t at = block_.at[i];
      if (!route_.fast.marks[at].pays_time) continue;
      const double stay = std::min(stay_of(tables_, at, block_.stay_days[i]),
                                   setup_.horizon_days - records_.days[i]);
      for (const MoneyDraw& line : route_.fast.money[tables_.states[at]]) {
        if (!(line.per_days > 0)) continue;
        book(line.sign,
             draw_money(line, setup_.seed, customer_in(i), block_.steps[i]) / line.per_days *
                 std::max(stay, 0.0),
             records_.money[i]);
      }
    }
  }

  void append(std::size_t lane) {
    const std::size_t n = columns_.count++;
    columns_.customers[n] = block_.customers[lane];
    columns_.states[n] = block_.at[lane];
    columns_.steps[n] = block_.steps[lane];
    columns_.days[n] = records_.days[lane];
    columns_.money[n] = records_.money[lane];
  }

  /// Takes down those who ended and gives their lanes to new customers; once there are none left,
  /// the last lanes close the gaps.
  void finish(std::size_t ended) {
    std::size_t k = 0;
    const std::uint64_t refilled = std::min<std::uint64_t>(ended, last_ - waiting_);
    for (; k < refilled; ++k) {
      append(records_.ended[k]);
      start(records_.ended[k]);
    }
    for (std::size_t j = k; j < ended; ++j) append(records_.ended[j]);
    for (std::size_t last = ended; k < last;) {
      // Lanes from the back that have ended themselves are dropped first.
      --lanes_;
      if (records_.ended[last - 1] == lanes_) {
        --last;
        continue;
      }
      copy_lane(lanes_, records_.ended[k++]);
    }
    if (columns_.count >= kChunk) hand_on();
  }

  void copy_lane(std::size_t from, std::size_t to) {
    block_.customers[to] = block_.customers[from];
    block_.steps[to] = block_.steps[from];
    block_.at[to] = block_.at[from];
    records_.days[to] = records_.days[from];
    records_.money[to] = records_.money[from];
  }

  /// Everybody ends where they start.
  void end_all() {
    for (std::size_t i = 0; i < lanes_; ++i) records_.ended[i] = static_cast<std::uint32_t>(i);
    finish(lanes_);
  }

  void hand_on() {
    RecordColumns& records = columns_;
    std::uint64_t steps = 0;
    for (std::size_t i = 0; i < records.count; ++i) {
      // Who was cut stands one step beyond the limit.
      const std::uint32_t state = tables_.states[records.states[i]];
      records.states[i] = state;
      sums_.cut_walks += records.steps[i] > kStepLimit ? 1 : 0;
      records.days[i] = std::min(records.days[i], setup_.horizon_days);
      steps += records.steps[i];
      sums_.ends[state] += 1;
      sums_.days += records.days[i];
      sums_.money.cost += records.money[i].cost;
      sums_.money.revenue += records.money[i].revenue;
      sums_.histogram[bin_of(records.days[i])] += 1;
    }
    sums_.steps += steps;
    sums_.people += records.count;
    if (sink_ && records.count > 0) {
      sink_(class_index_, {records.count, high_, records.customers, records.states, records.steps,
                           records.days, records.money});
    }
    records.count = 0;
  }

  static std::size_t bin_of(double days) {
    // The exponent and the first four bits of the rest, counted from 2^-32.
    const std::int64_t bin = (std::bit_cast<std::int64_t>(days) >> 48) - ((1023 - 32) << 4);
    return static_cast<std::size_t>(
        std::clamp<std::int64_t>(bin, 0, kOctaves * kRecordBinsPerOctave - 1));
  }

  const WalkSetup& setup_;
  const RecordRoute& route_;
  const WalkTables& tables_;
  const WalkKernel& kernel_;
  std::size_t class_index_;
  const RecordSink& sink_;
  RecordMoney start_money_;
  WalkBlock block_;
  RecordBlock records_;
  RecordColumns columns_;
  BatchSums sums_;
  std::size_t lanes_ = 0;
  std::uint64_t high_ = 0, waiting_ = 0, last_ = 0;
};

BatchSums walk_batch(const WalkSetup& setup, const RecordRoute& route, const WalkKernel& kernel,
                     const BatchTask& task, const RecordSink& sink) {
  const auto walk = std::make_unique<RecordWalk>(setup, route, kernel, task.class_index, sink);
  for (std::uint64_t first = task.first; first < task.last;) {
    const std::uint64_t last = std::min(task.last, ((first >> 32) + 1) << 32);
    walk->walk(first, last);
    first = last;
  }
  return walk->take_sums();
}

void add_batch(const BatchSums& batch, std::size_t class_index, RecordSums& sums) {
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
  sums.days_histogram.resize(kOctaves * kRecordBinsPerOctave);
  const WalkSetup setup = make_setup(layout, weights, options.seed);
  const WalkKernel kernel = choose_kernel(options.isa);
  const std::vector<BatchTask> tasks = plan_large_batches(classes, options.seed, options.people);
  std::vector<BatchSums> batches(tasks.size());
  for_each_index(tasks.size(), options.threads, [&](std::size_t t) {
    batches[t] = walk_batch(setup, routes[tasks[t].class_index], kernel, tasks[t], sink);
  });
  for (std::size_t t = 0; t < tasks.size(); ++t) {
    add_batch(batches[t], tasks[t].class_index, sums);
  }
  return sums;
}

}  // namespace cairn
