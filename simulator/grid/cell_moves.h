// Moves that take no cell of time, solved by elimination without subtraction.
#pragma once

#include <cstdint>
#include <vector>

namespace cairn {

/// Chances to move on within a cell, and what leaves it (or ends there), by state.
struct CellChain {
  struct Move {
    std::uint32_t target = 0;
    double probability = 0;
  };
  std::vector<std::vector<Move>> rows;  // a target appears once
  std::vector<double> leaks;
};

/// Adds a move; one to a target that the row has already is added to it.
void add_cell_move(CellChain& chain, std::uint32_t from, std::uint32_t target, double probability);

/// What the elimination leaves behind, enough to solve v = b + v P for any
/// b. After Grassmann,
/// Taksar and Heyman (1985): the chance to leave a state is summed, never taken as 1 - p.
struct CellMoves {
  struct Step {
    std::uint32_t state = 0;
    double visits_per_stay = 0;  // 1 / chance to leave; infinite if nothing leaves
    std::uint32_t first_onward = 0, last_onward = 0;
    std::uint32_t first_origin = 0, last_origin = 0;
  };
  struct Link {
    std::uint32_t state = 0;
    double weight = 0;
  };
  std::vector<Step> steps;  // states that neither move nor are moved to are left out
  std::vector<Link> onward, origins;
};

CellMoves eliminate_cell(CellChain chain);

/// Replaces what flows in by expected visits, by state. Infinite where nothing can end them.
void settle_cell(const CellMoves& moves, std::vector<double>& inflow);

/// The same seen from the other end, x = b + P x: replaces gains per visit, by state and of any
/// sign, by what is gained from each state on.
void settle_gains(const CellMoves& moves, std::vector<double>& gains);

}  // namespace cairn
