#include "simulator/exact/parameter_gradient.h"

#include <algorithm>
#include <cmath>
#include <utility>

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

double MixCase::group_share() const {
  double share = 0;
  for (const ClassCase& one : cases) {
    if (one.is_counted) share += one.share;
  }
  return share;
}

void add_chain_gradient(const Journey& journey, const StateSpace& space, const Chain& chain,
                        const ChainGradient& slopes, const World& world,
                        ParameterGradient& gradient) {
  for (std::size_t s = 0; s < space.states.size(); ++s) {
    const State& state = space.states[s];
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
  add_entry_gradient(journey, space, world, slopes, gradient);
  const Frame& frame = journey.frame;
  if (frame.discount.is_valid()) {
    // The rate is ln(1 + discount) over its period.
    gradient[frame.discount.index] +=
        slopes.rate_per_day / ((1 + world.at(frame.discount)) * frame.discount_per_days);
  }
}

void add_mix_gradient(const MixCase& mix, std::vector<double> by_class,
                      ParameterGradient& gradient) {
  const double group_share = mix.group_share();
  double mean = 0;
  for (std::size_t c = 0; c < by_class.size(); ++c) {
    if (mix.cases[c].is_counted) mean += mix.cases[c].share * by_class[c] / group_share;
  }
  // d of sum share_c x_c / sum share_c.
  for (std::size_t c = 0; c < by_class.size(); ++c) {
    by_class[c] = mix.cases[c].is_counted ? (by_class[c] - mean) / group_share : 0;
  }
  add_class_gradient(mix.journey, mix.classes, mix.world, by_class, gradient);
}

Totals mean_totals(const MixCase& mix, const TotalsLayout& layout) {
  Totals mean(layout.size(), 0);
  const double group_share = mix.group_share();
  for (const ClassCase& one : mix.cases) {
    // A class that nobody belongs to must not bring in an infinite or undefined total.
    if (!one.is_counted || !(one.share > 0)) continue;
    for (std::size_t i = 0; i < mean.size(); ++i) {
      mean[i] += one.share / group_share * (*one.totals)[i];
    }
  }
  return mean;
}

ClassSlopes slopes_for_ever(const MixCase& mix, const TotalsLayout& layout,
                            const MoneyWeights& weights) {
  return [&](const ClassCase& one, const std::vector<double>& by_total,
             ParameterGradient& gradient) {
    const ChainGradient slopes = chain_gradient(*one.plan, *one.chain, layout, weights, by_total);
    add_chain_gradient(mix.journey, *one.space, *one.chain, slopes, mix.world, gradient);
  };
}

ParameterGradient totals_gradient(const MixCase& mix, const ClassSlopes& of_class,
                                  const std::vector<double>& by_total) {
  ParameterGradient gradient(mix.world.values.size(), 0);
  const double group_share = mix.group_share();
  std::vector<double> by_class;
  for (const ClassCase& one : mix.cases) {
    double slope = 0;
    std::vector<double> by_own = by_total;
    for (std::size_t i = 0; one.is_counted && i < by_own.size(); ++i) {
      // Totals that do not count may be unknown.
      if (by_own[i] != 0) slope += by_own[i] * (*one.totals)[i];
      by_own[i] *= one.share / group_share;
    }
    by_class.push_back(slope);
    if (!one.is_counted || one.share == 0) continue;
    of_class(one, by_own, gradient);
  }
  add_mix_gradient(mix, std::move(by_class), gradient);
  return gradient;
}

std::optional<FigureSlopes> ratio_gradient(const MixCase& mix, const TotalsLayout& layout,
                                           const ClassSlopes& of_class, const Ratio& ratio) {
  if (!(mix.group_share() > 0)) return std::nullopt;
  const Totals mean = mean_totals(mix, layout);
  const double top = sum_terms(ratio.numerator, mean);
  const double bottom = ratio.denominator.empty() ? 1 : sum_terms(ratio.denominator, mean);
  if (bottom == 0) return std::nullopt;
  FigureSlopes result;
  result.value = top / bottom;
  std::vector<double> by_total(layout.size(), 0);
  for (const Term& term : ratio.numerator) by_total[term.index] += term.weight / bottom;
  for (const Term& term : ratio.denominator) {
    by_total[term.index] -= result.value * term.weight / bottom;
  }
  result.by_parameter = totals_gradient(mix, of_class, by_total);
  return result;
}

std::optional<FigureSlopes> ratio_gradient(const MixCase& mix, const TotalsLayout& layout,
                                           const MoneyWeights& weights, const Ratio& ratio) {
  return ratio_gradient(mix, layout, slopes_for_ever(mix, layout, weights), ratio);
}

std::optional<FigureSlopes> deviation_gradient(const MixCase& mix, const TotalsLayout& layout,
                                               const ClassSlopes& of_class, const Ratio& mean,
                                               std::size_t square) {
  if (!(mix.group_share() > 0)) return std::nullopt;
  const Totals totals = mean_totals(mix, layout);
  const double bottom = mean.denominator.empty() ? 1 : sum_terms(mean.denominator, totals);
  if (!(bottom > 0)) return std::nullopt;
  const double mean_days = sum_terms(mean.numerator, totals) / bottom;
  const double mean_square = totals[square] / bottom;
  FigureSlopes result;
  result.value = std::sqrt(std::max(mean_square - mean_days * mean_days, 0.0));
  // Below this the difference is nothing but rounding.
  if (!(result.value > 1e-7 * mean_days)) return std::nullopt;
  // d sqrt(S / P - m^2), m = D / P.
  const double each = 1 / (2 * result.value * bottom);
  std::vector<double> by_total(layout.size(), 0);
  by_total[square] += each;
  for (const Term& term : mean.numerator)
    by_total[term.index] -= 2 * mean_days * term.weight * each;
  for (const Term& term : mean.denominator) {
    by_total[term.index] += (2 * mean_days * mean_days - mean_square) * term.weight * each;
  }
  result.by_parameter = totals_gradient(mix, of_class, by_total);
  return result;
}

std::optional<FigureSlopes> deviation_gradient(const MixCase& mix, const TotalsLayout& layout,
                                               const MoneyWeights& weights, const Ratio& mean,
                                               std::size_t square) {
  return deviation_gradient(mix, layout, slopes_for_ever(mix, layout, weights), mean, square);
}

}  // namespace cairn
