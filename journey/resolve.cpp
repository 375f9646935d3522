// The numbers of a state's ways in one world (R4, R6).
#include <algorithm>
#include <cmath>

#include "journey/row_edits.h"
#include "journey/share_gradient.h"
#include "journey/state_space.h"

namespace cairn {
namespace {

// Sums without `rest` may be off by rounding in the text: 33.3% three times (R4).
constexpr double kSumTolerance = 0.001 + 1e-12;

DoubleDouble written_share(const Way& way, const World& world) {
  DoubleDouble share =
      way.kind == FlowLine::Kind::everyone ? DoubleDouble{1, 0} : world.exact_at(way.value);
  for (const ParameterId factor : way.factors) share = multiply(share, world.exact_at(factor));
  return share.hi > 1 ? DoubleDouble{1, 0} : share;
}

}  // namespace

ResolvedRow resolve_row(const State& state, const World& world) {
  ResolvedRow row = resolve_written(state, world);
  if (edit_row(state, world, row.shares)) row.was_scaled = true;
  return row;
}

ResolvedRow resolve_written(const State& state, const World& world) {
  ResolvedRow row;
  row.shares.reserve(state.ways.size());
  bool has_rest = false;
  for (const Way& way : state.ways) {
    if (way.kind == FlowLine::Kind::rest) {
      has_rest = true;
      row.shares.push_back(0);
      continue;
    }
    const DoubleDouble share = written_share(way, world);
    row.written_sum = add(row.written_sum, share);
    row.shares.push_back(to_double(share));
  }
  const double rest = to_double(add({1, 0}, negate(row.written_sum)));
  const bool is_rounding = !has_rest && std::abs(rest) <= kSumTolerance;
  row.was_scaled = rest < (is_rounding ? -kSumTolerance : -1e-12);
  for (std::size_t i = 0; i < state.ways.size(); ++i) {
    if (state.ways[i].kind == FlowLine::Kind::rest) {
      row.shares[i] = std::max(0.0, rest);
    } else if (rest < 0 || is_rounding) {
      row.shares[i] /= to_double(row.written_sum);
    }
  }
  return row;
}

double arrival_probability(const Arrival& arrival, const World& world) {
  DoubleDouble probability{1, 0};
  for (const Arrival::Factor& factor : arrival.factors) {
    DoubleDouble part = world.exact_at(factor.probability);
    if (factor.is_complement) part = add({1, 0}, negate(part));
    probability = multiply(probability, part);
  }
  return to_double(probability);
}

}  // namespace cairn
