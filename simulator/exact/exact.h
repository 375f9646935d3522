// Answers without a horizon, by elimination without subtraction (GTH).
#pragma once

#include "journey/state_space.h"
#include "simulator/chain/chain.h"
#include "simulator/chain/totals.h"
#include "simulator/exact/discounting.h"
#include "simulator/exact/exact_plan.h"

namespace cairn {

/// All totals of one class in one world when nothing is cut by a horizon. Relative precision is
/// that of the written numbers: no subtraction anywhere (Grassmann, Taksar, Heyman 1985). If some
/// state cannot be left for good (a loop nobody leaves), sums over it are infinite. Days and
/// touchpoints to places that the plan does not time are not numbers (NaN). `plan.factor` must be
/// affordable. `discounter`, if given, has the rate of the weights and remembers its laws for the
/// other classes of the world, which share most of them.
Totals solve_exact(const ExactPlan& plan, const Chain& chain, const TotalsLayout& layout,
                   const MoneyWeights& weights, Discounter* discounter = nullptr);

/// The same with a plan made for it. Where fill explodes nothing is a number: see iterative.h.
Totals solve_exact(const Journey& journey, const StateSpace& space, const Chain& chain,
                   const TotalsLayout& layout, const MoneyWeights& weights,
                   const ExactNeeds& needs = {});

}  // namespace cairn
