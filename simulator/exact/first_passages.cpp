#include "simulator/exact/first_passages.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <utility>

#include "simulator/exact/dense_kernels.h"

namespace cairn {
namespace {

/// 0 times infinity is 0 here: what never happens costs nothing, however long it would take.
double product(double a, double b) {
  return a == 0 || b == 0 ? 0 : a * b;
}

/// sum += weight * row. What never happens counts nothing, however much it would.
inline void add_columns(double* sum, double weight, const double* row, std::size_t width) {
  if (weight == 0) return;
  if (std::isinf(weight)) {
    for (std::size_t c = 0; c < width; ++c) sum[c] += product(weight, row[c]);
    return;
  }
  for (std::size_t c = 0; c < width; ++c) sum[c] += weight * row[c];
}

template <typename Visit>
void for_each_edge(const Chain& chain, std::size_t state, const Visit& visit) {
  const ChainState& from = chain.states[state];
  for (std::uint32_t e = from.first_edge; e < from.first_edge + from.edge_count; ++e) {
    visit(e, chain.edges[e]);
  }
}

struct TwoMoments {
  double mean = 0;
  double square = 0;
};

TwoMoments moments_of(const Draw& draw) {
  switch (draw.kind) {
    case Draw::Kind::fixed:
      return {draw.value, draw.value * draw.value};
    case Draw::Kind::exponential:
      return {draw.value, 2 * draw.value * draw.value};
    case Draw::Kind::lognormal:
      break;
  }
  const double mean = draw.mean();
  return {mean, mean * mean * std::exp(draw.sigma * draw.sigma)};
}

/// A chain in which only the groups first … last-1 and the start are left.
struct Piece {
  MomentBlock block;
  std::size_t first = 0, last = 0;
};

/// Room for one piece after another; not cleared.
class Room {
 public:
  double* get(std::size_t count) {
    if (count > count_) {
      cells_ = std::make_unique_for_overwrite<double[]>(count);
      count_ = count;
    }
    return cells_.get();
  }

 private:
  std::unique_ptr<double[]> cells_;
  std::size_t count_ = 0;
};

MomentBlock place_block(Room& room, std::size_t count) {
  MomentBlock block;
  block.count = count;
  block.width = padded(count);
  block.cells = room.get(cells_of_block(count));
  block.leaks = block.cells + (count + 1) * kMoments * block.width;
  return block;
}

FirstPassage sum_of_start(const MomentBlock& block) {
  FirstPassage sum;
  const double* const row = block.row(0);
  for (std::size_t j = 0; j < block.count; ++j) {
    sum.probability += row[j];
    sum.days += row[block.width + j];
    sum.touches += row[2 * block.width + j];
    sum.square += row[3 * block.width + j];
  }
  sum.probability = std::min(sum.probability, 1.0);
  return sum;
}

void fill_block(const ExactPlan& plan, const Chain& chain, const MoveTimes& times,
                MomentBlock& block) {
  const std::vector<std::uint32_t>& states = plan.block.states;
  std::vector<std::uint32_t> column_of(chain.states.size(), kNotInside);
  for (std::uint32_t i = 0; i < states.size(); ++i) column_of[states[i]] = i;
  std::fill_n(block.cells, cells_of_block(block.count), 0.0);
  for (std::size_t i = 0; i < states.size(); ++i) {
    block.row(0)[i] = chain.entry[states[i]];
    double* const row = block.row(i + 1);
    const ChainState& state = chain.states[states[i]];
    const double touches = plan.ledger.is_touchpoint[states[i]] != 0 ? 1 : 0;
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      const double chance = chain.edges[e].probability;
      if (chance == 0) continue;
      const std::uint32_t to = column_of[chain.edges[e].target];
      if (to == kNotInside) {
        block.leaks[i + 1] += chance;
        continue;
      }
      row[to] += chance;
      row[block.width + to] += chance * times.days[e];
      row[2 * block.width + to] += chance * touches;
      row[3 * block.width + to] += chance * times.square[e];
    }
  }
}

}  // namespace

Arrivals make_arrivals(std::size_t state_count, std::size_t count) {
  Arrivals arrivals;
  arrivals.count = count;
  arrivals.width = count == 1 ? 1 : padded(count);
  arrivals.is_there.assign(state_count * arrivals.width, 0);
  arrivals.is_over.assign(state_count, 0);
  return arrivals;
}

void mark_arrival(Arrivals& arrivals, std::size_t state, std::size_t set) {
  arrivals.is_there[state * arrivals.width + set] = 1;
  arrivals.is_over[state] = 1;
}

MoveTimes make_move_times(const Chain& chain) {
  MoveTimes times;
  times.takes.resize(chain.states.size());
  times.takes_square.resize(chain.states.size());
  times.days.resize(chain.edges.size());
  times.square.resize(chain.edges.size());
  double largest = 0;
  for (std::size_t s = 0; s < chain.states.size(); ++s) {
    const ChainState& state = chain.states[s];
    const TwoMoments takes = moments_of(state.takes);
    times.takes[s] = takes.mean;
    times.takes_square[s] = takes.square;
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      const Draw& after = chain.edges[e].after;
      if (after.kind == Draw::Kind::fixed && after.value == 0) {
        times.days[e] = takes.mean;
        times.square[e] = takes.square;
        continue;
      }
      const TwoMoments way = moments_of(after);
      times.days[e] = takes.mean + way.mean;
      times.square[e] = takes.square + (2 * takes.mean * way.mean + way.square);
    }
    largest = std::max(largest, takes.square);
  }
  for (const double square : times.square) largest = std::max(largest, square);
  times.is_finite = std::isfinite(largest);
  return times;
}

