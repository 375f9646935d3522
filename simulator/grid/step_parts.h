// The part of a chain that is stepped on a grid, forwards (run_steps.cpp) or backwards
// (back_steps.cpp).
#pragma once

#include <cstdint>
#include <vector>

#include "simulator/grid/block_sums.h"
#include "simulator/grid/cell_moves.h"
#include "simulator/grid/time_steps.h"

namespace cairn {

/// The part of the chain that is stepped, its states numbered from 0.
struct StepParts {
  struct Arrivals {
    double visits = 0, touches = 0;
  };
  struct Group {
    std::uint32_t state = 0;
    const LagLaw* law = nullptr;
    const std::vector<double>* weights_from_far = nullptr;
    const LawBlocks* blocks = nullptr;  // null: all the past is summed directly
    std::uint32_t first_link = 0, last_link = 0;
    Arrivals last;      // what the last cell got
    BlockArrivals far;  // what comes into the block at hand from those before it
  };
  std::vector<Group> groups;  // those that reach later cells
  std::vector<GridChain::Link> links;
  std::vector<std::uint32_t> edges;        // by link: of the Chain
  std::vector<std::uint8_t> counts_touch;  // by state
  struct Touch {
    std::uint32_t from = 0, to = 0;
    double probability = 0;
  };
  std::vector<Touch> touches_at_once;  // moves within a cell from touchpoints
  CellMoves at_once;
};

/// States of the plan that somebody comes to on this grid, in its order.
std::vector<std::uint32_t> find_active(const GridChain& grid, const StepPlan& plan);

/// `states`: of the plan, ascending; moves to others only leave.
StepParts make_step_parts(const GridChain& grid, const StepPlan& plan,
                          const std::vector<std::uint32_t>& states);

}  // namespace cairn
