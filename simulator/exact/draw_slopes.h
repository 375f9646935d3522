// How a figure changes with the numbers of a duration or an amount, given how it changes with what
// that is used for.
#pragma once

#include "journey/share_gradient.h"
#include "simulator/chain/chain.h"
#include "simulator/exact/discounting.h"

namespace cairn {

/// By the own numbers of a Draw.
struct DrawSlopes {
  double value = 0;
  double mu = 0;
  double sigma = 0;
};

/// By what a Draw is used through: its mean, its mean square, and what discounting keeps over it.
struct UseSlopes {
  double mean = 0;
  double square = 0;
  double kept = 0;
};

/// `kept`: slopes of what discounting keeps, where that is used.
DrawSlopes by_numbers(const Draw& draw, const UseSlopes& use, const DiscountSlopes& kept = {});

/// The reverse of to_draw: adds what the written numbers of an amount get.
void add_draw_gradient(const Amount& amount, const Draw& draw, const DrawSlopes& by,
                       const World& world, ParameterGradient& gradient);

}  // namespace cairn
