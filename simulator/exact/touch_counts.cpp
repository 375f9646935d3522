#include "simulator/exact/touch_counts.h"

#include <algorithm>

namespace cairn {
namespace {

constexpr double kMostSteps = 3e8;
constexpr std::size_t kMostCounts = 2'000'000;
/// Part of the conversion that moves no quantile anybody asks for.
constexpr double kNegligible = 1e-8;

/// Who has not converted yet, by state, each having just come there.
struct Walkers {
  std::vector<double> here;
  std::vector<double> next;
};

/// Everyone takes one move; those at moments of entry, which count no touchpoint, first.
void move_on(const Chain& chain, const StateSet& is_over, Walkers& walkers) {
  std::fill(walkers.next.begin(), walkers.next.end(), 0.0);
  for (std::size_t s = 0; s < walkers.here.size(); ++s) {
    const double mass = walkers.here[s];
    if (mass == 0 || is_over[s] != 0) continue;
    const ChainState& state = chain.states[s];
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      walkers.next[chain.edges[e].target] += mass * chain.edges[e].probability;
    }
  }
  walkers.here.swap(walkers.next);
}

/// Moments of entry lead on before anything is counted; they lead to no other one.
void enter(const Chain& chain, Walkers& walkers) {
  for (std::size_t s = 0; s < walkers.here.size(); ++s) {
    const ChainState& state = chain.states[s];
    if (!state.source.is_valid() || walkers.here[s] == 0) continue;
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      walkers.here[chain.edges[e].target] += walkers.here[s] * chain.edges[e].probability;
    }
    walkers.here[s] = 0;
  }
}

}  // namespace

TouchCounts count_touches(const ExactPlan& plan, const Chain& chain, double precision) {
  const StateSet& converts = plan.ledger.is_conversion;
  const Until until = stop_at(plan, chain, converts);
  const std::vector<double> to_convert = chance_to_come(plan, chain, until, converts);
  TouchCounts counts;
  Walkers walkers{chain.entry, std::vector<double>(chain.entry.size())};
  enter(chain, walkers);
  double steps = 0;
  while (true) {
    double arrived = 0, later = 0;
    for (std::size_t s = 0; s < walkers.here.size(); ++s) {
      if (converts[s] != 0) {
        arrived += walkers.here[s];
      } else {
        later += walkers.here[s] * to_convert[s];
      }
    }
    counts.chances.push_back(arrived);
    counts.later = later;
    if (counts.chances.size() == 1) counts.conversion = std::min(1.0, arrived + later);
    steps += static_cast<double>(chain.edges.size() + chain.states.size());
    if (later <= precision * counts.conversion || steps > kMostSteps ||
        counts.chances.size() >= kMostCounts) {
      return counts;
    }
    move_on(chain, converts, walkers);
  }
}

void add_class(TouchCounts& sum, const TouchCounts& of_class, double share) {
  // Where one of the two was not followed to its end, the sum is known only so far.
  const auto known = [](const TouchCounts& counts) {
    const bool is_whole = counts.later <= kNegligible * counts.conversion;
    return is_whole ? kMostCounts : counts.chances.size();
  };
  const std::size_t size = std::min(
      {std::max(sum.chances.size(), of_class.chances.size()), known(sum), known(of_class)});
  sum.conversion += share * of_class.conversion;
  sum.later += share * of_class.later;
  for (std::size_t n = size; n < sum.chances.size(); ++n) sum.later += sum.chances[n];
  sum.chances.resize(size);
  for (std::size_t n = 0; n < of_class.chances.size(); ++n) {
    (n < size ? sum.chances[n] : sum.later) += share * of_class.chances[n];
  }
}

std::optional<std::uint64_t> touch_quantile(const TouchCounts& counts, double level) {
  if (!(counts.conversion > 0)) return std::nullopt;
  // From the far end: what is left after n, without the rounding of a long sum from the start.
  double left = counts.later;
  std::size_t n = counts.chances.size();
  const double allowed = (1 - level) * counts.conversion * (1 + 1e-12);
  if (left > allowed) return std::nullopt;
  while (n > 0 && left + counts.chances[n - 1] <= allowed) left += counts.chances[--n];
  return n == 0 ? 0 : n - 1;
}

}  // namespace cairn
