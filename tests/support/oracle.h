// The third opinion: a slow, obvious simulator that works on the Journey itself. It knows nothing
// of state spaces and chains, keeps memory as plain sets and counts, chooses lines by reading the
// rules of the language anew, and draws with the standard library.
#pragma once

#include <cstdint>
#include <vector>

#include "journey/journey.h"
#include "simulator/chain/totals.h"

namespace cairn {

struct OracleResult {
  Totals mean;  // per entrant, at best estimates
  Totals standard_error;
  std::vector<std::uint64_t> people;  // by total: how many had anything but 0
};

/// Walks so many people through the journey, all classes together. Covers what random_journey
/// writes; two lines that tie are settled in favour of the first.
OracleResult ask_oracle(const Journey& journey, const TotalsLayout& layout, std::uint64_t seed,
                        std::uint64_t people);

}  // namespace cairn
