// Slopes of figures by every written number: which number moves the answer most.
#pragma once

#include <optional>
#include <vector>

#include "journey/classes.h"
#include "journey/share_gradient.h"
#include "journey/state_space.h"
#include "simulator/chain/chain.h"
#include "simulator/chain/ratio.h"
#include "simulator/exact/exact_plan.h"

namespace cairn {

/// One class, solved in one world.
struct ClassCase {
  const StateSpace* space = nullptr;
  const ExactPlan* plan = nullptr;
  const Chain* chain = nullptr;
  const Totals* totals = nullptr;
  double share = 0;  // of entrants, or of the group looked at before it is made a whole
};

/// Adds the slopes, by ParameterId, of sum_i by_total[i] * totals[i] of one class.
void add_total_gradient(const Journey& journey, const ClassCase& one, const TotalsLayout& layout,
                        const World& world, const MoneyWeights& weights,
                        const std::vector<double>& by_total, ParameterGradient& gradient);

struct RatioGradient {
  double value = 0;
  ParameterGradient by_parameter;
};

/// A figure of all classes together, without a horizon, and its slope by every written number, per
/// unit of that number (a share by 1, a time by a day, money by one piece of it). Nothing if its
/// denominator is 0. `classes` and `cases` stand in the order of find_classes.
std::optional<RatioGradient> ratio_gradient(const Journey& journey,
                                            const std::vector<CustomerClass>& classes,
                                            const std::vector<ClassCase>& cases,
                                            const TotalsLayout& layout, const World& world,
                                            const MoneyWeights& weights, const Ratio& ratio);

}  // namespace cairn
