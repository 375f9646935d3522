#include "render/picture/picture_numbers.h"

#include <cmath>
#include <fmt/format.h>

#include "render/picture/words.h"

namespace cairn {

std::string picture_share(double share) {
  // Sums of shares miss 1 by rounding; what is left over by people is never that little.
  constexpr double kRounding = 1e-9;
  if (share >= 0.995 && share < 1 - kRounding) return ">99%";
  if (share >= 0.0995) return fmt::format("{:.0f}%", 100 * share);
  if (share >= 0.0005) return fmt::format("{:.1f}%", 100 * share);
  return share > 0 ? "<0.1%" : "0%";
}

std::string picture_points(double difference) {
  const double points = 100 * std::fabs(difference);
  if (points < 0.05) return {};
  const char* sign = difference < 0 ? "−" : "+";
  return points >= 9.95 ? fmt::format("{}{:.0f}", sign, points)
                        : fmt::format("{}{:.1f}", sign, points);
}

std::string feeling_text(double feeling) {
  const double shown = std::round(feeling * 10) / 10;
  const std::string digits = fmt::format("{:.1f}", std::fabs(shown));
  return shown < 0 ? "−" + digits : shown > 0 ? "+" + digits : digits;
}

std::string signed_number(double value) {
  const std::string text = fmt::format("{:g}", std::fabs(value));
  return value < 0 ? "−" + text : value > 0 ? "+" + text : text;
}

std::string period_words(double days, PictureLanguage language) {
  struct Unit {
    double days = 1;
    Word one = Word::one_day;
    Word many = Word::unit_days;
    double least = 1;  // a year is said as 12 months
  };
  static constexpr Unit kUnits[] = {{365.25, Word::one_year, Word::unit_years, 2},
                                    {30.4375, Word::one_month, Word::unit_months, 1},
                                    {7, Word::one_week, Word::unit_weeks, 1},
                                    {1, Word::one_day, Word::unit_days, 1}};
  for (const Unit& unit : kUnits) {
    const double n = std::round(days / unit.days);
    if (n < unit.least || std::fabs(days / unit.days - n) >= 1e-6) continue;
    if (n == 1) return std::string(word(unit.one, language));
    return words(unit.many, language, {fmt::format("{:.0f}", n)});
  }
  return words(Word::unit_days, language, {fmt::format("{:.3g}", days)});
}

}  // namespace cairn
