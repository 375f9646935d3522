#include "simulator/exact/follow_up_gradient.h"

#include <cmath>
#include <utility>

#include "simulator/exact/conditional.h"
#include "simulator/exact/removal.h"
#include "simulator/exact/until.h"

namespace cairn {
namespace {

template <typename Visit>
void each_edge(const Chain& chain, const StateSet& is_over, const Visit& visit) {
  for (std::size_t s = 0; s < chain.states.size(); ++s) {
    if (is_over[s] != 0) continue;
    const ChainState& state = chain.states[s];
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      visit(s, e, chain.edges[e].target);
    }
  }
}

StateSet join(StateSet a, const StateSet& b) {
  for (std::size_t s = 0; s < a.size(); ++s) a[s] |= b[s];
  return a;
}

/// A chance from each state on, given what it is where the journey is over.
std::vector<double> chance_ahead(const ExactPlan& plan, const Chain& chain, const Until& until,
                                 const std::vector<double>& at_end) {
  std::vector<double> chance(chain.states.size(), 0);
  const auto is_over = [&](std::size_t s) {
    return until.is_over[s] != 0 || chain.states[s].edge_count == 0;
  };
  each_edge(chain, until.is_over, [&](std::size_t from, std::uint32_t e, std::uint32_t to) {
    if (is_over(to)) chance[from] += chain.edges[e].probability * at_end[to];
  });
  solve_gains(plan.factor, until.factor, chance);
  for (std::size_t s = 0; s < chance.size(); ++s) {
    if (is_over(s)) chance[s] = at_end[s];
  }
  return chance;
}

/// Adds the slopes of the sum over entry of a chance ahead: each row's chances count as often as
/// it is visited.
void add_slopes(const Chain& chain, const Until& until, const std::vector<double>& visits,
                const std::vector<double>& ahead, double weight, ChainGradient& slopes) {
  each_edge(chain, until.is_over, [&](std::size_t from, std::uint32_t e, std::uint32_t to) {
    slopes.chances[e] += weight * visits[from] * ahead[to];
  });
}

/// The chance to come to the set at all.
void add_reach(const ExactPlan& plan, const Chain& chain, const StateSet& set, double weight,
               ChainGradient& slopes) {
  const Until until = stop_at(plan, chain, set);
  const std::vector<double> ahead = chance_to_come(plan, chain, until, set);
  add_slopes(chain, until, until.visits, ahead, weight, slopes);
  for (std::size_t s = 0; s < ahead.size(); ++s) slopes.entry[s] += weight * ahead[s];
}

/// The chance to come to `via` before anything else of the goal, and then (or by that) to the goal.
void add_by_way_of(const ExactPlan& plan, const Chain& chain, const StateSet& via,
                   const StateSet& goal, double weight, ChainGradient& slopes) {
  const Until second = stop_at(plan, chain, goal);
  const std::vector<double> to_goal = chance_to_come(plan, chain, second, goal);
  const Until first = stop_at(plan, chain, join(via, goal));
  std::vector<double> at_end(via.size(), 0), onward(via.size(), 0);
  for (std::size_t s = 0; s < via.size(); ++s) {
    if (via[s] == 0) continue;
    at_end[s] = to_goal[s];
    if (goal[s] == 0) onward[s] = first.visits[s];
  }
  const std::vector<double> ahead = chance_ahead(plan, chain, first, at_end);
  add_slopes(chain, first, first.visits, ahead, weight, slopes);
  for (std::size_t s = 0; s < ahead.size(); ++s) slopes.entry[s] += weight * ahead[s];
  solve_visits(plan.factor, second.factor, onward);
  add_slopes(chain, second, onward, to_goal, weight, slopes);
}

/// Conversion where nobody is sent to the set: rows count relative to what is left of them, and
/// visits of a factor are those of rows that are not scaled, which is what the slopes need.
void add_passed_on(const ExactPlan& plan, const Chain& chain, const StateSet& set, double weight,
                   ChainGradient& slopes) {
  const StateSet& converts = plan.ledger.is_conversion;
  std::vector<double> chances = chances_of(chain);
  for (std::size_t e = 0; e < chances.size(); ++e) {
    if (set[chain.edges[e].target] != 0) chances[e] = 0;
  }
  const Until until = stop_at(plan, chain, chances, converts);
  const std::vector<double> ahead = chance_to_come(plan, chain, chances, until, converts);
  each_edge(chain, converts, [&](std::size_t from, std::uint32_t e, std::uint32_t to) {
    // Whoever is never left again converts nowhere.
    if (set[to] != 0 || !std::isfinite(until.visits[from])) return;
    slopes.chances[e] += weight * until.visits[from] * (ahead[to] - ahead[from]);
  });
  for (std::size_t s = 0; s < ahead.size(); ++s) slopes.entry[s] += weight * ahead[s];
}

/// A ratio of two means over the group; without a bottom: the top alone.
struct Means {
  std::vector<double> top, bottom;  // by class
};

/// `add_top` and `add_bottom` add the slopes of one class, with a weight.
template <typename AddTop, typename AddBottom>
std::optional<FigureSlopes> mix_ratio(const MixCase& mix, const Means& means, const AddTop& add_top,
                                      const AddBottom& add_bottom) {
  const double group_share = mix.group_share();
  if (!(group_share > 0)) return std::nullopt;
  double top = 0, bottom = means.bottom.empty() ? 1 : 0;
  for (std::size_t c = 0; c < mix.cases.size(); ++c) {
    const double part = mix.cases[c].is_counted ? mix.cases[c].share / group_share : 0;
    top += part * means.top[c];
    if (!means.bottom.empty()) bottom += part * means.bottom[c];
  }
  if (!(bottom > 0)) return std::nullopt;
  FigureSlopes result;
  result.value = top / bottom;
  result.by_parameter.assign(mix.world.values.size(), 0);
  std::vector<double> by_class;
  for (std::size_t c = 0; c < mix.cases.size(); ++c) {
    const ClassCase& one = mix.cases[c];
    const double of_bottom = means.bottom.empty() ? 0 : result.value * means.bottom[c];
    by_class.push_back((means.top[c] - of_bottom) / bottom);
    if (!one.is_counted || one.share == 0) continue;
    const double weight = one.share / group_share / bottom;
    ChainGradient slopes = no_slopes(*one.chain);
    add_top(one, weight, slopes);
    if (!means.bottom.empty()) add_bottom(one, -weight * result.value, slopes);
    add_chain_gradient(mix.journey, *one.space, *one.chain, slopes, mix.world, result.by_parameter);
  }
  add_mix_gradient(mix, std::move(by_class), result.by_parameter);
  return result;
}

}  // namespace

