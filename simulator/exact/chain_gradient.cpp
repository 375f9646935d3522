#include "simulator/exact/chain_gradient.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "simulator/exact/discounting.h"
#include "simulator/exact/first_passages.h"
#include "simulator/exact/until.h"

namespace cairn {
namespace {

/// Weights of the four sums of one first passage.
struct PassageWeights {
  double chance = 0, days = 0, touches = 0, square = 0;

  bool is_zero() const { return chance == 0 && days == 0 && touches == 0 && square == 0; }
};

class ReversePass {
 public:
  ReversePass(const ExactPlan& plan, const Chain& chain, const TotalsLayout& layout,
              const MoneyWeights& weights, const std::vector<double>& by_total)
      : plan_(plan),
        chain_(chain),
        layout_(layout),
        weights_(weights),
        by_total_(by_total),
        discounter_(weights.rate_per_day),
        times_(make_move_times(chain)),
        chances_(chances_of(chain)),
        takes_(chain.states.size()),
        after_(chain.edges.size()),
        result_(no_slopes(chain)) {
    money_.assign(result_.money.size(), 0);
  }

  ChainGradient run() {
    whole_ = stop_at(plan_, chain_, StateSet(chain_.states.size(), 0));
    add_passages();
    add_visits();
    add_discounted();
    for (std::size_t s = 0; s < chain_.states.size(); ++s) {
      const ChainState& state = chain_.states[s];
      result_.takes[s] = slopes_of(state.takes, takes_[s]);
      for (std::size_t m = 0; m < state.money.size(); ++m) {
        const std::size_t line = result_.first_money[s] + m;
        result_.money[line] = by_numbers(state.money[m].amount, {money_[line], 0, 0});
      }
    }
    for (std::size_t e = 0; e < chain_.edges.size(); ++e) {
      result_.after[e] = slopes_of(chain_.edges[e].after, after_[e]);
    }
    return std::move(result_);
  }

 private:
  double weight(std::size_t total) const { return by_total_[total]; }
  bool is_end(std::size_t s) const { return chain_.states[s].edge_count == 0; }

  /// By the numbers of a wait; notes what is owed to the rate.
  DrawSlopes slopes_of(const Draw& wait, const UseSlopes& use) {
    if (use.kept == 0) return by_numbers(wait, use);
    const DiscountSlopes kept = discounter_.slopes(wait);
    result_.rate_per_day += use.kept * kept.rate;
    return by_numbers(wait, use, kept);
  }

  template <typename Visit>
  void each_edge(const StateSet& is_over, const Visit& visit) const {
    for (std::size_t s = 0; s < chain_.states.size(); ++s) {
      if (is_over[s] != 0) continue;
      const ChainState& state = chain_.states[s];
      for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
        visit(s, e, chain_.edges[e].target);
      }
    }
  }

  /// What is gained from each state on: gains at states where it goes on are solved for, those
  /// where it is over stay.
  std::vector<double> gains(const Until& until, const std::vector<double>& chances,
                            const std::vector<double>& per_visit,
                            const std::vector<double>& at_end) const {
    std::vector<double> sum = per_visit;
    const auto is_over = [&](std::size_t s) { return is_end(s) || until.is_over[s] != 0; };
    for (std::size_t s = 0; s < sum.size(); ++s) {
      if (is_over(s)) sum[s] = 0;
    }
    each_edge(until.is_over, [&](std::size_t from, std::uint32_t e, std::uint32_t to) {
      if (is_over(to)) sum[from] += chances[e] * at_end[to];
    });
    solve_gains(plan_.factor, until.factor, sum);
    for (std::size_t s = 0; s < sum.size(); ++s) {
      if (is_over(s)) sum[s] = at_end[s];
    }
    return sum;
  }

  void add_days(std::size_t state, std::uint32_t e, double by_days, double by_square) {
    const double takes = times_.takes[state], after = times_.days[e] - takes;
    takes_[state].mean += by_days + 2 * by_square * after;
    takes_[state].square += by_square;
    after_[e].mean += by_days + 2 * by_square * takes;
    after_[e].square += by_square;
  }

  /// What is still to come on the way into a set, by state.
  struct Ahead {
    std::vector<double> chance, days, touches, square;
  };

