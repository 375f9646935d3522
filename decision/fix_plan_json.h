// What `cairn plan --json` prints.
#pragma once

#include <string>

#include "decision/fix_plan.h"
#include "journey/prediction_json.h"

namespace cairn {

/// The envelope of every result, the plan in the object "plan".
std::string fix_plan_to_json(const Journey& journey, const FixPlan& plan,
                             const PlanOptions& options, const Envelope& envelope);

}  // namespace cairn
