// The answer at best estimates, as sharp as what is printed asks for.
#pragma once

#include <cstdint>
#include <vector>

#include "journey/prediction.h"
#include "simulator/figures.h"
#include "simulator/setting.h"

namespace cairn {

struct BestAnswer {
  Method method = Method::exact;
  std::uint32_t cells = 0;       // 0: no grid
  std::vector<Totals> by_class;  // point values
  std::vector<double> values;    // by question, inside their brackets; NaN: a mean over nobody
  std::vector<double> errors;    // by question, as Estimate::error
};

/// Without a horizon by elimination, or where a class is too large for it by iteration with a
/// certified bracket. With one, on grids of more and more cells until the bracket of
/// every figure is under a tenth of its last printed digit, as far as that can be had at a fair
/// cost: figures that would need too many cells keep a wider bracket, and say so by their error.
BestAnswer solve_best(const Setting& setting, const FigurePlan& plan,
                      const std::vector<Question>& questions, const WorldChains& numbers,
                      unsigned threads);

/// The same for other strengths of active fixes, on the grid that was found for `like` (or without
/// one), so that what a fix does not touch stays the same to the bit.
BestAnswer solve_like(const Setting& setting, const FigurePlan& plan, const WorldChains& numbers,
                      const BestAnswer& like, unsigned threads);

/// The middle alone on that grid, without a bracket, in a third of the time. The errors are those
/// of `like`.
BestAnswer estimate_like(const Setting& setting, const FigurePlan& plan, const WorldChains& numbers,
                         const BestAnswer& like);

/// The same on a grid of few cells, less what those few cells miss for `like`, which is solved on
/// both (`like_numbers` is what it was solved from): a fraction of the work, without a certified
/// bracket. The errors are those of `like`.
class RoughSolver {
 public:
  RoughSolver(const Setting& setting, const FigurePlan& plan, const WorldChains& like_numbers,
              const BestAnswer& like);
  BestAnswer solve(const WorldChains& numbers) const;

 private:
  const Setting& setting_;
  const FigurePlan& plan_;
  const BestAnswer& like_;
  std::uint32_t cells_ = 0;
  std::vector<Totals> like_on_few_;
};

/// Corrects the squares of the times that are asked for where they come from a grid (see
/// correct_squares).
void sharpen_squares(const Setting& setting, const FigurePlan& plan, const WorldChains& numbers,
                     unsigned threads, BestAnswer& best);

}  // namespace cairn