  /// is_whole: to the end of the journey, where the chance is 1 whatever happens and the stay at
  /// the end counts.
  Ahead look_ahead(const Until& until, const StateSet& set, bool is_whole) const {
    const std::size_t count = chain_.states.size();
    const std::vector<double> none(count, 0);
    std::vector<double> arrived(set.begin(), set.end()), stay(none), stay_square(none);
    for (std::size_t s = 0; is_whole && s < count; ++s) {
      if (!is_end(s)) continue;
      stay[s] = times_.takes[s];
      stay_square[s] = times_.takes_square[s];
    }
    Ahead ahead;
    ahead.chance = is_whole ? std::vector<double>(count, 1) : gains(until, chances_, none, arrived);
    std::vector<double> per_visit(count, 0);
    each_edge(until.is_over, [&](std::size_t from, std::uint32_t e, std::uint32_t to) {
      per_visit[from] += chances_[e] * times_.days[e] * ahead.chance[to];
    });
    ahead.days = gains(until, chances_, per_visit, stay);
    std::fill(per_visit.begin(), per_visit.end(), 0.0);
    each_edge(until.is_over, [&](std::size_t from, std::uint32_t e, std::uint32_t to) {
      per_visit[from] +=
          chances_[e] * (times_.square[e] * ahead.chance[to] + 2 * times_.days[e] * ahead.days[to]);
    });
    ahead.square = gains(until, chances_, per_visit, stay_square);
    for (std::size_t s = 0; s < count; ++s) {
      per_visit[s] = plan_.ledger.is_touchpoint[s] != 0 ? ahead.chance[s] : 0;
    }
    ahead.touches = gains(until, chances_, per_visit, none);
    return ahead;
  }

  /// By state: what its days ahead count for in the weighted sums. Stays at the end of a whole
  /// journey are days ahead too.
  std::vector<double> weigh_days(const Until& until, const PassageWeights& by, bool is_whole) {
    std::vector<double> of_days(chain_.states.size(), 0);
    each_edge(until.is_over, [&](std::size_t from, std::uint32_t e, std::uint32_t to) {
      of_days[to] += by.square * until.visits[from] * chances_[e] * 2 * times_.days[e];
    });
    std::vector<double> at_ends = of_days;
    solve_visits(plan_.factor, until.factor, of_days);
    each_edge(until.is_over, [&](std::size_t from, std::uint32_t e, std::uint32_t to) {
      if (is_end(to)) at_ends[to] += of_days[from] * chances_[e];
    });
    for (std::size_t s = 0; s < of_days.size(); ++s) {
      of_days[s] += by.days * until.visits[s];
      if (!is_whole || !is_end(s)) continue;
      takes_[s].mean += by.days * until.visits[s] + at_ends[s];
      takes_[s].square += by.square * until.visits[s];
    }
    return of_days;
  }

  /// By state: what its chance to arrive counts for.
  std::vector<double> weigh_chance(const Until& until, const PassageWeights& by,
                                   const std::vector<double>& of_days) const {
    std::vector<double> of_chance(chain_.states.size(), 0);
    each_edge(until.is_over, [&](std::size_t from, std::uint32_t e, std::uint32_t to) {
      of_chance[to] += chances_[e] * (of_days[from] * times_.days[e] +
                                      by.square * until.visits[from] * times_.square[e]);
    });
    for (std::size_t s = 0; s < of_chance.size(); ++s) {
      if (until.is_over[s] != 0) {
        of_chance[s] = 0;
      } else if (plan_.ledger.is_touchpoint[s] != 0) {
        of_chance[s] += by.touches * until.visits[s];
      }
    }
    solve_visits(plan_.factor, until.factor, of_chance);
    for (std::size_t s = 0; s < of_chance.size(); ++s) of_chance[s] += by.chance * until.visits[s];
    return of_chance;
  }

  /// First passage into a set or, is_whole, to the end of the journey.
  void add_passage(const Until& until, const StateSet& set, const PassageWeights& by,
                   bool is_whole) {
    const Ahead ahead = look_ahead(until, set, is_whole);
    const std::vector<double> of_days = weigh_days(until, by, is_whole);
    const std::vector<double> of_chance =
        is_whole ? std::vector<double>(chain_.states.size(), 0) : weigh_chance(until, by, of_days);
    each_edge(until.is_over, [&](std::size_t from, std::uint32_t e, std::uint32_t to) {
      const double d = times_.days[e], here = until.visits[from];
      const double chance = ahead.chance[to], days = ahead.days[to];
      result_.chances[e] +=
          by.square * here * (times_.square[e] * chance + 2 * d * days + ahead.square[to]) +
          of_days[from] * (d * chance + days) + by.touches * here * ahead.touches[to] +
          of_chance[from] * chance;
      add_days(from, e, chances_[e] * (of_days[from] * chance + 2 * by.square * here * days),
               by.square * here * chances_[e] * chance);
    });
    for (std::size_t s = 0; s < chain_.states.size(); ++s) {
      result_.entry[s] += by.chance * ahead.chance[s] + by.days * ahead.days[s] +
                          by.touches * ahead.touches[s] + by.square * ahead.square[s];
    }
  }

