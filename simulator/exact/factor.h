// The elimination of a chain in numbers (Grassmann, Taksar, Heyman 1985: nothing is subtracted),
// and what it answers.
#pragma once

#include <cstdint>
#include <vector>

#include "simulator/exact/factor_plan.h"

namespace cairn {

/// What is eliminated: the chance of each edge, and of each state that the journey ends there at
/// once. Edges to states where nothing goes on count as leaving too.
struct FactorInput {
  std::vector<double> chances;  // by edge of the chain
  std::vector<double> leaks;    // by state; empty: none
  /// By state: 1 if whoever comes there has arrived and its ways do not count; empty: none.
  const std::vector<std::uint8_t>* is_end = nullptr;
};

struct Factor {
  std::vector<double> visits_per_stay;  // by position: 1 / chance to leave; infinite: never left
  std::vector<double> into, onward;     // as in the plan
  std::vector<double> dense;            // rows of `stride`, from dense_from on
  std::size_t stride = 0;
  bool has_trap = false;  // some state is never left for good
};

Factor eliminate(const FactorPlan& plan, const Chain& chain, const FactorInput& input);

/// Expected visits by state when `inflow` (which may be weighted, also below 0) enters. States
/// where the journey ends are not touched.
void solve_visits(const FactorPlan& plan, const Factor& factor, std::vector<double>& inflow);

/// Expected sum by state of `gains` that every visit from there on brings: solves
/// x = gains + P x in place, for `width` columns at once (gains[state * width + column]). States
/// where the journey ends are not touched.
void solve_gains(const FactorPlan& plan, const Factor& factor, std::vector<double>& gains,
                 std::size_t width = 1);

/// By state: visits of a state to itself, the first included; nothing where there is a trap.
std::vector<double> own_visits(const FactorPlan& plan, const Factor& factor);

}  // namespace cairn
