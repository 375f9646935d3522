// How a figure changes with the numbers of a chain: what reverse passes hand to the written
// numbers.
#pragma once

#include <cstdint>
#include <vector>

#include "simulator/chain/chain.h"
#include "simulator/exact/draw_slopes.h"

namespace cairn {

/// Slopes of one figure of a class, whichever engine gave them. Those of edges and entry hold for
/// changes that keep every row and the entry summing to what they do.
struct ChainGradient {
  std::vector<double> entry;               // by state
  std::vector<double> chances;             // by edge
  std::vector<DrawSlopes> takes;           // by state
  std::vector<DrawSlopes> after;           // by edge
  std::vector<double> feelings;            // by state
  std::vector<std::uint32_t> first_money;  // by state, into money
  std::vector<DrawSlopes> money;           // by line of money
  double rate_per_day = 0;
};

/// All 0, of the right sizes.
ChainGradient no_slopes(const Chain& chain);

}  // namespace cairn
