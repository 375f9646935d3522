// In which order the states of a chain are eliminated, and where fill appears: all that does not
// depend on the world.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "simulator/chain/chain.h"

namespace cairn {

inline constexpr std::uint32_t kNotInside = std::numeric_limits<std::uint32_t>::max();

/// The states with a way out, each with its position in the order of elimination. Those from
/// `dense_from` on are eliminated as one dense block.
struct FactorPlan {
  std::vector<std::uint32_t> position_of;  // by state; kNotInside: the journey ends there
  std::vector<std::uint32_t> state_at;     // by position
  std::size_t dense_from = 0;
  /// By position, ascending: columns where a move may be when the row has been reduced. Before the
  /// row itself for `into`, all below dense_from; after it for `onward`, of sparse rows only.
  std::vector<std::uint32_t> first_into, into;
  std::vector<std::uint32_t> first_onward, onward;
  /// Multiplications of one elimination.
  double work = 0;
  /// False: fill explodes, more than kMostFactorWork or a dense block that would not fit; then
  /// nothing else may be used.
  bool is_affordable = true;

  std::size_t size() const { return state_at.size(); }
  std::size_t dense_count() const { return size() - dense_from; }
};

/// About ten seconds.
inline constexpr double kMostFactorWork = 3e10;

/// Orders by Markowitz's rule (fewest new moves first; ties: first in the chain) until what is left
/// is nearly full.
FactorPlan plan_factor(const Chain& chain);

}  // namespace cairn
