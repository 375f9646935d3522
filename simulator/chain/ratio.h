// A figure as a ratio of two sums of totals, the one form that all engines are read by.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "simulator/chain/totals.h"

namespace cairn {

/// One total times a number: revenue - cost is {{revenue, 1}, {cost, -1}}.
struct Term {
  std::size_t index = 0;  // into Totals
  double weight = 1;
};

/// A figure as a ratio of two sums of totals. No denominator: per entrant (of those included).
struct Ratio {
  std::vector<Term> numerator;
  std::vector<Term> denominator;
};

/// The sum of the terms in one vector of totals.
double sum_terms(const std::vector<Term>& terms, const Totals& totals);

/// The ratio in totals per entrant (as an engine gives them); nothing if the denominator is 0.
std::optional<double> evaluate(const Ratio& ratio, const Totals& totals);

}  // namespace cairn
