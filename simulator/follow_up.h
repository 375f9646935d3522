// What strategists ask next of a solved journey: what each touchpoint carries, how many touches a
// buyer needs, and who comes where of those who saw something.
#pragma once

#include <optional>
#include <vector>

#include "journey/prediction.h"
#include "simulator/setting.h"

namespace cairn {

// All at the numbers given, without the horizon, over all classes. No class may be too large to
// eliminate.

/// Every touchpoint, in order of the journey.
std::vector<TouchpointRole> find_roles(const Setting& setting, const WorldChains& numbers);

/// Nothing if nobody converts.
std::optional<BuyerTouches> find_touches(const Setting& setting, const WorldChains& numbers);

/// Nothing if nobody comes to `given`.
std::optional<GivenReach> find_given(const Setting& setting, const WorldChains& numbers,
                                     PlaceId given);

}  // namespace cairn
