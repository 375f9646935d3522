// What a visit is worth by itself, in each cell of a grid, to a weighted sum of totals.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include "simulator/chain/chain.h"
#include "simulator/chain/ledger.h"
#include "simulator/chain/totals.h"
#include "simulator/grid/grid_weights.h"
#include "simulator/grid/stay.h"

namespace cairn {

/// The weights of grid_totals.cpp, read the other way round: sum_i by_total[i] * totals[i] is the
/// sum over visits, first visits, first conversions and passages of what each is worth here, and a
/// constant. What lies ahead of a visit is not in it.
class VisitWorth {
 public:
  using ByCell = std::vector<double>;

  VisitWorth(const Chain& chain, const Ledger& ledger, const TotalsLayout& layout,
             const MoneyWeights& weights, const std::vector<double>& by_total, std::uint32_t cells);

  /// A visit to a state, before the first conversion or (`is_after`) from it on.
  ByCell of_visit(std::uint32_t state, bool is_after);
  /// One unit of the mean amount of a line of money.
  ByCell of_line(std::uint32_t state, std::size_t line, bool is_after);
  /// What a visit is worth by its length alone, if it took `takes`.
  ByCell of_stay(std::uint32_t state, const Draw& takes, bool is_after);

  struct First {
    ByCell visit;
    double touch = 0;  // of a touchpoint visited before it
    bool is_zero = true;
  };
  First of_first_visit(PlaceId place) const;
  First of_conversion() const;

  /// One unit of feeling.
  double of_feeling(PlaceId place) const { return by(layout_.feeling_sum(place)); }
  /// By edge.
  std::vector<double> of_passages() const;
  /// Whoever is still under way at the horizon ends there.
  double constant() const;

  bool has_stay(std::uint32_t state) const;
  bool has_money() const;

 private:
  /// How much of each weight of money counts for a line.
  struct LineWeights {
    double per_entrant = 0, window = 0, total = 0;
  };
  LineWeights weights_of(const ChainMoney& money, bool is_after) const;
  First of_times(double chance, double days, double square, double touch) const;
  double by(std::size_t total) const { return by_total_[total]; }
  const StayTable& table_of(const Draw& takes, bool has_accruals);

  const Chain& chain_;
  const Ledger& ledger_;
  const TotalsLayout& layout_;
  MoneyWeights weights_;
  const std::vector<double>& by_total_;
  std::uint32_t cells_;
  GridWeights at_;
  std::map<std::tuple<Draw::Kind, double, double, double, bool>, StayTable> tables_;
};

}  // namespace cairn
