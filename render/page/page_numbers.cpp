#include "render/page/page_numbers.h"

#include <cmath>
#include <fmt/format.h>

#include "base/text.h"
#include "journey/figure_text.h"
#include "render/picture/words.h"

namespace cairn {
namespace {

std::string without_ending(std::string text, std::string_view ending) {
  if (text.size() > ending.size() && std::string_view(text).ends_with(ending)) {
    text.resize(text.size() - ending.size());
  }
  return text;
}

/// One unit is enough: it stands with the second number.
std::string first_of_two(const PageNumbers& how, const std::string& text, Unit unit) {
  if (unit == Unit::points) return without_ending(text, "pp");
  if (unit == Unit::money) return without_ending(text, " " + how.currency);
  return text;
}

}  // namespace

std::string figure_text(const PageNumbers& how, double value, Unit unit) {
  // Only times have words in them.
  if (unit == Unit::days && std::isfinite(value)) return duration_text(how, value);
  return format_figure(value, unit, how.currency);
}

std::string range_text(const PageNumbers& how, double low, double high, Unit unit) {
  const std::string from = figure_text(how, low, unit);
  const std::string to = figure_text(how, high, unit);
  if (from == to) return "";
  return words(Word::report_range, how.language, {first_of_two(how, from, unit), to});
}

std::string change_text(const PageNumbers& how, double change, Unit unit) {
  if (change == 0) return "0";
  if (unit == Unit::share) return format_points(change);
  const std::string sign = change < 0 ? "−" : "+";
  if (unit == Unit::feeling) return fmt::format("{}{:.2f}", sign, std::fabs(change));
  return sign + figure_text(how, std::fabs(change), unit);
}

std::string change_range_text(const PageNumbers& how, double low, double high, Unit unit) {
  const std::string from = change_text(how, low, unit);
  const std::string to = change_text(how, high, unit);
  if (from == to) return "";
  const std::string first =
      unit == Unit::share ? without_ending(from, "pp") : first_of_two(how, from, unit);
  return words(Word::report_range, how.language, {first, to});
}

std::string chance_text(double chance) {
  if (chance > 0.99 && chance < 1) return ">99%";
  if (chance < 0.01 && chance > 0) return "<1%";
  return fmt::format("{:.0f}%", chance * 100);
}

std::string duration_text(const PageNumbers& how, double days) {
  const std::string text = format_duration(days);
  // The short units are the same in every language of the report; the two long ones are words.
  if (how.language == PictureLanguage::english) return text;
  for (const auto& [ending, which] :
       {std::pair{" months", Word::unit_months}, std::pair{" years", Word::unit_years}}) {
    const std::string number = without_ending(text, ending);
    if (number != text) return words(which, how.language, {number});
  }
  return text;
}

std::string period_text(const PageNumbers& how, const Frame& frame) {
  if (!frame.entrants_per_days) return "";
  const double days = *frame.entrants_per_days;
  const Word which = days == 1    ? Word::report_per_day
                     : days == 7  ? Word::report_per_week
                     : days > 360 ? Word::report_per_year
                                  : Word::report_per_month;
  return std::string(word(which, how.language));
}

std::string quoted_list(const PageNumbers& how, const std::vector<std::string>& names) {
  // A name may be of any length; a sentence stays one. Tables have the whole name.
  constexpr std::size_t kCells = 60;
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string quoted =
        words(Word::report_quoted, how.language, {shorten(names[i], kCells)});
    if (i == 0) {
      text = quoted;
    } else if (i + 1 < names.size()) {
      text = words(Word::report_list, how.language, {text, quoted});
    } else {
      text = words(Word::report_list_end, how.language, {text, quoted});
    }
  }
  return text;
}

}  // namespace cairn
