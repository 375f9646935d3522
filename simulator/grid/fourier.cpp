#include "simulator/grid/fourier.h"

#include <cmath>
#include <utility>

#include "base/check.h"
#include "simulator/grid/wide.h"

namespace cairn {

namespace {

/// exp(-2 pi i k / length) for k = 0 … count - 1, each from an angle of at most an eighth of a
/// turn.
ComplexSeries make_roots(std::size_t length, std::size_t count) {
  ComplexSeries roots{std::vector<double>(count), std::vector<double>(count)};
  const double turn = static_cast<double>(length);
  for (std::size_t k = 0; k < count; ++k) {
    const std::size_t eighths = 8 * k / length;
    const std::size_t quarter = (eighths + 1) / 2;
    const double angle = 2 * M_PI *
                         (static_cast<double>(4 * k) - static_cast<double>(quarter * length)) /
                         (4 * turn);
    const double c = std::cos(angle), s = std::sin(angle);
    const double re[4] = {c, -s, -c, s}, im[4] = {s, c, -s, -c};
    roots.re[k] = re[quarter % 4];
    roots.im[k] = -im[quarter % 4];
  }
  return roots;
}

/// One stage: sums and turned differences of numbers that stand half the length apart.
CAIRN_WIDE void turn_pairs(const ComplexSeries& roots, std::size_t groups, std::size_t width,
                           const ComplexSeries& from, ComplexSeries& to) {
  for (std::size_t g = 0; g < groups; ++g) {
    const double wr = roots.re[g * width], wi = roots.im[g * width];
    const double* __restrict ar = from.re.data() + g * width;
    const double* __restrict ai = from.im.data() + g * width;
    const double* __restrict br = ar + groups * width;
    const double* __restrict bi = ai + groups * width;
    double* __restrict cr = to.re.data() + 2 * g * width;
    double* __restrict ci = to.im.data() + 2 * g * width;
    for (std::size_t k = 0; k < width; ++k) {
      const double dr = ar[k] - br[k], di = ai[k] - bi[k];
      cr[k] = ar[k] + br[k];
      ci[k] = ai[k] + bi[k];
      cr[k + width] = dr * wr - di * wi;
      ci[k + width] = dr * wi + di * wr;
    }
  }
}

}  // namespace

Fourier::Fourier(std::size_t length) : length_(length), roots_(make_roots(length, length)) {
  CAIRN_CHECK(length >= 2 && (length & (length - 1)) == 0);
}

/// Stockham's order: no bit reversal, and the inner loop runs over neighbours.
void Fourier::transform(ComplexSeries& data, ComplexSeries& room) const {
  room.re.resize(length_);
  room.im.resize(length_);
  for (std::size_t groups = length_ / 2, width = 1; groups >= 1; groups /= 2, width *= 2) {
    turn_pairs(roots_, groups, width, data, room);
    std::swap(data, room);
  }
}

void Fourier::invert(ComplexSeries& data, ComplexSeries& room) const {
  // Real and imaginary parts swapped in and out turn the other way round.
  std::swap(data.re, data.im);
  transform(data, room);
  std::swap(data.re, data.im);
  const double scale = 1 / static_cast<double>(length_);
  for (double& value : data.re) value *= scale;
  for (double& value : data.im) value *= scale;
}

RealFourier::RealFourier(std::size_t length)
    : length_(length), half_(length / 2), roots_(make_roots(length, length / 2 + 1)) {
  CAIRN_CHECK(length >= 4);
}

ComplexSeries RealFourier::transform(const std::vector<double>& series) const {
  const std::size_t half = length_ / 2;
  // Two neighbours as one complex number: a transform of half the length.
  ComplexSeries pairs{std::vector<double>(half), std::vector<double>(half)};
  for (std::size_t n = 0; n < series.size(); ++n) {
    (n % 2 == 0 ? pairs.re : pairs.im)[n / 2] = series[n];
  }
  ComplexSeries room;
  half_.transform(pairs, room);
  ComplexSeries result{std::vector<double>(half + 1), std::vector<double>(half + 1)};
  for (std::size_t k = 0; k <= half; ++k) {
    const std::size_t a = k % half, b = (half - k) % half;
    const double even_re = (pairs.re[a] + pairs.re[b]) / 2;
    const double even_im = (pairs.im[a] - pairs.im[b]) / 2;
    const double odd_re = (pairs.im[a] + pairs.im[b]) / 2;
    const double odd_im = (pairs.re[b] - pairs.re[a]) / 2;
    result.re[k] = even_re + (odd_re * roots_.re[k] - odd_im * roots_.im[k]);
    result.im[k] = even_im + (odd_re * roots_.im[k] + odd_im * roots_.re[k]);
  }
  return result;
}

std::vector<double> RealFourier::invert(const ComplexSeries& transform) const {
  const std::size_t half = length_ / 2;
  ComplexSeries pairs{std::vector<double>(half), std::vector<double>(half)};
  for (std::size_t k = 0; k < half; ++k) {
    const std::size_t b = half - k;
    const double even_re = (transform.re[k] + transform.re[b]) / 2;
    const double even_im = (transform.im[k] - transform.im[b]) / 2;
    const double turned_re = (transform.re[k] - transform.re[b]) / 2;
    const double turned_im = (transform.im[k] + transform.im[b]) / 2;
    const double odd_re = turned_re * roots_.re[k] + turned_im * roots_.im[k];
    const double odd_im = turned_im * roots_.re[k] - turned_re * roots_.im[k];
    pairs.re[k] = even_re - odd_im;
    pairs.im[k] = even_im + odd_re;
  }
  ComplexSeries room;
  half_.invert(pairs, room);
  std::vector<double> series(length_);
  for (std::size_t n = 0; n < half; ++n) {
    series[2 * n] = pairs.re[n];
    series[2 * n + 1] = pairs.im[n];
  }
  return series;
}

}  // namespace cairn
