// Chance, time and touchpoints until each of many groups of states is first entered.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "simulator/exact/censored_chain.h"

namespace cairn {

/// Sums over all who get there: P(ever), E[days; ever], E[touchpoints on the way; ever].
struct FirstPassage {
  double probability = 0;
  double days = 0;
  double touches = 0;
};

inline constexpr std::uint32_t kNoGroup = std::numeric_limits<std::uint32_t>::max();

/// First passages from `start` (in no group, entered by nobody) into each group of states; by
/// group. `chain` has its origins indexed. Halves the groups again and again, so that each state is
/// taken out about log2(groups) times instead of once per group.
std::vector<FirstPassage> first_passages(CensoredChain chain, std::uint32_t start,
                                         std::vector<std::uint32_t> group_of,
                                         std::size_t group_count);

}  // namespace cairn
