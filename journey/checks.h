// Everything that makes a journey sound, apart from its text: sums, ties, reachability, pains.
#pragma once

#include <cstdint>
#include <string>
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

/// Runs every check in order and reports. At level draw nothing about shares is an error. More
/// states than the limit, all classes together, are E415. Promises (`requires`) and the guards of
/// fixes are looked at in kDefaultStateLimit states at most whatever the limit is.
void check_journey(const Journey& journey, Level level, Diagnostics& diagnostics,
                   std::size_t state_limit = kDefaultStateLimit);

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
void check_memory(const Journey& journey, const StateSpaces& spaces, std::size_t state_limit,
                  Diagnostics& diagnostics);                                   // size
void check_ties(const CheckGround& ground, Diagnostics& diagnostics);          // lines that compete
void check_factors(const CheckGround& ground, Diagnostics& diagnostics);       // `times`
void check_sums(const CheckGround& ground, Diagnostics& diagnostics);          // ways out
void check_reachability(const CheckGround& ground, Diagnostics& diagnostics);  // unused places
void check_loops(const CheckGround& ground, Diagnostics& diagnostics);  // loops nobody leaves
void check_pains(const CheckGround& ground, Level level, Diagnostics& diagnostics);
void check_guards(const CheckGround& ground, Level level, Diagnostics& diagnostics);  // never true
void check_consent(const Journey& journey, Diagnostics& diagnostics);   // `requires` is kept
void check_outbound(const Journey& journey, Diagnostics& diagnostics);  // messages without one
void check_idle(const Journey& journey, Diagnostics& diagnostics);      // ideas that change nothing
void check_fixes(const CheckGround& ground, Diagnostics& diagnostics);  // each on its own
void check_scenarios(const Journey& journey, Diagnostics& diagnostics);   // fixes taken together
void check_fix_guards(const Journey& journey, Diagnostics& diagnostics);  // never true in a fix
void check_calendar(const Journey& journey, Diagnostics& diagnostics);    // when fixes act
void check_experiments(const Journey& journey, Diagnostics& diagnostics);
void check_growth(const CheckGround& ground, Diagnostics& diagnostics);  // referrals
void check_doubt(const Journey& journey, Diagnostics& diagnostics);      // sources, and confidence

/// Which outbound channels the journey writes to people by and what they ask for, to be printed;
/// empty if there are none: "email: 2 of 3 messages ask for consent-email; sms: 1 of 1 …".
std::string describe_outbound(const Journey& journey);

}  // namespace cairn
