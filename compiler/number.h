// Written numbers and their units, before anything is known of what they are for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/double_double.h"
#include "grammar/syntax_tree.h"

namespace cairn {

/// The digits of a number as written: optional sign, digits with gaps, a point, `k` or `M`. Exact
/// to about 32 digits. Nothing if it has more than 300 digits.
std::optional<DoubleDouble> read_number(std::string_view token);

/// An integer as written; nothing if it is above 10^15 (beyond which doubles skip integers).
std::optional<std::int64_t> read_integer(std::string_view token);

enum class UnitKind : std::uint8_t { none, percent, points, money, time };

struct WrittenUnit {
  UnitKind kind = UnitKind::none;
  std::string currency;  // money only
  // In base units (1, days), as a fraction of two doubles that are exact.
  double numerator = 1;
  double denominator = 1;
};

/// `%`, `pp`, `min`, `EUR`, `€` …. `¥` is read as the journey's currency if that is JPY or CNY.
WrittenUnit read_unit(std::string_view text, std::string_view currency);

/// Days of a unit of time: a month has 30.4375 days, a year 365.25. 0 if the word is none.
double days_of_unit(std::string_view word);

/// A number with its unit, and how it was written.
struct Quantity {
  DoubleDouble number;  // as written, without the unit
  WrittenUnit unit;
  bool has_sign = false;
  Node node;

  /// In base units: shares 0 … 1, days, money.
  DoubleDouble value() const {
    return divide(multiply(number, {unit.numerator, 0.0}), {unit.denominator, 0.0});
  }
};

}  // namespace cairn
