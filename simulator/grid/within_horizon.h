// What follow-up questions ask (exact/conditional.h, exact/removal.h), counted within the horizon.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "simulator/chain/chain.h"
#include "simulator/chain/ledger.h"
#include "simulator/grid/time_distribution.h"

namespace cairn {

/// Per entrant of a class. Chances have certified bounds, as those of solve_horizon: both events
/// come no later with every duration rounded down, and no earlier with every one rounded up.
struct ReachWithin {
  PlaceId place;
  Chance ever;     // reaches this place and the given one within the horizon, in either order
  Chance x_first;  // the same, the given one first
};
struct GivenWithin {
  Chance given;  // reaches the given place within the horizon
  std::vector<ReachWithin> rows;
  std::uint32_t cells = 0;  // at most what was asked for
};

/// For each of the places, in their order. Nothing if that takes more than about a second on any
/// grid (counted, so the same on every machine).
std::optional<GivenWithin> given_within(const Chain& chain, const Ledger& ledger, PlaceId given,
                                        const std::vector<PlaceId>& places, double horizon_days,
                                        std::uint32_t cells);

/// As RemovalEffect: what conversion within the horizon loses if whoever comes to the place leaves,
/// and what it is if nobody is sent there.
struct RoleWithin {
  PlaceId place;
  Chance reach;
  Chance lost;
  Chance passed_on;
};
struct RolesWithin {
  Chance conversion;
  std::vector<RoleWithin> roles;
  std::uint32_t cells = 0;
};
std::optional<RolesWithin> roles_within(const Chain& chain, const Ledger& ledger,
                                        const std::vector<PlaceId>& places, double horizon_days,
                                        std::uint32_t cells);

}  // namespace cairn
