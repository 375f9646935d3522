// One draw of everything that is not known.
#pragma once

#include <vector>

#include "journey/journey.h"

namespace cairn {

/// One value per parameter of a Journey, by ParameterId. `low_digits` holds what the value has
/// beyond a double where it is exact as written; it is 0 for drawn values.
struct World {
  std::vector<double> values;
  std::vector<double> low_digits;

  double at(ParameterId id) const { return values[id.index]; }
  DoubleDouble exact_at(ParameterId id) const { return {values[id.index], low_digits[id.index]}; }
};

/// Every parameter at its best estimate, active fixes in full.
World best_estimate(const Journey& journey);

/// The same as written: active fixes off, their own rows yet to be filled in (set_strengths).
World written_estimate(const Journey& journey);

}  // namespace cairn
