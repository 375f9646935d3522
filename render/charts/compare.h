// What each fix and scenario would bring: a dot and its range on a line at zero, best first.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "journey/advice.h"
#include "journey/comparison.h"
#include "render/charts/chart.h"

namespace cairn {

struct BenefitRow {
  Alternative::Kind kind = Alternative::Kind::fix;
  std::string id;                       // alternative_name
  std::string label;                    // of the fix or scenario
  std::string parts;                    // a scenario: its fixes
  double value = 0, low = 0, high = 0;  // mean over worlds, 5 and 95 %; in Benefits::unit
  std::string text, range;              // as `cairn compare` prints them
  std::string chance;                   // of a gain; "–" where nothing is uncertain
  std::optional<double> reference;      // everyone, where a persona is asked about
  std::string customers, cost;          // by the calendar; empty: there is none
  Advice advice = Advice::not_now;
  std::string why;
};

/// Alternatives by what they bring, most first: net money by the calendar, else profit per entrant,
/// else conversion; of a persona conversion.
struct Benefits {
  enum class Basis : std::uint8_t { net, profit, conversion };
  Basis basis = Basis::conversion;
  Unit unit = Unit::share;
  bool has_ranges = false;
  std::vector<BenefitRow> rows;
};

/// `advice`: by alternative, today first (advise_all).
Benefits find_benefits(const ChartInput& input, const Comparison& comparison,
                       const std::vector<Advised>& advice);

std::variant<Chart, PictureError> draw_compare(const ChartInput& input,
                                               const Comparison& comparison,
                                               const std::vector<Advised>& advice);

}  // namespace cairn
