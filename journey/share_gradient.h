// How resolved shares change with the numbers they are written in: the reverse of resolve_row,
// divide_whole and class_shares. Where a rule has a kink (a rest that is just used up, a share that
// is just capped), the slope is the one on the side where the rule still holds.
#pragma once

#include <vector>

#include "journey/classes.h"
#include "journey/shares.h"
#include "journey/state_space.h"

namespace cairn {

/// By ParameterId.
using ParameterGradient = std::vector<double>;

/// Adds what a function of a row's shares, whose slopes by way are given, owes to each parameter.
void add_row_gradient(const State& state, const World& world, const std::vector<double>& by_share,
                      ParameterGradient& gradient);

/// The same for a function of one arrival's probability.
void add_arrival_gradient(const Arrival& arrival, const World& world, double by_probability,
                          ParameterGradient& gradient);

/// The same for the parts of a whole (divide_whole).
void add_whole_gradient(const std::vector<ShareChoice>& choices, const World& world,
                        const std::vector<double>& by_part, ParameterGradient& gradient);

/// The same for source_shares of one class.
void add_source_gradient(const Journey& journey, const CustomerClass& customer, const World& world,
                         const std::vector<double>& by_source, ParameterGradient& gradient);

/// The same for class_shares.
void add_class_gradient(const Journey& journey, const std::vector<CustomerClass>& classes,
                        const World& world, const std::vector<double>& by_class,
                        ParameterGradient& gradient);

}  // namespace cairn
