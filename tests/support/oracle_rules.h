// Whom a line is about and which line counts (R5), read anew from the language for the oracle.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <vector>

#include "journey/journey.h"

namespace cairn {

/// One customer: who they are and what they remember.
struct OracleCustomer {
  PersonaId persona;
  SourceId source;
  DeviceId device;
  std::set<std::uint32_t> flags;
  std::map<std::uint32_t, std::uint32_t> visits;  // since last cleared, this one included
  PlaceId last;
};

/// Whether a line with this scope is about the customer now.
bool fits(const Journey& journey, const OracleCustomer& who, const Scope& scope);

/// Whether everyone `a` is about, `b` is about too, and not the other way round.
bool is_narrower(const Journey& journey, const Scope& a, const Scope& b);

/// The lines that fit and are wanted, the narrowest first.
template <class Line>
std::vector<const Line*> fitting_lines(const Journey& journey, const OracleCustomer& who,
                                       const std::vector<Line>& lines,
                                       const std::function<bool(const Line&)>& is_wanted) {
  std::vector<const Line*> found;
  for (const Line& line : lines) {
    if (!is_wanted(line) || !fits(journey, who, line.scope)) continue;
    auto place = found.begin();
    while (place != found.end() && !is_narrower(journey, line.scope, (*place)->scope)) ++place;
    found.insert(place, &line);
  }
  return found;
}

}  // namespace cairn
