// W506: how long an experiment must run to see what it looks for (language.md 9.8).
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <string>

#include "base/text.h"
#include "cli/promises/promises.h"
#include "decision/experiment_plan.h"
#include "journey/describe.h"

namespace cairn {
namespace {

constexpr double kLongestTestDays = 26 * 7;

void warn(const Experiment& experiment, std::string message, Diagnostics& diagnostics) {
  Diagnostic d;
  d.code = Code::W506;
  d.span = experiment.heading.name_span;
  d.message = std::move(message);
  d.help = {"test at an earlier touchpoint, or look for a larger effect with `detect`"};
  diagnostics.add(std::move(d));
}

/// "31 weeks", "1 040 weeks".
std::string weeks_words(double days) {
  const double weeks = std::ceil(days / 7 - 1e-9);
  if (!(weeks < 1e6)) return "more than a million weeks";
  return format_count(static_cast<std::int64_t>(weeks)) + (weeks == 1 ? " week" : " weeks");
}

void check_length(const Journey& journey, const PlannedExperiment& plan, Diagnostics& diagnostics) {
  if (!plan.why_not.empty() || !plan.sizes) return;
  const Experiment& experiment = journey.experiments[plan.experiment];
  const double needed = total_of(*plan.sizes);
  const std::string people = fmt::format("{} people at \"{}\"", format_number(needed),
                                         journey.places[plan.at].heading.name);
  if (!plan.people_per_day) {
    if (!journey.frame.entrants.is_valid() || needed <= plan.people_once) return;
    warn(experiment,
         fmt::format("the test needs {}; {} come", people, format_number(plan.people_once)),
         diagnostics);
    return;
  }
  if (!plan.days || *plan.days <= std::min(kLongestTestDays, journey.horizon_or_infinity())) return;
  warn(experiment,
       fmt::format("the test needs {} at today's traffic: {}, of whom {} come a week",
                   weeks_words(*plan.days), people, format_number(*plan.people_per_day * 7)),
       diagnostics);
}

}  // namespace

void check_test_lengths(const JudgedPromises& judged, Diagnostics& diagnostics) {
  ExperimentOptions how;
  how.worlds = 0;
  for (const PlannedExperiment& plan : plan_experiments(*judged.journey, how)) {
    check_length(*judged.journey, plan, diagnostics);
  }
}

}  // namespace cairn
