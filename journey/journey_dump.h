// The journey as indented text for `cairn dump journey`. It shows all that is meant and nothing of
// how it was written or where: two journeys are equal exactly if their dumps are.
#pragma once

#include <string>

#include "journey/journey.h"

namespace cairn {

std::string dump_journey(const Journey& journey);

}  // namespace cairn
