#include "journey/parameter.h"

#include <algorithm>
#include <cmath>

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

double law_mean(Law law, double first, double second) {
  if (law != Law::lognormal_p90 && law != Law::lognormal_p5_p95) return first;
  second = std::max(first, second);
  if (!(first > 0)) return law == Law::lognormal_p90 ? first : (first + second) / 2;
  const bool is_median = law == Law::lognormal_p90;
  const double sigma = std::log(second / first) / (is_median ? kNormal90 : 2 * kNormal95);
  const double median = is_median ? first : std::sqrt(first * second);
  return median * std::exp(sigma * sigma / 2);
}

}  // namespace cairn
