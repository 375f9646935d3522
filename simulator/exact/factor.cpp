#include "simulator/exact/factor.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "simulator/exact/dense_kernels.h"

namespace cairn {
namespace {

/// 0 times infinity is 0 here: what never happens costs nothing, however long it would take.
double product(double a, double b) {
  return a == 0 || b == 0 ? 0 : a * b;
}

/// The row of one state, spread over all positions.
struct Spread {
  std::vector<double> cells;  // by position
  double leak = 0;
};

void spread_row(const FactorPlan& plan, const Chain& chain, const FactorInput& input,
                std::uint32_t state, Spread& spread) {
  const ChainState& from = chain.states[state];
  spread.leak = input.leaks.empty() ? 0 : input.leaks[state];
  if (input.is_end != nullptr && (*input.is_end)[state] != 0) {
    spread.leak = 1;
    return;
  }
  for (std::uint32_t e = from.first_edge; e < from.first_edge + from.edge_count; ++e) {
    const std::uint32_t to = plan.position_of[chain.edges[e].target];
    if (to == kNotInside) {
      spread.leak += input.chances[e];
    } else {
      spread.cells[to] += input.chances[e];
    }
  }
}

/// Sends the row on through the sparse states before it.
void reduce_row(const FactorPlan& plan, const std::vector<double>& leak_onward, std::uint32_t row,
                Spread& spread, Factor& factor) {
  for (std::uint32_t l = plan.first_into[row]; l < plan.first_into[row + 1]; ++l) {
    const std::uint32_t via = plan.into[l];
    const double into = spread.cells[via];
    spread.cells[via] = 0;
    factor.into[l] = into;
    if (into == 0) continue;
    for (std::uint32_t u = plan.first_onward[via]; u < plan.first_onward[via + 1]; ++u) {
      spread.cells[plan.onward[u]] += into * factor.onward[u];
    }
    spread.leak += into * leak_onward[via];
  }
}

double finish_sparse_row(const FactorPlan& plan, std::uint32_t row, Spread& spread,
                         Factor& factor) {
  double chance_to_leave = spread.leak;
  spread.cells[row] = 0;
  for (std::uint32_t u = plan.first_onward[row]; u < plan.first_onward[row + 1]; ++u) {
    double& cell = spread.cells[plan.onward[u]];
    factor.onward[u] = cell;
    chance_to_leave += cell;
    cell = 0;
  }
  factor.visits_per_stay[row] = 1 / chance_to_leave;
  if (!(chance_to_leave > 0)) {
    factor.has_trap = true;
    return 1;  // whoever comes here has left the other rows for good
  }
  for (std::uint32_t u = plan.first_onward[row]; u < plan.first_onward[row + 1]; ++u) {
    factor.onward[u] /= chance_to_leave;
  }
  return spread.leak / chance_to_leave;
}

/// The chain watched at the dense states only: z = visits between them. Adds visits of the others
/// to themselves, from the last eliminated to the first.
class OwnVisits {
 public:
  OwnVisits(const FactorPlan& plan, const Factor& factor) : plan_(plan), factor_(factor) {
    const std::size_t dense = plan.dense_count();
    z_.resize(dense * factor.stride);
    visits_dense(factor.dense.data(), dense, factor.stride,
                 factor.visits_per_stay.data() + plan.dense_from, z_.data());
    z_into_.resize(plan.into.size());
    z_onward_.resize(plan.onward.size());
    own_.resize(plan.size());
    for (std::size_t i = 0; i < dense; ++i) own_[plan.dense_from + i] = z_[i * factor.stride + i];
    index_columns();
    for (auto i = static_cast<std::uint32_t>(plan.dense_from); i-- > 0;) add(i);
  }

  double at(std::uint32_t position) const { return own_[position]; }

 private:
  /// By sparse position: where its column stands in `into`.
  void index_columns() {
    first_below_.assign(plan_.dense_from + 1, 0);
    for (const std::uint32_t column : plan_.into) ++first_below_[column + 1];
    for (std::size_t i = 0; i < plan_.dense_from; ++i) first_below_[i + 1] += first_below_[i];
    below_.resize(plan_.into.size());
    row_below_.resize(plan_.into.size());
    std::vector<std::uint32_t> next(first_below_.begin(), first_below_.end() - 1);
    for (std::uint32_t row = 0; row < plan_.size(); ++row) {
      for (std::uint32_t l = plan_.first_into[row]; l < plan_.first_into[row + 1]; ++l) {
        const std::uint32_t place = next[plan_.into[l]]++;
        below_[place] = l;
        row_below_[place] = row;
      }
    }
  }

