#include "simulator/exact/draw_slopes.h"

#include <algorithm>
#include <cmath>

namespace cairn {
DrawSlopes by_numbers(const Draw& draw, const UseSlopes& use, const DiscountSlopes& kept) {
  DrawSlopes slopes;
  if (use.kept != 0) {
    slopes = {use.kept * kept.value, use.kept * kept.mu, use.kept * kept.sigma};
  }
  if (draw.kind != Draw::Kind::lognormal) {
    const double of_square = draw.kind == Draw::Kind::fixed ? 2 : 4;
    slopes.value += use.mean + use.square * of_square * draw.value;
    return slopes;
  }
  const double mean = draw.mean(), square = mean * mean * std::exp(draw.sigma * draw.sigma);
  slopes.mu += use.mean * mean + use.square * 2 * square;
  slopes.sigma += draw.sigma * (use.mean * mean + use.square * 4 * square);
  return slopes;
}

void add_draw_gradient(const Amount& written, const Draw& draw, const DrawSlopes& by,
                       const World& world, ParameterGradient& gradient) {
  const Amount amount = law_in_world(written, world);
  double& by_first = gradient[amount.first.index];
  if (amount.law == Law::fixed || amount.law == Law::exponential) {
    by_first += by.value;
    return;
  }
  double& by_second = gradient[amount.second.index];
  const double first = world.at(amount.first);
  const double second = std::max(first, world.at(amount.second));
  const bool has_spread = draw.kind == Draw::Kind::lognormal;
  if (amount.law == Law::lognormal_p90) {
    if (!has_spread) {
      by_first += by.value;
      return;
    }
    by_first += (by.mu - by.sigma / kNormal90) / first;
    by_second += by.sigma / (kNormal90 * second);
    return;
  }
  if (!has_spread) {
    by_first += by.value / 2;
    by_second += by.value / 2;
    return;
  }
  by_first += (by.mu - by.sigma / kNormal95) / (2 * first);
  by_second += (by.mu + by.sigma / kNormal95) / (2 * second);
}

}  // namespace cairn
