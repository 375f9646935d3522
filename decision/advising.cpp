#include "decision/advising.h"

#include <algorithm>
#include <cmath>

#include "decision/knowing.h"

namespace cairn {
namespace {

/// The journey with one experiment: the written one of this fix, or the plainest there is.
Journey with_test_of(const Journey& journey, FixId fix) {
  Journey tested = journey;
  const auto written =
      std::find_if(journey.experiments.begin(), journey.experiments.end(),
                   [fix](const Experiment& experiment) { return experiment.tests == fix; });
  Experiment experiment;
  if (written != journey.experiments.end()) experiment = *written;
  experiment.tests = fix;
  tested.experiments = {experiment};
  return tested;
}

/// Standard error of the difference of two measured rates.
std::vector<double> standard_errors(const PlannedExperiment& plan) {
  std::vector<double> errors;
  for (std::size_t w = 0; w < plan.effects.size(); ++w) {
    const double control = plan.rates[w];
    const double changed = std::clamp(control + plan.effects[w], 0.0, 1.0);
    errors.push_back(std::sqrt(control * (1 - control) / plan.sizes->control +
                               changed * (1 - changed) / plan.sizes->changed));
  }
  return errors;
}

}  // namespace

std::optional<TestWorth> worth_of_test(const Journey& journey, const BusinessCase& business,
                                       FixId fix, const ExperimentOptions& options) {
  const Journey tested = with_test_of(journey, fix);
  const PlannedExperiment plan = plan_experiments(tested, options).front();
  const double horizon_days = journey.horizon_or_infinity();
  const bool is_possible = plan.why_not.empty() && plan.sizes && plan.days &&
                           *plan.days < horizon_days &&
                           plan.effects.size() == business.net_samples.size();
  if (!is_possible) return std::nullopt;
  const Utilities utilities = {std::vector<double>(business.net_samples.size(), 0),
                               business.net_samples};
  TestWorth test;
  test.worth = value_of_sample(utilities, plan.effects, standard_errors(plan), options.seed).value;
  test.days = *plan.days;
  test.cost = std::max(0.0, business.net.value) * test.days / horizon_days * (1 - plan.setup.share);
  return test;
}

std::vector<Advised> advise_all(const Journey& journey, const Comparison& comparison,
                                const ExperimentOptions& options) {
  std::vector<Advised> advice(comparison.alternatives.size());
  for (std::size_t a = 1; a < advice.size(); ++a) {
    const ComparedAlternative& row = comparison.alternatives[a];
    const bool is_open = row.business && row.business->chance_net < kSureEnough &&
                         row.business->chance_net > 0 && !row.business->net_samples.empty();
    std::optional<TestWorth> test;
    if (is_open && row.alternative.fixes.size() == 1) {
      // How many more are open is not known yet.
      const ProgressScope scope(options.progress, 1.0 / static_cast<double>(advice.size() - a));
      test = worth_of_test(journey, *row.business, row.alternative.fixes.front(), options);
    }
    advice[a] = advise(journey, comparison, row, test);
    advice[a].test = test;
  }
  return advice;
}

}  // namespace cairn