  /// z(from, to) for two states later than the one at hand, one of which may go to the other when
  /// that is taken out: then it has been computed. (Erisman and Tinney 1975.)
  double visits(std::uint32_t from, std::uint32_t to) const {
    if (from == to) return own_[from];
    if (from >= plan_.dense_from && to >= plan_.dense_from) {
      return z_[(from - plan_.dense_from) * factor_.stride + (to - plan_.dense_from)];
    }
    // z(from, to) stands where the move to -> from does.
    if (from < to) {
      const auto begin = plan_.into.begin() + plan_.first_into[to];
      const auto end = plan_.into.begin() + plan_.first_into[to + 1];
      return z_into_[static_cast<std::size_t>(std::lower_bound(begin, end, from) -
                                              plan_.into.begin())];
    }
    const auto begin = plan_.onward.begin() + plan_.first_onward[to];
    const auto end = plan_.onward.begin() + plan_.first_onward[to + 1];
    return z_onward_[static_cast<std::size_t>(std::lower_bound(begin, end, from) -
                                              plan_.onward.begin())];
  }

  void add(std::uint32_t i) {
    const std::uint32_t begin = plan_.first_onward[i], end = plan_.first_onward[i + 1];
    const double per_stay = factor_.visits_per_stay[i];
    for (std::uint32_t u = begin; u < end; ++u) z_onward_[u] = 0;
    for (std::uint32_t b = first_below_[i]; b < first_below_[i + 1]; ++b) {
      const std::uint32_t later = row_below_[b], slot = below_[b];
      const double into = factor_.into[slot];
      double from_here = 0;
      for (std::uint32_t u = begin; u < end; ++u) {
        const double between = visits(plan_.onward[u], later);
        from_here += factor_.onward[u] * between;
        z_onward_[u] += between * into;
      }
      z_into_[slot] = from_here;
    }
    double back = 1;
    for (std::uint32_t u = begin; u < end; ++u) {
      back += factor_.onward[u] * z_onward_[u];
      z_onward_[u] *= per_stay;
    }
    own_[i] = back * per_stay;
  }

