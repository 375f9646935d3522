#include "decision/normal.h"

#include <cmath>

#include <boost/math/special_functions/erf.hpp>

#include "base/check.h"

namespace cairn {
namespace {

// As in simulator/worlds.cpp: long double would be slower and differ between machines.
using Policy = boost::math::policies::policy<
    boost::math::policies::promote_double<false>,
    boost::math::policies::domain_error<boost::math::policies::errno_on_error>,
    boost::math::policies::overflow_error<boost::math::policies::errno_on_error>,
    boost::math::policies::evaluation_error<boost::math::policies::errno_on_error>>;

}  // namespace

double normal_below(double z) {
  return std::erfc(-z / std::sqrt(2.0)) / 2;
}

double normal_quantile_at(double p) {
  CAIRN_CHECK(p > 0 && p < 1);
  return -std::sqrt(2.0) * boost::math::erfc_inv(2.0 * p, Policy());
}

double two_sided_bound(double confidence) {
  // By the upper tail, which 1 - confidence gives without rounding it once more.
  return -normal_quantile_at((1 - confidence) / 2);
}

}  // namespace cairn
