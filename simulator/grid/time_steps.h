// The chain stepped through time on a grid (renewal recursion).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "simulator/chain/chain.h"
#include "simulator/grid/block_sums.h"
#include "simulator/grid/lag_law.h"

namespace cairn {

/// A chain with its durations rounded to a grid; made once and run from several starts.
struct GridChain {
  /// Moves of one state that take the same law of time: a state's share of them is spread over time
  /// once and then split by probability.
  struct Group {
    std::uint32_t state = 0;
    std::uint32_t law = 0;
    std::uint32_t first_link = 0, last_link = 0;
  };
  struct Link {
    std::uint32_t target = 0;
    double probability = 0;
  };
  std::uint32_t cells = 0;
  std::vector<LagLaw> laws;
  std::vector<std::vector<double>> weights_from_far;  // by law: its weights, longest lag first
  std::vector<LawBlocks> law_blocks;                  // by law; empty: no blocks
  std::optional<Fourier> fourier;          // two blocks long; none: everything is summed directly
  std::vector<Group> groups;               // by state
  std::vector<std::uint32_t> first_group;  // by state, one more at the end
  std::vector<Link> links;
  std::vector<std::uint32_t> edge_of_link;   // by link
  std::vector<std::uint32_t> group_of_edge;  // by edge of the Chain
  std::vector<std::uint8_t> is_touchpoint;   // by state
};

GridChain make_grid_chain(const Chain& chain, const std::vector<std::uint8_t>& is_touchpoint,
                          double horizon_days, std::uint32_t cells, Rounding rounding);

/// Arrivals at one state over cells 0 … cells: expected visits that begin in each, and expected
/// touchpoints visited before them.
struct StateSeries {
  std::uint32_t state = 0;
  std::vector<double> visits;
  std::vector<double> touches;
};

/// Which part of the chain to step, and from where.
struct StepPlan {
  std::vector<std::uint32_t> states;  // to step through, ascending; moves to others are dropped
  std::vector<std::uint8_t> is_cut;   // by state: nobody goes on from here
  const std::vector<double>* entry = nullptr;        // by state, all in cell 0; or
  const std::vector<StateSeries>* inflow = nullptr;  // over time
};

/// Arrivals at each state of the plan, in its order.
using StepResult = std::vector<StateSeries>;

/// Moves within one cell are solved by elimination without subtraction, moves over several by
/// summing over past arrivals.
StepResult run_steps(const GridChain& grid, const StepPlan& plan);

}  // namespace cairn
