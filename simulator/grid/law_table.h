// The laws of time of many chains on one grid, each rounded once.
#pragma once

#include <cstdint>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "simulator/chain/chain.h"
#include "simulator/grid/lag_law.h"

namespace cairn {

/// Orders durations, so that equal ones share what is made of them.
using DrawKey = std::tuple<Draw::Kind, double, double, double>;
DrawKey key_of(const Draw& draw);

class LawTable {
 public:
  LawTable(double cell_days, std::uint32_t most_cells, Rounding rounding)
      : cell_days_(cell_days), most_cells_(most_cells), rounding_(rounding) {}

  /// Number of the law of the time from one visit's begin to the next.
  std::uint32_t law_of(Draw takes, Draw after);

  std::vector<LagLaw> laws;

 private:
  const LagLaw& single(const Draw& draw);

  double cell_days_;
  std::uint32_t most_cells_;
  Rounding rounding_;
  std::map<DrawKey, LagLaw> singles_;
  std::map<std::pair<DrawKey, DrawKey>, std::uint32_t> numbers_;
};

}  // namespace cairn