std::optional<FigureSlopes> given_gradient(const MixCase& mix, PlaceId x, PlaceId y,
                                           GivenOrder order) {
  Means means;
  for (const ClassCase& one : mix.cases) {
    const ReachBoth reach = reach_both(*one.plan, *one.chain, x, y);
    means.top.push_back(order == GivenOrder::ever ? reach.both : reach.x_first);
    means.bottom.push_back(reach.x);
  }
  const auto add_bottom = [&](const ClassCase& one, double weight, ChainGradient& slopes) {
    add_reach(*one.plan, *one.chain, states_of_place(*one.plan, x), weight, slopes);
  };
  const auto add_top = [&](const ClassCase& one, double weight, ChainGradient& slopes) {
    if (x == y) return add_bottom(one, weight, slopes);
    const StateSet at_x = states_of_place(*one.plan, x), at_y = states_of_place(*one.plan, y);
    add_by_way_of(*one.plan, *one.chain, at_x, at_y, weight, slopes);
    if (order == GivenOrder::x_first) return;
    add_by_way_of(*one.plan, *one.chain, at_y, at_x, weight, slopes);
  };
  return mix_ratio(mix, means, add_top, add_bottom);
}

std::optional<FigureSlopes> role_gradient(const MixCase& mix, PlaceId place, RoleFigure figure) {
  Means means;
  for (const ClassCase& one : mix.cases) {
    const RemovalEffect effect = removal_effects(*one.plan, *one.chain, {place}).effects[0];
    means.top.push_back(figure == RoleFigure::passed_on ? effect.passed_on : effect.lost);
    if (figure != RoleFigure::converts_after) continue;
    means.bottom.push_back(reach_both(*one.plan, *one.chain, place, place).x);
  }
  const auto add_top = [&](const ClassCase& one, double weight, ChainGradient& slopes) {
    const StateSet set = states_of_place(*one.plan, place);
    if (figure == RoleFigure::passed_on) {
      add_passed_on(*one.plan, *one.chain, set, weight, slopes);
    } else {
      add_by_way_of(*one.plan, *one.chain, set, one.plan->ledger.is_conversion, weight, slopes);
    }
  };
  const auto add_bottom = [&](const ClassCase& one, double weight, ChainGradient& slopes) {
    add_reach(*one.plan, *one.chain, states_of_place(*one.plan, place), weight, slopes);
  };
  return mix_ratio(mix, means, add_top, add_bottom);
}

}  // namespace cairn
