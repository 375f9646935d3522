#include "simulator/exact/large_sums.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "simulator/exact/factor_plan.h"

namespace cairn {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kEpsilon = std::numeric_limits<double>::epsilon();

}  // namespace

LargeField known(std::vector<double> value) {
  LargeField field;
  field.error.assign(value.size(), 0);
  field.value = std::move(value);
  return field;
}

double sum_room(const Chain& chain) {
  return static_cast<double>(2 * (chain.states.size() + chain.edges.size()) + 16) * kEpsilon;
}

LargeSums::LargeSums(const Chain& chain, const std::vector<double>& chances,
                     const std::vector<double>& leaks, const std::vector<std::uint8_t>& is_over)
    : chain_(chain), chances_(chances), jumps_(make_jump_chain(chain, chances, leaks, is_over)) {
  if (!jumps_.has_trap) certificate_ = find_certificate(jumps_.rows);
}

bool LargeSums::is_over(std::size_t state) const {
  return jumps_.number_of[state] == kNotInside;
}

LargeField LargeSums::ahead(const LargeField& per_visit, const LargeField& at_end) const {
  const std::size_t count = jumps_.rows.size();
  LargeField field = at_end;
  std::vector<double> gains(count), errors(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t s = jumps_.state_at[i];
    const ChainState& state = chain_.states[s];
    double gain = per_visit.value[s], error = per_visit.error[s];
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      const std::uint32_t to = chain_.edges[e].target;
      if (!is_over(to) || chances_[e] == 0) continue;
      gain += chances_[e] * at_end.value[to];
      error += chances_[e] * at_end.error[to];
    }
    gains[i] = gain * jumps_.stays[i];
    errors[i] = error * jumps_.stays[i];
  }
  // A gain is a sum over the ways of a state, of products.
  const double gain_error = static_cast<double>(2 * jumps_.rows.longest + 16) * kEpsilon;
  const CertifiedSolution solution =
      is_proved() ? solve_certified(jumps_.rows, gains, certificate_, gain_error)
                  : CertifiedSolution{std::vector<double>(count, 0), kInfinity, 0};
  // What the gains are off by adds to the residual.
  double factor = 0;
  for (std::size_t i = 0; i < count && is_proved(); ++i) {
    const double here = errors[i] / certificate_.g[i];
    if (!(here <= factor)) factor = std::isnan(here) ? kInfinity : here;
  }
  factor = solution.factor + factor * (1 + gain_error);
  for (std::size_t i = 0; i < count; ++i) {
    field.value[jumps_.state_at[i]] = std::isfinite(factor) ? solution.value[i] : 0;
    field.error[jumps_.state_at[i]] =
        std::isfinite(factor) ? factor * certificate_.w[i] : kInfinity;
  }
  return field;
}

Bounds LargeSums::sum(const std::vector<double>& per_visit) const {
  const LargeField each = known(per_visit);
  return at_entry(ahead(each, each));
}

Bounds LargeSums::at_entry(const LargeField& field) const {
  Bounds bounds;
  for (std::size_t s = 0; s < field.value.size(); ++s) {
    if (chain_.entry[s] == 0) continue;
    bounds.low += chain_.entry[s] * (field.value[s] - field.error[s]);
    bounds.high += chain_.entry[s] * (field.value[s] + field.error[s]);
  }
  bounds.low = std::max(0.0, bounds.low * (1 - sum_room(chain_)));
  bounds.high *= 1 + sum_room(chain_);
  return bounds;
}

}  // namespace cairn
