#include "simulator/grid/block_sums.h"

#include <algorithm>
#include <cmath>

#include "simulator/grid/wide.h"

namespace cairn {
namespace {

constexpr std::uint32_t kFewestCells = 384;
constexpr double kLeastPart = 4e-4;

double length_of(const ComplexSeries& series) {
  double sum = 0;
  for (const double value : series.re) sum += value * value;
  for (const double value : series.im) sum += value * value;
  return std::sqrt(sum);
}

CAIRN_WIDE void add_products(const double* __restrict ar, const double* __restrict ai,
                             const double* __restrict br, const double* __restrict bi,
                             std::size_t count, double* __restrict re, double* __restrict im) {
  for (std::size_t k = 0; k < count; ++k) {
    re[k] += ar[k] * br[k] - ai[k] * bi[k];
    im[k] += ar[k] * bi[k] + ai[k] * br[k];
  }
}

}  // namespace

std::size_t block_cells(std::uint32_t cells) {
  // About the root of the cells, where near and far sums cost the same.
  if (cells < kFewestCells) return 0;
  if (cells < 1500) return 32;
  return cells < 6000 ? 64 : 128;
}

LawBlocks make_law_blocks(const LagLaw& law, const Fourier& fourier) {
  const std::size_t block = fourier.length() / 2;
  LawBlocks blocks;
  if (law.ratio > 0 || law.weights.size() < 2 * block) return blocks;
  const std::size_t last = law.first + law.weights.size() - 1;
  ComplexSeries room;
  for (std::size_t d = 1; (d - 1) * block <= last; ++d) {
    ComplexSeries window{std::vector<double>(2 * block), std::vector<double>(2 * block)};
    for (std::size_t k = 0; k < 2 * block; ++k) {
      const std::size_t lag = (d - 1) * block + k;
      if (lag >= law.first && lag <= last) window.re[k] = law.weights[lag - law.first];
    }
    blocks.norms.push_back(length_of(window));
    fourier.transform(window, room);
    blocks.windows.push_back(std::move(window));
  }
  return blocks;
}

void add_block(const double* visits, const double* touches, const Fourier& fourier,
               PastBlocks& past) {
  const std::size_t block = fourier.length() / 2;
  ComplexSeries data{std::vector<double>(2 * block), std::vector<double>(2 * block)};
  std::copy(visits, visits + block, data.re.begin());
  std::copy(touches, touches + block, data.im.begin());
  past.has_touches =
      past.has_touches || std::any_of(touches, touches + block, [](double t) { return t > 0; });
  past.norms.push_back(length_of(data));
  ComplexSeries room;
  if (past.norms.back() > 0) fourier.transform(data, room);
  past.blocks.push_back(std::move(data));
}

void sum_blocks(const LawBlocks& law, const PastBlocks& past, const Fourier& fourier,
                ComplexSeries& room, BlockArrivals& arrivals) {
  const std::size_t block = fourier.length() / 2, next = past.blocks.size();
  ComplexSeries& sums = arrivals.sums;
  sums.re.assign(2 * block, 0);
  sums.im.assign(2 * block, 0);
  double size = 0;
  for (std::size_t d = 1; d <= std::min(next, law.windows.size()); ++d) {
    const double part = past.norms[next - d] * law.norms[d - 1];
    if (!(part > 0)) continue;
    size += part;
    const ComplexSeries &from = past.blocks[next - d], &window = law.windows[d - 1];
    add_products(from.re.data(), from.im.data(), window.re.data(), window.im.data(), 2 * block,
                 sums.re.data(), sums.im.data());
  }
  if (size > 0) fourier.invert(sums, room);
  // The first half has wrapped around.
  for (std::vector<double>* part : {&sums.re, &sums.im}) {
    std::copy(part->begin() + static_cast<std::ptrdiff_t>(block), part->end(), part->begin());
    part->resize(block);
  }
  if (!past.has_touches) std::fill(sums.im.begin(), sums.im.end(), 0);
  for (std::vector<double>* part : {&sums.re, &sums.im}) {
    for (double& value : *part) value = std::max(value, 0.0);
  }
  arrivals.least = kLeastPart * size;
  arrivals.has_touches = past.has_touches;
}

}  // namespace cairn
