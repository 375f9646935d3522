// Everything that makes a journey sound, apart from its text: sums, ties, reachability, pains.
#pragma once

#include <cstdint>
#include <optional>

#include "base/diagnostic.h"
#include "journey/journey.h"

namespace cairn {

/// How much a spec says (R22): a picture, a model, or a decision.
enum class Level : std::uint8_t { draw, run, decide };

/// The level a journey stands at by what is written in it.
Level level_of(const Journey& journey);

/// Runs every check in order and reports. At level draw nothing about shares is an error.
void check_journey(const Journey& journey, Level level, Diagnostics& diagnostics);

// The checks, one concern each; check_journey runs them in this order and skips later ones whose
// ground is missing.
void check_shares(const Journey& journey, Diagnostics& diagnostics);         // personas, sources, devices
void check_flows(const Journey& journey, Diagnostics& diagnostics);          // sums, ties, rest
void check_reachability(const Journey& journey, Diagnostics& diagnostics);   // dead ends, loops, unused
void check_pains(const Journey& journey, Diagnostics& diagnostics);          // shares of exits
void check_memory(const Journey& journey, Diagnostics& diagnostics);         // size of the state space

}  // namespace cairn
