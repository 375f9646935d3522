#include "simulator/walk/fast.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "simulator/walk/money_flow.h"

namespace cairn {
namespace {

constexpr std::size_t kLanes = WalkBlock::kLanes;
constexpr std::uint32_t kNoMark = 0xffffffffu;

/// Sums over the people of a batch, by place.
struct PlaceSums {
  double days = 0;  // spent in `takes`
  double time = 0, time_square = 0;
  std::uint64_t reach = 0, touches = 0;
};

/// One batch on its way.
class BlockWalk {
 public:
  BlockWalk(const WalkSetup& setup, const FastRoute& route, const WalkKernel& kernel,
            std::vector<TimeCounts>& times)
      : setup_(setup),
        route_(route),
        tables_(route.tables),
        kernel_(kernel),
        layout_(*setup.layout),
        times_(times),
        places_(layout_.place_count),
        word_count_((layout_.place_count + 63) / 64),
        seen_(word_count_ * kLanes),
        counts_(2 * tables_.states.size()) {
    result_.sums.resize(layout_.size());
  }

  /// Customers with the same high 32 bits.
  void walk(std::uint64_t first, std::uint64_t last) {
    high_ = first >> 32;
    waiting_ = first;
    last_ = last;
    while (lanes_ < kLanes && start(lanes_)) ++lanes_;
    while (lanes_ > 0) {
      draw_lanes(kernel_, tables_, setup_.seed, high_, lanes_, block_);
      // A lane that is given up takes over the last one, which must be moved on first.
      const std::size_t before = lanes_;
      std::size_t ended = 0;
      for (std::size_t i = 0; i < before; ++i) {
        if (!move_on(i)) ended_[ended++] = static_cast<std::uint32_t>(i);
      }
      refill(ended);
    }
  }

  BatchResult take_result() {
    settle_counts();
    return std::move(result_);
  }

 private:
  // ---- lanes ----

  /// Puts the next customer who does not end at once into a lane; false if there is none.
  bool start(std::size_t lane) {
    while (waiting_ < last_) {
      block_.customers[lane] = static_cast<std::uint32_t>(waiting_++);
      ages_[lane] = 0;
      touches_[lane] = 0;
      has_converted_[lane] = 0;
      std::fill_n(seen_.begin() + static_cast<std::ptrdiff_t>(lane * word_count_), word_count_, 0);
      for (std::uint32_t step = 1; step < tables_.prologue.size(); ++step) {
        arrive(lane, tables_.prologue[step], step);
      }
      block_.at[lane] = tables_.prologue.back();
      block_.steps[lane] = tables_.first_step;
      if (tables_.is_last[block_.at[lane]] == 0) return true;
      end(lane);
    }
    return false;
  }

  /// New customers in the order of lanes; once there are none left, the last lanes close the gaps.
  void refill(std::size_t ended) {
    for (std::size_t k = 0; k < ended; ++k) {
      if (start(ended_[k])) continue;
      // Lanes from the back that have ended themselves are dropped first.
      while (ended > k && ended_[ended - 1] == lanes_ - 1) {
        --ended;
        --lanes_;
      }
      if (ended <= k) return;
      copy_lane(--lanes_, ended_[k]);
    }
  }

  void copy_lane(std::size_t from, std::size_t to) {
    block_.customers[to] = block_.customers[from];
    block_.steps[to] = block_.steps[from];
    block_.at[to] = block_.at[from];
    ages_[to] = ages_[from];
    touches_[to] = touches_[from];
    has_converted_[to] = has_converted_[from];
    std::copy_n(seen_.begin() + static_cast<std::ptrdiff_t>(from * word_count_), word_count_,
                seen_.begin() + static_cast<std::ptrdiff_t>(to * word_count_));
  }

  /// Leaves where the lane stands and comes to the next; false if the journey ends.
  bool move_on(std::size_t lane) {
    const std::uint32_t at = block_.at[lane], next = block_.next[lane];
    const double stay = stay_of(tables_, at, block_.stay_days[lane]);
    spend(lane, at, stay);
    const double age = ages_[lane] + passage_of(tables_, stay, next, block_.after_days[lane]);
    ages_[lane] = age;
    const std::uint32_t step = ++block_.steps[lane];
    if (age > setup_.last_moment) {
      end(lane);
      return false;
    }
    if (step > kStepLimit) {
      ++result_.cut_walks;
      end(lane);
      return false;
    }
    arrive(lane, next, step);
    block_.at[lane] = next;
    if (tables_.is_last[next] == 0) return true;
    end(lane);
    return false;
  }

