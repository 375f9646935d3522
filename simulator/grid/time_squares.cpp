#include "simulator/grid/time_squares.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "simulator/grid/horizon_gradient.h"

namespace cairn {
namespace {

/// E[f (1 - f)] of a fraction f of a cell with density proportional to exp(-x f).
double spread_of_exponential(double x) {
  if (x > 2) {
    const double left = std::exp(-x), whole = -std::expm1(-x);
    const double mean = (1 / x - left * (1 + 1 / x)) / whole;
    const double square = (2 / (x * x) - left * (1 + 2 / x + 2 / (x * x))) / whole;
    return mean - square;
  }
  // With u = f - 1/2 the density is even but for a factor: 1/4 less the mean of u^2 cosh(x u) over
  // that of cosh(x u), term by term.
  double term = 1, all = 0, squares = 0;
  for (int k = 0; k < 14; ++k) {
    all += term / (2 * k + 1);
    squares += term / (4 * (2 * k + 3));
    term *= x * x / (4 * (2 * k + 1) * (2 * k + 2));
  }
  return 0.25 - squares / all;
}

double normal_above(double z) {
  return std::erfc(z * M_SQRT1_2) / 2;
}

/// The same of a lognormal: its chance, mean and mean square within each cell.
double spread_of_lognormal(const Draw& days, double cell_days, std::uint32_t most_cells) {
  const double mean = days.mean() / cell_days;
  const double square = mean * mean * std::exp(days.sigma * days.sigma);
  double spread = 0, chance_above = 1, mean_above = 1, square_above = 1;
  for (std::uint32_t n = 0; n <= most_cells; ++n) {
    const double count = n;
    const double z = (std::log((count + 1) * cell_days) - days.mu) / days.sigma;
    const double chance = normal_above(z), of_mean = normal_above(z - days.sigma);
    const double of_square = normal_above(z - 2 * days.sigma);
    const double mass = chance_above - chance, first = mean * (mean_above - of_mean);
    const double second = square * (square_above - of_square);
    spread += std::clamp(first - count * mass - (second - 2 * count * first + count * count * mass),
                         0.0, mass / 4);
    chance_above = chance;
    mean_above = of_mean;
    square_above = of_square;
    if (chance_above < 1e-12) break;
  }
  return spread + chance_above / 6;  // far from 0 a cell is filled evenly
}

std::vector<double> chance_of(const Journey& journey, const TotalsLayout& layout,
                              std::size_t square) {
  std::vector<double> by_total(layout.size(), 0);
  if (square == layout.conversion_time_square()) by_total[layout.conversion()] = 1;
  for (std::uint32_t p = 0; p < layout.place_count; ++p) {
    const PlaceId place{p};
    if (square == layout.time_square_to(place)) by_total[layout.reach(place)] = 1;
    if (square == layout.end_time_square() && journey.places[place].kind == Place::Kind::outcome) {
      by_total[layout.visits(place)] = 1;
    }
  }
  return by_total;
}

/// At most so much of the variance is left in without a reverse pass.
constexpr double kNegligible = 1e-4;

/// E[touchpoints visited before; it happens], of the same event, and the variance of its time times
/// its chance.
struct Event {
  double touches = 0, chance = 0, variance = 0;
};

Event event_of(const TotalsLayout& layout, std::size_t square, const Totals& totals) {
  std::size_t days = layout.end_time();
  Event event{totals[layout.end_touches()], 1, 0};
  if (square == layout.conversion_time_square()) {
    days = layout.conversion_time();
    event = {totals[layout.conversion_touches()], totals[layout.conversion()], 0};
  }
  for (std::uint32_t p = 0; p < layout.place_count; ++p) {
    const PlaceId place{p};
    if (square != layout.time_square_to(place)) continue;
    days = layout.time_to(place);
    event = {totals[layout.touches_to(place)], totals[layout.reach(place)], 0};
  }
  if (event.chance > 0) {
    event.variance = totals[square] - totals[days] * totals[days] / event.chance;
  }
  return event;
}

/// By edge: the variance that rounding adds to a move.
std::vector<double> added_by_edge(const Chain& chain, double cell_days, std::uint32_t cells) {
  std::map<std::tuple<Draw::Kind, double, double, double>, double> seen;
  const auto added = [&](const Draw& draw) {
    const auto [place, is_new] =
        seen.try_emplace({draw.kind, draw.value, draw.mu, draw.sigma}, 0.0);
    if (is_new) place->second = rounding_variance(draw, cell_days, cells);
    return place->second;
  };
  std::vector<double> by_edge(chain.edges.size(), 0);
  for (const ChainState& state : chain.states) {
    const Draw& takes = state.takes;
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      const Draw& after = chain.edges[e].after;
      const bool are_fixed = takes.kind == Draw::Kind::fixed && after.kind == Draw::Kind::fixed;
      by_edge[e] = are_fixed ? added({Draw::Kind::fixed, takes.value + after.value, 0, 0})
                             : added(takes) + added(after);
    }
  }
  return by_edge;
}

}  // namespace

double rounding_variance(const Draw& days, double cell_days, std::uint32_t most_cells) {
  double spread = 0;
  switch (days.kind) {
    case Draw::Kind::fixed: {
      const double exact = days.value / cell_days, nearest = std::round(exact);
      const double part = exact - std::floor(exact);
      const bool is_whole = std::abs(exact - nearest) <= 1e-9 * std::max(1.0, nearest);
      spread = is_whole ? 0 : part * (1 - part);
      break;
    }
    case Draw::Kind::exponential:
      spread = spread_of_exponential(cell_days / days.value);
      break;
    case Draw::Kind::lognormal:
      spread = spread_of_lognormal(days, cell_days, most_cells);
      break;
  }
  return spread * cell_days * cell_days;
}

void correct_squares(const Journey& journey, const StateSpace& space, const Chain& chain,
                     const TotalsLayout& layout, const MoneyWeights& weights,
                     const std::vector<std::size_t>& squares, std::uint32_t cells,
                     std::uint32_t pass_cells, Totals& totals) {
  const std::vector<double> by_edge = added_by_edge(chain, weights.horizon_days / cells, cells);
  double most = 0;
  for (const double added : by_edge) most = std::max(most, added);
  for (const std::size_t square : squares) {
    // One move from each touchpoint, and the first one from the source.
    const Event event = event_of(layout, square, totals);
    if (most * (event.touches + event.chance) <= kNegligible * event.variance) continue;
    const HorizonGradient slopes =
        horizon_gradient(journey, space, chain, layout, weights, chance_of(journey, layout, square),
                         std::min(cells, pass_cells));
    if (!slopes.knows_first_visits) continue;
    // A chance is a sum over paths of products of the chances of moves, so a move's chance times
    // the slope by it counts how often it is made on the paths that get there.
    double added = 0;
    for (std::size_t e = 0; e < chain.edges.size(); ++e) {
      added += by_edge[e] * chain.edges[e].probability * slopes.chain.chances[e];
    }
    totals[square] = std::max(0.0, totals[square] - added);
  }
}

}  // namespace cairn
