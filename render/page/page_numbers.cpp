#include "render/page/page_numbers.h"

#include "base/text.h"
#include "journey/figure_text.h"
#include "render/picture/picture_numbers.h"
#include "render/picture/words.h"

namespace cairn {
namespace {

std::string without_ending(std::string text, std::string_view ending) {
  if (text.size() > ending.size() && std::string_view(text).ends_with(ending)) {
    text.resize(text.size() - ending.size());
  }
  return text;
}

/// Two figures in English as a range; one unit is enough and stands with the second.
std::string in_one(const PageNumbers& how, std::string from, const std::string& to) {
  if (from == to) return "";
  if (to.ends_with("pp")) from = without_ending(from, "pp");
  if (!how.currency.empty()) from = without_ending(from, " " + how.currency);
  return words(Word::report_range, how.language,
               {localized(from, how.language), localized(to, how.language)});
}

}  // namespace

std::string figure_text(const PageNumbers& how, double value, Unit unit) {
  return localized(format_figure(value, unit, how.currency), how.language);
}

std::string range_text(const PageNumbers& how, double low, double high, Unit unit) {
  return in_one(how, format_figure(low, unit, how.currency),
                format_figure(high, unit, how.currency));
}

std::string change_text(const PageNumbers& how, double change, Unit unit) {
  return localized(shown_change(change, unit, how.currency), how.language);
}

std::string change_range_text(const PageNumbers& how, double low, double high, Unit unit) {
  return in_one(how, shown_change(low, unit, how.currency), shown_change(high, unit, how.currency));
}

std::string chance_text(double chance) {
  return chance_words(chance);
}

std::string duration_text(const PageNumbers& how, double days) {
  return format_duration(days, how.language);
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
