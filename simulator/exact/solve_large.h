// Totals of chains on which elimination would take too long, each with proved bounds.
#pragma once

#include <vector>

#include "journey/journey.h"
#include "simulator/chain/chain.h"
#include "simulator/chain/totals.h"
#include "simulator/exact/exact_plan.h"

namespace cairn {

/// Bounds of every total; from minus infinity to infinity where nothing could be proved.
struct LargeTotals {
  Totals low;
  Totals high;
  /// By total: has been asked for and solved (its bounds may still be wide).
  std::vector<std::uint8_t> is_solved;
  bool is_proved = false;  // false: no proof was found, as where customers circle for too long
};

/// Without a horizon: conversion, reach of all ends and of the places asked for, visits, passages
/// and all that is counted by visits (days, feelings, money), end of the journey. Times to places
/// and second moments are not solved. Takes seconds for a million states, and refuses rather than
/// hangs: the number of iterations is limited.
LargeTotals solve_large(const Journey& journey, const Chain& chain, const TotalsLayout& layout,
                        const MoneyWeights& weights, const std::vector<PlaceId>& asked);

}  // namespace cairn
