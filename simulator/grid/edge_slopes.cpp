#include "simulator/grid/edge_slopes.h"

#include <algorithm>
#include <limits>

#include "simulator/grid/lag_slopes.h"
#include "simulator/grid/law_table.h"

namespace cairn {
namespace {

constexpr std::uint32_t kNotHere = std::numeric_limits<std::uint32_t>::max();

bool is_zero(const std::vector<double>& series) {
  return std::all_of(series.begin(), series.end(), [](double value) { return value == 0; });
}

/// Spectra of two series of one state; empty where all are 0.
struct Pair {
  ComplexSeries visits, touches;
};

/// Adds conj(a) b.
void add_cross(const ComplexSeries& a, const ComplexSeries& b, ComplexSeries& sum) {
  for (std::size_t k = 0; k < sum.re.size(); ++k) {
    sum.re[k] += a.re[k] * b.re[k] + a.im[k] * b.im[k];
    sum.im[k] += a.re[k] * b.im[k] - a.im[k] * b.re[k];
  }
}

void add_times(const ComplexSeries& part, double factor, ComplexSeries& sum) {
  for (std::size_t k = 0; k < sum.re.size(); ++k) {
    sum.re[k] += factor * part.re[k];
    sum.im[k] += factor * part.im[k];
  }
}

/// Sum over all frequencies, of which half are stored: the mean of a b over the circle.
double sum_product(const ComplexSeries& a, const ComplexSeries& b) {
  const std::size_t half = a.re.size() - 1;
  double sum = 0;
  for (std::size_t k = 1; k < half; ++k) sum += a.re[k] * b.re[k] - a.im[k] * b.im[k];
  const double ends = a.re[0] * b.re[0] + a.re[half] * b.re[half];
  return (2 * sum + ends) / static_cast<double>(2 * half);
}

/// By Parseval: the sum over departures in cell n, lags m of the law and worth of arrivals in cell
/// n + m is a mean over frequencies of three spectra, so each number of a move costs one pass over
/// them instead of one over all pairs of cells.
class EdgeSlopes {
 public:
  EdgeSlopes(const Chain& chain, const StateSpace& space, const Ledger& ledger, const RunPair& run,
             const RealFourier& fourier, MoveSpectra& spectra, ChainGradient& slopes)
      : chain_(chain),
        space_(space),
        ledger_(ledger),
        run_(run),
        fourier_(fourier),
        spectra_(spectra),
        slopes_(slopes),
        index_of_(chain.states.size(), kNotHere),
        cross_(make_zero()),
        of_state_(make_zero()) {
    for (const StateSeries& series : *run.worth) {
      index_of_[series.state] = static_cast<std::uint32_t>(worth_.size());
      worth_.push_back(transform(series.visits, series.touches));
    }
    if (run.of_arrival != nullptr) arrival_ = fourier.transform(*run.of_arrival);
  }

  void add() {
    for (const StateSeries& series : *run_.visits) {
      if (run_.plan->is_cut[series.state] != 0 || is_zero(series.visits)) continue;
      std::vector<double> touches = series.touches;
      if (ledger_.is_touchpoint[series.state] != 0) {
        for (std::size_t n = 0; n < touches.size(); ++n) touches[n] += series.visits[n];
      }
      add_state(series.state, transform(series.visits, touches));
    }
  }

 private:
  ComplexSeries make_zero() const {
    const std::size_t count = fourier_.length() / 2 + 1;
    return {std::vector<double>(count, 0), std::vector<double>(count, 0)};
  }

  Pair transform(const std::vector<double>& visits, const std::vector<double>& touches) const {
    Pair pair;
    if (!is_zero(visits)) pair.visits = fourier_.transform(visits);
    if (!is_zero(touches)) pair.touches = fourier_.transform(touches);
    return pair;
  }

  /// Departures against the worth of arriving by an edge. False if that is 0.
  bool cross(const Pair& departures, std::uint32_t e) {
    bool is_any = false;
    std::fill(cross_.re.begin(), cross_.re.end(), 0);
    std::fill(cross_.im.begin(), cross_.im.end(), 0);
    const std::uint32_t target = index_of_[chain_.edges[e].target];
    if (target != kNotHere) {
      const Pair& worth = worth_[target];
      if (!worth.visits.re.empty()) {
        add_cross(worth.visits, departures.visits, cross_);
        is_any = true;
      }
      if (!worth.touches.re.empty() && !departures.touches.re.empty()) {
        add_cross(worth.touches, departures.touches, cross_);
        is_any = true;
      }
    }
    const double of_passage = run_.of_passages == nullptr ? 0 : (*run_.of_passages)[e];
    if (of_passage == 0) return is_any;
    ComplexSeries passage = make_zero();
    add_cross(arrival_, departures.visits, passage);
    add_times(passage, of_passage, cross_);
    return true;
  }

