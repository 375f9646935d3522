// Slopes of totals by the numbers of the chain, in one reverse pass over the same eliminations.
#pragma once

#include <vector>

#include "simulator/chain/chain.h"
#include "simulator/chain/totals.h"
#include "simulator/exact/chain_slopes.h"
#include "simulator/exact/exact_plan.h"

namespace cairn {

/// Of sum_i by_total[i] * totals[i], without a horizon, where solve_exact gives finite totals. Only
/// places whose weights are not 0 cost anything; each that has a way out takes one elimination.
ChainGradient chain_gradient(const ExactPlan& plan, const Chain& chain, const TotalsLayout& layout,
                             const MoneyWeights& weights, const std::vector<double>& by_total);

}  // namespace cairn
