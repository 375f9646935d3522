// Every `for … when …` of a journey, by where it stands. One list serves the classes, the memory
// and the checks, so that none of them forgets a line.
#pragma once

#include <vector>

#include "journey/journey.h"

namespace cairn {

// Only scopes that say something are listed. Pointers into the journey; file order within each
// list.
std::vector<const Scope*> scopes_of(const Journey& journey, PlaceId place);  // with its pains
std::vector<const Scope*> scopes_of(const Source& source);
std::vector<const Scope*> scopes_of(const Persona& persona);
std::vector<const Scope*> scopes_of(const Device& device);

/// All of the above, and what active fixes say. Of other fixes today's journey asks nothing.
std::vector<const Scope*> all_scopes(const Journey& journey);

/// Whether `narrow` says everything `wide` says, judged by the words alone.
bool implies(const Scope& narrow, const Scope& wide);

}  // namespace cairn
