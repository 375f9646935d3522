// Lines of money with the keys by which their amounts are drawn.
#pragma once

#include <cstdint>
#include <vector>

#include "journey/journey.h"
#include "journey/state_space.h"
#include "simulator/chain/chain.h"

namespace cairn {

/// A line of money as the fast walk pays it.
struct MoneyDraw {
  Draw amount;
  double sign = 1;
  double per_days = 0;        // as in ChainMoney
  std::uint64_t purpose = 0;  // of its draw, where the amount is random
};

/// The lines of a state, in the order of ChainState::money.
std::vector<MoneyDraw> money_of(const Journey& journey, const State& state,
                                const ChainState& chain_state);

/// The amount that a customer meets in a step.
double draw_money(const MoneyDraw& line, std::uint64_t seed, std::uint64_t customer,
                  std::uint32_t step);

}  // namespace cairn
