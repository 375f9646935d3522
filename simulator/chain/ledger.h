// What each state and edge of a Chain counts as in Totals.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "journey/journey.h"
#include "simulator/chain/chain.h"
#include "simulator/chain/totals.h"

namespace cairn {

struct Ledger {
  std::vector<std::size_t> passages;        // by edge: position of its flow's passages in Totals
  std::vector<std::uint8_t> is_exit;        // by edge: from a place to a loss
  std::vector<std::uint32_t> place_of;      // by state; kNoPlace at the moment of entry
  std::vector<std::uint8_t> is_touchpoint;  // by state
  std::vector<std::uint8_t> is_conversion;  // by state
};

inline constexpr std::uint32_t kNoPlace = PlaceId::kNone;

Ledger make_ledger(const Journey& journey, const Chain& chain, const TotalsLayout& layout);

}  // namespace cairn
