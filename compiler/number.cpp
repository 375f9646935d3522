#include "compiler/number.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace cairn {

namespace {

constexpr std::size_t kMostDigits = 300;  // below the 308 that a double can hold

/// One character of a number, full-width forms made plain; gaps are 0.
struct Character {
  char plain = 0;
  std::size_t length = 1;
};

Character character_at(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (static_cast<signed char>(c) >= 0) {
    return {c == ' ' || c == '\t' || c == '_' ? '\0' : c, 1};
  }
  const std::string_view three = text.substr(at, 3);
  constexpr std::string_view kFullWidthZero = "０";  // U+FF10, EF BC 90
  if (three.substr(0, 2) == kFullWidthZero.substr(0, 2) && three.size() == 3) {
    const int code =
        static_cast<unsigned char>(three[2]) - 0x80 + 0x20;  // U+FF00 block is ASCII + 0xFEE0
    return {static_cast<char>(code), 3};
  }
  if (three == "−") return {'-', 3};
  if (three == "\u202F" || three == "\u2009" || three == "\u3000") return {'\0', 3};
  return {'\0', text.substr(at, 2) == "\u00A0" ? std::size_t{2} : std::size_t{1}};
}

DoubleDouble power_of_ten(std::size_t exponent) {
  DoubleDouble power{1.0, 0.0};
  for (std::size_t i = 0; i < exponent; ++i) power = multiply(power, {10.0, 0.0});
  return power;
}

}  // namespace

std::optional<DoubleDouble> read_number(std::string_view token) {
  DoubleDouble value;
  std::size_t digit_count = 0;
  std::size_t fraction_count = 0;
  bool is_negative = false;
  bool is_fraction = false;
  double factor = 1;
  for (std::size_t i = 0; i < token.size();) {
    const Character c = character_at(token, i);
    i += c.length;
    if (c.plain >= '0' && c.plain <= '9') {
      if (++digit_count > kMostDigits) return std::nullopt;
      if (is_fraction) ++fraction_count;
      value = add(multiply(value, {10.0, 0.0}), {static_cast<double>(c.plain - '0'), 0.0});
    } else if (c.plain == '.') {
      is_fraction = true;
    } else if (c.plain == '-') {
      is_negative = true;
    } else if (c.plain == 'k') {
      factor = 1e3;
    } else if (c.plain == 'M') {
      factor = 1e6;
    }
  }
  if (fraction_count > 0) value = divide(value, power_of_ten(fraction_count));
  value = multiply(value, {factor, 0.0});
  return is_negative ? negate(value) : value;
}

std::optional<std::int64_t> read_integer(std::string_view token) {
  constexpr std::int64_t kLargest = 1'000'000'000'000'000;
  std::int64_t value = 0;
  for (std::size_t i = 0; i < token.size();) {
    const Character c = character_at(token, i);
    i += c.length;
    if (c.plain < '0' || c.plain > '9') continue;
    value = value * 10 + (c.plain - '0');
    if (value > kLargest) return std::nullopt;
  }
  return value;
}

double days_of_unit(std::string_view word) {
  static constexpr std::array<std::pair<std::string_view, double>, 17> kUnits = {{
      {"seconds", 1.0 / 86400},
      {"second", 1.0 / 86400},
      {"s", 1.0 / 86400},
      {"minutes", 1.0 / 1440},
      {"minute", 1.0 / 1440},
      {"min", 1.0 / 1440},
      {"hours", 1.0 / 24},
      {"hour", 1.0 / 24},
      {"h", 1.0 / 24},
      {"days", 1.0},
      {"day", 1.0},
      {"weeks", 7.0},
      {"week", 7.0},
      {"months", 30.4375},
      {"month", 30.4375},
      {"years", 365.25},
      {"year", 365.25},
  }};
  for (const auto& [name, days] : kUnits) {
    if (name == word) return days;
  }
  return 0;
}

WrittenUnit read_unit(std::string_view text, std::string_view currency) {
  WrittenUnit unit;
  if (text.empty()) return unit;
  if (text == "%" || text == "％" || text == "pp") {
    unit.kind = text == "pp" ? UnitKind::points : UnitKind::percent;
    unit.denominator = 100;
    return unit;
  }
  if (const double days = days_of_unit(text); days > 0) {
    unit.kind = UnitKind::time;
    // The parts of a day are no finite binary fractions; their number in a day is exact.
    (days < 1 ? unit.denominator : unit.numerator) = days < 1 ? std::round(1 / days) : days;
    return unit;
  }
  unit.kind = UnitKind::money;
  if (text == "€") {
    unit.currency = "EUR";
  } else if (text == "£") {
    unit.currency = "GBP";
  } else if (text == "$" || text == "＄") {
    unit.currency = "USD";
  } else if (text == "¥" || text == "￥") {
    unit.currency = currency == "CNY" ? "CNY" : "JPY";
  } else {
    unit.currency = std::string(text);
  }
  return unit;
}

}  // namespace cairn
