#include "simulator/grid/within_horizon.h"

#include <algorithm>
#include <array>
#include <utility>

#include "simulator/grid/grid_cost.h"
#include "simulator/grid/grid_layers.h"
#include "simulator/grid/grid_weights.h"
#include "simulator/grid/ways.h"

namespace cairn {
namespace {

/// As in horizon.cpp.
constexpr double kRoundingRoom = 1e-12;
constexpr double kTransformRoom = 1e-10;
constexpr double kMostWork = 1e9;
constexpr double kRuns = 4;

constexpr std::array<Rounding, 3> kRoundings = {Rounding::down, Rounding::middle, Rounding::up};

using Grids = std::array<GridLayers, kRoundings.size()>;
using Arrivals = std::array<LayerResults, kRoundings.size()>;

Grids make_grids(const Chain& chain, const Ledger& ledger, double horizon_days,
                 std::uint32_t cells) {
  Grids grids;
  for (std::size_t i = 0; i < grids.size(); ++i) {
    grids[i] = make_grid_layers(chain, ledger.is_touchpoint, horizon_days, cells, kRoundings[i]);
  }
  return grids;
}

/// `from`: what comes in, by rounding; null: the plan's own entry.
Arrivals run_all(const Grids& grids, const StepPlan& plan, const Arrivals* from) {
  Arrivals arrivals;
  for (std::size_t i = 0; i < grids.size(); ++i) {
    arrivals[i] = run_layers(grids[i], plan, from == nullptr ? nullptr : &(*from)[i]);
  }
  return arrivals;
}

/// Those at some of the states alone.
Arrivals pick(const Arrivals& arrivals, const StateFlags& is_picked) {
  Arrivals picked;
  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    for (const StepResult& layer : arrivals[i]) {
      picked[i].emplace_back();
      for (const StateSeries& series : layer) {
        if (is_picked[series.state] != 0) picked[i].back().push_back(series);
      }
    }
  }
  return picked;
}

bool has_transforms(const Grids& grids) {
  const auto& blocks = grids[0].layers[0].grid.law_blocks;
  return std::any_of(blocks.begin(), blocks.end(),
                     [](const LawBlocks& law) { return !law.windows.empty(); });
}

/// Arrivals at the goals within the horizon. Whoever is there has been there once.
Chance count(const Grids& grids, const Arrivals& arrivals, const StateFlags& is_goal) {
  std::array<double, kRoundings.size()> sums{};
  for (std::size_t i = 0; i < grids.size(); ++i) {
    for (std::size_t s = 0; s < arrivals[i][0].size(); ++s) {
      if (is_goal[arrivals[i][0][s].state] == 0) continue;
      sums[i] += count_settled(grids[i], arrivals[i], s);
    }
  }
  const double room = has_transforms(grids) ? kTransformRoom : kRoundingRoom;
  Chance chance{sums[2] * (1 - room), sums[1], std::min(1.0, sums[0] * (1 + room))};
  chance.best = std::clamp(chance.best, chance.low, chance.high);
  return chance;
}

Chance add(const Chance& a, const Chance& b) {
  return {a.low + b.low, std::min(1.0, a.best + b.best), std::min(1.0, a.high + b.high)};
}

StateFlags either(const StateFlags& a, const StateFlags& b) {
  StateFlags sum = a;
  for (std::size_t s = 0; s < sum.size(); ++s) sum[s] |= b[s];
  return sum;
}

class Planner {
 public:
  explicit Planner(const Chain& chain) : chain_(chain), neighbours_(find_neighbours(chain, false)) {
    for (std::uint32_t s = 0; s < chain.states.size(); ++s) {
      if (chain.entry[s] > 0) entries_.push_back(s);
    }
  }