  const FactorPlan& plan_;
  const Factor& factor_;
  std::vector<double> z_, z_into_, z_onward_, own_;
  std::vector<std::uint32_t> first_below_, below_, row_below_;
};

}  // namespace

Factor eliminate(const FactorPlan& plan, const Chain& chain, const FactorInput& input) {
  Factor factor;
  const std::size_t dense = plan.dense_count();
  factor.stride = padded(dense);
  factor.visits_per_stay.resize(plan.size());
  factor.into.resize(plan.into.size());
  factor.onward.resize(plan.onward.size());
  factor.dense.resize(dense * factor.stride);
  Spread spread;
  spread.cells.assign(plan.size(), 0);
  std::vector<double> leak_onward(plan.size());
  for (std::uint32_t row = 0; row < plan.size(); ++row) {
    spread_row(plan, chain, input, plan.state_at[row], spread);
    reduce_row(plan, leak_onward, row, spread, factor);
    if (row < plan.dense_from) {
      leak_onward[row] = finish_sparse_row(plan, row, spread, factor);
      continue;
    }
    const auto begin = spread.cells.begin() + static_cast<std::ptrdiff_t>(plan.dense_from);
    std::copy(begin, spread.cells.end(),
              factor.dense.begin() +
                  static_cast<std::ptrdiff_t>((row - plan.dense_from) * factor.stride));
    std::fill(begin, spread.cells.end(), 0.0);
    leak_onward[row] = spread.leak;
  }
  eliminate_dense(factor.dense.data(), dense, factor.stride, leak_onward.data() + plan.dense_from,
                  factor.visits_per_stay.data() + plan.dense_from);
  for (std::size_t i = plan.dense_from; i < plan.size(); ++i) {
    if (std::isinf(factor.visits_per_stay[i])) factor.has_trap = true;
  }
  return factor;
}

void solve_visits(const FactorPlan& plan, const Factor& factor, std::vector<double>& inflow) {
  std::vector<double> at(plan.size());
  for (std::size_t i = 0; i < plan.size(); ++i) at[i] = inflow[plan.state_at[i]];
  const std::size_t dense = plan.dense_count();
  for (std::uint32_t i = 0; i < plan.dense_from; ++i) {
    if (at[i] == 0) continue;
    for (std::uint32_t u = plan.first_onward[i]; u < plan.first_onward[i + 1]; ++u) {
      at[plan.onward[u]] += at[i] * factor.onward[u];
    }
  }
  double* const tail = at.data() + plan.dense_from;
  for (std::size_t i = 0; i < dense; ++i) {
    if (tail[i] == 0) continue;
    const double* const row = factor.dense.data() + i * factor.stride;
    for (std::size_t j = i + 1; j < dense; ++j) tail[j] += tail[i] * row[j];
  }
  for (std::size_t i = dense; i-- > 0;) {
    tail[i] = product(tail[i], factor.visits_per_stay[plan.dense_from + i]);
    if (tail[i] == 0) continue;
    const double* const row = factor.dense.data() + i * factor.stride;
    if (std::isinf(tail[i])) {
      for (std::size_t j = 0; j < i; ++j) tail[j] += product(tail[i], row[j]);
    } else {
      for (std::size_t j = 0; j < i; ++j) tail[j] += tail[i] * row[j];
    }
  }
  for (auto i = static_cast<std::uint32_t>(plan.size()); i-- > 0;) {
    if (i < plan.dense_from) at[i] = product(at[i], factor.visits_per_stay[i]);
    if (at[i] == 0) continue;
    for (std::uint32_t l = plan.first_into[i]; l < plan.first_into[i + 1]; ++l) {
      at[plan.into[l]] += product(at[i], factor.into[l]);
    }
  }
  for (std::size_t i = 0; i < plan.size(); ++i) inflow[plan.state_at[i]] = at[i];
}

namespace {

/// row += weight * other. What never happens brings nothing, however much it would bring.
inline void add_weighted(double* row, double weight, const double* other, std::size_t width) {
  if (weight == 0) return;
  for (std::size_t c = 0; c < width; ++c) row[c] += weight * other[c];
}

inline void scale_by_stay(double* row, double visits_per_stay, std::size_t width) {
  if (std::isinf(visits_per_stay)) {
    for (std::size_t c = 0; c < width; ++c) row[c] = product(row[c], visits_per_stay);
    return;
  }
  for (std::size_t c = 0; c < width; ++c) row[c] *= visits_per_stay;
}

}  // namespace

void solve_gains(const FactorPlan& plan, const Factor& factor, std::vector<double>& gains,
                 std::size_t width) {
  std::vector<double> all(plan.size() * width);
  const auto at = [&](std::size_t position) { return all.data() + position * width; };
  for (std::size_t i = 0; i < plan.size(); ++i) {
    std::copy_n(gains.data() + plan.state_at[i] * width, width, at(i));
  }
  const std::size_t dense = plan.dense_count();
  const auto dense_row = [&](std::size_t i) {
    return factor.dense.data() + (i - plan.dense_from) * factor.stride;
  };
  for (std::size_t i = 0; i < plan.size(); ++i) {
    for (std::uint32_t l = plan.first_into[i]; l < plan.first_into[i + 1]; ++l) {
      add_weighted(at(i), factor.into[l], at(plan.into[l]), width);
    }
    if (i >= plan.dense_from) {
      const double* const row = dense_row(i);
      for (std::size_t j = 0; j < i - plan.dense_from; ++j) {
        add_weighted(at(i), row[j], at(plan.dense_from + j), width);
      }
    }
    scale_by_stay(at(i), factor.visits_per_stay[i], width);
  }
  for (std::size_t i = plan.size(); i-- > plan.dense_from;) {
    const double* const row = dense_row(i);
    for (std::size_t j = i - plan.dense_from + 1; j < dense; ++j) {
      add_weighted(at(i), row[j], at(plan.dense_from + j), width);
    }
  }
  for (std::size_t i = plan.dense_from; i-- > 0;) {
    for (std::uint32_t u = plan.first_onward[i]; u < plan.first_onward[i + 1]; ++u) {
      add_weighted(at(i), factor.onward[u], at(plan.onward[u]), width);
    }
  }
  for (std::size_t i = 0; i < plan.size(); ++i) {
    std::copy_n(at(i), width, gains.data() + plan.state_at[i] * width);
  }
}

std::vector<double> own_visits(const FactorPlan& plan, const Factor& factor) {
  std::vector<double> by_state;
  if (factor.has_trap) return by_state;
  by_state.assign(plan.position_of.size(), 1);
  const OwnVisits own(plan, factor);
  for (std::uint32_t i = 0; i < plan.size(); ++i) by_state[plan.state_at[i]] = own.at(i);
  return by_state;
}

}  // namespace cairn
