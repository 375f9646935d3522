// Numbers as pictures and reports show them, in the marks and units of their language; a number
// never breaks at the space inside it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "render/picture/language.h"

namespace cairn {

/// A figure, or a range of two, as base/text.h and journey/figure_text.h print it in English:
/// "1 240.5 EUR" is "1 240,5 EUR" in Polish, "6.4 h" is "6.4 小時" in Chinese.
std::string localized(std::string_view figure, PictureLanguage language);

/// The printers of base/text.h in a language.
std::string format_share(double share, PictureLanguage language);
std::string format_points(double share_difference, PictureLanguage language);
std::string format_money(double amount, std::string_view currency, PictureLanguage language);
std::string format_duration(double days, PictureLanguage language);
std::string format_number(double value, PictureLanguage language);
std::string format_count(std::int64_t value, PictureLanguage language);

// ---- shorter than in tables ---------------------------------------------------------------------

/// No decimals from 10 %, one below, "<0.1%" for the smallest. Only all are "100%", only none "0%":
/// nearly all are ">99%".
std::string picture_share(double share, PictureLanguage language);

/// "−10k", "1.2M": a tick of money or people.
std::string short_number(double value, PictureLanguage language);

/// What short_number takes: amounts from `size` on are so many of it, in `pattern` ("{}k").
struct ShortStep {
  double size = 1;
  std::string_view pattern;
};
/// Largest first.
std::vector<ShortStep> short_steps(PictureLanguage language);

/// Less prints as "<0.1%": not worth its words where nothing else is said.
inline constexpr double kSmallestShare = 0.0005;

/// Parts of a whole that are printed without decimals add up without less than this.
inline constexpr double kSmallestPart = 0.005;

/// A difference of shares in points, with its sign: "+2.4", "−12", "+0.1". Nothing where it would
/// round to 0.
std::string picture_points(double difference, PictureLanguage language);

/// A feeling with its sign and one decimal: "+0.3", "−1.6".
std::string feeling_text(double feeling, PictureLanguage language);

/// An end of the scale of feelings: "−2", "+2", "0.5" has its sign too.
std::string signed_number(double value, PictureLanguage language);

/// "12 months", "2 years", "10 days": the largest unit that divides the time.
std::string period_words(double days, PictureLanguage language);

}  // namespace cairn
