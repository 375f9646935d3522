// Fixes and scenarios chosen on the command line.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "journey/comparison.h"

namespace cairn {

/// What `--scenario S` and `--fix a,b` ask for, with every fix of it alone beside it; all of them
/// without either. Nothing, after saying why, if a name is unknown or fixes clash.
std::optional<std::vector<Alternative>> choose_alternatives(const Journey& journey,
                                                            const std::string& scenario,
                                                            const std::vector<std::string>& fixes);

/// The fix, scenario or persona of this name; nothing, after saying so and what may be meant.
std::optional<FixId> find_fix(const Journey& journey, const std::string& name);
std::optional<ScenarioId> find_scenario(const Journey& journey, const std::string& name);
std::optional<PersonaId> find_persona(const Journey& journey, const std::string& name);

}  // namespace cairn
