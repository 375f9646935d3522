#include "simulator/grid/touches_within.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "simulator/grid/grid_layers.h"
#include "simulator/grid/ways.h"
#include "simulator/grid/wide.h"

namespace cairn {
namespace {

using Series = std::vector<double>;  // by cell; empty: nobody

/// Multiplications, about a second.
constexpr double kMostWork = 1e9;

CAIRN_WIDE void add_times(const double* __restrict from, double weight, std::size_t count,
                          double* __restrict to) {
  for (std::size_t n = 0; n < count; ++n) to[n] += weight * from[n];
}

/// Departures spread over time by a law; returns the multiplications made.
double spread_over_time(const LagLaw& law, const Series& from, Series& to) {
  const std::size_t cells = from.size();
  to.assign(cells, 0);
  add_times(from.data(), law.at_zero, cells, to.data());
  if (law.ratio > 0) {
    double coming = 0;
    for (std::size_t n = 1; n < cells; ++n) {
      coming = law.ratio * coming + law.weights[0] * from[n - 1];
      to[n] += coming;
    }
    return 2 * static_cast<double>(cells);
  }
  double work = static_cast<double>(cells);
  for (std::size_t i = 0; i < law.weights.size() && law.first + i < cells; ++i) {
    const std::size_t lag = law.first + i;
    add_times(from.data(), law.weights[i], cells - lag, to.data() + lag);
    work += static_cast<double>(cells - lag);
  }
  return work;
}

/// Those who have not converted yet and have visited equally many touchpoints, on one layer: by
/// state, when they come there.
struct Walkers {
  std::vector<Series> here, next;
  Series moved;  // room
};

/// Everyone at one of the states takes one move, the others vanish. Returns the work.
double move_on(const GridChain& grid, const StateFlags& may_move, const StateFlags& is_on_way,
               Walkers& walkers) {
  double work = 0;
  for (Series& series : walkers.next) series.clear();
  for (std::size_t s = 0; s < walkers.here.size(); ++s) {
    if (walkers.here[s].empty() || may_move[s] == 0) continue;
    for (std::uint32_t g = grid.first_group[s]; g < grid.first_group[s + 1]; ++g) {
      const GridChain::Group& group = grid.groups[g];
      const LagLaw& law = grid.laws[group.law];
      if (!(law.at_zero > 0) && law.weights.empty()) continue;
      work += spread_over_time(law, walkers.here[s], walkers.moved);
      for (std::uint32_t l = group.first_link; l < group.last_link; ++l) {
        const GridChain::Link& link = grid.links[l];
        if (!(link.probability > 0) || is_on_way[link.target] == 0) continue;
        Series& target = walkers.next[link.target];
        target.resize(walkers.moved.size(), 0);
        add_times(walkers.moved.data(), link.probability, target.size(), target.data());
        work += static_cast<double>(target.size());
      }
    }
  }
  walkers.here.swap(walkers.next);
  return work;
}

/// How many of a level convert within the horizon.
double count_conversions(const GridLayers& layers, const std::vector<Walkers>& walkers,
                         const StateFlags& converts) {
  double sum = 0;
  for (std::uint32_t s = 0; s < converts.size(); ++s) {
    if (converts[s] == 0 || walkers[0].here[s].empty()) continue;
    LayerResults results(walkers.size());
    for (std::size_t i = 0; i < walkers.size(); ++i) {
      Series series = walkers[i].here[s];
      series.resize(std::size_t{layers.layers[0].grid.cells} + 1, 0);
      results[i].push_back({s, std::move(series), {}});
    }
    sum += count_settled(layers, results, 0);
  }
  return sum;
}

double conversion_within(const GridLayers& layers, const StepPlan& plan,
                         const StateFlags& converts) {
  const LayerResults results = run_layers(layers, plan, nullptr);
  double sum = 0;
  for (std::size_t s = 0; s < results[0].size(); ++s) {
    if (converts[results[0][s].state] != 0) sum += count_settled(layers, results, s);
  }
  return std::min(1.0, sum);
}

}  // namespace

TouchCounts touches_within(const Chain& chain, const Ledger& ledger, double horizon_days,
                           std::uint32_t cells, double precision) {
  const std::size_t count = chain.states.size();
  const StateFlags& converts = ledger.is_conversion;
  const GridLayers layers =
      make_grid_layers(chain, ledger.is_touchpoint, horizon_days, cells, Rounding::middle);
  Walkers start;
  start.here.resize(count);
  start.next.resize(count);
  StateFlags enters(count, 0), goes_on(count, 0), is_on_way(count, 0);
  std::vector<std::uint32_t> entries;
  for (std::uint32_t s = 0; s < count; ++s) {
    enters[s] = chain.states[s].source.is_valid() ? 1 : 0;
    goes_on[s] = enters[s] == 0 && converts[s] == 0 ? 1 : 0;
    if (!(chain.entry[s] > 0)) continue;
    entries.push_back(s);
    start.here[s].assign(std::size_t{cells} + 1, 0);
    start.here[s][0] = chain.entry[s];
  }
  StepPlan plan = plan_way(find_neighbours(chain, false), entries, converts, converts);
  plan.entry = &chain.entry;
  for (const std::uint32_t state : plan.states) is_on_way[state] = 1;

  TouchCounts counts;
  counts.conversion = counts.later = conversion_within(layers, plan, converts);
  std::vector<Walkers> walkers(layers.layers.size(), start);
  double work = 0;
  // Moments of entry count no touchpoint and lead to no other one.
  for (const StateFlags* may_move = &enters; counts.later > precision * counts.conversion;
       may_move = &goes_on) {
    for (std::size_t i = 0; i < walkers.size(); ++i) {
      work += move_on(layers.layers[i].grid, *may_move, is_on_way, walkers[i]);
    }
    const double arrived = count_conversions(layers, walkers, converts);
    counts.chances.push_back(arrived);
    counts.later = std::max(0.0, counts.later - arrived);
    const auto& here = walkers[0].here;
    const bool is_over =
        std::all_of(here.begin(), here.end(), [](const Series& series) { return series.empty(); });
    if (work > kMostWork || is_over) break;
  }
  return counts;
}

}  // namespace cairn
