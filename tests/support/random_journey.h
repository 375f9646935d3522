// Random specs that are sound by construction, for tests that hold two ways of computing against
// each other.
#pragma once

#include <cstdint>
#include <string>

namespace cairn {

struct RandomJourneyOptions {
  int most_touchpoints = 8;  // at least 2
  bool may_have_horizon = true;
  bool may_have_doubt = true;   // ranges and counts
  bool may_have_memory = true;  // flags, counts of visits, `last`
  bool may_split = true;        // personas, devices, several sources, `for`
};

/// A valid `.journey` text without imports. The same seed and options give the same text
/// everywhere. Sound because at every touchpoint the written shares, times the largest factors,
/// stay below 100 % and the rest moves forward: to an outcome or to a touchpoint further down.
std::string random_journey_text(std::uint64_t seed, const RandomJourneyOptions& options = {});

}  // namespace cairn
