// Written numbers at which a rule just changes, so that a figure may have two slopes there.
#pragma once

#include <cstdint>
#include <vector>

#include "journey/classes.h"
#include "journey/state_space.h"
#include "journey/world.h"

namespace cairn {

/// By ParameterId: 1 where the number stands exactly on a border in this world:
///  - a share of 0 % or 100 %, or a share with its factors that just reaches 100 %,
///  - a number in a row or whole whose `rest` is just used up,
///  - a time of 0 days, quantiles of a time or an amount that have met.
/// The slopes of share_gradient.h are there those towards the smaller number, at 0 those towards
/// the larger one. Only what is written as exactly 0 % or 100 % and leaves nothing to chance is no
/// part of a state space at all (the way of 0 %, the flag of 100 %): its slope is not known, and 0
/// stands for it. A mark does not mean that every figure has a kink there.
std::vector<std::uint8_t> find_kinks(const Journey& journey,
                                     const std::vector<CustomerClass>& classes,
                                     const std::vector<StateSpace>& spaces, const World& world);

}  // namespace cairn
