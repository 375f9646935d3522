// A Journey as JSON for other programs: docs/journey.schema.json.
#pragma once

#include <string>

#include "journey/journey.h"

namespace cairn {

/// All that is meant, with names instead of indexes, in the order of the spec; nothing of where or
/// how it was written. Shares run from 0 to 1, times are in days, money is in the currency of the
/// frame; numbers carry as many digits as give the same double back. Ends in a newline.
std::string journey_to_json(const Journey& journey, const std::string& version,
                            const std::string& spec_sha256);

}  // namespace cairn
