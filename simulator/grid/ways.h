// Where a chain leads, whatever time it takes.
#pragma once

#include <cstdint>
#include <vector>

#include "simulator/chain/chain.h"
#include "simulator/grid/time_steps.h"

namespace cairn {

using StateFlags = std::vector<std::uint8_t>;  // by state: 1 or 0

/// The chain as lists of neighbours both ways.
struct Neighbours {
  std::vector<std::vector<std::uint32_t>> onward, back;
};

/// `has_impossible`: moves of chance 0 too.
Neighbours find_neighbours(const Chain& chain, bool has_impossible);

/// All that can be reached from the seeds, themselves included, without going on from a cut state.
StateFlags spread(const std::vector<std::vector<std::uint32_t>>& next,
                  std::vector<std::uint32_t> seeds, const StateFlags& is_cut);

std::vector<std::uint32_t> states_of(const StateFlags& flags);

/// The way from the seeds, cut where said, as far as it leads to a goal; without entry or inflow.
StepPlan plan_way(const Neighbours& neighbours, const std::vector<std::uint32_t>& seeds,
                  const StateFlags& is_cut, const StateFlags& is_goal);

}  // namespace cairn
