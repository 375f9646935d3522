#include "simulator/calendar/calendar_cost.h"

#include <algorithm>

namespace cairn {
namespace {

constexpr double kMostWork = 1e9;
constexpr double kMostNumbers = 3.2e7;

/// Sums over the past for one channel.
double past_work(const LagLaw& law, double begins) {
  if (law.ratio > 0) return 2 * begins;
  const double support = std::min(static_cast<double>(law.weights.size()), begins);
  return support * (begins - support / 2);
}

double cell_work(const CellMoves& moves) {
  return 2 *
         static_cast<double>(moves.onward.size() + moves.origins.size() + 4 * moves.steps.size());
}

}  // namespace

bool is_affordable(const CalendarPlan& plan, const std::vector<SpellNumbers>& numbers,
                   const std::vector<LagLaw>& laws, const CalendarGrid& grid) {
  const double begins = grid.begins();
  double work = 0, series = 0;
  for (std::size_t c = 0; c < plan.classes.size(); ++c) {
    for (const StepRun* run : {&plan.classes[c].all, &plan.classes[c].before}) {
      series += static_cast<double>(run->channels.size());
      for (const StepRun::Channel& channel : run->channels) {
        work += past_work(laws[channel.law], begins);
      }
    }
    double most = 0;
    for (const SpellNumbers& spell : numbers) {
      most = std::max(most, cell_work(spell.classes[c].all.at_once) +
                                cell_work(spell.classes[c].before.at_once));
    }
    work += begins * most;
  }
  return work <= kMostWork && series * begins <= kMostNumbers;
}

}  // namespace cairn
