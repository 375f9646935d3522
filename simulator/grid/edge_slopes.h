// Slopes by the chances and durations of moves, from what departs in each cell of a grid and what
// arriving in each cell is worth.
#pragma once

#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include "journey/state_space.h"
#include "simulator/chain/ledger.h"
#include "simulator/exact/chain_slopes.h"
#include "simulator/grid/fourier.h"
#include "simulator/grid/lag_law.h"
#include "simulator/grid/time_steps.h"

namespace cairn {

/// A duration's number.
enum class DrawNumber : std::uint8_t { value, mu, sigma };
/// Those it has.
std::vector<DrawNumber> numbers_of(const Draw& draw);
double& slope_by(DrawNumber number, DrawSlopes& slopes);

/// Spectra of the laws of moves on one grid, and of their slopes; made on demand and kept.
class MoveSpectra {
 public:
  MoveSpectra(double cell_days, std::uint32_t cells, Rounding rounding, const RealFourier& fourier)
      : cell_days_(cell_days), cells_(cells), rounding_(rounding), fourier_(fourier) {}

  const ComplexSeries& of_move(const Draw& takes, const Draw& after);
  /// By a number of `takes`, or (`is_after`) of `after`.
  const ComplexSeries& of_slope(const Draw& takes, const Draw& after, bool is_after,
                                DrawNumber number);

 private:
  using Key = std::tuple<Draw::Kind, double, double, double>;
  std::vector<double> law_of(const Draw& draw) const;
  /// Both cut at the last cell.
  std::vector<double> convolve(const std::vector<double>& a, const std::vector<double>& b) const;

  double cell_days_;
  std::uint32_t cells_;
  Rounding rounding_;
  const RealFourier& fourier_;
  std::map<std::tuple<Key, Key>, ComplexSeries> moves_;
  std::map<std::tuple<Key, Key, bool, DrawNumber>, ComplexSeries> slopes_;
};

/// One run of one layer, forwards and backwards; series stand in the same order.
struct RunPair {
  const StepPlan* plan = nullptr;
  const StepResult* visits = nullptr;
  const StepResult* worth = nullptr;
  const std::vector<double>* of_passages = nullptr;  // as in BackWeights
  const std::vector<double>* of_arrival = nullptr;
};

/// Adds slopes by all edges' chances, and by the durations that are written in the space.
void add_edge_slopes(const Chain& chain, const StateSpace& space, const Ledger& ledger,
                     const RunPair& run, const RealFourier& fourier, MoveSpectra& spectra,
                     ChainGradient& slopes);

}  // namespace cairn