  StepPlan from_entry(const StateFlags& is_over, const StateFlags& is_goal) const {
    StepPlan plan = plan_way(neighbours_, entries_, is_over, is_goal);
    plan.entry = &chain_.entry;
    return plan;
  }
  StepPlan from(const StateFlags& seeds, const StateFlags& is_goal) const {
    return plan_way(neighbours_, states_of(seeds), is_goal, is_goal);
  }

 private:
  const Chain& chain_;
  Neighbours neighbours_;
  std::vector<std::uint32_t> entries_;
};

/// The cells on which all runs together can be afforded; 0 if on none.
std::uint32_t afford(const Chain& chain, const std::vector<const StepPlan*>& runs,
                     double horizon_days, std::uint32_t cells) {
  HorizonPlan plan;
  for (const StepPlan* run : runs) plan.targets.push_back({PlaceId{}, *run});
  const GridBudget budget = fit_to_budget(chain, plan, horizon_days, cells, kRuns, kMostWork);
  return budget.has_first_visits ? budget.cells : 0;
}

// ---- conditional reach --------------------------------------------------------------------------

struct GivenRuns {
  StateFlags at_y;
  StepPlan to_either, to_y, to_x;  // from entry; from the given place; from the other
};

ReachWithin reach_both(const Grids& grids, const GivenRuns& runs, const StateFlags& at_x,
                       PlaceId place) {
  const Arrivals first = run_all(grids, runs.to_either, nullptr);
  const Arrivals at_given = pick(first, at_x), at_other = pick(first, runs.at_y);
  const Chance x_first = count(grids, run_all(grids, runs.to_y, &at_given), runs.at_y);
  const Chance y_first = count(grids, run_all(grids, runs.to_x, &at_other), at_x);
  return {place, add(x_first, y_first), x_first};
}

// ---- removal ------------------------------------------------------------------------------------

struct RoleRuns {
  StateFlags is_here, goes_on;  // all its states; those that are no conversions themselves
  StepPlan reach, to_place, onward, without;
};

/// Takes the moves to a place out of every row and spreads them over what is left.
void pass_by(const Chain& chain, const StateFlags& is_here, Grids& grids, const Grids& whole) {
  std::vector<double> kept(chain.edges.size(), 0);
  for (const ChainState& state : chain.states) {
    double sum = 0, all = 0;
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      all += chain.edges[e].probability;
      if (is_here[chain.edges[e].target] == 0) sum += chain.edges[e].probability;
    }
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      if (is_here[chain.edges[e].target] == 0 && sum > 0) kept[e] = all / sum;
    }
  }
  for (std::size_t i = 0; i < grids.size(); ++i) {
    for (std::size_t l = 0; l < grids[i].layers.size(); ++l) {
      GridChain& grid = grids[i].layers[l].grid;
      const std::vector<GridChain::Link>& links = whole[i].layers[l].grid.links;
      for (std::size_t k = 0; k < links.size(); ++k) {
        grid.links[k].probability = links[k].probability * kept[grid.edge_of_link[k]];
      }
    }
  }
}

/// States all of whose ways lead to the place: people leave there instead.
StateFlags find_stranded(const Chain& chain, const StateFlags& is_here) {
  StateFlags is_stranded(chain.states.size(), 0);
  for (std::size_t s = 0; s < is_stranded.size(); ++s) {
    const ChainState& state = chain.states[s];
    is_stranded[s] = 1;
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      const bool is_kept = is_here[chain.edges[e].target] == 0 && chain.edges[e].probability > 0;
      if (is_kept) is_stranded[s] = 0;
    }
  }
  return is_stranded;
}

RoleRuns plan_role(const Chain& chain, const Planner& planner, const StateFlags& converts,
                   PlaceId place) {
  RoleRuns runs;
  runs.is_here = states_of_place(chain, place);
  runs.goes_on = runs.is_here;
  for (std::size_t s = 0; s < converts.size(); ++s) {
    if (converts[s] != 0) runs.goes_on[s] = 0;
  }
  runs.reach = planner.from_entry(runs.is_here, runs.is_here);
  runs.to_place = planner.from_entry(either(converts, runs.is_here), runs.is_here);
  runs.onward = planner.from(runs.goes_on, converts);
  const StateFlags is_over = either(converts, find_stranded(chain, runs.is_here));
  runs.without = planner.from_entry(is_over, converts);
  return runs;
}

}  // namespace

