// Labels as a format needs them in which a label is the name.
#pragma once

#include <string>
#include <vector>

#include "journey/journey.h"

namespace cairn {

/// The labels of things; where several have the same one, the name follows in brackets.
std::vector<std::string> distinct_labels(const std::vector<const Heading*>& headings);

/// A number without exponent and without zeros at its end, at most `decimals` of them.
std::string decimal_text(double value, int decimals);

}  // namespace cairn
