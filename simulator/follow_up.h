// What strategists ask next of a solved journey: what each touchpoint carries, how many touches a
// buyer needs, and who comes where of those who saw something.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "journey/prediction.h"
#include "simulator/setting.h"

namespace cairn {

// All at the numbers given, over all classes; none may be too large to eliminate. With a horizon
// counted within it: middle values of a grid, with half of the widest certified bracket as the
// error. Where that would take too much work (counted, not timed) without it, and marked so.

/// Every touchpoint, in order of the journey.
std::vector<TouchpointRole> find_roles(const Setting& setting, const WorldChains& numbers);

/// Nothing if nobody converts. Always within the horizon; what is `later` may not have been
/// followed.
std::optional<BuyerTouches> find_touches(const Setting& setting, const WorldChains& numbers);

/// Of entrants: who comes to a touchpoint at all, and to whom a metric happens after the first
/// visit to it (a first conversion there counts). Never cut by a horizon: a test waits for its
/// people.
struct AfterPlace {
  double reach = 0;
  double happens = 0;
};

/// `metric`: conversion, or reach of another place.
AfterPlace happens_after(const Setting& setting, const WorldChains& numbers, PlaceId place,
                         const Metric& metric);

/// Nothing if nobody comes to `given`.
std::optional<GivenReach> find_given(const Setting& setting, const WorldChains& numbers,
                                     PlaceId given);

}  // namespace cairn
