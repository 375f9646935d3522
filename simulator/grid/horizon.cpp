#include "simulator/grid/horizon.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "simulator/exact/exact.h"
#include "simulator/grid/grid_cost.h"
#include "simulator/grid/grid_totals.h"

namespace cairn {
namespace {

/// Relative room for rounding errors of the sums themselves (at most some 10^5 positive terms
/// each).
constexpr double kRoundingRoom = 1e-12;
/// The same where sums go through Fourier transforms: each is known to 1e-11 (block_sums.h), and a
/// journey is some of them one after the other.
constexpr double kTransformRoom = 1e-10;

/// Multiplications a certified run may take, about a second; and an estimate.
constexpr double kMostWork = 1e9;
constexpr double kMostEstimateWork = 2e8;
/// Runs of each part of the plan: rounded down, up, and the middle with its layers.
constexpr double kCertifiedRuns = 4;
constexpr double kEstimateRuns = 2;

/// A class of one world with all that is decided before it is stepped.
struct HorizonCase {
  const Chain& chain;
  const TotalsLayout& layout;
  const MoneyWeights& weights;
  Ledger ledger;
  HorizonPlan plan;
  std::uint32_t cells = 0;
  /// Where there are too many places to step each one's first visits: the same chain without a
  /// horizon. Else empty.
  Totals forever;

  GridTotals solve(Rounding rounding) const {
    return solve_on_grid(chain, ledger, layout, weights, plan, cells, rounding);
  }
};

HorizonCase make_case(const Journey& journey, const StateSpace& space, const Chain& chain,
                      const TotalsLayout& layout, const MoneyWeights& weights, std::uint32_t cells,
                      double runs, double most_work) {
  HorizonCase made{chain, layout, weights, make_ledger(journey, chain, layout), {}, 0, {}};
  made.plan = plan_horizon(chain, made.ledger, layout.place_count);
  const GridBudget budget =
      fit_to_budget(chain, made.plan, weights.horizon_days, cells, runs, most_work);
  made.cells = budget.cells;
  if (budget.has_first_visits) return made;
  made.plan.targets.clear();
  const MoneyWeights endless{std::numeric_limits<double>::infinity(), 0, false};
  made.forever = solve_exact(journey, space, chain, layout, endless);
  return made;
}

/// First visits per visit, for ever. Infinitely many visits, or none: 0.
double first_visits_per_visit(const TotalsLayout& layout, const Totals& forever, PlaceId place) {
  const double visits = forever[layout.visits(place)];
  return visits > 0 && std::isfinite(visits) ? forever[layout.reach(place)] / visits : 0;
}

/// First visits guessed from all visits, as if customers came back as often within the horizon as
/// for ever.
void guess_first_visits(const TotalsLayout& layout, const HorizonPlan& plan, const Totals& forever,
                        Totals& totals) {
  for (std::uint32_t p = 0; p < layout.place_count; ++p) {
    const PlaceId place{p};
    if (forever.empty() || plan.knows_first_visits(place)) continue;
    const double ever = forever[layout.reach(place)];
    const double reach = std::min(
        ever, totals[layout.visits(place)] * first_visits_per_visit(layout, forever, place));
    const double part = ever > 0 ? reach / ever : 0;
    totals[layout.reach(place)] = reach;
    totals[layout.time_to(place)] = part * forever[layout.time_to(place)];
    totals[layout.time_square_to(place)] = part * forever[layout.time_square_to(place)];
    totals[layout.touches_to(place)] = part * forever[layout.touches_to(place)];
  }
}

/// Fills bounds from the run with all durations rounded down (`early`) and the one with all rounded
/// up (`late`). On each path every event of the true journey lies between its two images, so:
///  - counts within the horizon, and money whose weight falls with age, lie between the two sums;
///  - the length of the journey, cut at the horizon, rises with durations: the other way round;
///  - T 1{T <= H} does not rise or fall with durations. Where late T <= H it is at most late T, and
///    at least early T; between (early T <= H < late T) it is at least 0 and at most H. So it lies
///    between E[early T; early] - H P(between) and E[late T; late] + H P(between).
///  - value and feelings are differences of two such sums.
class Bracketing {
 public:
  Bracketing(const TotalsLayout& layout, double horizon_days, const GridTotals& early,
             const GridTotals& late, const HorizonPlan& plan, const Totals& forever,
             Bracket& bracket)
      : layout_(layout),
        horizon_days_(horizon_days),
        early_(early),
        late_(late),
        plan_(plan),
        forever_(forever),
        room_(early.has_transforms || late.has_transforms ? kTransformRoom : kRoundingRoom),
        bracket_(bracket) {
    bracket_.low.assign(layout.size(), 0);
    bracket_.high.assign(layout.size(), 0);
  }

