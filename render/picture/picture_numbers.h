// Numbers as pictures show them: shorter than in tables.
#pragma once

#include <string>

#include "render/picture/language.h"

namespace cairn {

/// No decimals from 10 %, one below, "<0.1%" for the smallest. Only all are "100%", only none "0%":
/// nearly all are ">99%".
std::string picture_share(double share);

/// Less prints as "<0.1%": not worth its words where nothing else is said.
inline constexpr double kSmallestShare = 0.0005;

/// Parts of a whole that are printed without decimals add up without less than this.
inline constexpr double kSmallestPart = 0.005;

/// A difference of shares in points, with its sign: "+2.4", "−12", "+0.1". Nothing where it would
/// round to 0.
std::string picture_points(double difference);

/// A feeling with its sign and one decimal: "+0.3", "−1.6".
std::string feeling_text(double feeling);

/// An end of the scale of feelings: "−2", "+2", "0.5" has its sign too.
std::string signed_number(double value);

/// "12 months", "2 years", "10 days": the largest unit that divides the time.
std::string period_words(double days, PictureLanguage language);

}  // namespace cairn
