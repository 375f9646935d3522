#include "render/picture/picture_numbers.h"

#include <cmath>
#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "render/picture/words.h"

namespace cairn {
namespace {

constexpr std::string_view kNoBreak = "\u00A0";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Marks inside numbers, wherever they stand in the text, and the space before a currency.
std::string with_marks(std::string_view figure, PictureLanguage language) {
  const std::size_t last_space = figure.rfind(' ');
  std::string out;
  for (std::size_t i = 0; i < figure.size(); ++i) {
    const bool is_behind_digit = i > 0 && is_digit(figure[i - 1]);
    const bool is_inside = is_behind_digit && i + 1 < figure.size() && is_digit(figure[i + 1]);
    if (figure[i] == '.' && is_inside) {
      out += word(Word::number_decimal, language);
    } else if (figure[i] == ' ' && is_inside) {
      out += word(Word::number_group, language);
    } else if (is_behind_digit && i == last_space) {
      out += kNoBreak;
    } else {
      out += figure[i];
    }
  }
  return out;
}

std::string without_breaks(std::string text) {
  for (std::size_t at = text.find(' '); at != std::string::npos; at = text.find(' ', at)) {
    text.replace(at, 1, kNoBreak);
  }
  return text;
}

struct Unit {
  std::string_view ending;
  Word which = Word::short_days;
};

/// Only days have a word of their own for one and for a part.
Word word_of(const Unit& unit, std::string_view number) {
  if (unit.which != Word::short_days) return unit.which;
  if (number == "1") return Word::short_day;
  return number.find('.') == std::string_view::npos ? Word::short_days : Word::short_part_days;
}

std::string in_words(const Unit& unit, std::string_view number, PictureLanguage language) {
  const Word which = word_of(unit, number);
  if (which == Word::short_day) return without_breaks(std::string(word(which, language)));
  return without_breaks(words(which, language, {with_marks(number, language)}));
}

}  // namespace

std::string localized(std::string_view figure, PictureLanguage language) {
  static constexpr Unit kUnits[] = {{" years", Word::unit_years},  {" months", Word::unit_months},
                                    {" d", Word::short_days},      {" h", Word::short_hours},
                                    {" min", Word::short_minutes}, {" s", Word::short_seconds}};
  if (figure == "for ever") return std::string(word(Word::for_ever, language));
  for (const Unit& unit : kUnits) {
    if (!figure.ends_with(unit.ending)) continue;
    return in_words(unit, figure.substr(0, figure.size() - unit.ending.size()), language);
  }
  constexpr std::string_view kPoints = "pp";
  if (!figure.ends_with(kPoints)) return with_marks(figure, language);
  const std::string_view number = figure.substr(0, figure.size() - kPoints.size());
  const std::string_view points = word(Word::points, language);
  return with_marks(number, language) + without_breaks(std::string(points.substr(2)));
}

std::string format_share(double share, PictureLanguage language) {
  return localized(format_share(share), language);
}

std::string format_points(double share_difference, PictureLanguage language) {
  return localized(format_points(share_difference), language);
}

std::string format_money(double amount, std::string_view currency, PictureLanguage language) {
  return localized(format_money(amount, currency), language);
}

std::string format_duration(double days, PictureLanguage language) {
  return localized(format_duration(days), language);
}

std::string format_number(double value, PictureLanguage language) {
  return localized(format_number(value), language);
}

std::string format_count(std::int64_t value, PictureLanguage language) {
  return localized(format_count(value), language);
}

std::string picture_share(double share, PictureLanguage language) {
  // Sums of shares miss 1 by rounding; what is left over by people is never that little.
  constexpr double kRounding = 1e-9;
  if (share >= 0.995 && share < 1 - kRounding) return ">99%";
  if (share >= 0.0995) return fmt::format("{:.0f}%", 100 * share);
  if (share >= 0.0005) return localized(fmt::format("{:.1f}%", 100 * share), language);
  return share > 0 ? localized("<0.1%", language) : "0%";
}

std::vector<ShortStep> short_steps(PictureLanguage language) {
  std::vector<ShortStep> steps;
  for (const auto& [size, which] :
       {std::pair{1e9, Word::short_1e9}, std::pair{1e8, Word::short_1e8},
        std::pair{1e6, Word::short_1e6}, std::pair{1e4, Word::short_1e4},
        std::pair{1e3, Word::short_1e3}}) {
    if (!word(which, language).empty()) steps.push_back({size, word(which, language)});
  }
  return steps;
}

std::string short_number(double value, PictureLanguage language) {
  const double size = std::fabs(value);
  const std::string sign = value < 0 ? "−" : "";
  for (const ShortStep& step : short_steps(language)) {
    if (size < step.size) continue;
    const std::string number = localized(fmt::format("{:.3g}", size / step.size), language);
    return sign + fmt::format(fmt::runtime(step.pattern), number);
  }
  return sign + localized(fmt::format("{:.3g}", size), language);
}

std::string picture_points(double difference, PictureLanguage language) {
  const double points = 100 * std::fabs(difference);
  if (points < 0.05) return {};
  const char* sign = difference < 0 ? "−" : "+";
  return localized(points >= 9.95 ? fmt::format("{}{:.0f}", sign, points)
                                  : fmt::format("{}{:.1f}", sign, points),
                   language);
}

std::string feeling_text(double feeling, PictureLanguage language) {
  const double shown = std::round(feeling * 10) / 10;
  const std::string digits = localized(fmt::format("{:.1f}", std::fabs(shown)), language);
  return shown < 0 ? "−" + digits : shown > 0 ? "+" + digits : digits;
}

std::string signed_number(double value, PictureLanguage language) {
  const std::string text = localized(fmt::format("{:g}", std::fabs(value)), language);
  return value < 0 ? "−" + text : value > 0 ? "+" + text : text;
}

std::string period_words(double days, PictureLanguage language) {
  struct Period {
    double days = 1;
    Word one = Word::one_day;
    Word many = Word::unit_days;
    double least = 1;  // a year is said as 12 months
  };
  static constexpr Period kPeriods[] = {{365.25, Word::one_year, Word::unit_years, 2},
                                        {30.4375, Word::one_month, Word::unit_months, 1},
                                        {7, Word::one_week, Word::unit_weeks, 1},
                                        {1, Word::one_day, Word::unit_days, 1}};
  for (const Period& period : kPeriods) {
    const double n = std::round(days / period.days);
    if (n < period.least || std::fabs(days / period.days - n) >= 1e-6) continue;
    if (n == 1) return without_breaks(std::string(word(period.one, language)));
    return without_breaks(words(period.many, language, {fmt::format("{:.0f}", n)}));
  }
  const std::string number = localized(fmt::format("{:.3g}", days), language);
  return without_breaks(words(Word::unit_days, language, {number}));
}

}  // namespace cairn