  // ---- what counts ----

  double age_of(std::size_t lane) const { return std::min(ages_[lane], setup_.horizon_days); }

  void arrive(std::size_t lane, std::uint32_t arrival, std::uint32_t step) {
    const WalkMark& mark = route_.marks[arrival];
    if (mark.place != kNoMark) {
      std::uint64_t& seen = seen_[lane * word_count_ + mark.place / 64];
      const std::uint64_t bit = std::uint64_t{1} << (mark.place % 64);
      if ((seen & bit) == 0) {
        seen |= bit;
        count_first_visit(lane, mark.place);
      }
      if (mark.is_conversion && has_converted_[lane] == 0) count_conversion(lane);
      touches_[lane] += mark.is_touchpoint ? 1 : 0;
    }
    counts_[2 * std::size_t{arrival} + has_converted_[lane]] += 1;
    if (mark.pays_now) pay_now(lane, arrival, step);
    if (tables_.is_last[arrival] != 0) stay_at_last(lane, arrival, step);
  }

  void count_first_visit(std::size_t lane, std::uint32_t place) {
    const double age = age_of(lane);
    PlaceSums& sums = places_[place];
    sums.reach += 1;
    sums.touches += touches_[lane];
    sums.time += age;
    sums.time_square += age * age;
    for (const std::size_t q : route_.questions->questions_to_place[place]) times_[q].add(age);
  }

  void count_conversion(std::size_t lane) {
    has_converted_[lane] = 1;
    const double age = age_of(lane);
    result_.sums[layout_.conversion()] += 1;
    result_.sums[layout_.conversion_time()] += age;
    result_.sums[layout_.conversion_time_square()] += age * age;
    result_.sums[layout_.conversion_touches()] += touches_[lane];
    for (const std::size_t q : route_.questions->questions_to_conversion) times_[q].add(age);
  }

  void end(std::size_t lane) {
    const double age = age_of(lane);
    result_.sums[layout_.end_time()] += age;
    result_.sums[layout_.end_time_square()] += age * age;
    result_.sums[layout_.end_touches()] += touches_[lane];
    for (const std::size_t q : route_.questions->questions_to_end) times_[q].add(age);
  }

  /// The whole stay at `at`, which begins at the lane's age.
  void spend(std::size_t lane, std::uint32_t at, double stay) {
    const WalkMark& mark = route_.marks[at];
    const double age = age_of(lane);
    if (mark.place != kNoMark) {
      places_[mark.place].days += std::min(stay, setup_.horizon_days - age);
    }
    if (mark.pays_time) pay_time(lane, at, age, std::min(age + stay, setup_.horizon_days));
  }

  void stay_at_last(std::size_t lane, std::uint32_t arrival, std::uint32_t step) {
    const std::uint32_t state = tables_.states[arrival];
    if (tables_.chain->states[state].takes == Draw{}) return;
    const std::uint64_t customer = high_ << 32 | block_.customers[lane];
    block_.steps[lane] = step;  // for money that accrues there
    spend(lane, arrival,
          stay_of(tables_, arrival, draw_stay(tables_, setup_.seed, customer, step, arrival)));
  }

  // ---- money ----

  std::uint64_t customer_in(std::size_t lane) const { return high_ << 32 | block_.customers[lane]; }

  void pay_now(std::size_t lane, std::uint32_t arrival, std::uint32_t step) {
    const WeightSet weight = weights_at(*setup_.weights, age_of(lane));
    for (const MoneyDraw& line : route_.money[tables_.states[arrival]]) {
      if (line.per_days > 0) continue;
      if (route_.counts_settle && line.amount.kind == Draw::Kind::fixed) continue;
      book(line.sign, draw_money(line, setup_.seed, customer_in(lane), step), weight,
           has_converted_[lane] != 0 ? 1 : 0);
    }
  }

  void pay_time(std::size_t lane, std::uint32_t at, double begin, double end_age) {
    const WeightSet weight = weights_over(*setup_.weights, begin, end_age);
    for (const MoneyDraw& line : route_.money[tables_.states[at]]) {
      if (!(line.per_days > 0)) continue;
      book(line.sign,
           draw_money(line, setup_.seed, customer_in(lane), block_.steps[lane]) / line.per_days,
           weight, has_converted_[lane] != 0 ? 1 : 0);
    }
  }

