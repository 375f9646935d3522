// Arithmetic on dense blocks: elimination without subtraction, compiled for several instruction
// sets. Only products and sums of single elements in a fixed order, so all of them give the same
// bits.
#pragma once

#include <cstddef>

namespace cairn {

/// Quantities carried along each move of a MomentBlock: probability, days, touchpoints, days
/// squared, each times the probability.
inline constexpr std::size_t kMoments = 4;

/// Width of a row of `count` columns with its padding.
constexpr std::size_t padded(std::size_t count) {
  return (count + 3) / 4 * 4;
}

/// Moves between `count` states with their moments. Row 0 is the start, row i + 1 is state i; a row
/// holds kMoments stretches of `width` columns, those from `count` on being 0.
struct MomentBlock {
  double* cells = nullptr;
  double* leaks = nullptr;  // by row: chance that the journey goes elsewhere for good
  std::size_t width = 0;    // a multiple of 4
  std::size_t count = 0;

  double* row(std::size_t index) const { return cells + index * kMoments * width; }
};

/// Cells of a block with its leaks; copies may run over by up to three of them in between, and need
/// as many spare ones at the end.
constexpr std::size_t cells_of_block(std::size_t count) {
  return (count + 1) * (kMoments * padded(count) + 1) + 4;
}

/// The same states, those from `middle` on first. `to` has room, its width and its count. is_last:
/// the rows of the states that come first are left out.
void copy_turned(const MomentBlock& from, std::size_t middle, bool is_last, MomentBlock& to);

/// Takes the states from `keep` on out of the block, the last one first. Nothing that enters a
/// state that cannot be left comes out again. is_last: of what is left only row 0 is wanted.
void eliminate_to(MomentBlock& block, std::size_t keep, bool is_last = false);

/// Eliminates a chain of `count` states in place, in order: a(i, j) = probability of the move,
/// `leaks` what leaves the chain. Afterwards a(i, j) holds for j > i the chance to go on to j given
/// that i is left, for j < i the probability of the move when j was eliminated; the diagonal is
/// free. visits_per_stay: 1 / chance to leave, infinite if nothing leaves.
void eliminate_dense(double* a, std::size_t count, std::size_t stride, double* leaks,
                     double* visits_per_stay);

/// From the result of eliminate_dense, expected visits z(i, j) to j from i.
void visits_dense(const double* a, std::size_t count, std::size_t stride,
                  const double* visits_per_stay, double* z);

}  // namespace cairn
