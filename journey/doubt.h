// Whether anything in a journey is uncertain.
#pragma once

#include "journey/journey.h"

namespace cairn {

/// False: every written number is exact, so that all draws are the same.
bool has_doubt(const Journey& journey);

}  // namespace cairn
