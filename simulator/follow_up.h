// What strategists ask next of a solved journey: what each touchpoint carries, how many touches a
// buyer needs, and who comes where of those who saw something.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "journey/prediction.h"
#include "simulator/setting.h"

namespace cairn {

// All at the numbers given, over all classes. Without the horizon; no class may be too large to
// eliminate.

/// Every touchpoint, in order of the journey.
std::vector<TouchpointRole> find_roles(const Setting& setting, const WorldChains& numbers);

/// Nothing if nobody converts.
std::optional<BuyerTouches> find_touches(const Setting& setting, const WorldChains& numbers);

/// Nothing if nobody comes to `given`.
std::optional<GivenReach> find_given(const Setting& setting, const WorldChains& numbers,
                                     PlaceId given);

// The same counted within the horizon, which must be finite, on `cells` cells at most: middle
// values with half of the widest certified bracket. Nothing also where that takes too much work;
// what is found without the horizon stands then.

template <typename Answer>
struct Within {
  Answer answer;
  double error = 0;  // of any share of entrants in it
};

std::optional<Within<std::vector<TouchpointRole>>> find_roles_within(const Setting& setting,
                                                                     const WorldChains& numbers,
                                                                     std::uint32_t cells);

/// Without an error: there is no bracket. What is `later` was not followed so far.
std::optional<BuyerTouches> find_touches_within(const Setting& setting, const WorldChains& numbers,
                                                std::uint32_t cells);

/// Error: of `reach`, and of rows times `reach`.
std::optional<Within<GivenReach>> find_given_within(const Setting& setting,
                                                    const WorldChains& numbers, PlaceId given,
                                                    std::uint32_t cells);

}  // namespace cairn
