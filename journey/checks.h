// Everything that makes a journey sound, apart from its text: sums, ties, reachability, pains.
#pragma once

#include <cstdint>
#include <vector>

#include "base/diagnostic.h"
#include "journey/describe.h"
#include "journey/journey.h"
#include "journey/state_space.h"

namespace cairn {

/// How much a spec says (R22): a picture, a model, or a decision.
enum class Level : std::uint8_t { draw, run, decide };

/// The level a journey stands at by what is written in it.
Level level_of(const Journey& journey);

/// Runs every check in order and reports. At level draw nothing about shares is an error.
void check_journey(const Journey& journey, Level level, Diagnostics& diagnostics);

/// What most checks need: the states of all classes, built once.
struct CheckGround {
  const Journey& journey;
  const StateSpaces& spaces;
  std::vector<std::vector<StateRef>> sites;  // group_by_site
};

// The checks, one concern each; check_journey runs them in this order and skips later ones whose
// ground is missing.
void check_shares(const Journey& journey, Diagnostics& diagnostics);  // personas, sources, devices
void check_money(const Journey& journey, Diagnostics& diagnostics);   // lines that add up unawares
void check_memory(const Journey& journey, const StateSpaces& spaces,
                  Diagnostics& diagnostics);                                   // size
void check_ties(const CheckGround& ground, Diagnostics& diagnostics);          // lines that compete
void check_factors(const CheckGround& ground, Diagnostics& diagnostics);       // `times`
void check_sums(const CheckGround& ground, Diagnostics& diagnostics);          // ways out
void check_reachability(const CheckGround& ground, Diagnostics& diagnostics);  // unused places
void check_loops(const CheckGround& ground, Diagnostics& diagnostics);  // loops nobody leaves
void check_pains(const CheckGround& ground, Level level, Diagnostics& diagnostics);
void check_guards(const CheckGround& ground, Level level, Diagnostics& diagnostics);  // never true

}  // namespace cairn
