// The fixed words of the pictures, one row each, so that a language is one more column.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cairn {

enum class Word : std::uint8_t {
  reach,
  leave,
  why,
  outcome,
  arrive,
  people,
  all_people,
  first_period,
  best_estimates,
  line_width,
  line_label,
  bar,
  dot,
  at_least,
  not_shown,
  thin_line,
  thin_lines,
  fix_only_card,
  fix_only_cards,
  no_numbers,
  count,
};

inline constexpr std::array<std::string_view, static_cast<std::size_t>(Word::count)> kEnglish{
    "reach",
    "leave",
    "why:",
    "Outcome",
    "Arrive",
    "people",
    "Everybody who enters",
    "over {}",
    "Best estimates.",
    "Line width = people.",
    "% on a line = share of the card’s visits that go that way.",
    "Bar = reach, orange part leaves.",
    "Dot = feeling, {} to {}.",
    "≥ = at least.",
    "Not shown: {}.",
    "1 line under 0.4%",
    "{} lines under 0.4%",
    "1 touchpoint that only a fix leads to",
    "{} touchpoints that only fixes lead to",
    "The map as it is written; it has no shares to count with yet.",
};

/// The word in the picture's language. English is the only column so far, whatever is asked for.
constexpr std::string_view word(Word which) {
  return kEnglish[static_cast<std::size_t>(which)];
}

}  // namespace cairn
