#include "simulator/business.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "base/parallel.h"
#include "simulator/calendar/calendar.h"
#include "simulator/calendar/launches.h"
#include "simulator/estimates.h"
#include "simulator/worlds.h"

namespace cairn {
namespace {

constexpr double kDaysPerMonth = 30.4375;

/// Conversions, revenue, cost, discounted revenue, discounted cost: the order of
/// calendar_questions.
constexpr std::size_t kFigures = 5;
using Five = std::array<double, kFigures>;

/// One alternative in one world.
struct Solved {
  Five figures{};
  std::vector<double> profit_until;  // by cell
  OwnCostsOf own;
};

CalendarSetting calendar_of(const Setting& setting) {
  return {setting.journey, &setting.classes, &setting.spaces};
}

class CalendarSolver {
 public:
  CalendarSolver(const Setting& setting, const std::vector<Alternative>& alternatives)
      : journey_(*setting.journey), alternatives_(alternatives) {
    calendar_ = calendar_of(setting);
  }

  Solved solve(const World& written, std::size_t a) const {
    const CalendarFigures found = solve_calendar(calendar_, written, alternatives_[a].fixes);
    return {{found.conversions, found.revenue, found.cost, found.total_revenue, found.total_cost},
            found.profit_until,
            own(written, a)};
  }

  OwnCostsOf own(const World& written, std::size_t a) const {
    return own_costs_of(journey_, written, alternatives_[a].fixes);
  }

  /// Days from the first launch until `part` of the extra profit has covered all costs so far; less
  /// than nothing: it does not within the window.
  double payback(const World& written, std::size_t a, const Solved& today, const Solved& changed,
                 double part) const {
    const std::vector<Launch> launches = find_launches(journey_, alternatives_[a].fixes, written);
    const double horizon_days = money_weights(journey_, written).horizon_days;
    double first_day = horizon_days;
    for (const Launch& launch : launches) {
      first_day = std::min(first_day, std::max(0.0, launch.starts_day));
    }
    const std::size_t cells = changed.profit_until.size();
    double before = 0;
    bool was_covered = false;
    for (std::size_t k = 0; k < cells; ++k) {
      const double day = horizon_days * static_cast<double>(k + 1) / static_cast<double>(cells);
      if (day <= first_day) continue;
      double cost = 0;
      for (const Launch& launch : launches) {
        cost += own_costs_until(journey_, launch, written, horizon_days, day);
      }
      const double left = part * (changed.profit_until[k] - today.profit_until[k]) - cost;
      const double cell_days = horizon_days / static_cast<double>(cells);
      if (left >= 0 && cost > 0) {
        // Within the cell, as if both grew evenly in it.
        const double share = !was_covered && before < 0 ? -before / (left - before) : 0;
        return std::max(0.0, day - (1 - share) * cell_days - first_day);
      }
      before = left;
      was_covered = left >= 0;
    }
    return -1;
  }

 private:
  const Journey& journey_;
  const std::vector<Alternative>& alternatives_;
  CalendarSetting calendar_;
};

Five less(const Five& a, const Five& b) {
  Five difference;
  for (std::size_t i = 0; i < kFigures; ++i) difference[i] = a[i] - b[i];
  return difference;
}

/// Effects at full strength, at best estimates and by world.
class FullStrength {
 public:
  FullStrength(const std::vector<double>& best, const std::vector<DoubtAnswer>& worlds,
               std::size_t first)
      : best_(best), worlds_(worlds), first_(first) {}

  double at_best(std::size_t a, std::size_t i) const { return best_[a * kFigures + i] - best_[i]; }
  double in_world(std::size_t a, std::size_t i, std::size_t w) const {
    return worlds_[a].values[first_ + i][w] - worlds_[0].values[first_ + i][w];
  }

  /// The calendar's effect at best estimates, moved to a world in proportion.
  double carry(double calendar_at_best, std::size_t a, std::size_t i, std::size_t w) const {
    const double ratio = in_world(a, i, w) / at_best(a, i);
    return std::isfinite(ratio) ? calendar_at_best * ratio : calendar_at_best;
  }

