// All totals of one class on one grid, every duration rounded one way.
#pragma once

#include <cstdint>
#include <vector>

#include "simulator/chain/chain.h"
#include "simulator/chain/ledger.h"
#include "simulator/chain/totals.h"
#include "simulator/grid/lag_law.h"
#include "simulator/grid/time_steps.h"

namespace cairn {

/// Which parts of a chain are stepped for which figures. Everything is told apart at the first
/// conversion, so that one run up to it and one from it give all sums and the value after it. A
/// place that can be visited again needs a run of its own, cut at its first visit.
struct HorizonPlan {
  struct Target {
    PlaceId place;
    StepPlan plan;
  };
  StepPlan before;                         // cut at conversions
  StepPlan after;                          // from them on
  std::vector<Target> targets;             // all or none of those that are needed
  bool has_targets = true;                 // false: there would be too many
  std::vector<std::uint8_t> is_seen_once;  // by place: a visit is always the first
  std::vector<std::uint32_t> state_count;  // by place: states of it that can be reached

  /// False if the place needs a run of its own and the targets were left out.
  bool knows_first_visits(PlaceId place) const;
};

struct HorizonNeeds {
  bool has_impossible = false;             // look past moves and entries of chance 0 too
  std::vector<std::uint8_t> first_visits;  // by place: asked for; empty: all
};

HorizonPlan plan_horizon(const Chain& chain, const Ledger& ledger, std::size_t place_count,
                         const HorizonNeeds& needs = {});

struct GridTotals {
  Totals totals;
  // Parts of `value` and of `feeling_sum`, each positive, so that each can be bracketed.
  double value_revenue = 0;
  double value_cost = 0;
  std::vector<double> good_feelings, bad_feelings;  // by place
  bool has_transforms = false;  // long sums went through Fourier transforms (block_sums.h)
};

/// With finite horizon. `weights` at grid points are exact; stays are cut as stay.h says.
GridTotals solve_on_grid(const Chain& chain, const Ledger& ledger, const TotalsLayout& layout,
                         const MoneyWeights& weights, const HorizonPlan& plan, std::uint32_t cells,
                         Rounding rounding);

}  // namespace cairn
