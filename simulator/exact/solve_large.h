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

/// First visits to places, each of which costs an iteration of its own and its times three more.
/// Those to the first conversion and to the end are always solved.
struct LargeNeeds {
  std::vector<PlaceId> reached;  // the chance alone
  std::vector<PlaceId> timed;    // days, their square and touchpoints as well
};

/// Without a horizon: first conversion and end with their times, first visits asked for, reach of
/// all ends, visits, passages, and all that is counted by visits (days, feelings, money), value
/// from the first conversion on. Takes seconds for a million states, and refuses rather than hangs:
/// the number of iterations is limited.
LargeTotals solve_large(const Journey& journey, const Chain& chain, const TotalsLayout& layout,
                        const MoneyWeights& weights, const LargeNeeds& needs);

}  // namespace cairn
