#include "simulator/referred.h"

#include <algorithm>
#include <cmath>

#include "journey/comparison.h"
#include "simulator/calendar/calendar.h"
#include "simulator/setting.h"

namespace cairn {
namespace {

bool is_of_window(const Question& question) {
  return question.groups.empty() && follows_calendar(question.metric);
}

/// Every active fix in full all the time, as in all figures that do not ask for the calendar.
Journey without_launches(const Journey& journey) {
  Journey steady = journey;
  for (const FixId fix : journey.active_fixes) {
    steady.fixes[fix].starts.reset();
    steady.fixes[fix].ramps = steady.fixes[fix].lasts = {};
  }
  return steady;
}

CalendarFigures solve(const Journey& journey) {
  const Setting setting = build_setting(journey);
  return solve_calendar({&journey, &setting.classes, &setting.spaces}, written_estimate(journey),
                        journey.active_fixes);
}

/// What the metric takes from both kinds of money.
double metric_of(Metric::Kind kind, double revenue, double cost) {
  if (kind == Metric::Kind::revenue) return revenue;
  return kind == Metric::Kind::cost ? cost : revenue - cost;
}

/// Adds to one figure; in each world in proportion to what it is there.
void add(double amount, Estimate& estimate) {
  const double factor = estimate.best != 0 ? 1 + amount / estimate.best : 1;
  if (!(factor > 0)) {
    for (double* value : {&estimate.value, &estimate.low, &estimate.high, &estimate.best}) {
      *value += amount;
    }
    for (double& sample : estimate.samples) sample += amount;
    return;
  }
  for (double* value : {&estimate.value, &estimate.low, &estimate.high, &estimate.best,
                        &estimate.error, &estimate.low_error, &estimate.high_error}) {
    *value *= factor;
  }
  for (double& sample : estimate.samples) sample *= factor;
}

}  // namespace

bool counts_referrals(const Journey& journey) {
  return journey.frame.entrants.is_valid() && journey.frame.horizon.is_valid() &&
         std::any_of(journey.places.begin(), journey.places.end(),
                     [](const Place& place) { return !place.refers.empty(); });
}

void add_referrals(const Journey& journey, Prediction& prediction) {
  const bool is_asked = std::any_of(
      prediction.answers.begin(), prediction.answers.end(),
      [](const Answer& answer) { return answer.is_defined && is_of_window(answer.question); });
  if (!is_asked || !counts_referrals(journey)) return;
  const Journey steady = without_launches(journey);
  Journey alone = steady;
  for (Place& place : alone.places) place.refers.clear();
  const CalendarFigures with = solve(steady), without = solve(alone);
  for (Answer& answer : prediction.answers) {
    if (!answer.is_defined || !is_of_window(answer.question)) continue;
    const Metric& metric = answer.question.metric;
    const bool is_total = metric.per == Per::none;
    double amount =
        is_total ? metric_of(metric.kind, with.total_revenue - without.total_revenue,
                             with.total_cost - without.total_cost)
                 : metric_of(metric.kind, with.revenue - without.revenue, with.cost - without.cost);
    if (!is_total) amount *= metric.per_days / with.horizon_days;
    if (!(std::fabs(amount) > 0)) continue;
    add(amount, answer.estimate);
    answer.walk.reset();
  }
}

}  // namespace cairn
