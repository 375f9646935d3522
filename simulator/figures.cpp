#include "simulator/figures.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cairn {
namespace {

FigurePlan::Mix build_mix(const Setting& setting, const std::vector<Group>& groups) {
  FigurePlan::Mix mix{groups, {}};
  for (const CustomerClass& customer : setting.classes) {
    mix.includes.push_back(fits_any(*setting.journey, customer, groups));
  }
  return mix;
}

std::size_t find_mix(const Setting& setting, const std::vector<Group>& groups, FigurePlan& plan) {
  for (std::size_t i = 0; i < plan.mixes.size(); ++i) {
    if (plan.mixes[i].groups == groups) return i;
  }
  plan.mixes.push_back(build_mix(setting, groups));
  return plan.mixes.size() - 1;
}

}  // namespace

FigurePlan plan_figures(const Setting& setting, const std::vector<Question>& questions) {
  FigurePlan plan;
  plan.mixes.push_back(build_mix(setting, {}));
  for (const Question& question : questions) {
    plan.mix_of.push_back(find_mix(setting, question.groups, plan));
    plan.forms.push_back(form_metric(*setting.journey, setting.layout, question.metric));
  }
  return plan;
}

std::vector<MixTotals> mix_classes(const FigurePlan& plan, const std::vector<double>& shares,
                                   const std::vector<Totals>& by_class) {
  std::vector<MixTotals> mixes;
  for (const FigurePlan::Mix& mix : plan.mixes) {
    MixTotals mixed;
    for (std::size_t c = 0; c < shares.size(); ++c) {
      if (mix.includes[c]) mixed.share += shares[c];
    }
    mixed.totals.assign(by_class.front().size(), 0.0);
    for (std::size_t c = 0; c < shares.size(); ++c) {
      // A class that nobody belongs to must not bring in an infinite or undefined total.
      if (!mix.includes[c] || !(shares[c] > 0)) continue;
      const double weight = shares[c] / mixed.share;
      for (std::size_t i = 0; i < mixed.totals.size(); ++i) {
        mixed.totals[i] += weight * by_class[c][i];
      }
    }
    mixes.push_back(std::move(mixed));
  }
  return mixes;
}

std::vector<double> figure_values(const Setting& setting, const FigurePlan& plan,
                                  const World& world, const std::vector<MixTotals>& mixes) {
  std::vector<double> values;
  values.reserve(plan.forms.size());
  for (std::size_t q = 0; q < plan.forms.size(); ++q) {
    const MixTotals& mix = mixes[plan.mix_of[q]];
    const double factor = calendar_factor(*setting.journey, plan.forms[q], world, mix.share);
    const std::optional<double> value =
        mix.share > 0 ? metric_value(plan.forms[q], mix.totals, factor) : std::nullopt;
    values.push_back(value.value_or(std::numeric_limits<double>::quiet_NaN()));
  }
  return values;
}

std::vector<std::optional<Interval>> figure_brackets(const Setting& setting, const FigurePlan& plan,
                                                     const World& world,
                                                     const std::vector<MixTotals>& low,
                                                     const std::vector<MixTotals>& high) {
  std::vector<std::optional<Interval>> brackets;
  brackets.reserve(plan.forms.size());
  for (std::size_t q = 0; q < plan.forms.size(); ++q) {
    const std::size_t m = plan.mix_of[q];
    const double factor = calendar_factor(*setting.journey, plan.forms[q], world, low[m].share);
    brackets.push_back(low[m].share > 0
                           ? metric_bracket(plan.forms[q], low[m].totals, high[m].totals, factor)
                           : std::nullopt);
  }
  return brackets;
}

double asked_precision(Unit unit, double value) {
  const double size = std::fabs(value);
  if (unit == Unit::share) return size < 0.1 ? 1e-5 : 1e-4;
  if (unit == Unit::feeling) return 1e-3;
  if (!(size > 0) || !std::isfinite(size)) return std::numeric_limits<double>::infinity();
  return std::pow(10.0, std::floor(std::log10(size)) - 3);
}

std::vector<FlowVolume> flow_volumes(const Setting& setting, const Totals& totals) {
  std::vector<FlowVolume> volumes;
  for (std::size_t i = 0; i < setting.layout.flows.size(); ++i) {
    const TotalsLayout::FlowKey& flow = setting.layout.flows[i];
    volumes.push_back({flow.source, flow.from, flow.to, totals[setting.layout.passages(i)]});
  }
  return volumes;
}

void carry_totals(const Totals& coarse_at_best, const Totals& sharp_at_best, Totals& totals) {
  for (std::size_t i = 0; i < totals.size(); ++i) {
    const double ratio = sharp_at_best[i] / coarse_at_best[i];
    if (ratio > 0 && std::isfinite(ratio)) {
      totals[i] *= ratio;
    } else {
      totals[i] += sharp_at_best[i] - coarse_at_best[i];
    }
  }
}

}  // namespace cairn
