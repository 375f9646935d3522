#include "simulator/time_doubt.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/parallel.h"
#include "simulator/worlds.h"

namespace cairn {
namespace {

constexpr std::uint32_t kCells = 48;
// Of all worlds together, as curve_work counts it for certified curves (estimates take a third):
// some hundredths of a second of one core.
constexpr double kMostWork = 5e7;
// With fewer the ends of a range mean nothing.
constexpr std::uint32_t kFewestWorlds = 40;
// Of the quantile at best estimates: the grid reaches beyond what most worlds make of it.
constexpr double kReach = 1.75;
constexpr int kMostDoublings = 6;
constexpr double kHardlyCut = 0.995;
constexpr double kNever = std::numeric_limits<double>::quiet_NaN();

/// Questions about one time and level, in any groups: they share the curves.
struct Asked {
  Metric metric;
  double level = 0;
  std::vector<std::size_t> questions;
  double span_days = 0;
  std::vector<double> at_best;  // by question in `questions`: read from the coarse grid
};

bool is_same(const Asked& asked, const Metric& metric) {
  return asked.metric.to == metric.to && asked.metric.stat == metric.stat &&
         (metric.to != Metric::To::place || asked.metric.place == metric.place);
}

std::vector<Asked> group_questions(const std::vector<Question>& questions,
                                   const std::vector<std::optional<TimeFigure>>& figures) {
  std::vector<Asked> groups;
  for (std::size_t q = 0; q < questions.size(); ++q) {
    if (!figures[q] || !(figures[q]->best > 0)) continue;
    const Metric& metric = questions[q].metric;
    auto found = std::find_if(groups.begin(), groups.end(),
                              [&metric](const Asked& one) { return is_same(one, metric); });
    if (found == groups.end()) {
      groups.push_back({metric, quantile_level(metric.stat), {}, 0, {}});
      found = groups.end() - 1;
    }
    found->questions.push_back(q);
    found->span_days = std::max(found->span_days, kReach * figures[q]->best);
  }
  return groups;
}

/// P(it happens) by class, out of totals.
std::vector<double> chances_of(const Setting& setting, const Metric& metric,
                               const std::vector<Totals>& by_class) {
  std::vector<double> chances;
  for (const Totals& totals : by_class) {
    chances.push_back(metric.to == Metric::To::end     ? 1
                      : metric.to == Metric::To::place ? totals[setting.layout.reach(metric.place)]
                                                       : totals[setting.layout.conversion()]);
  }
  return chances;
}

/// The quantiles of one group of questions in one world.
struct Reader {
  const Setting& setting;
  const FigurePlan& plan;
  const Asked& asked;
  // By class: of those to whom it happens, the share within the horizon at best estimates.
  std::vector<double> kept;

  /// P(it happens within the horizon) by class. Where hardly any come too late, as at best
  /// estimates; else a grid over the horizon knows.
  std::vector<double> chances(const std::vector<CurveClass>& classes, double horizon_days,
                              const std::vector<Totals>& ever) const {
    std::vector<double> found = chances_of(setting, asked.metric, ever);
    if (*std::min_element(kept.begin(), kept.end()) >= kHardlyCut) {
      for (std::size_t c = 0; c < found.size(); ++c) found[c] *= kept[c];
      return found;
    }
    const auto curves = estimate_time_curves(classes, horizon_days / kCells, kCells);
    for (std::size_t c = 0; c < found.size(); ++c) found[c] = curves[c].by.back();
    return found;
  }

  std::vector<double> operator()(const WorldChains& numbers,
                                 const std::vector<Totals>& ever) const {
    const std::vector<CurveClass> classes = curve_classes(setting, numbers, asked.metric);
    const std::vector<double> by_class = chances(classes, numbers.weights.horizon_days, ever);
    std::vector<double> values(asked.questions.size(), kNever);
    double span = std::min(asked.span_days, numbers.weights.horizon_days);
    for (int doublings = 0; doublings <= kMostDoublings; ++doublings) {
      const auto curves = estimate_time_curves(classes, span / kCells, kCells);
      bool is_passed = true;
      for (std::size_t i = 0; i < values.size(); ++i) {
        const std::vector<double> shares =
            mix_shares(plan.mixes[plan.mix_of[asked.questions[i]]], numbers.shares);
        double chance = 0;
        for (std::size_t c = 0; c < shares.size(); ++c) chance += shares[c] * by_class[c];
        if (!(chance > 0)) continue;
        const TimeQuantile found =
            read_quantile(mix_curves(curves, shares), {chance, chance, chance}, asked.level);
        values[i] = std::min(found.best, numbers.weights.horizon_days);
        is_passed = is_passed && std::isfinite(found.high);
      }
      if (is_passed || !(span < numbers.weights.horizon_days)) break;
      span = std::min(2 * span, numbers.weights.horizon_days);
    }
    return values;
  }
};

/// By class: the share that the horizon leaves, at best estimates.
std::vector<double> kept_by_horizon(const Setting& setting, const Metric& metric,
                                    const std::vector<Totals>& ever,
                                    const std::vector<Totals>& within) {
  std::vector<double> kept = chances_of(setting, metric, within);
  const std::vector<double> chances = chances_of(setting, metric, ever);
  for (std::size_t c = 0; c < kept.size(); ++c) kept[c] = chances[c] > 0 ? kept[c] / chances[c] : 1;
  return kept;
}

}  // namespace

std::vector<std::vector<double>> solve_time_doubt(
    const Setting& setting, const FigurePlan& plan, const std::vector<Question>& questions,
    const WorldChains& at_best, const BestAnswer& best,
    const std::vector<std::optional<TimeFigure>>& figures, std::uint64_t seed, std::uint32_t worlds,
    unsigned threads, Progress* progress) {
  std::vector<std::vector<double>> doubt(questions.size());
  std::vector<Asked> groups = group_questions(questions, figures);
  if (groups.empty() || has_large_class(setting)) return doubt;
  double work = 0;
  for (const Asked& asked : groups) {
    work += curve_work(curve_classes(setting, at_best, asked.metric), kCells);
  }
  const auto count = static_cast<std::uint32_t>(std::min<double>(worlds, kMostWork / work));
  if (count < std::min(worlds, kFewestWorlds)) return doubt;

  const std::vector<Totals> ever = solve_without_horizon(setting, at_best);
  std::vector<Reader> readers;
  for (Asked& asked : groups) {
    readers.push_back(
        {setting, plan, asked, kept_by_horizon(setting, asked.metric, ever, best.by_class)});
    asked.at_best = readers.back()(at_best, ever);
    for (const std::size_t q : asked.questions) doubt[q].assign(count, kNever);
  }
  const DrawPlan draws = plan_draws(*setting.journey);
  begin_step(progress, "times in draws", count, 1);
  for_each_index(count, threads, [&](std::size_t w) {
    const WorldChains numbers =
        build_world_chains(setting, draw_world(draws, seed, static_cast<std::uint32_t>(w)));
    const std::vector<Totals> ever_here = solve_without_horizon(setting, numbers);
    for (const Reader& reader : readers) {
      const std::vector<double> values = reader(numbers, ever_here);
      for (std::size_t i = 0; i < values.size(); ++i) {
        const std::size_t q = reader.asked.questions[i];
        doubt[q][w] = std::min(values[i] * (figures[q]->best / reader.asked.at_best[i]),
                               numbers.weights.horizon_days);
      }
    }
    advance(progress);
  });
  return doubt;
}

}  // namespace cairn
