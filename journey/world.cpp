#include "journey/world.h"

namespace cairn {

World best_estimate(const Journey& journey) {
  World world = written_estimate(journey);
  if (!journey.active_fixes.empty()) set_strengths(journey, full_strength(journey), world);
  return world;
}

World written_estimate(const Journey& journey) {
  World world;
  world.values.reserve(journey.parameters.size());
  world.low_digits.reserve(journey.parameters.size());
  for (const Parameter& parameter : journey.parameters) {
    world.values.push_back(parameter.best.hi);
    world.low_digits.push_back(parameter.best.lo);
  }
  return world;
}

}  // namespace cairn