  void book(double sign, double amount, const WeightSet& weight, double converted) {
    Totals& sums = result_.sums;
    const bool is_revenue = sign > 0;
    sums[is_revenue ? layout_.revenue() : layout_.cost()] += amount * weight.per_entrant;
    sums[is_revenue ? layout_.window_revenue() : layout_.window_cost()] += amount * weight.window;
    sums[is_revenue ? layout_.total_revenue() : layout_.total_cost()] += amount * weight.total;
    sums[layout_.value()] += sign * amount * weight.per_entrant * converted;
  }

  // ---- the end of the batch ----

  void settle_counts() {
    const Chain& chain = *tables_.chain;
    Totals& sums = result_.sums;
    for (std::uint32_t a = 0; a < tables_.start; ++a) {
      const std::uint64_t before = counts_[2 * std::size_t{a}];
      const std::uint64_t converted = counts_[2 * std::size_t{a} + 1];
      if (before + converted == 0) continue;
      const auto count = static_cast<double>(before + converted);
      const ChainState& state = chain.states[tables_.states[a]];
      if (a < chain.edges.size()) count_passages(a, count);
      if (route_.marks[a].place != kNoMark) {
        const PlaceId place{route_.marks[a].place};
        sums[layout_.visits(place)] += count;
        if (state.has_feeling) {
          sums[layout_.feeling_sum(place)] += state.feeling * count;
          sums[layout_.felt_visits(place)] += count;
        }
      }
      if (route_.counts_settle) settle_money(a, count, static_cast<double>(converted));
    }
    for (std::uint32_t i = 0; i < places_.size(); ++i) {
      const PlaceId place{i};
      sums[layout_.days_at(place)] += places_[i].days;
      sums[layout_.reach(place)] += static_cast<double>(places_[i].reach);
      sums[layout_.time_to(place)] += places_[i].time;
      sums[layout_.time_square_to(place)] += places_[i].time_square;
      sums[layout_.touches_to(place)] += static_cast<double>(places_[i].touches);
    }
  }

  void count_passages(std::uint32_t edge, double count) {
    const WalkPassage& passage = route_.questions->passages[edge];
    result_.sums[passage.flow] += count;
    if (!passage.is_exit) return;
    const auto& edges_from = tables_.chain->states;
    // Edges stand by state: the state is the last whose first edge is not after this one.
    const auto from = std::upper_bound(
        edges_from.begin(), edges_from.end(), edge,
        [](std::uint32_t e, const ChainState& state) { return e < state.first_edge; });
    result_.sums[layout_.exits((from - 1)->place)] += count;
  }

  void settle_money(std::uint32_t arrival, double count, double converted) {
    const WeightSet weight = weights_at(*setup_.weights, 0);
    for (const MoneyDraw& line : route_.money[tables_.states[arrival]]) {
      if (line.per_days > 0 || line.amount.kind != Draw::Kind::fixed) continue;
      book(line.sign, line.amount.value * count, weight, converted / count);
    }
  }

  const WalkSetup& setup_;
  const FastRoute& route_;
  const WalkTables& tables_;
  const WalkKernel& kernel_;
  const TotalsLayout& layout_;
  std::vector<TimeCounts>& times_;
  BatchResult result_;
  std::vector<PlaceSums> places_;
  std::size_t word_count_;
  std::vector<std::uint64_t> seen_;    // by lane: places visited, as bits
  std::vector<std::uint64_t> counts_;  // by arrival: before the conversion, and from it on
  WalkBlock block_;
  std::size_t lanes_ = 0;
  double ages_[kLanes] = {};
  std::uint32_t touches_[kLanes] = {};
  std::uint8_t has_converted_[kLanes] = {};
  std::uint32_t ended_[kLanes] = {};
  std::uint64_t high_ = 0, waiting_ = 0, last_ = 0;
};

}  // namespace

BatchResult walk_fast(const WalkSetup& setup, const FastRoute& route, const WalkKernel& kernel,
                      const BatchTask& task, std::vector<TimeCounts>& times) {
  BlockWalk walk(setup, route, kernel, times);
  std::uint64_t first = task.first;
  while (first < task.last) {
    const std::uint64_t last = std::min(task.last, ((first >> 32) + 1) << 32);
    walk.walk(first, last);
    first = last;
  }
  return walk.take_result();
}

}  // namespace cairn
