#include "simulator/grid/time_distribution.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>

#include "base/parallel.h"
#include "simulator/grid/inversion.h"
#include "simulator/grid/time_steps.h"

namespace cairn {
namespace {

using Flags = std::vector<std::uint8_t>;

// Operations of one frequency beyond which a class is stepped instead.
constexpr std::size_t kMostSteps = 100'000;
// Durations that cells are fitted to, and how finely they are cut for it.
constexpr std::size_t kMostAligned = 8;
constexpr double kMostDivisions = 1e5;
// Errors of an inversion, of what comes in all, beyond which a class is stepped instead: loops of
// no time that are hardly ever left, or a span by which hardly anybody is there.
constexpr double kMostError = 1e-6;
// Relative room for rounding errors of the sums of a stepped curve.
constexpr double kRoundingRoom = 1e-12;

bool is_on_grid(const Draw& days, double cell_days) {
  if (days.kind != Draw::Kind::fixed) return false;
  const double exact = days.value / cell_days, nearest = std::round(exact);
  return std::abs(exact - nearest) <= 1e-9 * std::max(1.0, nearest);
}

/// Visits to targets in each cell when all moves go by the chain's grid; nobody goes on from there.
std::vector<double> step_passages(const GridChain& grid, const Chain& chain, const Flags& is_target,
                                  std::vector<std::uint32_t> states) {
  StepPlan plan{std::move(states), is_target, &chain.entry, nullptr};
  const StepResult result = run_steps(grid, plan);
  std::vector<double> visits(std::size_t{grid.cells} + 1, 0);
  for (const StateSeries& series : result) {
    if (is_target[series.state] == 0) continue;
    for (std::size_t n = 0; n < visits.size(); ++n) visits[n] += series.visits[n];
  }
  return visits;
}

/// First visits that come by durations of whole cells only: atoms, at their points.
std::vector<double> atoms_on_grid(const CurveClass& one, double cell_days, std::uint32_t cells) {
  const Chain& chain = *one.chain;
  Flags is_found(chain.states.size(), 0);
  std::vector<std::uint32_t> open;
  for (std::uint32_t s = 0; s < chain.states.size(); ++s) {
    if (!(chain.entry[s] > 0)) continue;
    is_found[s] = 1;
    open.push_back(s);
  }
  bool takes_time = false;
  while (!open.empty()) {
    const std::uint32_t s = open.back();
    open.pop_back();
    const ChainState& state = chain.states[s];
    if (one.is_target[s] != 0 || !is_on_grid(state.takes, cell_days)) continue;
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      const ChainEdge& edge = chain.edges[e];
      if (!(edge.probability > 0) || !is_on_grid(edge.after, cell_days)) continue;
      takes_time = takes_time || state.takes.value > 0 || edge.after.value > 0;
      if (is_found[edge.target] != 0) continue;
      is_found[edge.target] = 1;
      open.push_back(edge.target);
    }
  }
  std::vector<std::uint32_t> states;
  for (std::uint32_t s = 0; s < is_found.size(); ++s) {
    if (is_found[s] != 0) states.push_back(s);
  }
  const std::uint32_t count = takes_time ? cells : 1;
  const GridChain grid = make_grid_chain(chain, Flags(chain.states.size(), 0), cell_days * count,
                                         count, Rounding::on_grid);
  std::vector<double> atoms = step_passages(grid, chain, one.is_target, std::move(states));
  atoms.resize(std::size_t{cells} + 1, 0);
  return atoms;
}

/// Partial sums of first visits with all durations rounded one way.
PassageSums sum_by_steps(const CurveClass& one, double cell_days, std::uint32_t cells,
                         Rounding rounding) {
  const GridChain grid = make_grid_chain(*one.chain, Flags(one.chain->states.size(), 0),
                                         cell_days * cells, cells, rounding);
  std::vector<std::uint32_t> all(one.chain->states.size());
  std::iota(all.begin(), all.end(), 0U);
  PassageSums sums;
  sums.by = step_passages(grid, *one.chain, one.is_target, std::move(all));
  std::partial_sum(sums.by.begin(), sums.by.end(), sums.by.begin());
  sums.error = kRoundingRoom * sums.by.back();
  return sums;
}

/// Halves what is spread around each point; nothing comes before the first.
void set_middle(const std::vector<double>& sums, const std::vector<double>& atoms,
                TimeCurve& curve) {
  double last = 0;
  for (std::size_t n = 0; n < sums.size(); ++n) {
    const double here = sums[n] - last, atom = std::min(atoms[n], here);
    const double spread = n == 0 ? 0 : (here - atom) / 2;
    curve.before[n] = last + spread;
    curve.by[n] = last + spread + atom;
    last = sums[n];
  }
}

void set_bound(const PassageSums& sums, double sign, std::vector<double>& bound) {
  bound.resize(sums.by.size());
  for (std::size_t n = 0; n < bound.size(); ++n) {
    bound[n] = std::max(0.0, sums.by[n] + sign * sums.error);
  }
}

using Programs = std::vector<std::optional<PassageProgram>>;

Programs plan_programs(const std::vector<CurveClass>& classes) {
  Programs programs;
  for (const CurveClass& one : classes) {
    programs.push_back(plan_passages(*one.chain, one.is_target, kMostSteps));
  }
  return programs;
}

/// Sums of all classes with all durations rounded one way.
std::vector<PassageSums> sum_passages(const std::vector<CurveClass>& classes,
                                      const Programs& programs, double cell_days,
                                      std::uint32_t cells, Rounding rounding) {
  std::optional<LawTransforms> laws;
  std::vector<PassageSums> sums;
  for (std::size_t c = 0; c < classes.size(); ++c) {
    if (programs[c]) {
      if (!laws) laws.emplace(cell_days, cells, rounding);
      sums.push_back(invert_passages(*programs[c], *laws));
      if (sums.back().error <= kMostError * sums.back().by.back()) continue;
      sums.pop_back();
    }
    sums.push_back(sum_by_steps(classes[c], cell_days, cells, rounding));
  }
  return sums;
}

}  // namespace

