// The steps of run_steps gone backwards: what a visit in each cell is worth from there on.
#pragma once

#include <vector>

#include "simulator/grid/time_steps.h"

namespace cairn {

/// What visits and touches are worth where they are counted; of any sign.
struct BackWeights {
  /// In the order of the plan's states: worth of a visit that begins in each cell, and of a
  /// touchpoint visited before it.
  const StepResult* at = nullptr;
  /// Worth of a passage, by edge of the Chain, times what an arrival in each cell counts; null: of
  /// none.
  const std::vector<double>* of_passages = nullptr;
  const std::vector<double>* of_arrival = nullptr;  // by cell
};

/// What a visit in each cell is worth on this grid, itself included, and what a touchpoint visited
/// before it is; in the order of the plan's states. The transpose of run_steps, so that the sum of
/// entry (or inflow) times worth is the sum of all that is counted.
StepResult run_back(const GridChain& grid, const StepPlan& plan, const BackWeights& weights);

}  // namespace cairn
