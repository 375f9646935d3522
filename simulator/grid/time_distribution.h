// The law of the time until something first happens, with a certified bracket.
#pragma once

#include <cstdint>
#include <vector>

#include "simulator/chain/chain.h"
#include "simulator/chain/ledger.h"

namespace cairn {

/// States whose first visit is waited for: of a place, conversions, or where journeys end. By
/// state, 1 or 0.
std::vector<std::uint8_t> states_of_place(const Chain& chain, PlaceId place);
std::vector<std::uint8_t> conversion_states(const Ledger& ledger);
std::vector<std::uint8_t> end_states(const Chain& chain);

/// P(T <= t) at the points t = n cells, n = 0 … cells, of all entrants (not only of those to whom
/// it happens).
struct TimeCurve {
  double cell_days = 0;
  /// At point n the truth lies between, and also anywhere up to the next point.
  std::vector<double> low, high;
  /// Best values of P(T < t) and P(T <= t): second order in the cell, and right at atoms that lie
  /// on the grid. Between two points linear from `by` to the next `before`.
  std::vector<double> before, by;

  std::uint32_t cells() const { return static_cast<std::uint32_t>(low.size()) - 1; }
};

/// A class and its part in a mix.
struct CurveClass {
  const Chain* chain = nullptr;
  std::vector<std::uint8_t> is_target;
  double share = 0;
};

/// What all classes cost on a grid, in multiplications.
double curve_work(const std::vector<CurveClass>& classes, std::uint32_t cells);

/// Curves of all classes on one grid. By inversion of the generating function, or where its
/// elimination would need too much room by stepping.
std::vector<TimeCurve> solve_time_curves(const std::vector<CurveClass>& classes, double cell_days,
                                         std::uint32_t cells, unsigned threads);

/// Best values alone, at a third of the cost: `low` and `high` are those of the neighbouring
/// points, no bounds.
std::vector<TimeCurve> estimate_time_curves(const std::vector<CurveClass>& classes,
                                            double cell_days, std::uint32_t cells);

/// Curves of one grid mixed by share; the shares need not sum to 1.
TimeCurve mix_curves(const std::vector<TimeCurve>& curves, const std::vector<double>& shares);

/// Both at once, by the shares of the classes.
TimeCurve solve_time_curve(const std::vector<CurveClass>& classes, double cell_days,
                           std::uint32_t cells);

/// P(it happens): bounds and best value.
struct Chance {
  double low = 0, best = 0, high = 0;
};

/// The earliest time by which a share `level` of those to whom it happens are there.
struct TimeQuantile {
  double low = 0, best = 0, high = 0;  // days; high is infinite where the curve ends too early
  bool is_passed = false;              // the curve reaches the level for sure
};

TimeQuantile read_quantile(const TimeCurve& curve, const Chance& chance, double level);

/// The length of a cell near `cell_days` (at least that, at most 1.5 times) that makes the most
/// fixed durations of the chains, and the horizon if finite, whole numbers of cells.
double align_cell(const std::vector<CurveClass>& classes, double horizon_days, double cell_days);

}  // namespace cairn
