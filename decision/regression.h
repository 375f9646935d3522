// Least squares of many responses on smooth functions of a few numbers, all of them known by world.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cairn {

/// Numbers by world, then column.
struct WorldTable {
  std::size_t worlds = 0;
  std::size_t columns = 0;
  std::vector<double> values;

  double* row(std::size_t world) { return values.data() + world * columns; }
  const double* row(std::size_t world) const { return values.data() + world * columns; }
};

/// Most degrees of freedom of the curve through one number, the constant not counted: what
/// `ns(x, df = 5)` fits in R. Net values bend once or twice; more would follow the noise.
inline constexpr std::size_t kMostDegrees = 5;

/// With fewer worlds than this for each degree of freedom a curve gets fewer of them.
inline constexpr std::size_t kWorldsPerDegree = 10;

/// What a standard normal would have at the rank of each draw (van der Waerden scores; equal draws
/// share the mean of their ranks), so that heavy tails and units do no harm.
std::vector<double> normal_scores(const std::vector<double>& draws);

/// The functions of `numbers` (each by world, `worlds` of them, finite) that responses are
/// regressed on, without the constant: for each number a natural cubic spline of its normal score,
/// boundary knots at the ends and the others at quantiles of its distinct values (Hastie,
/// Tibshirani, Friedman 2009, 5.2.1), so that a number with few values gets its group means; for
/// several numbers also the products of two scores, where the worlds suffice. Columns have mean 0,
/// length 1 and are orthogonal; what others already say is left out. No column: every number is
/// constant, or there are too few worlds.
WorldTable spline_basis(const std::vector<std::vector<double>>& numbers, std::size_t worlds);

/// Least squares coefficients of each response (a column), by column of the basis, then response.
/// `signs` (by world, +1 or -1; empty: all +1) multiplies the responses first.
std::vector<double> project(const WorldTable& basis, const WorldTable& responses,
                            const std::vector<double>& signs);

/// Adds to `fit` (one number per response) what the coefficients make of one row of the basis.
void add_fit(const WorldTable& basis, std::size_t world, const std::vector<double>& coefficients,
             std::vector<double>& fit);

}  // namespace cairn