  void add_state(std::uint32_t s, const Pair& departures) {
    const ChainState& state = chain_.states[s];
    const State& written = space_.states[s];
    // Edges with one law of `after` in a row share what `takes` owes them.
    std::fill(of_state_.re.begin(), of_state_.re.end(), 0);
    std::fill(of_state_.im.begin(), of_state_.im.end(), 0);
    bool is_open = false;
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      const ChainEdge& edge = chain_.edges[e];
      if (cross(departures, e)) {
        slopes_.chances[e] += sum_product(spectra_.of_move(state.takes, edge.after), cross_);
        if (written.ways[edge.way].after) add_after(state.takes, e);
        if (written.takes && edge.probability > 0) {
          add_times(cross_, edge.probability, of_state_);
          is_open = true;
        }
      }
      const bool is_last = e + 1 == state.first_edge + state.edge_count ||
                           !(chain_.edges[e + 1].after == edge.after);
      if (!is_last || !is_open) continue;
      add_takes(s, edge.after);
      std::fill(of_state_.re.begin(), of_state_.re.end(), 0);
      std::fill(of_state_.im.begin(), of_state_.im.end(), 0);
      is_open = false;
    }
  }

  void add_after(const Draw& takes, std::uint32_t e) {
    const ChainEdge& edge = chain_.edges[e];
    if (!(edge.probability > 0)) return;
    for (const DrawNumber number : numbers_of(edge.after)) {
      const ComplexSeries& law = spectra_.of_slope(takes, edge.after, true, number);
      slope_by(number, slopes_.after[e]) += edge.probability * sum_product(law, cross_);
    }
  }

  void add_takes(std::uint32_t s, const Draw& after) {
    const Draw& takes = chain_.states[s].takes;
    for (const DrawNumber number : numbers_of(takes)) {
      const ComplexSeries& law = spectra_.of_slope(takes, after, false, number);
      slope_by(number, slopes_.takes[s]) += sum_product(law, of_state_);
    }
  }

  const Chain& chain_;
  const StateSpace& space_;
  const Ledger& ledger_;
  const RunPair& run_;
  const RealFourier& fourier_;
  MoveSpectra& spectra_;
  ChainGradient& slopes_;
  std::vector<std::uint32_t> index_of_;  // by state: its number in the run
  std::vector<Pair> worth_;
  ComplexSeries arrival_, cross_, of_state_;
};

}  // namespace

std::vector<DrawNumber> numbers_of(const Draw& draw) {
  if (draw.kind == Draw::Kind::lognormal) return {DrawNumber::mu, DrawNumber::sigma};
  return {DrawNumber::value};
}

double& slope_by(DrawNumber number, DrawSlopes& slopes) {
  if (number == DrawNumber::mu) return slopes.mu;
  return number == DrawNumber::sigma ? slopes.sigma : slopes.value;
}

std::vector<double> MoveSpectra::law_of(const Draw& draw) const {
  return written_out(make_lag_law(draw, cell_days_, cells_, rounding_), cells_);
}

std::vector<double> MoveSpectra::convolve(const std::vector<double>& a,
                                          const std::vector<double>& b) const {
  const ComplexSeries x = fourier_.transform(a), y = fourier_.transform(b);
  ComplexSeries product = x;
  for (std::size_t k = 0; k < x.re.size(); ++k) {
    product.re[k] = x.re[k] * y.re[k] - x.im[k] * y.im[k];
    product.im[k] = x.re[k] * y.im[k] + x.im[k] * y.re[k];
  }
  std::vector<double> series = fourier_.invert(product);
  series.resize(std::size_t{cells_} + 1);
  return series;
}

const ComplexSeries& MoveSpectra::of_move(const Draw& takes, const Draw& after) {
  const auto [place, is_new] = moves_.try_emplace({key_of(takes), key_of(after)});
  if (!is_new) return place->second;
  if (takes.kind == Draw::Kind::fixed && after.kind == Draw::Kind::fixed) {
    place->second =
        fourier_.transform(law_of({Draw::Kind::fixed, takes.value + after.value, 0, 0}));
  } else if (takes == Draw{} || after == Draw{}) {
    place->second = fourier_.transform(law_of(takes == Draw{} ? after : takes));
  } else {
    place->second = fourier_.transform(convolve(law_of(takes), law_of(after)));
  }
  return place->second;
}

const ComplexSeries& MoveSpectra::of_slope(const Draw& takes, const Draw& after, bool is_after,
                                           DrawNumber number) {
  const auto [place, is_new] =
      slopes_.try_emplace({key_of(takes), key_of(after), is_after, number});
  if (!is_new) return place->second;
  const bool are_fixed = takes.kind == Draw::Kind::fixed && after.kind == Draw::Kind::fixed;
  Draw one = is_after ? after : takes;
  const Draw& other = is_after ? takes : after;
  if (are_fixed) one.value = takes.value + after.value;
  LagSlopes slopes = make_lag_slopes(one, cell_days_, cells_, rounding_);
  std::vector<double>& series = number == DrawNumber::mu      ? slopes.mu
                                : number == DrawNumber::sigma ? slopes.sigma
                                                              : slopes.value;
  const bool is_alone = are_fixed || other == Draw{};
  place->second = fourier_.transform(is_alone ? series : convolve(series, law_of(other)));
  return place->second;
}

void add_edge_slopes(const Chain& chain, const StateSpace& space, const Ledger& ledger,
                     const RunPair& run, const RealFourier& fourier, MoveSpectra& spectra,
                     ChainGradient& slopes) {
  EdgeSlopes(chain, space, ledger, run, fourier, spectra, slopes).add();
}

}  // namespace cairn
