// Answers for chains too large to eliminate: iterated, and then proved. Every answer comes with a
// bound that holds whatever the iteration did, rounding included.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "simulator/chain/chain.h"

namespace cairn {

/// Rows of chances to go on, given that the state is left: no state goes to itself, and a row sums
/// to at most 1 (up to its rounding).
struct JumpRows {
  std::vector<std::uint32_t> first;  // by row; one more at the end
  std::vector<std::uint32_t> column;
  std::vector<double> chance;
  std::size_t longest = 0;  // entries of a row or, transposed, of a column

  std::size_t size() const { return first.size() - 1; }
};

JumpRows transpose(const JumpRows& rows);

/// The states of a chain that have a way out, numbered in order.
struct JumpChain {
  std::vector<std::uint32_t> number_of;  // by state; kNotInside: the journey ends there
  std::vector<std::uint32_t> state_at;   // by number
  std::vector<double> stays;             // by number: visits in a row, 1 / chance to leave
  JumpRows rows;
  bool has_trap = false;  // some state has no way out of itself: nothing can be solved
};

/// `is_over`, by state: the journey ends there; empty: nowhere but where nothing goes on.
/// `chances`, by edge.
JumpChain make_jump_chain(const Chain& chain, const std::vector<double>& chances,
                          const std::vector<double>& leaks,
                          const std::vector<std::uint8_t>& is_over);

/// Proof that x - P x = b has exactly one bounded solution, and how far any x is from it: w > 0
/// with w - P w >= g > 0 in every row. Then |x - solution| <= max_i (|residual_i| / g_i) w.
struct Certificate {
  std::vector<double> w, g;
  bool is_found = false;
};

/// Looks for w by solving w - P w = 1 roughly; not found if the iteration does not come near, as
/// where customers circle for too long.
Certificate find_certificate(const JumpRows& rows);

struct CertifiedSolution {
  std::vector<double> value;
  double factor = 0;  // |value_i - truth_i| <= factor * w_i; infinite: nothing is known
  int iterations = 0;
};

/// Solves x - P x = b. `b_error`: relative rounding error of the numbers in b.
CertifiedSolution solve_certified(const JumpRows& rows, const std::vector<double>& b,
                                  const Certificate& certificate, double b_error = 1e-15);

}  // namespace cairn
