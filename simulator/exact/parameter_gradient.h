// Slopes of figures by every written number: which number moves the answer most.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "journey/classes.h"
#include "journey/share_gradient.h"
#include "journey/state_space.h"
#include "simulator/chain/chain.h"
#include "simulator/chain/ratio.h"
#include "simulator/exact/chain_slopes.h"
#include "simulator/exact/exact_plan.h"

namespace cairn {

/// One class, solved in one world.
struct ClassCase {
  const StateSpace* space = nullptr;
  const ExactPlan* plan = nullptr;
  const Chain* chain = nullptr;
  const Totals* totals = nullptr;  // not needed where a figure is no sum of totals
  double share = 0;                // of all entrants
  bool is_counted = true;          // belongs to the group that the figure is about
};

/// Adds what slopes by the numbers of a chain, whichever engine gave them, mean for the written
/// numbers that the chain was built from in this world. The rate of discount is one of them; the
/// shares of classes, the number of entrants and the horizon are not in a chain.
void add_chain_gradient(const Journey& journey, const StateSpace& space, const Chain& chain,
                        const ChainGradient& slopes, const World& world,
                        ParameterGradient& gradient);

/// Slopes per unit of each number: a share by 1, a time by a day, money by one piece of it. Where
/// a figure has none because a rule changes there, see journey/share_kinks.h.
struct FigureSlopes {
  double value = 0;
  ParameterGradient by_parameter;
};

/// What all classes of a group share: `classes` and `cases` stand in the order of find_classes.
struct MixCase {
  const Journey& journey;
  const std::vector<CustomerClass>& classes;
  const std::vector<ClassCase>& cases;
  const World& world;

  /// Of all entrants.
  double group_share() const;
};

/// Adds what the shares of the classes move, given the slopes of a figure that depends on means
/// over the group, by class: sum_j (df / dmean_j) * (mean_j of the class).
void add_mix_gradient(const MixCase& mix, std::vector<double> by_class,
                      ParameterGradient& gradient);

/// Totals per entrant of the group. Those that some class does not know are not numbers.
Totals mean_totals(const MixCase& mix, const TotalsLayout& layout);

/// Adds the slopes by parameter of sum_i by_total[i] * totals[i] of one class: an engine's reverse
/// pass. The shares of classes are not its business.
using ClassSlopes = std::function<void(const ClassCase& one, const std::vector<double>& by_total,
                                       ParameterGradient& gradient)>;

/// By elimination, without a horizon. The arguments must outlive it.
ClassSlopes slopes_for_ever(const MixCase& mix, const TotalsLayout& layout,
                            const MoneyWeights& weights);

/// By parameter: slopes of a function of those totals whose own slopes, by total, are given; 0
/// where it does not depend on one.
ParameterGradient totals_gradient(const MixCase& mix, const ClassSlopes& of_class,
                                  const std::vector<double>& by_total);

/// A figure and its slope by every written number. Nothing if its denominator is 0.
std::optional<FigureSlopes> ratio_gradient(const MixCase& mix, const TotalsLayout& layout,
                                           const ClassSlopes& of_class, const Ratio& ratio);
/// The same without a horizon.
std::optional<FigureSlopes> ratio_gradient(const MixCase& mix, const TotalsLayout& layout,
                                           const MoneyWeights& weights, const Ratio& ratio);

/// Standard deviation of a time between those who get there, given its mean as a ratio and the
/// total of its squares. Nothing where it is 0: there it may only rise.
std::optional<FigureSlopes> deviation_gradient(const MixCase& mix, const TotalsLayout& layout,
                                               const ClassSlopes& of_class, const Ratio& mean,
                                               std::size_t square);
/// The same without a horizon.
std::optional<FigureSlopes> deviation_gradient(const MixCase& mix, const TotalsLayout& layout,
                                               const MoneyWeights& weights, const Ratio& mean,
                                               std::size_t square);

}  // namespace cairn
