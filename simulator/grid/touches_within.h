// How many touchpoints a buyer needs, of those who buy within the horizon.
#pragma once

#include <cstdint>

#include "simulator/chain/chain.h"
#include "simulator/chain/ledger.h"
#include "simulator/exact/touch_counts.h"

namespace cairn {

/// As count_touches, of first conversions within the horizon; middle values on `cells` cells, no
/// bracket. Counts on until what is left is below `precision` of the conversion, or until it would
/// take more than about a second: `later` holds the rest.
TouchCounts touches_within(const Chain& chain, const Ledger& ledger, double horizon_days,
                           std::uint32_t cells, double precision = 1e-9);

}  // namespace cairn
