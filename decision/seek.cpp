#include "decision/seek.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

#include "journey/apply.h"
#include "journey/comparison.h"
#include "simulator/best.h"
#include "simulator/doubt.h"
#include "simulator/figures.h"
#include "simulator/setting.h"

namespace cairn {
namespace {

constexpr std::size_t kScanned = 41;
constexpr int kHalvings = 34;

/// How far a bound is met, positive if it is: as `cairn test` has it.
double margin_of(const Bound& bound, double value) {
  const double above = value - bound.low, below = bound.high - value;
  if (bound.kind == Bound::Kind::at_least) return above;
  if (bound.kind == Bound::Kind::at_most) return below;
  return std::min(above, below);
}

class Seeker {
 public:
  Seeker(const Journey& applied, const SeekGoal& goal, const SeekOptions& options)
      : applied_(applied),
        goal_(goal),
        options_(options),
        setting_(build_setting(applied, needs())) {
    plan_ = plan_figures(setting_, {{goal.goal.metric, goal.goal.groups}});
    number_ = applied.fixes[goal.by].changes.front().amount.first;
    strengths_.assign(applied.fixes.size(), 0);
    for (const FixId fix : applied.active_fixes) strengths_[fix.index] = 1;
  }

  const char* problem() const {
    if (has_large_class(setting_)) return "the journey has too many states";
    const MetricForm& form = plan_.forms.front();
    if (form.is_quantile) return "a quantile of a time cannot be sought, only its mean";
    return form.why_not.empty() ? nullptr : "this figure cannot be sought";
  }

  SeekResult seek() {
    SeekResult result;
    result.unit = applied_.parameters[number_].unit;
    result.goal_unit = plan_.forms.front().unit;
    result.today = numbers_today();
    result.figure_today = figure_at(std::nullopt);
    result.holds_today = margin(result.figure_today) >= 0;
    find_domain(result);
    scan(result);
    return result;
  }

 private:
  static ExactNeeds needs() {
    ExactNeeds needs;
    needs.all_places = true;
    return needs;
  }

  double margin(double figure) const { return margin_of(goal_.goal.bound, figure); }

  Strengths strengths_with(bool sets) const {
    Strengths strengths = strengths_;
    strengths[goal_.by.index] = sets ? 1 : 0;
    return strengths;
  }

  /// Values of the written numbers in the states that the line acts on.
  std::vector<double> numbers_today() const {
    std::vector<double> values;
    World world = written_estimate(applied_);
    set_strengths(applied_, strengths_with(false), world);
    for (const WovenNumber& woven : applied_.woven) {
      const bool is_set = std::any_of(woven.changes.begin(), woven.changes.end(),
                                      [&](ChangeRef ref) { return ref.fix == goal_.by; });
      if (!is_set || woven.is_second) continue;
      if (woven.kind == WovenNumber::Kind::amount) {
        // A time or amount that differs between people: its mean is what one number can replace.
        const Amount amount = law_in_world({Law::woven, woven.id, {}}, world);
        values.push_back(law_mean(amount.law, world.at(amount.first), world.at(amount.second)));
      } else {
        values.push_back(world.at(woven.id));
      }
    }
    const Change& change = applied_.fixes[goal_.by].changes.front();
    if (changes_everywhere(change)) {
      values = {world.at(applied_.assumptions[change.place.assumption].amount.first)};
    }
    if (values.empty()) values = {0};
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
  }

  /// The figure with the number set, or (nothing) as it is today.
  double figure_at(std::optional<double> number) {
    advance(options_.progress);
    World written = written_estimate(applied_);
    if (number) written.values[number_.index] = *number;
    written.low_digits[number_.index] = 0;
    const Strengths strengths = strengths_with(number.has_value());
    const WorldChains numbers = build_world_chains(setting_, written, strengths);
    is_scaled_ = !numbers.scaled.empty();
    const std::vector<Question> questions = {{goal_.goal.metric, goal_.goal.groups}};
    const BestAnswer best = is_first_
                                ? solve_best(setting_, plan_, questions, numbers, options_.threads)
                                : solve_like(setting_, plan_, numbers, like_, options_.threads);
    if (std::exchange(is_first_, false)) like_ = best;
    if (!goal_.goal.confidence) return best.values.front();
    return figure_in_worlds(numbers, best, number);
  }

