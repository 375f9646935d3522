#include "simulator/exact/parameter_gradient.h"

#include "simulator/exact/chain_gradient.h"

namespace cairn {
namespace {

/// Edges of a state stand by way, then arrival, as build_chain writes them.
void add_ways_gradient(const State& state, const ChainState& made, const Chain& chain,
                       const ChainGradient& slopes, const World& world,
                       ParameterGradient& gradient) {
  if (state.ways.empty()) return;
  const ResolvedRow row = resolve_row(state, world);
  std::vector<double> by_share(state.ways.size(), 0);
  std::uint32_t e = made.first_edge;
  for (std::size_t w = 0; w < state.ways.size(); ++w) {
    const Way& way = state.ways[w];
    for (const Arrival& arrival : way.arrivals) {
      by_share[w] += slopes.chances[e] * arrival_probability(arrival, world);
      add_arrival_gradient(arrival, world, slopes.chances[e] * row.shares[w], gradient);
      if (way.after) {
        add_draw_gradient(*way.after, chain.edges[e].after, slopes.after[e], world, gradient);
      }
      ++e;
    }
  }
  add_row_gradient(state, world, by_share, gradient);
}

void add_entry_gradient(const Journey& journey, const StateSpace& space, const World& world,
                        const ChainGradient& slopes, ParameterGradient& gradient) {
  const std::vector<double> shares = source_shares(journey, space.customer, world);
  std::vector<double> by_source(shares.size(), 0);
  for (std::size_t source = 0; source < space.entries.size(); ++source) {
    for (const Arrival& arrival : space.entries[source]) {
      const double slope = slopes.entry[arrival.state];
      by_source[source] += slope * arrival_probability(arrival, world);
      add_arrival_gradient(arrival, world, slope * shares[source], gradient);
    }
  }
  add_source_gradient(journey, space.customer, world, by_source, gradient);
}

}  // namespace

void add_total_gradient(const Journey& journey, const ClassCase& one, const TotalsLayout& layout,
                        const World& world, const MoneyWeights& weights,
                        const std::vector<double>& by_total, ParameterGradient& gradient) {
  const Chain& chain = *one.chain;
  const ChainGradient slopes = chain_gradient(*one.plan, chain, layout, weights, by_total);
  for (std::size_t s = 0; s < one.space->states.size(); ++s) {
    const State& state = one.space->states[s];
    const ChainState& made = chain.states[s];
    add_ways_gradient(state, made, chain, slopes, world, gradient);
    if (state.takes) {
      add_draw_gradient(*state.takes, made.takes, slopes.takes[s], world, gradient);
    }
    std::size_t line = slopes.first_money[s], drawn = 0;
    for (const auto* lines : {&state.earns, &state.costs}) {
      for (const MoneyLine& money : *lines) {
        add_draw_gradient(money.amount, made.money[drawn++].amount, slopes.money[line++], world,
                          gradient);
      }
    }
    if (state.feels.is_valid()) gradient[state.feels.index] += slopes.feelings[s];
  }
  add_entry_gradient(journey, *one.space, world, slopes, gradient);
  const Frame& frame = journey.frame;
  if (frame.discount.is_valid()) {
    // The rate is ln(1 + discount) over its period.
    gradient[frame.discount.index] +=
        slopes.rate_per_day / ((1 + world.at(frame.discount)) * frame.discount_per_days);
  }
}

std::optional<RatioGradient> ratio_gradient(const Journey& journey,
                                            const std::vector<CustomerClass>& classes,
                                            const std::vector<ClassCase>& cases,
                                            const TotalsLayout& layout, const World& world,
                                            const MoneyWeights& weights, const Ratio& ratio) {
  double top = 0, bottom = ratio.denominator.empty() ? 1 : 0;
  for (const ClassCase& one : cases) {
    top += one.share * sum_terms(ratio.numerator, *one.totals);
    if (!ratio.denominator.empty()) bottom += one.share * sum_terms(ratio.denominator, *one.totals);
  }
  if (bottom == 0) return std::nullopt;
  RatioGradient result;
  result.value = top / bottom;
  result.by_parameter.assign(world.values.size(), 0);
  std::vector<double> by_total(layout.size(), 0);
  for (const Term& term : ratio.numerator) by_total[term.index] += term.weight / bottom;
  for (const Term& term : ratio.denominator) {
    by_total[term.index] -= result.value * term.weight / bottom;
  }
  std::vector<double> by_class;
  for (const ClassCase& one : cases) {
    std::vector<double> of_class = by_total;
    double slope = 0;
    for (std::size_t i = 0; i < of_class.size(); ++i) {
      // Totals that do not count may be unknown.
      if (of_class[i] != 0) slope += of_class[i] * (*one.totals)[i];
      of_class[i] *= one.share;
    }
    by_class.push_back(slope);
    if (one.share == 0) continue;
    add_total_gradient(journey, one, layout, world, weights, of_class, result.by_parameter);
  }
  add_class_gradient(journey, classes, world, by_class, result.by_parameter);
  return result;
}

}  // namespace cairn
