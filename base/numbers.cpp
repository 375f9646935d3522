// The number printing of base/text.h: one style for tables, messages and pictures
// (language.md 9.26).
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <iterator>

#include "base/text.h"

namespace cairn {

namespace {

constexpr const char* kMinus = "−";  // U+2212

std::string group_digits(const std::string& digits) {
  std::string grouped;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) grouped += ' ';
    grouped += digits[i];
  }
  return grouped;
}

/// A value >= 0 with three significant digits; integers of more digits are rounded to three.
std::string three_digits(double value) {
  if (!std::isfinite(value)) return std::isnan(value) ? "?" : "∞";
  if (value == 0) return "0";
  const int exponent = static_cast<int>(std::floor(std::log10(value)));
  const double unit = std::pow(10.0, exponent - 2);
  const double rounded = std::round(value / unit) * unit;
  const int rounded_exponent =
      rounded > 0 ? static_cast<int>(std::floor(std::log10(rounded) + 1e-12)) : exponent;
  const int decimals = std::max(0, 2 - rounded_exponent);
  if (decimals > 9) return fmt::format("{:.2e}", value);
  if (decimals == 0) return group_digits(fmt::format("{:.0f}", rounded));
  std::string text = fmt::format("{:.{}f}", rounded, decimals);
  // 3.00 says no more than 3 where all further digits are zero.
  const std::size_t dot = text.find('.');
  if (text.find_first_not_of('0', dot + 1) == std::string::npos) text.erase(dot);
  return text;
}

std::string with_sign(double value, const std::string& magnitude) {
  return (value < 0 && magnitude != "0" ? kMinus : "") + magnitude;
}

}  // namespace

std::string format_share(double share) {
  if (!std::isfinite(share)) return "?";
  const double percent = std::abs(share) * 100;
  if (percent == 0) return "0%";
  if (percent < 0.005) return share < 0 ? fmt::format("{}<0.01%", kMinus) : "<0.01%";
  // 9.996 must not become "10.00".
  const int decimals = percent < 9.995 ? 2 : 1;
  std::string text = fmt::format("{:.{}f}", percent, decimals);
  if (text == "100.0") text = share == 1 ? "100" : "100.0";
  return with_sign(share, text + "%");
}

std::string format_points(double share_difference) {
  const double points = share_difference * 100;
  const std::string text = fmt::format("{:.2f}pp", std::abs(points));
  if (text == "0.00pp") return "±0pp";
  return (points < 0 ? kMinus : "+") + text;
}

std::string format_money(double amount, std::string_view currency) {
  std::string text = with_sign(amount, three_digits(std::abs(amount)));
  if (!currency.empty()) text += fmt::format(" {}", currency);
  return text;
}

std::string format_duration(double days) {
  struct Unit {
    double days;
    double from_days;
    const char* name;
  };
  static constexpr Unit kUnits[] = {
      {365.25, 730.5, "years"},  {30.4375, 91.3125, "months"},    {1, 1, "d"},
      {1.0 / 24, 1.0 / 24, "h"}, {1.0 / 1440, 1.0 / 1440, "min"}, {1.0 / 86400, 0, "s"}};
  if (!std::isfinite(days)) return std::isnan(days) ? "?" : "for ever";
  if (days == 0) return "0 s";
  const double size = std::abs(days);
  for (const Unit& unit : kUnits) {
    // Half a unit in the last of three digits decides, so that 59.99 min reads 1 h.
    if (size * 1.0005 >= unit.from_days) {
      return with_sign(days, fmt::format("{} {}", three_digits(size / unit.days), unit.name));
    }
  }
  return "0 s";
}

std::string format_number(double value) {
  return with_sign(value, three_digits(std::abs(value)));
}

std::string format_count(std::int64_t value) {
  std::string digits = fmt::format("{}", value);
  const bool is_negative = digits.front() == '-';
  if (is_negative) digits.erase(0, 1);
  return (is_negative ? kMinus : "") + group_digits(digits);
}

std::string format_exact(double value) {
  if (!std::isfinite(value)) return "null";
  if (value == 0) return "0";
  return fmt::format("{:.12g}", value);
}

}  // namespace cairn
