// Discrete Fourier transforms of real series whose length is a power of two.
#pragma once

#include <cstddef>
#include <vector>

namespace cairn {

/// Complex numbers, real and imaginary parts apart so that loops over them run side by side.
struct ComplexSeries {
  std::vector<double> re, im;
};

/// The transform of one length; holds its roots of unity and is used for many series.
class Fourier {
 public:
  /// `length`: a power of two, at least 2.
  explicit Fourier(std::size_t length);

  std::size_t length() const { return length_; }
  /// exp(-2 pi i k / length), k = 0 … length - 1.
  const ComplexSeries& roots() const { return roots_; }

  /// X_k = sum of x_n exp(-2 pi i k n / length). `data` has that length; `room` is scratch.
  void transform(ComplexSeries& data, ComplexSeries& room) const;
  /// The way back.
  void invert(ComplexSeries& data, ComplexSeries& room) const;

 private:
  std::size_t length_;
  ComplexSeries roots_;
};

/// The same of a real series, by a complex one of half the length.
class RealFourier {
 public:
  /// `length`: a power of two, at least 4.
  explicit RealFourier(std::size_t length);

  std::size_t length() const { return length_; }

  /// X_k for k = 0 … length/2; the rest is conjugate. `series` may be shorter than `length`: the
  /// rest counts as 0.
  ComplexSeries transform(const std::vector<double>& series) const;

  /// The series that has this transform.
  std::vector<double> invert(const ComplexSeries& transform) const;

 private:
  std::size_t length_;
  Fourier half_;
  ComplexSeries roots_;  // exp(-2 pi i k / length), k = 0 … length/2
};

}  // namespace cairn
