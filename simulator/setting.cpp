#include "simulator/setting.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "simulator/exact/discounting.h"
#include "simulator/exact/exact.h"
#include "simulator/grid/horizon.h"

namespace cairn {
namespace {

void collect_fixed(const Draw& draw, std::vector<double>& days) {
  if (draw.kind == Draw::Kind::fixed && draw.value > 0) days.push_back(draw.value);
}

// Every fixed duration of the chains once.
std::vector<double> fixed_durations(const std::vector<Chain>& chains) {
  std::vector<double> days;
  for (const Chain& chain : chains) {
    for (const ChainState& state : chain.states) collect_fixed(state.takes, days);
    for (const ChainEdge& edge : chain.edges) collect_fixed(edge.after, days);
  }
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  return days;
}

}  // namespace

std::size_t built_states(std::size_t most_states) {
  return std::clamp(most_states, kDefaultStateLimit, kMostBuiltStates);
}

Setting build_setting(const Journey& journey, const ExactNeeds& needs, std::size_t most_states) {
  Setting setting;
  setting.journey = &journey;
  setting.layout = make_totals_layout(journey);
  setting.classes = find_classes(journey);
  setting.spaces = build_state_spaces(journey, built_states(most_states)).spaces;
  const World best = best_estimate(journey);
  ExactNeeds limited = needs;
  limited.most_states = std::min(limited.most_states, most_states);
  for (const StateSpace& space : setting.spaces) {
    if (!space.is_complete) continue;
    const Chain chain = build_chain(journey, space, best);
    setting.plans.push_back(plan_exact(journey, chain, setting.layout, limited));
  }
  return setting;
}

bool has_large_class(const Setting& setting) {
  return std::any_of(setting.plans.begin(), setting.plans.end(),
                     [](const ExactPlan& plan) { return !plan.factor.is_affordable; });
}

WorldChains build_world_chains(const Setting& setting, World written) {
  return build_world_chains(setting, std::move(written), full_strength(*setting.journey));
}

WorldChains build_world_chains(const Setting& setting, World written, const Strengths& strengths) {
  WorldChains numbers;
  if (!setting.journey->active_fixes.empty()) {
    numbers.strengths = strengths;
    numbers.written = written;
    set_strengths(*setting.journey, strengths, written);
  }
  numbers.world = std::move(written);
  numbers.shares = class_shares(*setting.journey, setting.classes, numbers.world);
  numbers.weights = money_weights(*setting.journey, numbers.world);
  for (const StateSpace& space : setting.spaces) {
    numbers.chains.push_back(build_chain(*setting.journey, space, numbers.world, setting.feelings));
    for (const Site& site : numbers.chains.back().scaled) note_scaled(site, numbers.scaled);
  }
  return numbers;
}

std::vector<Totals> solve_without_horizon(const Setting& setting, const WorldChains& numbers) {
  return solve_without_horizon(setting, setting.plans, numbers);
}

std::vector<Totals> solve_without_horizon(const Setting& setting,
                                          const std::vector<ExactPlan>& plans,
                                          const WorldChains& numbers) {
  MoneyWeights weights = numbers.weights;
  weights.horizon_days = std::numeric_limits<double>::infinity();
  Discounter discounter(weights.rate_per_day);  // classes share most laws of time
  std::vector<Totals> by_class;
  for (std::size_t c = 0; c < setting.classes.size(); ++c) {
    by_class.push_back(
        solve_exact(plans[c], numbers.chains[c], setting.layout, weights, &discounter));
  }
  return by_class;
}

std::vector<Totals> estimate_with_horizon(const Setting& setting, const WorldChains& numbers,
                                          std::uint32_t cells) {
  std::vector<Totals> by_class;
  for (std::size_t c = 0; c < setting.classes.size(); ++c) {
    by_class.push_back(estimate_horizon(*setting.journey, setting.spaces[c], numbers.chains[c],
                                        setting.layout, numbers.weights, cells));
  }
  return by_class;
}

std::uint32_t align_cells(const WorldChains& numbers, std::uint32_t at_least) {
  const std::vector<double> days = fixed_durations(numbers.chains);
  std::uint32_t chosen = at_least;
  std::size_t most = 0;
  for (std::uint32_t cells = at_least; cells < at_least + at_least / 2; ++cells) {
    std::size_t whole = 0;
    for (const double duration : days) {
      const double in_cells = duration / numbers.weights.horizon_days * cells;
      if (std::fabs(in_cells - std::round(in_cells)) < 1e-9 * in_cells) ++whole;
    }
    if (whole > most) {
      most = whole;
      chosen = cells;
    }
  }
  return chosen;
}

}  // namespace cairn
