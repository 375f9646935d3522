// Who comes to two places, and who never comes to any end.
#pragma once

#include "simulator/exact/until.h"

namespace cairn {

/// Per entrant of the class. Of those who reach x, both / x reach y too, before or after.
struct ReachBoth {
  double x = 0;
  double y = 0;
  double both = 0;     // in either order
  double x_first = 0;  // both, x before y
};

/// Without a horizon. A place with itself: all three are its reach.
ReachBoth reach_both(const ExactPlan& plan, const Chain& chain, PlaceId x, PlaceId y);

/// Chance that a journey never ends: that it comes where no way of positive probability leads to an
/// end. 0 for journeys that pass the checks; where it is not, all sums over the whole journey are
/// infinite or lack those customers.
double chance_never_to_end(const ExactPlan& plan, const Chain& chain);

}  // namespace cairn
