// First passages read out of transforms, the second way beside stepping through time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <tuple>
#include <vector>

#include "simulator/chain/chain.h"
#include "simulator/grid/fourier.h"
#include "simulator/grid/lag_law.h"

namespace cairn {

/// Generating functions of durations rounded to one grid, on a circle of radius r < 1 around 0: at
/// r exp(-2 pi i j / M), j = 0 … M/2. Made on demand and kept: classes share most durations.
class LawTransforms {
 public:
  LawTransforms(double cell_days, std::uint32_t cells, Rounding rounding);

  double cell_days() const { return cell_days_; }
  std::uint32_t cells() const { return cells_; }
  double radius() const { return radius_; }
  const RealFourier& fourier() const { return fourier_; }
  const ComplexSeries& of(const Draw& days);

  /// What the points inverted from so many frequencies may be too high by, at most: sums of
  /// r^(k M) over what lies k rounds of the circle later.
  double aliasing() const { return aliasing_; }
  /// r^-n for n = 0 … cells.
  const std::vector<double>& growth() const { return growth_; }

 private:
  using Key = std::tuple<Draw::Kind, double, double, double>;
  double cell_days_;
  std::uint32_t cells_;
  Rounding rounding_;
  RealFourier fourier_;
  double radius_ = 1, aliasing_ = 0;
  std::vector<double> growth_, decay_;
  std::map<Key, ComplexSeries> seen_;
};

/// The elimination that turns transforms of moves into the transform of first passages, written out
/// once as a list of operations and run for every frequency.
struct PassageProgram {
  struct Step {
    enum class Kind : std::uint8_t { add_share, add_law, times_law, leave, times, add_product };
    Kind kind = Kind::add_share;
    std::uint32_t to = 0, from = 0, other = 0;  // slots; of laws: number in `laws`
    double share = 0;
  };
  std::vector<Draw> laws;
  std::vector<Step> steps;
  std::uint32_t slot_count = 0;
  std::uint32_t result = 0;  // slot of the passages; no steps: nobody ever gets there
};

/// From entry to the first visit of a target state (by state). Nothing if the elimination needs
/// more than `most_steps` operations.
std::optional<PassageProgram> plan_passages(const Chain& chain,
                                            const std::vector<std::uint8_t>& is_target,
                                            std::size_t most_steps);

/// P(T <= n cells), n = 0 … cells, each within +- error of the truth on this grid.
struct PassageSums {
  std::vector<double> by;
  double error = 0;
};

/// Inverts the generating function of the first passage time. Exact for atoms up to the stated
/// error: aliasing on a circle of radius r, r^M of 1e-10 or so (M at least twice the cells), and
/// rounding errors, which grow as r^-n and with the visits paid within a cell.
PassageSums invert_passages(const PassageProgram& program, LawTransforms& laws);

/// P(T <= days) for each of `days` by inverting the Laplace transform (Abate and Whitt, Euler
/// summation, 1995): about 1e-8 off where the law is smooth, useless where some path has an atom
/// near. Lognormal durations by quadrature. A check for tests.
std::vector<double> invert_laplace(const PassageProgram& program, const std::vector<double>& days);

}  // namespace cairn
