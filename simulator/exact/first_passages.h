// Chance, time and touchpoints until a place is first entered.
#pragma once

#include <cstdint>
#include <vector>

#include "simulator/chain/chain.h"
#include "simulator/exact/exact_plan.h"
#include "simulator/exact/factor.h"

namespace cairn {

/// Sums over all who get there: P(ever), E[days; ever], E[touchpoints on the way; ever],
/// E[days^2; ever].
struct FirstPassage {
  double probability = 0;
  double days = 0;
  double touches = 0;
  double square = 0;
};

/// What the moves of a chain take, in one world.
struct MoveTimes {
  std::vector<double> takes, takes_square;  // by state: E[days], E[days^2] of a stay
  std::vector<double> days, square;         // by edge: stay and way together
  bool is_finite = true;
};
MoveTimes make_move_times(const Chain& chain);

/// Sets of states to be reached; whoever is in one of them stays there.
struct Arrivals {
  std::size_t count = 0;
  std::size_t width = 0;              // at least count
  std::vector<double> is_there;       // [state * width + set]: 1 or 0
  std::vector<std::uint8_t> is_over;  // by state: in some set
};
Arrivals make_arrivals(std::size_t state_count, std::size_t count);
void mark_arrival(Arrivals& arrivals, std::size_t state, std::size_t set);

/// First passages by set, given a factor in which the journey ends there and its visits by state;
/// the chances alone (else NaN) cost half.
std::vector<FirstPassage> passages_to(const ExactPlan& plan, const Chain& chain,
                                      const MoveTimes& times, const Factor& factor,
                                      const std::vector<double>& visits, const Arrivals& arrivals,
                                      bool finds_times = true);

/// First passages into every group of the block, by group. Halves the groups again and again, each
/// time on the chain watched in one half only, so that all together cost about as much as two and a
/// half eliminations of a full block. Times must be finite.
std::vector<FirstPassage> passages_to_block(const ExactPlan& plan, const Chain& chain,
                                            const MoveTimes& times);

}  // namespace cairn
