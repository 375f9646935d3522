// A chain that is over as soon as it comes to certain states: what follow-up questions are made of.
#pragma once

#include <cstdint>
#include <vector>

#include "journey/journey.h"
#include "simulator/chain/chain.h"
#include "simulator/exact/exact_plan.h"
#include "simulator/exact/factor.h"

namespace cairn {

using StateSet = std::vector<std::uint8_t>;  // by state: 1 if in it

StateSet states_of_place(const ExactPlan& plan, PlaceId place);

struct Until {
  StateSet is_over;
  Factor factor;
  /// By state, from entry: expected visits before it is over; where it is over, the chance that it
  /// is there.
  std::vector<double> visits;
};

/// `chances`, by edge, need not be those of the chain; a row counts relative to its sum.
Until stop_at(const ExactPlan& plan, const Chain& chain, const std::vector<double>& chances,
              StateSet is_over);
Until stop_at(const ExactPlan& plan, const Chain& chain, StateSet is_over);

/// By state: the chance to come to the set, 1 within it. The set must be part of where it is over
/// or of where nothing goes on.
std::vector<double> chance_to_come(const ExactPlan& plan, const Chain& chain,
                                   const std::vector<double>& chances, const Until& until,
                                   const StateSet& set);
std::vector<double> chance_to_come(const ExactPlan& plan, const Chain& chain, const Until& until,
                                   const StateSet& set);

/// The chances of a chain's edges.
std::vector<double> chances_of(const Chain& chain);

}  // namespace cairn
