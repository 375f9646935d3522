// The figures that were asked for, read out of the totals of the classes.
#pragma once

#include <cstddef>
#include <vector>

#include "journey/prediction.h"
#include "simulator/metrics.h"
#include "simulator/setting.h"

namespace cairn {

/// Which figure is read from which mix of classes. Questions about the same groups share a mix.
struct FigurePlan {
  struct Mix {
    std::vector<Group> groups;
    std::vector<bool> includes;  // by class
  };
  std::vector<Mix> mixes;           // the first is everyone
  std::vector<std::size_t> mix_of;  // by question
  std::vector<MetricForm> forms;    // by question
};

FigurePlan plan_figures(const Setting& setting, const std::vector<Question>& questions);

/// A mix in one world: totals per entrant of the mix, and its share of all entrants.
struct MixTotals {
  Totals totals;
  double share = 0;
};

std::vector<MixTotals> mix_classes(const FigurePlan& plan, const std::vector<double>& shares,
                                   const std::vector<Totals>& by_class);

/// Every figure in one world, by question; NaN where it is a mean over nobody or has no form.
std::vector<double> figure_values(const Setting& setting, const FigurePlan& plan,
                                  const World& world, const std::vector<MixTotals>& mixes);

/// Bounds of every figure from bounds of every total, by question.
std::vector<std::optional<Interval>> figure_brackets(const Setting& setting, const FigurePlan& plan,
                                                     const World& world,
                                                     const std::vector<MixTotals>& low,
                                                     const std::vector<MixTotals>& high);

/// How many people take each way, of totals per entrant.
std::vector<FlowVolume> flow_volumes(const Setting& setting, const Totals& totals);

/// Moves totals from one way of computing to a sharper one by what the sharper one changed at the
/// best estimate: in proportion where both have one sign, else by the difference.
void carry_totals(const Totals& coarse_at_best, const Totals& sharp_at_best, Totals& totals);

/// A tenth of the last digit that is printed (language.md 9.26); infinity where nothing is.
double asked_precision(Unit unit, double value);

}  // namespace cairn
