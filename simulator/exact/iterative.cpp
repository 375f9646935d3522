#include "simulator/exact/iterative.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "simulator/exact/factor_plan.h"

namespace cairn {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
/// Half of the distance between 1 and the next number.
constexpr double kUnit = std::numeric_limits<double>::epsilon() / 2;
constexpr int kMostIterations = 1500;
/// Rounds in which the residual of the answer is solved for once more.
constexpr int kMostRounds = 8;
/// Of the 2-norm in one round: the next round starts from the residual, computed afresh.
constexpr double kRoundTolerance = 1e-9;
constexpr double kShortTolerance = 1e-5;

using Vector = std::vector<double>;

/// Sums in eight lanes, so that no sum waits for the one before.
template <typename At>
double sum_lanes(std::size_t count, const At& at) {
  double lanes[8] = {};
  std::size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    for (std::size_t lane = 0; lane < 8; ++lane) lanes[lane] += at(i + lane);
  }
  double rest = 0;
  for (; i < count; ++i) rest += at(i);
  return ((lanes[0] + lanes[4]) + (lanes[1] + lanes[5])) +
         ((lanes[2] + lanes[6]) + (lanes[3] + lanes[7])) + rest;
}

/// Sums are taken in double whatever the numbers are kept in.
template <typename Real>
double dot(const std::vector<Real>& a, const std::vector<Real>& b) {
  return sum_lanes(a.size(), [&](std::size_t i) {
    return static_cast<double>(a[i]) * static_cast<double>(b[i]);
  });
}

/// out = x - P x
template <typename Real>
void apply(const JumpRows& rows, const std::vector<Real>& chance, const std::vector<Real>& x,
           std::vector<Real>& out) {
  const std::size_t count = rows.size();
  for (std::size_t i = 0; i < count; ++i) {
    Real sum = 0;
    for (std::uint32_t e = rows.first[i]; e < rows.first[i + 1]; ++e) {
      sum += chance[e] * x[rows.column[e]];
    }
    out[i] = x[i] - sum;
  }
}

/// BiCGSTAB (van der Vorst 1992) on x - P x = b, adding to x, until the residual is below
/// `tolerance` of b in the 2-norm. Returns iterations. Nothing is promised: what x is worth is
/// found out by its residual.
template <typename Real>
int iterate(const JumpRows& rows, const std::vector<Real>& chance, const Vector& b,
            double tolerance, int most, Vector& x) {
  const std::size_t count = rows.size();
  double largest = 0;
  for (const double value : b) largest = std::max(largest, std::fabs(value));
  if (!(largest > 0) || !std::isfinite(largest)) return 0;
  // Scaled, so that nothing small leaves the range of a float.
  std::vector<Real> r(count);
  for (std::size_t i = 0; i < count; ++i) r[i] = static_cast<Real>(b[i] / largest);
  std::vector<Real> y(count, 0), p = r, v(count), t(count);
  const std::vector<Real> shadow = r;
  double rho = dot(shadow, r), smallest = std::sqrt(rho);
  const double goal = tolerance * smallest;
  int used = 0;
  while (used < most) {
    ++used;
    apply(rows, chance, p, v);
    const double alpha = rho / dot(shadow, v);
    if (!std::isfinite(alpha)) break;
    const auto a = static_cast<Real>(alpha);
    // r becomes what is left after the first half of the step.
    for (std::size_t i = 0; i < count; ++i) r[i] -= a * v[i];
    apply(rows, chance, r, t);
    const double t_square = dot(t, t);
    const double omega = t_square > 0 ? dot(t, r) / t_square : 0;
    const auto w = static_cast<Real>(omega);
    for (std::size_t i = 0; i < count; ++i) {
      y[i] += a * p[i] + w * r[i];
      r[i] -= w * t[i];
    }
    const double norm = std::sqrt(dot(r, r));
    if (!std::isfinite(norm) || norm <= goal || norm > 1e6 * smallest) break;
    smallest = std::min(smallest, norm);
    const double next = dot(shadow, r), beta = next / rho * (alpha / omega);
    rho = next;
    if (!std::isfinite(beta) || rho == 0) break;
    const auto f = static_cast<Real>(beta);
    for (std::size_t i = 0; i < count; ++i) p[i] = r[i] + f * (p[i] - w * v[i]);
  }
  for (std::size_t i = 0; i < count; ++i) x[i] += largest * static_cast<double>(y[i]);
  return used;
}

/// residual = b - x + P x, and a bound of its rounding error by row: a sum of so many products,
/// each from a chance that is rounded itself (a sum of chances divided by another).
void find_residual(const JumpRows& rows, const Vector& b, const Vector& x, double b_error,
                   Vector& residual, Vector& error) {
  const double per_term = (3 * static_cast<double>(rows.longest) + 12) * kUnit;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    double sum = 0, size = 0;
    for (std::uint32_t e = rows.first[i]; e < rows.first[i + 1]; ++e) {
      const double term = rows.chance[e] * x[rows.column[e]];
      sum += term;
      size += std::fabs(term);
    }
    residual[i] = (b[i] - x[i]) + sum;
    error[i] = per_term * (size + std::fabs(x[i])) + (per_term + b_error) * std::fabs(b[i]);
  }
}

/// The smallest factor with |residual| + error <= factor * g everywhere.
double bound_of(const Vector& residual, const Vector& error, const Certificate& certificate) {
  double factor = 0;
  for (std::size_t i = 0; i < residual.size(); ++i) {
    const double here = (std::fabs(residual[i]) + error[i]) / certificate.g[i];
    // Written so that what is not a number proves nothing.
    if (!(here <= factor)) factor = std::isnan(here) ? kInfinity : here;
  }
  return factor * (1 + 8 * kUnit);
}

}  // namespace

