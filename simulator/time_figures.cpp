#include "simulator/time_figures.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "simulator/chain/ledger.h"
#include "simulator/grid/time_distribution.h"
#include "simulator/walk/statistics.h"

namespace cairn {
namespace {

constexpr std::uint32_t kScoutCells = 512;
constexpr std::uint32_t kMostCells = 16'384;
// Multiplications of one sharp run, all classes; and of a coarse one, which there are several of.
constexpr double kMostWork = 3e7;
constexpr double kMostScoutWork = 1e9;
// States times cells of a coarse run.
constexpr double kMostNumbers = 1e7;
// Halvings of the span, from a year to a tenth of a second.
constexpr int kMostHalvings = 28;
constexpr int kMostDoublings = 24;

/// The classes of one time, with curves on grids that are made when they are asked for.
class TimeSolver {
 public:
  TimeSolver(const Setting& setting, const WorldChains& numbers, const BestAnswer& best,
             const Metric& metric, unsigned threads)
      : setting_(setting), numbers_(numbers), best_(best), metric_(metric), threads_(threads) {
    classes_ = curve_classes(setting, numbers, metric);
    if (has_horizon()) span_days_ = numbers.weights.horizon_days;
  }

  bool has_horizon() const { return std::isfinite(numbers_.weights.horizon_days); }
  bool is_end() const { return metric_.to == Metric::To::end; }

  std::vector<double> shares_of(const FigurePlan::Mix& mix) const {
    return mix_shares(mix, numbers_.shares);
  }

  /// Of all who get there within the horizon; without one also makes the span long enough.
  std::optional<Chance> find_chance(const std::vector<double>& shares, double level,
                                    std::uint32_t cells) {
    const TotalsLayout& layout = setting_.layout;
    double ever = 0, days = 0;
    for (std::size_t c = 0; c < shares.size(); ++c) {
      if (!(shares[c] > 0)) continue;
      const Totals& totals = best_.by_class[c];
      const bool is_place = metric_.to == Metric::To::place;
      ever += shares[c] *
              (is_end() ? 1 : totals[is_place ? layout.reach(metric_.place) : layout.conversion()]);
      days += shares[c] * totals[is_end()   ? layout.end_time()
                                 : is_place ? layout.time_to(metric_.place)
                                            : layout.conversion_time()];
    }
    if (!(ever > 0)) return std::nullopt;
    if (!has_horizon()) {
      // Markov's inequality: so long after entry more than the level are there. Without the mean a
      // guess, which is doubled until it is long enough. Where nothing takes time any span will do.
      const double enough = std::isfinite(days) && days > 0 ? days / ever / (1 - level) : 1;
      if (enough > span_days_) {
        span_days_ = enough;
        curves_.clear();
      }
    }
    if (is_end() || !has_horizon()) return Chance{ever, ever, ever};
    const TimeCurve curve = mix_curves(curves(0, cells), shares);
    const Chance chance{curve.low.back(), curve.by.back(), curve.high.back()};
    if (!(chance.best > 0)) return std::nullopt;
    return chance;
  }

  /// The quantile as the grid of span / 2^halvings tells it.
  TimeQuantile read(const std::vector<double>& shares, const Chance& chance, double level,
                    int halvings, std::uint32_t cells) {
    TimeQuantile found = read_quantile(mix_curves(curves(halvings, cells), shares), chance, level);
    if (has_horizon()) {
      const double most = numbers_.weights.horizon_days;
      found.low = std::min(found.low, most);
      found.best = std::min(found.best, most);
      found.high = std::min(found.high, most);
    }
    return found;
  }

  double span_days() const { return span_days_; }
  void double_span() {
    span_days_ *= 2;
    curves_.clear();
  }

  /// False: even a coarse grid would take seconds.
  bool is_affordable() const {
    double numbers = 0;
    for (const CurveClass& one : classes_) {
      numbers += static_cast<double>(one.chain->states.size()) * kScoutCells;
    }
    return numbers <= kMostNumbers && curve_work(classes_, kScoutCells) <= kMostScoutWork;
  }

