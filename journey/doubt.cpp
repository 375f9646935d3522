#include "journey/doubt.h"

#include <algorithm>

namespace cairn {

bool has_doubt(const Journey& journey) {
  return std::any_of(journey.parameters.begin(), journey.parameters.end(),
                     [](const Parameter& parameter) { return parameter.doubt != Doubt::exact; });
}

}  // namespace cairn
