// What conversion loses without a touchpoint.
#pragma once

#include <vector>

#include "simulator/exact/until.h"

namespace cairn {

/// Two readings of "without this touchpoint", per entrant of the class, without a horizon.
///  - lost: whoever would come to it leaves for good instead. `lost` is what conversion loses: the
///    chance to convert after (or by) having been there. Relative to conversion it is the removal
///    effect of attribution models.
///  - passed on: nobody is sent to it; where a step before it had other ways, those who would have
///    come spread over them in their proportions, and where it had none they leave. `passed_on` is
///    the conversion then; it may be higher than today's.
struct RemovalEffect {
  PlaceId place;
  double lost = 0;
  double passed_on = 0;
};

struct RemovalEffects {
  double conversion = 0;  // as it is
  std::vector<RemovalEffect> effects;
};

/// For each of the places, in their order. Places of one state cost one elimination together for
/// `lost`; `passed_on` costs one for each place.
RemovalEffects removal_effects(const ExactPlan& plan, const Chain& chain,
                               const std::vector<PlaceId>& places);

}  // namespace cairn