  void add_passages() {
    const StateSet nowhere(chain_.states.size(), 0);
    add_set(plan_.ledger.is_conversion,
            {weight(layout_.conversion()), weight(layout_.conversion_time()),
             weight(layout_.conversion_touches()), weight(layout_.conversion_time_square())});
    for (std::uint32_t p = 0; p < layout_.place_count; ++p) {
      const PlaceId place{p};
      const PassageWeights by{weight(layout_.reach(place)), weight(layout_.time_to(place)),
                              weight(layout_.touches_to(place)),
                              weight(layout_.time_square_to(place))};
      if (!by.is_zero()) add_set(states_of_place(plan_, place), by);
    }
    const PassageWeights end{0, weight(layout_.end_time()), 0, weight(layout_.end_time_square())};
    if (!end.is_zero()) add_passage(whole_, nowhere, end, true);
  }

  void add_set(const StateSet& set, const PassageWeights& by) {
    if (by.is_zero()) return;
    bool goes_on = false;
    for (std::size_t s = 0; s < set.size(); ++s) goes_on = goes_on || (set[s] != 0 && !is_end(s));
    add_passage(goes_on ? stop_at(plan_, chain_, set) : whole_, set, by, false);
  }

  /// All that is counted by visits and passages, undiscounted.
  void add_visits() {
    const std::size_t count = chain_.states.size();
    std::vector<double> per_visit(count, 0), per_edge(chain_.edges.size(), 0);
    for (std::size_t s = 0; s < count; ++s) {
      const ChainState& state = chain_.states[s];
      const double here = whole_.visits[s];
      if (plan_.ledger.place_of[s] != kNoPlace) {
        const double by_days = weight(layout_.days_at(state.place));
        per_visit[s] += weight(layout_.visits(state.place)) + by_days * times_.takes[s];
        takes_[s].mean += by_days * here;
        if (plan_.ledger.is_touchpoint[s] != 0) per_visit[s] += weight(layout_.end_touches());
        if (state.has_feeling) {
          const double by_feeling = weight(layout_.feeling_sum(state.place));
          per_visit[s] += by_feeling * state.feeling + weight(layout_.felt_visits(state.place));
          result_.feelings[s] += by_feeling * here;
        }
      }
      per_visit[s] += add_amounts(s, here, weight(layout_.window_revenue()),
                                  weight(layout_.window_cost()), nullptr);
      for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
        per_edge[e] = weight(plan_.ledger.passages[e]);
        if (plan_.ledger.is_exit[e] != 0) per_edge[e] += weight(layout_.exits(state.place));
      }
    }
    std::vector<double> with_edges = per_visit;
    each_edge(whole_.is_over, [&](std::size_t from, std::uint32_t e, std::uint32_t) {
      with_edges[from] += chances_[e] * per_edge[e];
    });
    const std::vector<double> sum = gains(whole_, chances_, with_edges, per_visit);
    each_edge(whole_.is_over, [&](std::size_t from, std::uint32_t e, std::uint32_t to) {
      result_.chances[e] += whole_.visits[from] * (per_edge[e] + sum[to]);
    });
    for (std::size_t s = 0; s < count; ++s) result_.entry[s] += sum[s];
  }

  /// What one visit is worth by the weights of revenue and cost; notes what that owes to amounts,
  /// stays and the rate if there are `here` such visits.
  double add_amounts(std::size_t s, double here, double by_revenue, double by_cost,
                     Discounter* discounter) {
    double sum = 0;
    const ChainState& state = chain_.states[s];
    const double rate = weights_.rate_per_day;
    for (std::size_t m = 0; m < state.money.size(); ++m) {
      const ChainMoney& money = state.money[m];
      const double by = money.sign > 0 ? by_revenue : by_cost;
      if (by == 0) continue;
      const double amount = money.amount.mean();
      double times = 1;
      if (money.per_days > 0) {
        const double each = here * by * amount / money.per_days;
        if (discounter == nullptr || rate == 0) {
          times = times_.takes[s] / money.per_days;
          takes_[s].mean += each;
          // (1 - exp(-r T)) / r = T - r T^2 / 2 + ...
          if (discounter != nullptr) result_.rate_per_day -= each * times_.takes_square[s] / 2;
        } else {
          times = discounter->weighted_days(state.takes) / money.per_days;
          takes_[s].kept -= each / rate;
          result_.rate_per_day -= each * times * money.per_days / rate;
        }
      }
      sum += by * amount * times;
      money_[result_.first_money[s] + m] += here * by * times;
    }
    return sum;
  }

