// What can be asked of a journey (R24): metrics, and for whom.
#pragma once

#include <cstdint>
#include <string>

#include "base/ids.h"

namespace cairn {

struct Place;
using PlaceId = Id<Place>;

enum class Stat : std::uint8_t { none, mean, median, p10, p90 };

/// `per …` of a money metric. none: total over the horizon (calendar view).
enum class Per : std::uint8_t { none, entrant, customer, time };

/// A metric of language.md 4; docs/counting.md defines each.
struct Metric {
  enum class Kind : std::uint8_t {
    conversion,  // share of entrants who reach anything that counts as conversion
    reach,       // share of entrants who reach `place` (a touchpoint or outcome)
    exits,       // share of visits to `place` that leave by exits
    visits,      // visits to `place` per entrant
    touches,     // touchpoints visited before `place` (or the end), given it is reached
    time_to,  // days from entry to `place`, the first conversion, or the end, given it is reached
    time_at,  // days at `place` per entrant
    revenue,
    cost,
    profit,
    value,     // earns - costs from the first conversion on
    emotion,   // visit-weighted mean feeling at `place`, or over all
    nps,       // later
    roi,       // later
    payback,   // later
    sample,    // later
    duration,  // later
  };
  enum class To : std::uint8_t { place, end, conversion };

  Kind kind = Kind::conversion;
  Stat stat = Stat::none;  // none means: the value itself, or the mean of a time
  PlaceId place;           // invalid: none
  To to = To::place;       // time_to and touches: what is waited for
  Per per = Per::none;     // money only
  double per_days = 0;     // Per::time: length of the unit in days
  std::string subject;     // roi, payback: a fix; sample, duration: an experiment
  bool operator==(const Metric&) const = default;
};

}  // namespace cairn