  /// The finest grid that is worth its work.
  std::uint32_t sharp_cells() const {
    std::uint32_t cells = kScoutCells;
    while (2 * cells <= kMostCells && curve_work(classes_, 2 * cells) <= kMostWork) cells *= 2;
    return cells;
  }

 private:
  const std::vector<TimeCurve>& curves(int halvings, std::uint32_t cells) {
    const auto [place, is_new] = curves_.try_emplace({halvings, cells});
    if (!is_new) return place->second;
    const double span = std::ldexp(span_days_, -halvings);
    double cell_days = 0;
    std::uint32_t count = 0;
    if (halvings == 0 && has_horizon()) {
      count = align_cells(numbers_, cells * 2 / 3);
      cell_days = span / count;
    } else {
      cell_days = align_cell(classes_, std::numeric_limits<double>::infinity(), span / cells);
      count = static_cast<std::uint32_t>(std::ceil(span / cell_days));
    }
    place->second = solve_time_curves(classes_, cell_days, count, threads_);
    return place->second;
  }

  const Setting& setting_;
  const WorldChains& numbers_;
  const BestAnswer& best_;
  Metric metric_;
  unsigned threads_;
  std::vector<CurveClass> classes_;
  double span_days_ = 0;
  std::map<std::pair<int, std::uint32_t>, std::vector<TimeCurve>> curves_;
};

void narrow(const TimeQuantile& found, TimeFigure& figure) {
  figure.low = std::max(figure.low, found.low);
  figure.high = std::max(figure.low, std::min(figure.high, found.high));
  figure.best = std::clamp(found.best, figure.low, figure.high);
}

bool is_sharp(const TimeFigure& figure) {
  return figure.high - figure.low <= asked_precision(Unit::days, figure.best) ||
         !(figure.high > figure.low);
}

std::optional<TimeFigure> solve_quantile(TimeSolver& solver, const std::vector<double>& shares,
                                         double level, std::uint32_t sharp_cells) {
  auto chance = solver.find_chance(shares, level, kScoutCells);
  if (!chance) return std::nullopt;
  TimeFigure figure{0, 0, std::numeric_limits<double>::infinity()};
  int halvings = 0;
  for (int doublings = 0;; ++doublings) {
    narrow(solver.read(shares, *chance, level, 0, kScoutCells), figure);
    if (std::isfinite(figure.high) || doublings == kMostDoublings) break;
    solver.double_span();
  }
  if (!std::isfinite(figure.high)) return std::nullopt;
  const auto wanted = [&] {
    int count = halvings;
    while (count < kMostHalvings && std::ldexp(solver.span_days(), -count - 1) > figure.high) {
      ++count;
    }
    return count;
  };
  while (!is_sharp(figure) && wanted() > halvings) {
    halvings = wanted();
    narrow(solver.read(shares, *chance, level, halvings, kScoutCells), figure);
  }
  if (is_sharp(figure)) return figure;
  if (solver.has_horizon() && !solver.is_end()) {
    chance = solver.find_chance(shares, level, sharp_cells);
  }
  if (chance) narrow(solver.read(shares, *chance, level, halvings, sharp_cells), figure);
  return figure;
}

}  // namespace

std::vector<double> mix_shares(const FigurePlan::Mix& mix, const std::vector<double>& of_classes) {
  std::vector<double> shares(of_classes.size(), 0);
  double sum = 0;
  for (std::size_t c = 0; c < shares.size(); ++c) {
    if (mix.includes[c]) sum += shares[c] = of_classes[c];
  }
  for (double& share : shares) share = sum > 0 ? share / sum : 0;
  return shares;
}

std::vector<CurveClass> curve_classes(const Setting& setting, const WorldChains& numbers,
                                      const Metric& metric) {
  std::vector<CurveClass> classes;
  for (std::size_t c = 0; c < numbers.chains.size(); ++c) {
    const Chain& chain = numbers.chains[c];
    classes.push_back(
        {&chain,
         metric.to == Metric::To::end ? end_states(chain)
         : metric.to == Metric::To::place
             ? states_of_place(chain, metric.place)
             : conversion_states(make_ledger(*setting.journey, chain, setting.layout)),
         numbers.shares[c]});
  }
  return classes;
}

double quantile_level(Stat stat) {
  if (stat == Stat::p10) return 0.1;
  return stat == Stat::p90 ? 0.9 : 0.5;
}

std::vector<std::optional<TimeFigure>> solve_time_figures(
    const Setting& setting, const FigurePlan& plan, const std::vector<Question>& questions,
    const WorldChains& at_best, const BestAnswer& best, unsigned threads) {
  std::vector<std::optional<TimeFigure>> figures(questions.size());
  std::vector<std::uint8_t> is_done(questions.size(), 0);
  for (std::size_t first = 0; first < questions.size(); ++first) {
    const auto is_asked = [&](std::size_t q) {
      const Metric &a = questions[first].metric, &b = questions[q].metric;
      return is_done[q] == 0 && plan.forms[q].is_quantile && plan.forms[q].why_not.empty() &&
             a.to == b.to && (a.to != Metric::To::place || a.place == b.place);
    };
    if (!is_asked(first)) continue;
    // All levels and groups of one time share curves. The longest span comes first, since one that
    // grows makes the curves anew.
    TimeSolver solver(setting, at_best, best, questions[first].metric, threads);
    std::vector<std::size_t> asked;
    for (std::size_t q = first; q < questions.size(); ++q) {
      if (!is_asked(q)) continue;
      is_done[q] = 1;
      asked.push_back(q);
    }
    if (!solver.is_affordable()) continue;
    const std::uint32_t sharp_cells = solver.sharp_cells();
    if (!solver.has_horizon()) {
      for (const std::size_t q : asked) {
        solver.find_chance(solver.shares_of(plan.mixes[plan.mix_of[q]]),
                           quantile_level(questions[q].metric.stat), kScoutCells);
      }
    }
    for (const std::size_t q : asked) {
      figures[q] = solve_quantile(solver, solver.shares_of(plan.mixes[plan.mix_of[q]]),
                                  quantile_level(questions[q].metric.stat), sharp_cells);
    }
  }
  return figures;
}

std::vector<TimePercentile> solve_time_percentiles(const Setting& setting, const FigurePlan& plan,
                                                   const Metric& metric, std::size_t mix,
                                                   const WorldChains& at_best,
                                                   const BestAnswer& best,
                                                   const std::vector<double>& levels,
                                                   unsigned threads) {
  TimeSolver solver(setting, at_best, best, metric, threads);
  if (!solver.is_affordable()) return {};
  const std::vector<double> shares = solver.shares_of(plan.mixes[mix]);
  std::vector<TimePercentile> percentiles;
  // From the last to the first, so that the span is long enough from the beginning.
  for (auto level = levels.rbegin(); level != levels.rend(); ++level) {
    const auto figure = solve_quantile(solver, shares, *level, kScoutCells);
    if (!figure) return {};
    percentiles.push_back({*level, figure->best, figure->low, figure->high});
  }
  std::reverse(percentiles.begin(), percentiles.end());
  return percentiles;
}

WalkFigure compare_quantile(const TimeCounts& times, double level, const TimeFigure& solved) {
  // Room for the rounding of sums of durations; the width of a bin is no evidence either.
  constexpr double kSame = 1e-9;
  const double people = static_cast<double>(times.size());
  // The first position at which `is_reached` holds, over all people.
  const auto share_until = [&](const auto& is_reached) {
    std::uint64_t low = 0, high = times.size();
    while (low < high) {
      const std::uint64_t middle = low + (high - low) / 2;
      const double position = static_cast<double>(middle);
      if (is_reached(times.at(position), times.width_at(position))) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return static_cast<double>(low) / people;
  };
  const double error = std::sqrt(level * (1 - level) / people);
  const double before = share_until(
      [&](double days, double width) { return days + width >= solved.low * (1 - kSame); });
  const double by = share_until(
      [&](double days, double width) { return days - width > solved.high * (1 + kSame); });
  const QuantileEstimate walked = estimate_quantile(times, level);
  WalkFigure figure{walked.value, walked.standard_error, 0};
  if (before > level) figure.z = (level - before) / error;
  if (by < level) figure.z = (level - by) / error;
  return figure;
}

}  // namespace cairn
