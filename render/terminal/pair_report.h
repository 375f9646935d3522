// The text of `cairn compare A B`: every figure of the second file against the first.
#pragma once

#include <string>

#include "journey/paired.h"
#include "render/terminal/tables.h"

namespace cairn {

/// What the two sides are called and count in.
struct PairSides {
  std::string old_name, new_name;  // paths, as typed
  std::string old_currency, new_currency;
};

std::string pair_report(const PairedPrediction& paired, const PairSides& sides,
                        const TerminalStyle& style);

}  // namespace cairn