  /// Discounted money, and what comes after the first conversion.
  void add_discounted() {
    double by_revenue = weight(layout_.revenue()), by_cost = weight(layout_.cost());
    if (weights_.is_once) {
      by_revenue += weight(layout_.total_revenue());
      by_cost += weight(layout_.total_cost());
    }
    const double by_value = weight(layout_.value());
    if (by_revenue == 0 && by_cost == 0 && by_value == 0) return;
    const std::size_t count = chain_.states.size();
    const bool has_rate = weights_.rate_per_day > 0;
    std::vector<double> kept(count, 1), kept_after(chain_.edges.size(), 1), chances = chances_;
    for (std::size_t s = 0; has_rate && s < count; ++s) {
      kept[s] = discounter_.over(chain_.states[s].takes).kept;
    }
    const StateSet nowhere(count, 0);
    if (has_rate) {
      each_edge(nowhere, [&](std::size_t from, std::uint32_t e, std::uint32_t) {
        kept_after[e] = discounter_.over(chain_.edges[e].after).kept;
        chances[e] = chances_[e] * kept[from] * kept_after[e];
      });
    }
    const StateSet& converts = plan_.ledger.is_conversion;
    const Until worth = discounted(chances, nowhere), until = discounted(chances, converts);
    // Visits after the first conversion.
    std::vector<double> after(count, 0);
    for (std::size_t s = 0; s < count; ++s) {
      if (converts[s] != 0) after[s] = until.visits[s];
    }
    visit_on(worth, chances, after);
    std::vector<double> per_visit(count, 0), value(count, 0), by_chance(chances.size(), 0);
    for (std::size_t s = 0; s < count; ++s) {
      per_visit[s] = add_amounts(s, worth.visits[s], by_revenue, by_cost, &discounter_);
      value[s] = add_amounts(s, after[s], by_value, -by_value, &discounter_);
    }
    const std::vector<double> sum = gains(worth, chances, per_visit, per_visit);
    const std::vector<double> later = gains(worth, chances, value, value);
    std::vector<double> converted(count, 0);
    for (std::size_t s = 0; s < count; ++s) {
      if (converts[s] != 0) converted[s] = later[s];
    }
    const std::vector<double> first =
        gains(until, chances, std::vector<double>(count, 0), converted);
    each_edge(nowhere, [&](std::size_t from, std::uint32_t e, std::uint32_t to) {
      by_chance[e] = worth.visits[from] * sum[to] + after[from] * later[to];
      if (converts[from] == 0) by_chance[e] += until.visits[from] * first[to];
      result_.chances[e] += by_chance[e] * kept[from] * kept_after[e];
      takes_[from].kept += by_chance[e] * chances_[e] * kept_after[e];
      after_[e].kept += by_chance[e] * chances_[e] * kept[from];
    });
    for (std::size_t s = 0; s < count; ++s) result_.entry[s] += sum[s] + first[s];
  }

  /// Worth leaves with every wait: what a row does not keep is its leak.
  Until discounted(const std::vector<double>& chances, const StateSet& is_over) const {
    std::vector<double> leaks(chain_.states.size(), 0);
    each_edge(StateSet(leaks.size(), 0), [&](std::size_t from, std::uint32_t e, std::uint32_t) {
      leaks[from] += chances_[e] - chances[e];
    });
    Until until;
    until.is_over = is_over;
    until.factor = eliminate(plan_.factor, chain_, {chances, leaks, &until.is_over});
    until.visits = chain_.entry;
    visit_on(until, chances, until.visits);
    return until;
  }

  void visit_on(const Until& until, const std::vector<double>& chances,
                std::vector<double>& visits) const {
    solve_visits(plan_.factor, until.factor, visits);
    each_edge(until.is_over, [&](std::size_t from, std::uint32_t e, std::uint32_t to) {
      if (is_end(to)) visits[to] += visits[from] * chances[e];
    });
  }

  const ExactPlan& plan_;
  const Chain& chain_;
  const TotalsLayout& layout_;
  const MoneyWeights& weights_;
  const std::vector<double>& by_total_;
  Discounter discounter_;
  MoveTimes times_;
  std::vector<double> chances_;
  Until whole_;
  std::vector<UseSlopes> takes_, after_;
  std::vector<double> money_;
  ChainGradient result_;
};

}  // namespace

ChainGradient chain_gradient(const ExactPlan& plan, const Chain& chain, const TotalsLayout& layout,
                             const MoneyWeights& weights, const std::vector<double>& by_total) {
  return ReversePass(plan, chain, layout, weights, by_total).run();
}

}  // namespace cairn
