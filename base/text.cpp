#include "base/text.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <utf8proc.h>

namespace cairn {

namespace {

Character decode_at(std::string_view text, std::size_t at) {
  return first_character(text.substr(at));
}

std::size_t cells_of(Character c) {
  if (c.code == kNoCharacter) return 1;
  return static_cast<std::size_t>(
      std::max(0, utf8proc_charwidth(static_cast<utf8proc_int32_t>(c.code))));
}

/// Whether a character would be invisible or change the order of what is around it.
bool must_be_escaped(char32_t code) {
  const bool joins_letters = code == 0x200C || code == 0x200D;
  if (joins_letters) return false;
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(code))) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CS:
      return true;
    default:
      return false;
  }
}

std::string map_text(std::string_view text, utf8proc_option_t options) {
  utf8proc_uint8_t* mapped = nullptr;
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                 static_cast<utf8proc_ssize_t>(text.size()), &mapped, options);
  if (size < 0) return std::string(text);
  std::string result(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size));
  std::free(mapped);
  return result;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80U; });
}

std::vector<char32_t> decode_all(std::string_view text) {
  std::vector<char32_t> characters;
  for (std::size_t at = 0; at < text.size();) {
    const Character c = decode_at(text, at);
    characters.push_back(c.code);
    at += c.size;
  }
  return characters;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Character c = decode_at(text, at);
    width += cells_of(c);
    at += c.size;
  }
  return width;
}

std::string pad_right(std::string_view text, std::size_t cells) {
  const std::size_t width = display_width(text);
  return std::string(text) + std::string(cells > width ? cells - width : 0, ' ');
}

std::string pad_left(std::string_view text, std::size_t cells) {
  const std::size_t width = display_width(text);
  return std::string(cells > width ? cells - width : 0, ' ') + std::string(text);
}

std::string shorten(std::string_view text, std::size_t cells) {
  if (display_width(text) <= cells) return std::string(text);
  std::size_t width = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const Character c = decode_at(text, at);
    const std::size_t step = cells_of(c);
    if (width + step + 1 > cells) break;
    width += step;
    at += c.size;
  }
  return std::string(text.substr(0, at)) + "…";
}

std::string escape_for_display(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Character c = decode_at(text, at);
    if (c.code == kNoCharacter) {
      result += fmt::format("<0x{:02X}>", static_cast<unsigned char>(text[at]));
    } else if (c.code == U'\t') {
      result += ' ';
    } else if (must_be_escaped(c.code)) {
      result += fmt::format("<U+{:04X}>", static_cast<std::uint32_t>(c.code));
    } else {
      result += text.substr(at, c.size);
    }
    at += c.size;
  }
  return result;
}

std::optional<std::size_t> find_invalid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte != 0 && byte < 0x80) {  // the common case, without a call
      ++at;
      continue;
    }
    const Character c = decode_at(text, at);
    if (c.code == kNoCharacter || c.code == 0) return at;
    at += c.size;
  }
  return std::nullopt;
}

std::string to_nfc(std::string_view text) {
  const bool is_ascii = std::all_of(text.begin(), text.end(),
                                    [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (is_ascii) return std::string(text);
  return map_text(text, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
}

std::string look_alike_form(std::string_view name) {
  std::string folded =
      map_text(name, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE |
                                                    UTF8PROC_COMPAT | UTF8PROC_CASEFOLD));
  std::replace(folded.begin(), folded.end(), '_', '-');
  return folded;
}

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  // Most words are out by their length alone; a megabyte of mistakes asks this millions of times.
  const std::size_t bytes = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (bytes > limit && is_ascii(a) && is_ascii(b)) return limit + 1;
  const std::vector<char32_t> left = decode_all(a);
  const std::vector<char32_t> right = decode_all(b);
  const std::size_t difference =
      left.size() > right.size() ? left.size() - right.size() : right.size() - left.size();
  if (difference > limit) return limit + 1;

  // Optimal string alignment: insert, delete, replace, swap neighbours; three rows are enough.
  std::vector<std::size_t> before_last(right.size() + 1), last(right.size() + 1),
      row(right.size() + 1);
  for (std::size_t j = 0; j <= right.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (left[i - 1] == right[j - 1] ? 0U : 1U);
      row[j] = std::min({replaced, last[j] + 1, row[j - 1] + 1});
      const bool swaps =
          i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
      if (swaps) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    if (*std::min_element(row.begin(), row.end()) > limit) return limit + 1;
    std::swap(before_last, last);
    std::swap(last, row);
  }
  return std::min(last[right.size()], limit + 1);
}

std::optional<std::string> nearest(std::string_view word,
                                   const std::vector<std::string_view>& candidates) {
  constexpr std::size_t kLongestWord = 64;  // bytes; longer ones are no typos of a name
  if (word.size() > kLongestWord) return std::nullopt;
  const std::size_t length = decode_all(word).size();
  std::size_t best = std::max<std::size_t>(1, length / 3) + 1;
  std::optional<std::string> found;
  for (const std::string_view candidate : candidates) {
    if (candidate.size() > kLongestWord) continue;
    const std::size_t distance = edit_distance(word, candidate, best - 1);
    if (distance < best) {
      best = distance;
      found = std::string(candidate);
      if (best == 0) break;
    }
  }
  return found;
}

}  // namespace cairn
