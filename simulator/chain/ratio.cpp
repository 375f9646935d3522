#include "simulator/chain/ratio.h"

namespace cairn {

double sum_terms(const std::vector<Term>& terms, const Totals& totals) {
  double sum = 0;
  for (const Term& term : terms) sum += term.weight * totals[term.index];
  return sum;
}

std::optional<double> evaluate(const Ratio& ratio, const Totals& totals) {
  const double numerator = sum_terms(ratio.numerator, totals);
  if (ratio.denominator.empty()) return numerator;
  const double denominator = sum_terms(ratio.denominator, totals);
  if (denominator == 0) return std::nullopt;
  return numerator / denominator;
}

}  // namespace cairn
