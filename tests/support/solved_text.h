// From a text to everything the engines need, for tests of the simulator on whole specs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "compiler/compile.h"
#include "journey/state_space.h"
#include "simulator/chain/chain.h"
#include "simulator/chain/totals.h"
#include "simulator/walk/monte_carlo.h"

namespace cairn {

/// A compiled text with its classes in numbers, at best estimates.
struct SolvedText {
  Compiled compiled;
  std::string mistakes;  // printed errors; empty if the text is sound
  TotalsLayout layout;
  MoneyWeights weights;
  std::vector<double> shares;  // by class
  std::vector<StateSpace> spaces;
  std::vector<Chain> chains;

  bool has_horizon() const;
};

SolvedText solve_text(const std::string& text);

/// Totals of all classes together, each with what the engine leaves open.
struct SolvedTotals {
  Totals value;
  Totals error;  // half the bracket; 0 without a horizon
};

/// Without a horizon by elimination, else on a grid of so many cells.
SolvedTotals solve_totals(const SolvedText& text, std::uint32_t cells);

/// The grid's middle values alone.
Totals estimate_totals(const SolvedText& text, std::uint32_t cells);

WalkResult walk_text(const SolvedText& text, const WalkOptions& options,
                     const std::vector<TimeQuestion>& questions = {});

/// "reach t3", "cost", "passages t1 -> won", …
std::string name_of_total(const SolvedText& text, std::size_t index);

}  // namespace cairn