  /// What the asked share of worlds reach or better.
  double figure_in_worlds(const WorldChains& numbers, const BestAnswer& best,
                          std::optional<double> number) {
    DoubtCase one{&numbers, &best};
    one.fixed = number ? std::optional(std::pair(number_, *number)) : std::nullopt;
    std::vector<double> values =
        solve_doubt(setting_, plan_, {one}, options_.seed, options_.worlds, options_.threads)
            .front()
            .values.front();
    for (double& value : values) {
      if (std::isnan(value)) value = -std::numeric_limits<double>::infinity();
    }
    std::sort(values.begin(), values.end(),
              [&](double a, double b) { return margin(a) > margin(b); });
    const auto count = static_cast<double>(values.size());
    const double place = std::ceil(*goal_.goal.confidence * count * (1 - 1e-12));
    return values[static_cast<std::size_t>(std::clamp(place, 1.0, count)) - 1];
  }

  void find_domain(SeekResult& result) {
    const double largest =
        std::max(std::fabs(result.today.front()), std::fabs(result.today.back()));
    switch (result.unit) {
      case Unit::share:
        result.high = 1;
        break;
      case Unit::feeling:
        result.low = applied_.frame.emotion_low;
        result.high = applied_.frame.emotion_high;
        return;
      default:
        result.high = largest > 0 ? 100 * largest : 1000;
        return;
    }
    // Beyond a whole a row would be scaled, which is no journey that could be written.
    figure_at(1.0);
    if (!is_scaled_) return;
    double low = 0, high = 1;
    for (int i = 0; i < kHalvings; ++i) {
      const double middle = (low + high) / 2;
      figure_at(middle);
      (is_scaled_ ? high : low) = middle;
    }
    result.high = low;
  }

  /// Scanned values: evenly for shares and feelings, else finer towards 0.
  double scanned(const SeekResult& result, std::size_t i) const {
    const double part = static_cast<double>(i) / (kScanned - 1);
    const bool is_even = result.unit == Unit::share || result.unit == Unit::feeling;
    return result.low + (result.high - result.low) * (is_even ? part : part * part * part * part);
  }

  void scan(SeekResult& result) {
    const double today = result.today.front();
    std::array<double, kScanned> at{}, margins{};
    double best = -std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < kScanned; ++i) {
      at[i] = scanned(result, i);
      const double figure = figure_at(at[i]);
      margins[i] = margin(figure);
      if (margins[i] > best) {
        best = margins[i];
        result.best_number = at[i];
        result.figure = figure;
      }
    }
    for (std::size_t i = 0; i + 1 < kScanned; ++i) {
      if ((margins[i] >= 0) == (margins[i + 1] >= 0)) continue;
      const double crossing = halve(at[i], at[i + 1], margins[i] >= 0);
      const bool is_nearer =
          !result.number || std::fabs(crossing - today) < std::fabs(*result.number - today);
      if (is_nearer) result.number = crossing;
    }
    if (result.number) result.figure = figure_at(*result.number);
  }

  double halve(double low, double high, bool holds_low) {
    for (int i = 0; i < kHalvings && high - low > 1e-9 * std::fabs(high); ++i) {
      const double middle = (low + high) / 2;
      ((margin(figure_at(middle)) >= 0) == holds_low ? low : high) = middle;
    }
    // The side on which the goal holds.
    return holds_low ? low : high;
  }

  const Journey& applied_;
  const SeekGoal& goal_;
  const SeekOptions& options_;
  Setting setting_;
  FigurePlan plan_;
  ParameterId number_;
  Strengths strengths_;
  BestAnswer like_;
  bool is_first_ = true;
  bool is_scaled_ = false;  // some row of the last figure
};

}  // namespace

std::optional<SeekResult> seek_number(const Journey& journey, const SeekGoal& goal,
                                      const SeekOptions& options, SeekProblem& problem) {
  if (goal.goal.baseline != Expectation::Baseline::none || goal.goal.within_days) {
    problem.why = "differences to the baseline and `within` cannot be sought";
    return std::nullopt;
  }
  if (goal.goal.scenario.is_valid() && follows_calendar(goal.goal.metric)) {
    problem.why =
        "in a scenario money per month follows launches and costs: seek `profit per entrant`";
    return std::nullopt;
  }
  std::vector<FixId> fixes = {goal.by};
  if (goal.goal.scenario.is_valid()) {
    const std::vector<FixId>& more = journey.scenarios[goal.goal.scenario].fixes;
    fixes.insert(fixes.end(), more.begin(), more.end());
  }
  const std::optional<Journey> applied = apply_fixes(journey, fixes);
  if (!applied) {
    problem.why = "the journey has too many states";
    return std::nullopt;
  }
  // A scan and one crossing.
  begin_step(options.progress, "seeking", kScanned + kHalvings, 1);
  Seeker seeker(*applied, goal, options);
  if (const char* why = seeker.problem()) {
    problem.why = why;
    return std::nullopt;
  }
  return seeker.seek();
}

}  // namespace cairn
