// How many touchpoints a buyer needs: the distribution behind the mean.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "simulator/exact/until.h"

namespace cairn {

/// Touchpoint visits before the first conversion (its own visit not included), without a horizon.
struct TouchCounts {
  double conversion = 0;        // per entrant
  std::vector<double> chances;  // by number: P(converts after exactly so many), per entrant
  double later = 0;             // P(converts after more), per entrant: exact, not a bound
};

/// Counts on until what is left is below `precision` of the conversion, or until so many
/// multiplications have been made that it would take more than about a second.
TouchCounts count_touches(const ExactPlan& plan, const Chain& chain, double precision = 1e-9);

/// Adds a class that is `share` of all entrants.
void add_class(TouchCounts& sum, const TouchCounts& of_class, double share);

/// The smallest number that at least the share `level` of converters need at most; nothing if
/// nobody converts or the count was not followed so far.
std::optional<std::uint64_t> touch_quantile(const TouchCounts& counts, double level);

}  // namespace cairn
