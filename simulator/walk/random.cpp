#include "simulator/walk/random.h"

#include <cmath>

#include <boost/random/exponential_distribution.hpp>
#include <boost/random/normal_distribution.hpp>

namespace cairn {

double sample(const Draw& draw, KeyedEngine engine) {
  switch (draw.kind) {
    case Draw::Kind::fixed:
      return draw.value;
    case Draw::Kind::exponential:
      return draw.value * boost::random::exponential_distribution<double>()(engine);
    case Draw::Kind::lognormal:
      return std::exp(draw.mu + draw.sigma * boost::random::normal_distribution<double>()(engine));
  }
  return draw.value;
}

}  // namespace cairn