JumpRows transpose(const JumpRows& rows) {
  JumpRows result;
  result.longest = rows.longest;
  result.first.assign(rows.size() + 1, 0);
  for (const std::uint32_t column : rows.column) ++result.first[column + 1];
  for (std::size_t i = 0; i < rows.size(); ++i) {
    result.longest = std::max<std::size_t>(result.longest, result.first[i + 1]);
    result.first[i + 1] += result.first[i];
  }
  result.column.resize(rows.column.size());
  result.chance.resize(rows.chance.size());
  std::vector<std::uint32_t> next(result.first.begin(), result.first.end() - 1);
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    for (std::uint32_t e = rows.first[i]; e < rows.first[i + 1]; ++e) {
      const std::uint32_t slot = next[rows.column[e]]++;
      result.column[slot] = i;
      result.chance[slot] = rows.chance[e];
    }
  }
  return result;
}

JumpChain make_jump_chain(const Chain& chain, const std::vector<double>& chances,
                          const std::vector<double>& leaks,
                          const std::vector<std::uint8_t>& is_over) {
  JumpChain jumps;
  const std::size_t count = chain.states.size();
  jumps.number_of.assign(count, kNotInside);
  for (std::uint32_t s = 0; s < count; ++s) {
    if (chain.states[s].edge_count == 0 || (!is_over.empty() && is_over[s] != 0)) continue;
    jumps.number_of[s] = static_cast<std::uint32_t>(jumps.state_at.size());
    jumps.state_at.push_back(s);
  }
  jumps.rows.first.push_back(0);
  for (const std::uint32_t s : jumps.state_at) {
    const ChainState& state = chain.states[s];
    double chance_to_leave = leaks.empty() ? 0 : leaks[s];
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      if (chain.edges[e].target != s) chance_to_leave += chances[e];
    }
    if (!(chance_to_leave > 0)) jumps.has_trap = true;
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      const std::uint32_t to = jumps.number_of[chain.edges[e].target];
      if (to == kNotInside || chain.edges[e].target == s || chances[e] == 0) continue;
      jumps.rows.column.push_back(to);
      jumps.rows.chance.push_back(chances[e] / chance_to_leave);
    }
    jumps.stays.push_back(1 / chance_to_leave);
    jumps.rows.longest = std::max<std::size_t>(jumps.rows.longest, state.edge_count);
    jumps.rows.first.push_back(static_cast<std::uint32_t>(jumps.rows.column.size()));
  }
  return jumps;
}

Certificate find_certificate(const JumpRows& rows) {
  Certificate certificate;
  const std::size_t count = rows.size();
  const Vector ones(count, 1);
  // Each round solves for what the last one left over.
  Vector residual = ones, error(count);
  const std::vector<float> short_chances(rows.chance.begin(), rows.chance.end());
  certificate.w.assign(count, 0);
  certificate.g.assign(count, 0);
  for (int round = 0; round < kMostRounds; ++round) {
    // First with floats, which take half the time.
    const bool is_short = round < 2;
    const int used =
        is_short ? iterate(rows, short_chances, residual, 0.02, 150, certificate.w)
                 : iterate(rows, rows.chance, residual, 0.02, kMostIterations / 2, certificate.w);
    find_residual(rows, ones, certificate.w, 0, residual, error);
    double least = kInfinity, smallest_w = kInfinity;
    for (std::size_t i = 0; i < count; ++i) {
      certificate.g[i] = (1 - residual[i]) - error[i] - 4 * kUnit;
      if (!(certificate.g[i] >= least)) least = certificate.g[i];
      if (!(certificate.w[i] >= smallest_w)) smallest_w = certificate.w[i];
    }
    certificate.is_found = least > 0.1 && smallest_w > 0;
    if (certificate.is_found || used >= kMostIterations / 2) break;
  }
  return certificate;
}

CertifiedSolution solve_certified(const JumpRows& rows, const std::vector<double>& b,
                                  const Certificate& certificate, double b_error) {
  CertifiedSolution solution;
  const std::size_t count = rows.size();
  solution.value.assign(count, 0);
  solution.factor = kInfinity;
  if (!certificate.is_found) return solution;
  const std::vector<float> short_chances(rows.chance.begin(), rows.chance.end());
  Vector residual(count), error(count), better;
  find_residual(rows, b, solution.value, b_error, residual, error);
  solution.factor = bound_of(residual, error, certificate);
  // Memory is what takes the time: half of it with floats, as long as they get on.
  bool is_short = true;
  for (int round = 0; round < kMostRounds && solution.iterations < kMostIterations; ++round) {
    better = solution.value;
    const int left = kMostIterations - solution.iterations;
    solution.iterations +=
        is_short
            ? iterate(rows, short_chances, residual, kShortTolerance, std::min(left, 150), better)
            : iterate(rows, rows.chance, residual, kRoundTolerance, left, better);
    find_residual(rows, b, better, b_error, residual, error);
    const double factor = bound_of(residual, error, certificate);
    const bool is_better = factor < solution.factor;
    const bool has_settled = !(factor < solution.factor / 10);
    if (is_better) {
      solution.factor = factor;
      solution.value.swap(better);
    } else {
      find_residual(rows, b, solution.value, b_error, residual, error);
    }
    // Nothing below the rounding errors of the residual itself can be won.
    double most = 0, floor = 0;
    for (std::size_t i = 0; i < count; ++i) {
      most = std::max(most, std::fabs(residual[i]));
      floor = std::max(floor, error[i]);
    }
    if (most <= floor || (has_settled && !is_short)) break;
    if (has_settled) is_short = false;
  }
  return solution;
}

}  // namespace cairn