std::optional<GivenWithin> given_within(const Chain& chain, const Ledger& ledger, PlaceId given,
                                        const std::vector<PlaceId>& places, double horizon_days,
                                        std::uint32_t cells) {
  const Planner planner(chain);
  const StateFlags at_x = states_of_place(chain, given);
  const StepPlan to_given = planner.from_entry(at_x, at_x);
  std::vector<GivenRuns> runs;
  for (const PlaceId place : places) {
    GivenRuns one;
    one.at_y = states_of_place(chain, place);
    const StateFlags is_over = either(at_x, one.at_y);
    one.to_either = planner.from_entry(is_over, is_over);
    one.to_y = planner.from(at_x, one.at_y);
    one.to_x = planner.from(one.at_y, at_x);
    runs.push_back(std::move(one));
  }
  std::vector<const StepPlan*> plans = {&to_given};
  for (const GivenRuns& one : runs) {
    plans.insert(plans.end(), {&one.to_either, &one.to_y, &one.to_x});
  }
  GivenWithin answer;
  answer.cells = afford(chain, plans, horizon_days, cells);
  if (answer.cells == 0) return std::nullopt;
  const Grids grids = make_grids(chain, ledger, horizon_days, answer.cells);
  answer.given = count(grids, run_all(grids, to_given, nullptr), at_x);
  for (std::size_t p = 0; p < places.size(); ++p) {
    answer.rows.push_back(places[p] == given ? ReachWithin{given, answer.given, answer.given}
                                             : reach_both(grids, runs[p], at_x, places[p]));
  }
  return answer;
}

std::optional<RolesWithin> roles_within(const Chain& chain, const Ledger& ledger,
                                        const std::vector<PlaceId>& places, double horizon_days,
                                        std::uint32_t cells) {
  const Planner planner(chain);
  const StateFlags& converts = ledger.is_conversion;
  const StepPlan to_convert = planner.from_entry(converts, converts);
  std::vector<RoleRuns> runs;
  for (const PlaceId place : places) runs.push_back(plan_role(chain, planner, converts, place));
  std::vector<const StepPlan*> plans = {&to_convert};
  for (const RoleRuns& one : runs) {
    plans.insert(plans.end(), {&one.reach, &one.to_place, &one.onward, &one.without});
  }
  RolesWithin answer;
  answer.cells = afford(chain, plans, horizon_days, cells);
  if (answer.cells == 0) return std::nullopt;
  const Grids grids = make_grids(chain, ledger, horizon_days, answer.cells);
  Grids without = grids;
  answer.conversion = count(grids, run_all(grids, to_convert, nullptr), converts);
  for (std::size_t p = 0; p < places.size(); ++p) {
    const RoleRuns& one = runs[p];
    const Arrivals there = run_all(grids, one.to_place, nullptr);
    StateFlags at_once = one.is_here;  // conversions themselves
    for (std::size_t s = 0; s < at_once.size(); ++s) at_once[s] &= converts[s];
    const Arrivals unconverted = pick(there, one.goes_on);
    RoleWithin role;
    role.place = places[p];
    role.reach = count(grids, run_all(grids, one.reach, nullptr), one.is_here);
    role.lost = add(count(grids, there, at_once),
                    count(grids, run_all(grids, one.onward, &unconverted), converts));
    pass_by(chain, one.is_here, without, grids);
    role.passed_on = count(without, run_all(without, one.without, nullptr), converts);
    answer.roles.push_back(role);
  }
  return answer;
}

}  // namespace cairn
