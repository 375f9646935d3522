#include "simulator/slopes.h"

#include <cmath>
#include <limits>

#include "journey/share_kinks.h"
#include "simulator/grid/horizon_gradient.h"
#include "simulator/metrics.h"

namespace cairn {
namespace {

/// Active fixes: what their numbers and today's get of the numbers they make.
void unweave(const Setting& setting, const WorldChains& numbers, QuestionSlopes& slopes) {
  if (setting.journey->active_fixes.empty()) return;
  const auto hand_on = [&](FigureSlopes& figure) {
    unweave_gradient(*setting.journey, numbers.strengths, numbers.written, figure.by_parameter);
  };
  hand_on(slopes.figure);
  if (slopes.deviation) hand_on(*slopes.deviation);
}

/// A figure of the calendar counts the group's part of all entrants too.
void scale_by_entrants(const MixCase& mix, const MetricForm& form, FigureSlopes& slopes) {
  const double group_share = mix.group_share();
  const double factor = calendar_factor(mix.journey, form, mix.world, group_share);
  const double per_entrant = slopes.value;
  slopes.value *= factor;
  for (double& slope : slopes.by_parameter) slope *= factor;
  std::vector<double> by_class;
  for (const ClassCase& one : mix.cases) {
    by_class.push_back(one.is_counted ? slopes.value / group_share : 0);
  }
  add_class_gradient(mix.journey, mix.classes, mix.world, by_class, slopes.by_parameter);
  World one_entrant = mix.world;
  const ParameterId entrants = mix.journey.frame.entrants;
  one_entrant.values[entrants.index] = 1;
  slopes.by_parameter[entrants.index] +=
      per_entrant * calendar_factor(mix.journey, form, one_entrant, group_share);
  const ParameterId horizon = mix.journey.frame.horizon;
  if (!horizon.is_valid()) return;
  // The factor grows with the horizon, or shrinks with it, in proportion, or does not know it.
  World twice = mix.world;
  twice.values[horizon.index] *= 2;
  const double grown = calendar_factor(mix.journey, form, twice, group_share) / factor;
  const double power = grown > 1.5 ? 1 : grown < 0.75 ? -1 : 0;
  slopes.by_parameter[horizon.index] += power * slopes.value / mix.world.at(horizon);
}

std::optional<MetricForm> form_with_slopes(const Setting& setting, const Question& question) {
  MetricForm form = form_metric(*setting.journey, setting.layout, question.metric);
  if (!form.why_not.empty() || form.is_quantile || form.ratio.numerator.empty()) {
    return std::nullopt;
  }
  return form;
}

std::vector<ClassCase> make_cases(const Setting& setting, const WorldChains& numbers,
                                  const Question& question, const std::vector<Totals>& totals) {
  std::vector<ClassCase> cases;
  for (std::size_t c = 0; c < setting.classes.size(); ++c) {
    cases.push_back({&setting.spaces[c], &setting.plans[c], &numbers.chains[c], &totals[c],
                     numbers.shares[c],
                     fits_any(*setting.journey, setting.classes[c], question.groups)});
  }
  return cases;
}

std::optional<QuestionSlopes> slopes_by(const ClassSlopes& of_class, const MixCase& mix,
                                        const TotalsLayout& layout, const MetricForm& form) {
  const auto figure = ratio_gradient(mix, layout, of_class, form.ratio);
  if (!figure || !std::isfinite(figure->value)) return std::nullopt;
  QuestionSlopes slopes{*figure, std::nullopt};
  if (form.scale != MetricForm::Scale::none) scale_by_entrants(mix, form, slopes.figure);
  if (form.square) {
    slopes.deviation = deviation_gradient(mix, layout, of_class, form.ratio, *form.square);
  }
  return slopes;
}

}  // namespace

std::optional<QuestionSlopes> find_slopes(const Setting& setting, const WorldChains& numbers,
                                          const Question& question) {
  const auto form = form_with_slopes(setting, question);
  if (!form || std::isfinite(numbers.weights.horizon_days) || has_large_class(setting)) {
    return std::nullopt;
  }
  const std::vector<Totals> totals = solve_without_horizon(setting, numbers);
  const std::vector<ClassCase> cases = make_cases(setting, numbers, question, totals);
  const MixCase mix{*setting.journey, setting.classes, cases, numbers.world};
  auto slopes =
      slopes_by(slopes_for_ever(mix, setting.layout, numbers.weights), mix, setting.layout, *form);
  if (slopes) unweave(setting, numbers, *slopes);
  return slopes;
}

std::optional<QuestionSlopes> find_slopes_within(const Setting& setting, const WorldChains& numbers,
                                                 const Question& question, std::uint32_t cells) {
  const auto form = form_with_slopes(setting, question);
  if (!form) return std::nullopt;
  const std::vector<Totals> totals = estimate_with_horizon(setting, numbers, cells);
  const std::vector<ClassCase> cases = make_cases(setting, numbers, question, totals);
  const MixCase mix{*setting.journey, setting.classes, cases, numbers.world};
  auto slopes = slopes_by(slopes_within_horizon(mix, setting.layout, numbers.weights, cells), mix,
                          setting.layout, *form);
  if (slopes) unweave(setting, numbers, *slopes);
  return slopes;
}

std::vector<std::uint8_t> find_kinks(const Setting& setting, const World& world) {
  return find_kinks(*setting.journey, setting.classes, setting.spaces, world);
}

}  // namespace cairn
