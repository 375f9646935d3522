// How written numbers are called.
#pragma once

#include <string>
#include <vector>

#include "journey/journey.h"

namespace cairn {

/// By its place in the spec, for those who write it: "checkout: -> order for mobile".
std::string number_name(const Parameter& parameter);

/// By ParameterId, for those who only read what was found: names that have a label are called by
/// it: "Checkout: → Order confirmed for mobile".
std::vector<std::string> number_labels(const Journey& journey);

}  // namespace cairn
