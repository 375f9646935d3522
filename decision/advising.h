// What to do about each alternative, with what a test would be worth where it is not sure.
#pragma once

#include <optional>
#include <vector>

#include "decision/experiment_plan.h"
#include "journey/advice.h"

namespace cairn {

/// By alternative of the comparison; today's place is left empty. A test is thought of for single
/// fixes that are not sure to pay: the experiment that the journey writes for the fix or, without
/// one, a test of conversion at the first touchpoint that the fix acts on. It is worth the expected
/// value of its sample for the choice between today and the fix (knowing.h), and costs what is
/// forgone while only a part of the people see a change that pays on average.
std::vector<Advised> advise_all(const Journey& journey, const Comparison& comparison,
                                const ExperimentOptions& options);

/// What testing one fix first would be worth and cost; nothing if no test of it can be planned
/// within the horizon, or nothing is uncertain. `business`: of the fix alone, with its samples.
std::optional<TestWorth> worth_of_test(const Journey& journey, const BusinessCase& business,
                                       FixId fix, const ExperimentOptions& options);

}  // namespace cairn
