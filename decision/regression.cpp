#include "decision/regression.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/check.h"
#include "decision/normal.h"

namespace cairn {
namespace {

// A column of which less than this is left, beside the columns before it, says nothing of its own.
constexpr double kLeast = 1e-8;

using Columns = std::vector<std::vector<double>>;

std::vector<double> distinct_of(std::vector<double> scores) {
  std::sort(scores.begin(), scores.end());
  scores.erase(std::unique(scores.begin(), scores.end()), scores.end());
  return scores;
}

double cube_above(double x, double knot) {
  const double above = std::max(x - knot, 0.0);
  return above * above * above;
}

/// Adds the spline of one number's scores: the score itself, then one curved function for each
/// inner knot (Hastie, Tibshirani, Friedman 2009, 5.4 and 5.5).
void add_spline(const std::vector<double>& scores, std::size_t most_degrees, Columns& columns) {
  const std::vector<double> distinct = distinct_of(scores);
  const std::size_t degrees = std::min(most_degrees, distinct.size() - 1);
  if (degrees == 0) return;
  std::vector<double> knots;
  for (std::size_t i = 0; i <= degrees; ++i) {
    knots.push_back(distinct[(i * (distinct.size() - 1) + degrees / 2) / degrees]);
  }
  const double last = knots.back();
  const auto bend = [&knots, last](double x, std::size_t i) {
    return (cube_above(x, knots[i]) - cube_above(x, last)) / (last - knots[i]);
  };
  columns.push_back(scores);
  for (std::size_t i = 0; i + 1 < degrees; ++i) {
    std::vector<double> column;
    column.reserve(scores.size());
    for (const double x : scores) column.push_back(bend(x, i) - bend(x, degrees - 1));
    columns.push_back(std::move(column));
  }
}

void add_products(const Columns& scores, Columns& columns) {
  for (std::size_t i = 0; i < scores.size(); ++i) {
    for (std::size_t j = i + 1; j < scores.size(); ++j) {
      std::vector<double> column = scores[i];
      for (std::size_t w = 0; w < column.size(); ++w) column[w] *= scores[j][w];
      columns.push_back(std::move(column));
    }
  }
}

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

void centre(std::vector<double>& column) {
  const double mean =
      std::accumulate(column.begin(), column.end(), 0.0) / static_cast<double>(column.size());
  for (double& x : column) x -= mean;
}

/// Gram-Schmidt, each column twice: then they are orthogonal to rounding (Giraud, Langou, Rozložník
/// 2005).
Columns orthonormal(Columns columns) {
  Columns kept;
  for (std::vector<double>& column : columns) {
    const double written = std::sqrt(dot(column, column));
    for (int pass = 0; pass < 2; ++pass) {
      centre(column);
      for (const std::vector<double>& other : kept) {
        const double along = dot(column, other);
        for (std::size_t w = 0; w < column.size(); ++w) column[w] -= along * other[w];
      }
    }
    const double length = std::sqrt(dot(column, column));
    if (!(length > kLeast * written)) continue;
    for (double& x : column) x /= length;
    kept.push_back(std::move(column));
  }
  return kept;
}

}  // namespace

std::vector<double> normal_scores(const std::vector<double>& draws) {
  std::vector<std::size_t> order(draws.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&draws](std::size_t a, std::size_t b) { return draws[a] < draws[b]; });
  const double count = static_cast<double>(draws.size());
  std::vector<double> scores(draws.size());
  for (std::size_t first = 0, end = 0; first < order.size(); first = end) {
    while (end < order.size() && !(draws[order[first]] < draws[order[end]])) ++end;
    const double score = normal_quantile_at(static_cast<double>(first + end) / (2 * count));
    for (std::size_t i = first; i < end; ++i) scores[order[i]] = score;
  }
  return scores;
}

WorldTable spline_basis(const std::vector<std::vector<double>>& numbers, std::size_t worlds) {
  WorldTable basis;
  basis.worlds = worlds;
  if (numbers.empty()) return basis;
  const std::size_t room = worlds / kWorldsPerDegree;
  const std::size_t degrees = std::min(kMostDegrees, room / numbers.size());
  if (degrees == 0) return basis;
  Columns scores;
  Columns columns;
  for (const std::vector<double>& draws : numbers) {
    CAIRN_CHECK(draws.size() == worlds);
    CAIRN_CHECK(std::all_of(draws.begin(), draws.end(), [](double x) { return std::isfinite(x); }));
    scores.push_back(normal_scores(draws));
    add_spline(scores.back(), degrees, columns);
  }
  const std::size_t pairs = numbers.size() * (numbers.size() - 1) / 2;
  if (columns.size() + pairs <= room) add_products(scores, columns);
  columns = orthonormal(std::move(columns));
  basis.columns = columns.size();
  basis.values.resize(basis.columns * worlds);
  for (std::size_t w = 0; w < worlds; ++w) {
    for (std::size_t k = 0; k < columns.size(); ++k) basis.row(w)[k] = columns[k][w];
  }
  return basis;
}

std::vector<double> project(const WorldTable& basis, const WorldTable& responses,
                            const std::vector<double>& signs) {
  std::vector<double> coefficients(basis.columns * responses.columns);
  for (std::size_t w = 0; w < basis.worlds; ++w) {
    const double* values = responses.row(w);
    const double sign = signs.empty() ? 1.0 : signs[w];
    for (std::size_t k = 0; k < basis.columns; ++k) {
      const double weight = sign * basis.row(w)[k];
      double* sums = coefficients.data() + k * responses.columns;
      for (std::size_t a = 0; a < responses.columns; ++a) sums[a] += weight * values[a];
    }
  }
  return coefficients;
}

void add_fit(const WorldTable& basis, std::size_t world, const std::vector<double>& coefficients,
             std::vector<double>& fit) {
  const double* row = basis.row(world);
  const double* of_column = coefficients.data();
  const std::size_t responses = fit.size();
  for (std::size_t k = 0; k < basis.columns; ++k, of_column += responses) {
    for (std::size_t a = 0; a < responses; ++a) fit[a] += row[k] * of_column[a];
  }
}

}  // namespace cairn