 private:
  const std::vector<double>& best_;
  const std::vector<DoubtAnswer>& worlds_;
  std::size_t first_;
};

/// By world, then alternative.
using ByWorld = std::vector<std::vector<Solved>>;

/// Which alternatives are stepped through the calendar in some worlds: all, or today and a few
/// spread over the others.
std::vector<bool> choose_stepped(std::size_t count, bool is_rough) {
  std::vector<bool> is_chosen(count, !is_rough);
  for (const std::size_t a : spread_alternatives(count)) is_chosen[a] = true;
  return is_chosen;
}

bool may_carry(const FullStrength& full, const std::vector<Five>& at_best, const ByWorld& stepped,
               const std::vector<bool>& is_chosen) {
  for (std::size_t a = 1; a < at_best.size(); ++a) {
    for (std::size_t i = 0; is_chosen[a] && i < kFigures; ++i) {
      double least = HUGE_VAL, most = -HUGE_VAL, furthest = 0, largest = 0;
      for (std::size_t w = 0; w < stepped.size(); ++w) {
        const double true_effect = less(stepped[w][a].figures, stepped[w][0].figures)[i];
        least = std::min(least, true_effect);
        most = std::max(most, true_effect);
        largest = std::max(largest, std::fabs(true_effect));
        furthest = std::max(furthest, std::fabs(full.carry(at_best[a][i], a, i, w) - true_effect));
      }
      // A tenth of the range, or of a printed digit where there hardly is one.
      if (!(furthest <= std::max((most - least) / 10, 1e-4 * largest))) return false;
    }
  }
  return true;
}

CalendarFigure* figure_of(CalendarEffect& effect, std::size_t i) {
  const std::array<CalendarFigure*, kFigures> figures = {&effect.conversions, &effect.revenue,
                                                         &effect.cost, &effect.total_revenue,
                                                         &effect.total_cost};
  return figures[i];
}

}  // namespace

std::vector<Question> calendar_questions() {
  std::vector<Question> questions(1);
  for (const Per per : {Per::time, Per::none}) {
    for (const Metric::Kind kind : {Metric::Kind::revenue, Metric::Kind::cost}) {
      Question question;
      question.metric.kind = kind;
      question.metric.per = per;
      question.metric.per_days = per == Per::time ? kDaysPerMonth : 0;
      questions.push_back(question);
    }
  }
  return questions;
}

bool has_calendar(const Journey& journey) {
  return journey.frame.entrants.is_valid() && journey.frame.horizon.is_valid();
}

OwnCostsOf own_costs_of(const Journey& journey, const World& written,
                        const std::vector<FixId>& fixes) {
  const MoneyWeights weights = money_weights(journey, written);
  OwnCostsOf sum;
  for (const Launch& launch : find_launches(journey, fixes, written)) {
    const OwnCosts one =
        own_costs(journey, launch, written, weights.horizon_days, weights.rate_per_day);
    sum.undiscounted += one.undiscounted;
    sum.discounted += one.discounted;
  }
  return sum;
}

double calendar_profit(const Setting& setting, const World& written,
                       const std::vector<FixId>& fixes) {
  const CalendarFigures found = solve_calendar(calendar_of(setting), written, fixes);
  return found.total_revenue - found.total_cost;
}

std::vector<CalendarEffect> solve_calendar_effects(const Setting& setting,
                                                   const std::vector<Alternative>& alternatives,
                                                   const std::vector<double>& full_best,
                                                   const std::vector<DoubtAnswer>& full,
                                                   std::size_t first,
                                                   const CalendarOptions& options) {
  const CalendarSolver solver(setting, alternatives);
  const std::size_t count = alternatives.size();
  std::size_t worlds = full.empty() ? 0 : options.worlds;
  const std::vector<bool> is_chosen = choose_stepped(count, options.is_rough);
  const World written = written_estimate(*setting.journey);
  const DrawPlan draws = plan_draws(*setting.journey);
  const auto draw = [&](std::size_t w) {
    return draw_world(draws, options.seed, static_cast<std::uint32_t>(w));
  };

  std::vector<Solved> best(count);
  for_each_index(count, options.threads,
                 [&](std::size_t a) { best[a] = solver.solve(written, a); });
  ByWorld stepped(std::min<std::size_t>(worlds, options.stepped_worlds),
                  std::vector<Solved>(count));
  const auto step = [&](ByWorld& by_world, std::size_t begin) {
    for_each_index((by_world.size() - begin) * count, options.threads, [&](std::size_t i) {
      const std::size_t w = begin + i / count;
      if (is_chosen[i % count]) by_world[w][i % count] = solver.solve(draw(w), i % count);
      advance(options.progress);
    });
  };
  begin_step(options.progress, "the calendar", stepped.size() * count, 1);
  step(stepped, 0);

  std::vector<Five> at_best;
  for (const Solved& one : best) at_best.push_back(less(one.figures, best[0].figures));
  const FullStrength strength(full_best, full, first);
  const bool is_carried = worlds > 0 && may_carry(strength, at_best, stepped, is_chosen);
  if (!is_carried && options.is_rough) {
    worlds = 0;
  } else if (!is_carried) {
    const std::size_t done = stepped.size();
    stepped.resize(worlds, std::vector<Solved>(count));
    begin_step(options.progress, "the calendar", (worlds - done) * count, 1);
    step(stepped, done);
  }

  std::vector<CalendarEffect> effects(count);
  for (std::size_t a = 0; a < count; ++a) {
    CalendarEffect& effect = effects[a];
    effect.is_carried = is_carried;
    for (std::size_t i = 0; i < kFigures; ++i) {
      CalendarFigure& figure = *figure_of(effect, i);
      figure.best = at_best[a][i];
      for (std::size_t w = 0; w < worlds; ++w) {
        figure.by_world.push_back(is_chosen[a] && w < stepped.size()
                                      ? less(stepped[w][a].figures, stepped[w][0].figures)[i]
                                      : strength.carry(at_best[a][i], a, i, w));
      }
    }
    effect.own.best = best[a].own.undiscounted;
    effect.own_total.best = best[a].own.discounted;
    std::size_t paid_back = 0;
    for (std::size_t w = 0; w < worlds; ++w) {
      const World world = draw(w);
      const bool is_stepped = is_chosen[a] && w < stepped.size();
      const OwnCostsOf own = is_stepped ? stepped[w][a].own : solver.own(world, a);
      effect.own.by_world.push_back(own.undiscounted);
      effect.own_total.by_world.push_back(own.discounted);
      // Of worlds that are carried, the profit by day is that of the best estimate in proportion.
      const double part = (effect.revenue.by_world[w] - effect.cost.by_world[w]) /
                          (effect.revenue.best - effect.cost.best);
      const double days = solver.payback(world, a, is_stepped ? stepped[w][0] : best[0],
                                         is_stepped ? stepped[w][a] : best[a],
                                         is_stepped || !std::isfinite(part) ? 1 : part);
      paid_back += days >= 0 ? 1U : 0U;
      effect.payback_by_world.push_back(days >= 0 ? days : HUGE_VAL);
    }
    const double days = solver.payback(written, a, best[0], best[a], 1);
    if (days >= 0) effect.payback_days = days;
    effect.chance_payback = worlds > 0
                                ? static_cast<double>(paid_back) / static_cast<double>(worlds)
                            : days >= 0 ? 1
                                        : 0;
  }
  return effects;
}

namespace {

/// A figure made of others, world by world.
template <class Function>
Estimate estimate_of(std::size_t worlds, Function value_in, bool keep_samples) {
  Estimate estimate;
  const double best = value_in(static_cast<std::size_t>(-1));
  estimate.value = estimate.low = estimate.high = estimate.best = best;
  std::vector<double> by_world(worlds);
  for (std::size_t w = 0; w < worlds; ++w) by_world[w] = value_in(w);
  if (worlds > 0) spread_over_worlds(by_world, keep_samples, estimate);
  return estimate;
}

double value_in(const CalendarFigure& figure, std::size_t w) {
  return w < figure.by_world.size() ? figure.by_world[w] : figure.best;
}

}  // namespace

BusinessCase business_case(const CalendarEffect& effect) {
  const std::size_t worlds = effect.conversions.by_world.size();
  const auto profit = [&](std::size_t w) {
    return value_in(effect.total_revenue, w) - value_in(effect.total_cost, w);
  };
  const auto net = [&](std::size_t w) { return profit(w) - value_in(effect.own_total, w); };
  BusinessCase business;
  business.customers = estimate_of(
      worlds, [&](std::size_t w) { return value_in(effect.conversions, w); }, false);
  business.profit = estimate_of(worlds, profit, false);
  business.cost = estimate_of(
      worlds, [&](std::size_t w) { return value_in(effect.own_total, w); }, false);
  business.net = estimate_of(worlds, net, true);
  business.net_samples = std::move(business.net.samples);
  business.net.samples.clear();
  const auto gains = std::count_if(business.net_samples.begin(), business.net_samples.end(),
                                   [](double one) { return one > 0; });
  business.chance_net = worlds > 0 ? static_cast<double>(gains) / static_cast<double>(worlds)
                        : business.net.best > 0 ? 1
                                                : 0;
  if (effect.own.best > 0) {
    business.roi = estimate_of(
        worlds,
        [&](std::size_t w) {
          const double own = value_in(effect.own, w);
          return (value_in(effect.revenue, w) - value_in(effect.cost, w) - own) / own;
        },
        false);
  }
  business.payback_days = effect.payback_days;
  business.chance_payback = effect.chance_payback;
  return business;
}

}  // namespace cairn
