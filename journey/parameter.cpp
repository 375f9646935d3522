#include "journey/parameter.h"

namespace cairn {

Family family_of(const Parameter& parameter) {
  if (parameter.doubt == Doubt::exact) return Family::fixed;
  if (parameter.doubt == Doubt::observed) return Family::beta;
  switch (parameter.unit) {
    case Unit::share:
      return Family::logit_normal;
    case Unit::points:
    case Unit::feeling:
      return Family::normal;
    case Unit::money:
      // Money may be a loss: a range that is not above zero cannot be lognormal.
      return parameter.low > 0 ? Family::lognormal : Family::normal;
    case Unit::factor:
    case Unit::days:
    case Unit::people:
      return Family::lognormal;
  }
  return Family::fixed;
}

}  // namespace cairn