  void fill() {
    for (std::size_t i = 0; i < layout_.size(); ++i) {
      set(i, late_.totals[i], early_.totals[i], early_.totals[i]);
    }
    set(layout_.end_time(), early_.totals[layout_.end_time()], late_.totals[layout_.end_time()],
        horizon_days_);
    set(layout_.end_time_square(), early_.totals[layout_.end_time_square()],
        late_.totals[layout_.end_time_square()], horizon_days_ * horizon_days_);
    set_time(layout_.conversion_time(), layout_.conversion(), horizon_days_);
    set_time(layout_.conversion_time_square(), layout_.conversion(), horizon_days_ * horizon_days_);
    set(layout_.value(), late_.value_revenue - early_.value_cost,
        early_.value_revenue - late_.value_cost, early_.value_revenue + early_.value_cost);
    for (std::uint32_t p = 0; p < layout_.place_count; ++p) {
      set_time(layout_.time_to(PlaceId{p}), layout_.reach(PlaceId{p}), horizon_days_);
      set_time(layout_.time_square_to(PlaceId{p}), layout_.reach(PlaceId{p}),
               horizon_days_ * horizon_days_);
      if (plan_.knows_first_visits(PlaceId{p})) {
        cap_at_one(layout_.reach(PlaceId{p}));
      } else {
        set_unknown(PlaceId{p});
      }
      set(layout_.feeling_sum(PlaceId{p}), late_.good_feelings[p] - early_.bad_feelings[p],
          early_.good_feelings[p] - late_.bad_feelings[p],
          early_.good_feelings[p] + early_.bad_feelings[p]);
    }
    cap_at_one(layout_.conversion());
    for (std::size_t i = 0; i < layout_.size(); ++i) {
      bracket_.middle[i] = std::clamp(bracket_.middle[i], bracket_.low[i], bracket_.high[i]);
    }
  }

 private:
  /// `scale` is what the rounding errors are relative to. A run that could not be summed (a loop
  /// that takes no cell and is never left) bounds nothing.
  void set(std::size_t index, double low, double high, double scale) {
    const double room = room_ * std::abs(scale);
    const bool may_be_negative = low < 0;
    bracket_.low[index] = may_be_negative ? low - room : std::max(0.0, low - room);
    bracket_.high[index] = high + room;
    const double infinity = std::numeric_limits<double>::infinity();
    if (std::isnan(bracket_.high[index])) bracket_.high[index] = infinity;
    if (std::isnan(bracket_.low[index])) bracket_.low[index] = std::isnan(low) ? -infinity : 0;
    if (std::isnan(bracket_.middle[index])) bracket_.middle[index] = bracket_.high[index];
  }

  /// `most`: of the time, or of its square, at the horizon.
  void set_time(std::size_t time, std::size_t chance, double most) {
    const double early = early_.totals[chance];
    const double between = most * std::max(0.0, early - late_.totals[chance]);
    set(time, std::max(0.0, early_.totals[time] - between),
        std::min(late_.totals[time] + between, most * early), most * early);
  }

  /// First visits were not stepped. Any visit may be the first; and whoever comes comes at most as
  /// often within the horizon as for ever, which is the same for all if the place is one state.
  void set_unknown(PlaceId place) {
    const double reach =
        std::min(forever_[layout_.reach(place)], bracket_.high[layout_.visits(place)]);
    const double least =
        plan_.state_count[place.index] == 1
            ? bracket_.low[layout_.visits(place)] * first_visits_per_visit(layout_, forever_, place)
            : 0;
    set(layout_.reach(place), std::min(least, reach), reach, reach);
    cap_at_one(layout_.reach(place));
    set(layout_.time_to(place), 0, horizon_days_ * reach, 0);
    set(layout_.time_square_to(place), 0, horizon_days_ * horizon_days_ * reach, 0);
    set(layout_.touches_to(place), 0, forever_[layout_.touches_to(place)], 0);
  }

  void cap_at_one(std::size_t index) { bracket_.high[index] = std::min(1.0, bracket_.high[index]); }

  const TotalsLayout& layout_;
  double horizon_days_;
  const GridTotals& early_;
  const GridTotals& late_;
  const HorizonPlan& plan_;
  const Totals& forever_;
  double room_;  // relative
  Bracket& bracket_;
};

}  // namespace

Bracket solve_horizon(const Journey& journey, const StateSpace& space, const Chain& chain,
                      const TotalsLayout& layout, const MoneyWeights& weights,
                      std::uint32_t cells) {
  const HorizonCase one =
      make_case(journey, space, chain, layout, weights, cells, kCertifiedRuns, kMostWork);
  Bracket bracket;
  bracket.cells = one.cells;
  bracket.middle = one.solve(Rounding::middle).totals;
  const GridTotals early = one.solve(Rounding::down), late = one.solve(Rounding::up);
  guess_first_visits(layout, one.plan, one.forever, bracket.middle);
  Bracketing(layout, weights.horizon_days, early, late, one.plan, one.forever, bracket).fill();
  return bracket;
}

Totals estimate_horizon(const Journey& journey, const StateSpace& space, const Chain& chain,
                        const TotalsLayout& layout, const MoneyWeights& weights,
                        std::uint32_t cells) {
  const HorizonCase one =
      make_case(journey, space, chain, layout, weights, cells, kEstimateRuns, kMostEstimateWork);
  Totals totals = one.solve(Rounding::middle).totals;
  guess_first_visits(layout, one.plan, one.forever, totals);
  return totals;
}

}  // namespace cairn