namespace {

std::vector<FirstPassage> chances_of_start(const Chain& chain, const Arrivals& arrivals,
                                           const std::vector<double>& chance) {
  constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> sums(arrivals.width, 0);
  for (std::size_t s = 0; s < chain.states.size(); ++s) {
    add_columns(sums.data(), chain.entry[s], &chance[s * arrivals.width], arrivals.width);
  }
  std::vector<FirstPassage> passages;
  for (std::size_t c = 0; c < arrivals.count; ++c) {
    passages.push_back({std::min(sums[c], 1.0), kUnknown, kUnknown, kUnknown});
  }
  return passages;
}

}  // namespace

std::vector<FirstPassage> passages_to(const ExactPlan& plan, const Chain& chain,
                                      const MoveTimes& times, const Factor& factor,
                                      const std::vector<double>& visits, const Arrivals& arrivals,
                                      bool finds_times) {
  const std::size_t count = chain.states.size(), width = arrivals.width;
  // Chance to get there, and days on the way if so, from each state that is not there yet.
  std::vector<double> chance(count * width, 0), days(count * width, 0);
  const std::vector<double>& is_there = arrivals.is_there;
  for (std::size_t s = 0; s < count; ++s) {
    if (arrivals.is_over[s] != 0) continue;
    for_each_edge(chain, s, [&](std::uint32_t e, const ChainEdge& edge) {
      (void)e;
      add_columns(&chance[s * width], edge.probability, &is_there[edge.target * width], width);
    });
  }
  solve_gains(plan.factor, factor, chance, width);
  for (std::size_t i = 0; i < chance.size(); ++i) chance[i] += is_there[i];
  if (!finds_times) return chances_of_start(chain, arrivals, chance);
  for (std::size_t s = 0; s < count; ++s) {
    if (arrivals.is_over[s] != 0) continue;
    for_each_edge(chain, s, [&](std::uint32_t e, const ChainEdge& edge) {
      add_columns(&days[s * width], product(edge.probability, times.days[e]),
                  &chance[edge.target * width], width);
    });
  }
  solve_gains(plan.factor, factor, days, width);
  std::vector<double> sums(4 * width, 0);
  double* const squares = sums.data() + 3 * width;
  for (std::size_t s = 0; s < count; ++s) {
    add_columns(sums.data(), chain.entry[s], &chance[s * width], width);
    if (arrivals.is_over[s] != 0 || visits[s] == 0) continue;
    add_columns(sums.data() + width, chain.entry[s], &days[s * width], width);
    if (plan.ledger.is_touchpoint[s] != 0) {
      add_columns(sums.data() + 2 * width, visits[s], &chance[s * width], width);
    }
    for_each_edge(chain, s, [&](std::uint32_t e, const ChainEdge& edge) {
      const double passed = visits[s] * edge.probability;
      add_columns(squares, product(passed, times.square[e]), &chance[edge.target * width], width);
      add_columns(squares, 2 * product(passed, times.days[e]), &days[edge.target * width], width);
    });
  }
  std::vector<FirstPassage> passages(arrivals.count);
  for (std::size_t c = 0; c < passages.size(); ++c) {
    passages[c] = {std::min(sums[c], 1.0), sums[width + c], sums[2 * width + c], squares[c]};
  }
  return passages;
}

std::vector<FirstPassage> passages_to_block(const ExactPlan& plan, const Chain& chain,
                                            const MoveTimes& times) {
  const PlaceBlock& groups = plan.block;
  std::vector<FirstPassage> passages(groups.places.size());
  if (passages.empty()) return passages;
  const std::size_t count = groups.states.size();
  std::vector<Room> rooms;  // by place on the stack
  std::vector<Piece> pieces;
  rooms.emplace_back();
  Piece whole;
  whole.block = place_block(rooms[0], count);
  whole.last = passages.size();
  fill_block(plan, chain, times, whole.block);
  eliminate_to(whole.block, groups.first.back());
  pieces.push_back(whole);
  while (!pieces.empty()) {
    Piece& piece = pieces.back();
    if (piece.last - piece.first == 1) {
      passages[piece.first] = sum_of_start(piece.block);
      pieces.pop_back();
      continue;
    }
    const std::size_t middle = piece.first + (piece.last - piece.first) / 2;
    const std::size_t size = groups.first[middle] - groups.first[piece.first];
    if (rooms.size() == pieces.size()) rooms.emplace_back();
    Piece other;
    other.block = place_block(rooms[pieces.size()], piece.block.count);
    const bool is_last = piece.last - middle == 1;
    copy_turned(piece.block, size, is_last, other.block);
    other.first = middle;
    other.last = piece.last;
    eliminate_to(other.block, piece.block.count - size, is_last);
    eliminate_to(piece.block, size, middle - piece.first == 1);
    piece.last = middle;
    pieces.push_back(other);
  }
  return passages;
}

}  // namespace cairn
