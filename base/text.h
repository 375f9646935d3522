// Showing text: widths, escapes, comparing names, printing numbers for people.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

/// Cells a text takes on a terminal: CJK 2, combining marks 0. Invalid bytes count 1.
std::size_t display_width(std::string_view text);

/// Pads with spaces to at least `cells` on a terminal.
std::string pad_right(std::string_view text, std::size_t cells);
std::string pad_left(std::string_view text, std::size_t cells);

/// Shortens to at most `cells` on a terminal, ending in `…` where something was cut.
std::string shorten(std::string_view text, std::size_t cells);

/// Makes any bytes safe to print: control characters, bidirectional overrides and other invisible
/// format characters appear as `<U+202E>`, tabs as one space, bytes that are not UTF-8 as `<0xB3>`.
std::string escape_for_display(std::string_view text);

/// Offset of the first byte that is not UTF-8 (or is NUL); nothing if all is well.
std::optional<std::size_t> find_invalid_utf8(std::string_view text);

/// One character of a text. Bytes that are not UTF-8 come one at a time with code kNoCharacter.
constexpr char32_t kNoCharacter = 0xFFFFFFFFU;
struct Character {
  char32_t code = kNoCharacter;
  std::uint32_t size = 1;  // bytes
};

/// The character a text begins with; the text must not be empty.
Character first_character(std::string_view text);

/// Whether a name may begin with this: a letter of any script, an ideograph, a pictograph.
bool is_name_letter(char32_t code);

/// Whether a name may go on with this though it cannot begin with it: combining marks, digits of
/// other scripts, joiners. ASCII digits, `-` and `_` are for the grammar to judge.
bool is_name_mark(char32_t code);

/// Unicode NFC; returns the input unchanged if it is not UTF-8.
std::string to_nfc(std::string_view text);

/// NFKC with case folded and `-` and `_` made one: two names with one such form look alike.
std::string look_alike_form(std::string_view name);

/// Edit distance in characters with adjacent swaps; gives up and returns `limit + 1` beyond limit.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

/// The candidate nearest to a mistyped word, if one is near enough (a third of its length).
std::optional<std::string> nearest(std::string_view word,
                                   const std::vector<std::string_view>& candidates);

/// Numbers for people: language.md 9.26.
/// 0.0386 -> "3.86%", 0.172 -> "17.2%", 1 -> "100%".
std::string format_share(double share);
/// Percentage points with a sign: 0.0108 -> "+1.08pp", with U+2212 for minus.
std::string format_points(double share_difference);
/// Three significant digits, groups of three by a space, code after: "38 900 EUR", "0.97 EUR".
std::string format_money(double amount, std::string_view currency);
/// Days to the unit that reads best, three significant digits: "6.4 h", "2.2 d", "3 min".
std::string format_duration(double days);
/// Three significant digits, groups of three by a space.
std::string format_number(double value);
/// An integer with groups of three: "1 000 000".
std::string format_count(std::int64_t value);
/// 12 significant digits, shortest form, for machines; never "nan" or "inf" (those give "null").
std::string format_exact(double value);

}  // namespace cairn
