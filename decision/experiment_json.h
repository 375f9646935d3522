// What `cairn experiment --json` prints.
#pragma once

#include <string>
#include <vector>

#include "decision/experiment_plan.h"
#include "journey/prediction_json.h"

namespace cairn {

/// The envelope of every result, its figures in the array "experiments".
std::string experiments_to_json(const Journey& journey, const std::vector<PlannedExperiment>& plans,
                                const ExperimentOptions& options, const Envelope& envelope);

}  // namespace cairn
