// Numbers as the report shows them: the digits of `cairn run` and `cairn compare`, in the words of
// the report's language.
#pragma once

#include <string>
#include <string_view>

#include "journey/comparison.h"
#include "render/picture/language.h"

namespace cairn {

/// How the report writes: its language, and the currency of the journey (empty: none).
struct PageNumbers {
  PictureLanguage language = PictureLanguage::english;
  std::string currency;
};

/// "3.86%", "1 240 EUR", "+0.43", "2.2 d"; "–" for what is no number.
std::string figure_text(const PageNumbers& how, double value, Unit unit);

/// "3.5% to 4.2%"; empty where both ends print alike.
std::string range_text(const PageNumbers& how, double low, double high, Unit unit);

/// "+1.08pp", "−0.12 EUR", "+34"; "0" where nothing changes.
std::string change_text(const PageNumbers& how, double change, Unit unit);

/// "+0.91 to +1.21pp"; empty where both ends print alike.
std::string change_range_text(const PageNumbers& how, double low, double high, Unit unit);

/// "97%", ">99%", "<1%".
std::string chance_text(double chance);

/// "6.4 h", "2.2 d", "13.2 months".
std::string duration_text(const PageNumbers& how, double days);

/// "per month", "per week"; of the period that people are counted by. Nothing for none.
std::string period_text(const PageNumbers& how, const Frame& frame);

/// "a, b and c", each in the quotes of the language; long names are cut.
std::string quoted_list(const PageNumbers& how, const std::vector<std::string>& names);

}  // namespace cairn