Flags states_of_place(const Chain& chain, PlaceId place) {
  Flags flags(chain.states.size(), 0);
  for (std::size_t s = 0; s < flags.size(); ++s) {
    flags[s] = !chain.states[s].source.is_valid() && chain.states[s].place == place ? 1 : 0;
  }
  return flags;
}

Flags conversion_states(const Ledger& ledger) {
  return ledger.is_conversion;
}

Flags end_states(const Chain& chain) {
  Flags flags(chain.states.size(), 0);
  for (std::size_t s = 0; s < flags.size(); ++s) flags[s] = chain.states[s].edge_count == 0 ? 1 : 0;
  return flags;
}

double curve_work(const std::vector<CurveClass>& classes, std::uint32_t cells) {
  const double count = cells;
  double work = 0;
  for (const CurveClass& one : classes) {
    const auto program = plan_passages(*one.chain, one.is_target, kMostSteps);
    if (!program) {
      // Every move a sum over the whole past.
      work += 3 * static_cast<double>(one.chain->edges.size()) * count * count / 2;
      continue;
    }
    // Two frequencies a cell, half of them conjugate; transforms of laws are about ten
    // multiplications a point and doubling.
    work += 3 * count * 4 * static_cast<double>(program->steps.size());
    work += 3 * count * 10 * std::log2(2 * count) * static_cast<double>(program->laws.size() + 1);
  }
  return work;
}

std::vector<TimeCurve> solve_time_curves(const std::vector<CurveClass>& classes, double cell_days,
                                         std::uint32_t cells, unsigned threads) {
  constexpr std::array<Rounding, 3> kWays{Rounding::down, Rounding::up, Rounding::middle};
  const Programs programs = plan_programs(classes);
  std::array<std::vector<PassageSums>, kWays.size()> sums;
  for_each_index(kWays.size(), threads, [&](std::size_t i) {
    sums[i] = sum_passages(classes, programs, cell_days, cells, kWays[i]);
  });
  std::vector<TimeCurve> curves(classes.size());
  for (std::size_t c = 0; c < classes.size(); ++c) {
    TimeCurve& curve = curves[c];
    curve.cell_days = cell_days;
    set_bound(sums[0][c], 1, curve.high);
    set_bound(sums[1][c], -1, curve.low);
    curve.before.resize(curve.low.size());
    curve.by.resize(curve.low.size());
    set_middle(sums[2][c].by, atoms_on_grid(classes[c], cell_days, cells), curve);
  }
  return curves;
}

