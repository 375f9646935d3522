// P(X < Y) of two Beta posteriors is the integral of density of one times distribution of the
// other. With x = sin^2(t), Jeffreys' half makes the density of t a product of whole powers,
// sin^(2n)(t) * cos^(2(m-n))(t): smooth up to the ends. Its logarithm curves down by at least 2m
// everywhere (the curvature is 2n/sin^2 + 2(m-n)/cos^2), so beyond a distance w from its top it is
// below exp(-m w^2) of it: the integral ends there. The arm with more people is the one integrated
// over: beside its width the distribution of the other is smooth.
#include "decision/chance_better.h"

#include <algorithm>
#include <cmath>

#include <boost/math/quadrature/gauss.hpp>
#include <boost/math/special_functions/beta.hpp>

#include "base/check.h"

namespace cairn {
namespace {

// As in simulator/worlds.cpp.
using Policy = boost::math::policies::policy<
    boost::math::policies::promote_double<false>,
    boost::math::policies::domain_error<boost::math::policies::errno_on_error>,
    boost::math::policies::overflow_error<boost::math::policies::errno_on_error>,
    boost::math::policies::evaluation_error<boost::math::policies::errno_on_error>>;

constexpr double kHalfPi = 1.5707963267948966;
constexpr double kFalls = 45;  // exp(-45) is beyond the last digit
constexpr int kPanels = 32;    // about one standard deviation each

struct Posterior {
  double hits = 0;    // n
  double misses = 0;  // m - n
};

Posterior posterior_of(const ArmCounts& counts) {
  return {static_cast<double>(counts.successes),
          static_cast<double>(counts.total - counts.successes)};
}

/// The chance that the rate is below sin^2(t).
double chance_below(const Posterior& posterior, double t) {
  const double sine = std::sin(t);
  const double cosine = std::cos(t);
  const double a = posterior.hits + 0.5;
  const double b = posterior.misses + 0.5;
  // From the smaller side, which keeps its digits near the end.
  return sine < cosine ? boost::math::ibeta(a, b, sine * sine, Policy())
                       : boost::math::ibetac(b, a, cosine * cosine, Policy());
}

/// The density at top + step over the density at the top. To first order the two parts cancel, so
/// each is taken relative to the top: sin(top + s) / sin(top) = 1 + cot(top) sin(s) - 2 sin^2(s/2).
double relative_density(const Posterior& posterior, double top, double step) {
  const double half = std::sin(step / 2);
  const double shared = -2 * half * half;
  double log_density = 0;
  if (posterior.hits > 0) {
    log_density += 2 * posterior.hits * std::log1p(std::sin(step) / std::tan(top) + shared);
  }
  if (posterior.misses > 0) {
    log_density += 2 * posterior.misses * std::log1p(-std::sin(step) * std::tan(top) + shared);
  }
  return std::exp(log_density);
}

/// The chance that `other` is below `wide`, integrated over `wide`.
double integrate(const Posterior& over, const Posterior& other) {
  const double people = over.hits + over.misses;
  const double top = std::atan2(std::sqrt(over.hits), std::sqrt(over.misses));
  const double reach = std::sqrt(kFalls / people);
  const double begin = std::max(-top, -reach);
  const double width = (std::min(kHalfPi - top, reach) - begin) / kPanels;
  using Rule = boost::math::quadrature::gauss<double, 15>;
  double whole = 0;
  double below = 0;
  for (int panel = 0; panel < kPanels; ++panel) {
    const double low = begin + width * panel;
    whole += Rule::integrate([&](double step) { return relative_density(over, top, step); }, low,
                             low + width);
    below += Rule::integrate(
        [&](double step) {
          return relative_density(over, top, step) * chance_below(other, top + step);
        },
        low, low + width);
  }
  return std::clamp(below / whole, 0.0, 1.0);
}

}  // namespace

double chance_better(const ArmCounts& control, const ArmCounts& changed) {
  CAIRN_CHECK(is_valid(control) && is_valid(changed));
  if (changed.total >= control.total)
    return integrate(posterior_of(changed), posterior_of(control));
  return 1 - integrate(posterior_of(control), posterior_of(changed));
}

}  // namespace cairn
