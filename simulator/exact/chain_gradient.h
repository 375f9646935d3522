// Slopes of totals by the numbers of the chain, in one reverse pass over the same eliminations.
#pragma once

#include <cstdint>
#include <vector>

#include "simulator/chain/chain.h"
#include "simulator/chain/totals.h"
#include "simulator/exact/draw_slopes.h"
#include "simulator/exact/exact_plan.h"

namespace cairn {

/// Slopes of one weighted sum of totals. Those of edges and entry hold for changes that keep every
/// row and the entry summing to what they do.
struct ChainGradient {
  std::vector<double> entry;               // by state
  std::vector<double> chances;             // by edge
  std::vector<DrawSlopes> takes;           // by state
  std::vector<DrawSlopes> after;           // by edge
  std::vector<double> feelings;            // by state
  std::vector<std::uint32_t> first_money;  // by state, into money
  std::vector<DrawSlopes> money;           // by line of money
  double rate_per_day = 0;
};

/// Of sum_i by_total[i] * totals[i], without a horizon, where solve_exact gives finite totals. Only
/// places whose weights are not 0 cost anything; each that has a way out takes one elimination.
ChainGradient chain_gradient(const ExactPlan& plan, const Chain& chain, const TotalsLayout& layout,
                             const MoneyWeights& weights, const std::vector<double>& by_total);

}  // namespace cairn
