// Sums over a chain too large to eliminate, by state, each with a proved error.
#pragma once

#include <cstdint>
#include <vector>

#include "simulator/chain/chain.h"
#include "simulator/exact/iterative.h"

namespace cairn {

struct Bounds {
  double low = 0;
  double high = 0;
};

/// A sum by state, none negative: |truth - value| <= error.
struct LargeField {
  std::vector<double> value;
  std::vector<double> error;  // infinite: nothing is known
};

/// Relative room for what sums over all states and edges lose to rounding, terms of one sign.
double sum_room(const Chain& chain);

/// A chain with its edge chances, ready to be iterated. Keeps references to both.
class LargeSums {
 public:
  /// `is_over`, by state: the journey ends there; empty: nowhere but where nothing goes on.
  LargeSums(const Chain& chain, const std::vector<double>& chances,
            const std::vector<double>& leaks, const std::vector<std::uint8_t>& is_over);

  bool is_proved() const { return certificate_.is_found; }
  const JumpChain& jumps() const { return jumps_; }
  bool is_over(std::size_t state) const;

  /// What is still to come from each state on: `per_visit` for each visit, and where it is over
  /// what `at_end` says, by state with their errors. No value may be negative.
  LargeField ahead(const LargeField& per_visit, const LargeField& at_end) const;

  /// Expected sum over the journey of what each visit brings, by state and exact.
  Bounds sum(const std::vector<double>& per_visit) const;

  /// Of a field, seen from entry.
  Bounds at_entry(const LargeField& field) const;

 private:
  const Chain& chain_;
  const std::vector<double>& chances_;
  JumpChain jumps_;
  Certificate certificate_;
};

/// A field known by heart.
LargeField known(std::vector<double> value);

}  // namespace cairn
