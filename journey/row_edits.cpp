#include "journey/row_edits.h"

#include <algorithm>

namespace cairn {
namespace {

/// What one line removes: part of the exits, before anything is scaled to a whole.
struct Freed {
  double part = 0;          // x
  double removed = 0;       // of the pain: 1 - Π(1 - x) over all lines that remove it
  double kept_by_rest = 1;  // Π(1 - x) over the other lines
  double sum = 0;           // of the parts of all lines that remove it
  double cause = 0;         // a, the share of the exits
  double freed() const { return sum > 0 ? cause * removed * part / sum : 0; }
};

std::vector<Freed> find_freed(const State& state, const World& world) {
  std::vector<Freed> all(state.removals.size());
  for (std::size_t j = 0; j < all.size(); ++j) {
    Freed& one = all[j];
    one.part = world.at(state.removals[j].part);
    one.cause = world.at(state.causes[state.removals[j].cause].share);
    for (std::size_t m = 0; m < all.size(); ++m) {
      if (state.removals[m].cause != state.removals[j].cause) continue;
      const double part = world.at(state.removals[m].part);
      one.sum += part;
      if (m != j) one.kept_by_rest *= 1 - part;
    }
    one.removed = 1 - one.kept_by_rest * (1 - one.part);
  }
  return all;
}

/// The row that removals start from.
struct Removing {
  std::vector<Freed> freed;
  double exits = 0, staying = 0;  // sums of the losses and of the other ways
  double shared = 0;              // of exits: freed without `toward`
  double scale = 1;               // below 1: pains explained more than all exits in this world
  double total = 0;               // of exits: all that is freed, scaled
  bool may_share = false;         // somebody stays whom they can follow
};

Removing prepare_removing(const State& state, const World& world,
                          const std::vector<double>& shares) {
  Removing row;
  row.freed = find_freed(state, world);
  for (std::size_t w = 0; w < shares.size(); ++w) {
    (state.ways[w].is_loss ? row.exits : row.staying) += shares[w];
  }
  row.may_share = row.staying > 0;
  for (std::size_t j = 0; j < row.freed.size(); ++j) {
    if (state.removals[j].toward != kNoWay) {
      row.total += row.freed[j].freed();
    } else if (row.may_share) {
      row.shared += row.freed[j].freed();
    }
  }
  row.total += row.shared;
  if (row.total > 1) {
    row.scale = 1 / row.total;
    row.shared *= row.scale;
    row.total = 1;
  }
  return row;
}

bool remove_pains(const State& state, const World& world, std::vector<double>& shares) {
  const Removing row = prepare_removing(state, world, shares);
  const double gain = row.may_share ? row.exits * row.shared / row.staying : 0;
  for (std::size_t w = 0; w < shares.size(); ++w) {
    shares[w] *= state.ways[w].is_loss ? 1 - row.total : 1 + gain;
  }
  for (std::size_t j = 0; j < row.freed.size(); ++j) {
    const std::uint32_t toward = state.removals[j].toward;
    if (toward != kNoWay) shares[toward] += row.exits * row.scale * row.freed[j].freed();
  }
  return row.scale < 1;
}

/// By way: what moved parts are divided by, so that they are no more than all of it.
std::vector<double> find_moved(const State& state, const World& world) {
  std::vector<double> moved(state.ways.size(), 0);
  for (const Reroute& move : state.reroutes) moved[move.from] += world.at(move.part);
  for (double& sum : moved) sum = std::max(sum, 1.0);
  return moved;
}

bool move_parts(const State& state, const World& world, std::vector<double>& shares) {
  const std::vector<double> before = shares;
  const std::vector<double> divisors = find_moved(state, world);
  for (const Reroute& move : state.reroutes) {
    const double moved = before[move.from] * world.at(move.part) / divisors[move.from];
    shares[move.from] -= moved;
    shares[move.to] += moved;
  }
  // All of it moved in several parts may leave some rounding below nothing.
  for (double& share : shares) share = std::max(share, 0.0);
  return std::any_of(divisors.begin(), divisors.end(),
                     [](double divisor) { return divisor > 1 + 1e-12; });
}

void add_removal_gradient(const State& state, const World& world, const std::vector<double>& shares,
                          std::vector<double>& by_share, ParameterGradient& gradient) {
  const Removing row = prepare_removing(state, world, shares);
  double by_total = 0, by_stayed = 0, by_exits = 0;
  for (std::size_t w = 0; w < shares.size(); ++w) {
    (state.ways[w].is_loss ? by_total : by_stayed) += by_share[w] * shares[w];
  }
  const double per_staying = row.may_share ? 1 / row.staying : 0;
  by_exits += row.shared * by_stayed * per_staying;
  const double by_shared = by_stayed * row.exits * per_staying;
  for (std::size_t j = 0; j < row.freed.size(); ++j) {
    const std::uint32_t toward = state.removals[j].toward;
    if (toward != kNoWay) by_exits += by_share[toward] * row.scale * row.freed[j].freed();
    if (toward == kNoWay && !row.may_share) continue;
    const double by_freed =
        (toward != kNoWay ? by_share[toward] * row.exits : by_shared) - by_total;
    const Freed& one = row.freed[j];
    if (!(one.sum > 0)) {
      // At nothing each line frees a × x of its own.
      gradient[state.removals[j].part.index] += by_freed * one.cause;
      continue;
    }
    const double weight = one.part / one.sum;
    gradient[state.causes[state.removals[j].cause].share.index] += by_freed * one.removed * weight;
    for (std::size_t m = 0; m < row.freed.size(); ++m) {
      if (state.removals[m].cause != state.removals[j].cause) continue;
      const double by_weight = ((m == j ? 1.0 : 0.0) - weight) / one.sum;
      gradient[state.removals[m].part.index] +=
          by_freed * one.cause * (row.freed[m].kept_by_rest * weight + one.removed * by_weight);
    }
  }
  const double gain = row.exits * row.shared * per_staying;
  const double by_staying = -gain * by_stayed * per_staying;
  for (std::size_t w = 0; w < shares.size(); ++w) {
    by_share[w] = state.ways[w].is_loss ? by_share[w] * (1 - row.total) + by_exits
                                        : by_share[w] * (1 + gain) + by_staying;
  }
}

void add_move_gradient(const State& state, const World& world, const std::vector<double>& shares,
                       std::vector<double>& by_share, ParameterGradient& gradient) {
  const std::vector<double> by_moved = by_share;
  const std::vector<double> divisors = find_moved(state, world);
  for (const Reroute& move : state.reroutes) {
    const double gain = (by_moved[move.to] - by_moved[move.from]) / divisors[move.from];
    by_share[move.from] += gain * world.at(move.part);
    gradient[move.part.index] += gain * shares[move.from];
  }
}

}  // namespace

bool edit_row(const State& state, const World& world, std::vector<double>& shares) {
  bool was_scaled = false;
  if (!state.removals.empty()) was_scaled = remove_pains(state, world, shares);
  if (!state.reroutes.empty()) was_scaled = move_parts(state, world, shares) || was_scaled;
  return was_scaled;
}

std::vector<double> causes_left(const State& state, const World& world) {
  std::vector<double> left;
  for (const Cause& cause : state.causes) left.push_back(world.at(cause.share));
  double gone = 0;
  for (const Removal& removal : state.removals) {
    const double part = world.at(removal.part) * left[removal.cause];
    left[removal.cause] -= part;
    gone += part;
  }
  for (double& share : left) share = gone < 1 ? share / (1 - gone) : 0;
  return left;
}

void add_edits_gradient(const State& state, const World& world, const std::vector<double>& shares,
                        std::vector<double>& by_share, ParameterGradient& gradient) {
  if (!state.reroutes.empty()) {
    std::vector<double> removed = shares;
    if (!state.removals.empty()) remove_pains(state, world, removed);
    add_move_gradient(state, world, removed, by_share, gradient);
  }
  if (!state.removals.empty()) add_removal_gradient(state, world, shares, by_share, gradient);
}

}  // namespace cairn
