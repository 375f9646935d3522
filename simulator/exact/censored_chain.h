// A chain watched only while it is in some of its states, by elimination without subtraction.
#pragma once

#include <cstdint>
#include <vector>

namespace cairn {

/// The move to one state: its probability, and the expected days and touchpoints it takes times
/// that probability. All three are sums of positive terms, so elimination keeps their relative
/// precision.
struct Move {
  std::uint32_t target = 0;
  double probability = 0;
  double days = 0;
  double touches = 0;
};

/// The chain watched only in the states that are left. After Grassmann, Taksar and Heyman (1985):
/// the chance to leave a state is summed from the moves out of it, never taken as 1 - p.
struct CensoredChain {
  std::vector<std::vector<Move>> rows;              // by state; a target appears once
  std::vector<double> leaks;                        // by state: chance that the journey ends here
  std::vector<std::vector<std::uint32_t>> origins;  // by state: who moves here; may be out of date
  std::vector<bool> is_gone;
};

/// What an elimination leaves behind, enough to solve v = b + v P for any b (rows of P: the chain).
struct Elimination {
  struct Step {
    std::uint32_t state = 0;
    double visits_per_stay = 0;      // 1 / chance to leave; infinite if nothing leaves
    std::uint32_t first_onward = 0;  // into onward: where those who leave go
    std::uint32_t last_onward = 0;
    std::uint32_t first_origin = 0;  // into origins: who comes from states eliminated later
    std::uint32_t last_origin = 0;
  };
  struct Link {
    std::uint32_t state = 0;
    double weight = 0;
  };
  std::vector<Step> steps;
  std::vector<Link> onward;
  std::vector<Link> origins;
};

/// A chain of `state_count` states without any move.
CensoredChain make_censored_chain(std::size_t state_count);

/// Adds a move; one to a target that the row has already is added to it. Nothing if it has no
/// probability. Call for rows in any order, then index_origins once.
void add_move(CensoredChain& chain, std::uint32_t from, const Move& move);
void index_origins(CensoredChain& chain);

/// Takes states out of the chain, cheapest first (Markowitz: fewest new moves), so that fill stays
/// low. If `record` is given, it is extended by one step per state. Rows that are left keep moves
/// to themselves, with the time they take.
void eliminate(CensoredChain& chain, const std::vector<std::uint32_t>& states, Elimination* record);

/// Expected visits when `inflow` enters, by state; the eliminated chain must have no state left.
/// Infinite where nothing can end the visits. `inflow` is replaced by the answer.
void solve_visits(const Elimination& elimination, std::vector<double>& inflow);

}  // namespace cairn