std::vector<TimeCurve> estimate_time_curves(const std::vector<CurveClass>& classes,
                                            double cell_days, std::uint32_t cells) {
  const std::vector<PassageSums> sums =
      sum_passages(classes, plan_programs(classes), cell_days, cells, Rounding::middle);
  std::vector<TimeCurve> curves(classes.size());
  for (std::size_t c = 0; c < classes.size(); ++c) {
    TimeCurve& curve = curves[c];
    curve.cell_days = cell_days;
    curve.before.resize(sums[c].by.size());
    curve.by.resize(sums[c].by.size());
    set_middle(sums[c].by, atoms_on_grid(classes[c], cell_days, cells), curve);
    curve.low = curve.high = curve.by;
    std::copy(curve.by.begin(), curve.by.end() - 1, curve.low.begin() + 1);
    curve.low.front() = 0;
    std::copy(curve.by.begin() + 1, curve.by.end(), curve.high.begin());
  }
  return curves;
}

TimeCurve mix_curves(const std::vector<TimeCurve>& curves, const std::vector<double>& shares) {
  TimeCurve mix = curves.front();
  const auto add = [](const std::vector<double>& from, double share, std::vector<double>& to) {
    for (std::size_t n = 0; n < to.size(); ++n) to[n] += share * from[n];
  };
  for (std::vector<double>* part : {&mix.low, &mix.high, &mix.before, &mix.by}) {
    std::fill(part->begin(), part->end(), 0);
  }
  for (std::size_t c = 0; c < curves.size(); ++c) {
    if (!(shares[c] > 0)) continue;
    add(curves[c].low, shares[c], mix.low);
    add(curves[c].high, shares[c], mix.high);
    add(curves[c].before, shares[c], mix.before);
    add(curves[c].by, shares[c], mix.by);
  }
  for (std::size_t n = 0; n < mix.by.size(); ++n) {
    mix.by[n] = std::clamp(mix.by[n], mix.low[n], mix.high[n]);
  }
  return mix;
}

TimeCurve solve_time_curve(const std::vector<CurveClass>& classes, double cell_days,
                           std::uint32_t cells) {
  std::vector<double> shares;
  for (const CurveClass& one : classes) shares.push_back(one.share);
  return mix_curves(solve_time_curves(classes, cell_days, cells, 1), shares);
}

TimeQuantile read_quantile(const TimeCurve& curve, const Chance& chance, double level) {
  const auto point_of = [&](const std::vector<double>& by, double sum) {
    return static_cast<std::size_t>(std::lower_bound(by.begin(), by.end(), sum) - by.begin());
  };
  TimeQuantile quantile;
  const std::size_t first = point_of(curve.high, level * chance.low);
  const std::size_t last = point_of(curve.low, level * chance.high);
  quantile.is_passed = last < curve.low.size();
  quantile.low = curve.cell_days * static_cast<double>(first);
  quantile.high = quantile.is_passed ? curve.cell_days * static_cast<double>(last)
                                     : std::numeric_limits<double>::infinity();
  const double sum = level * chance.best;
  const std::size_t n = point_of(curve.by, sum);
  double cells = static_cast<double>(n);
  if (n > 0 && n < curve.by.size() && sum < curve.before[n]) {
    const double begin = curve.by[n - 1], end = curve.before[n];
    cells -= 1 - std::clamp((sum - begin) / (end - begin), 0.0, 1.0);
  }
  quantile.best = std::clamp(curve.cell_days * cells, quantile.low, quantile.high);
  return quantile;
}

double align_cell(const std::vector<CurveClass>& classes, double horizon_days, double cell_days) {
  std::vector<double> days;
  const auto collect = [&](const Draw& draw) {
    if (draw.kind == Draw::Kind::fixed && draw.value >= cell_days) days.push_back(draw.value);
  };
  for (const CurveClass& one : classes) {
    for (const ChainState& state : one.chain->states) collect(state.takes);
    for (const ChainEdge& edge : one.chain->edges) collect(edge.after);
  }
  if (std::isfinite(horizon_days)) days.push_back(horizon_days);
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  double chosen = cell_days;
  std::ptrdiff_t most = 0;
  for (std::size_t i = 0; i < std::min(days.size(), kMostAligned); ++i) {
    // From the coarsest to the finest, so that the finest of equals wins: it costs no more.
    const double finest = std::floor(days[i] / cell_days);
    const double coarsest = std::ceil(days[i] / (1.5 * cell_days));
    if (finest > kMostDivisions) continue;
    for (double parts = std::max(1.0, coarsest); parts <= finest; parts += 1) {
      const double length = days[i] / parts;
      const auto whole = std::count_if(days.begin(), days.end(), [&](double duration) {
        return is_on_grid({Draw::Kind::fixed, duration, 0, 0}, length);
      });
      if (whole < most || (whole == most && length >= chosen)) continue;
      most = whole;
      chosen = length;
    }
  }
  return chosen;
}

}  // namespace cairn
