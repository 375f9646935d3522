// Sums over a long past, block by block through Fourier transforms.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "simulator/grid/fourier.h"
#include "simulator/grid/lag_law.h"

namespace cairn {

/// Cells that are summed directly; blocks before them by transforms. 0: a grid so small that all is
/// summed directly.
std::size_t block_cells(std::uint32_t cells);

/// A law of lags cut into windows of two blocks, which overlap by one, each transformed.
struct LawBlocks {
  std::vector<ComplexSeries> windows;  // number d: lags (d - 1) blocks up to (d + 1) blocks
  std::vector<double> norms;           // their lengths (root of the sum of squares)
};

/// Empty if the law is so short or so simple that direct sums are cheaper. `fourier`: two blocks
/// long.
LawBlocks make_law_blocks(const LagLaw& law, const Fourier& fourier);

/// What departed from one state, each finished block transformed: visits as real and touches as
/// imaginary part.
struct PastBlocks {
  std::vector<ComplexSeries> blocks;
  std::vector<double> norms;
  bool has_touches = false;
};

void add_block(const double* visits, const double* touches, const Fourier& fourier,
               PastBlocks& past);

/// What arrives in the cells of the next block from all finished ones. Rounding errors of the
/// transforms are about 16 units in the last place of the lengths: where what arrives, from this
/// block too, is less than `least`, they may be more than 1e-11 of it, so sum all directly there.
struct BlockArrivals {
  ComplexSeries sums;  // one block: visits and touches
  double least = 0;
  bool has_touches = false;
};

void sum_blocks(const LawBlocks& law, const PastBlocks& past, const Fourier& fourier,
                ComplexSeries& room, BlockArrivals& arrivals);

}  // namespace cairn
