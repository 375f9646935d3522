#include "render/picture/text_fit.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/text.h"

namespace cairn {
namespace {

/// Advance widths of Arial Bold (and Liberation Sans Bold) for U+0020 … U+007E, in 1/1000 em.
constexpr std::array<int, 95> kArialBold{
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667,
    611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556,
    278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584};

/// The same of the regular weight.
constexpr std::array<int, 95> kArialRegular{
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333,  278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667,  611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278,  556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500,  500, 334, 260, 334, 584};

struct Glyph {
  std::string_view bytes;
  std::uint32_t code = 0xFFFD;
  double ems = 0;
};

std::uint32_t decode(std::string_view bytes) {
  const auto at = [bytes](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  if (bytes.size() == 1) return at(0) < 0x80 ? at(0) : 0xFFFD;
  if (bytes.size() == 2) return (at(0) & 0x1Fu) << 6 | (at(1) & 0x3Fu);
  if (bytes.size() == 3) return (at(0) & 0x0Fu) << 12 | (at(1) & 0x3Fu) << 6 | (at(2) & 0x3Fu);
  return (at(0) & 0x07u) << 18 | (at(1) & 0x3Fu) << 12 | (at(2) & 0x3Fu) << 6 | (at(3) & 0x3Fu);
}

std::size_t sequence_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t wanted = lead < 0xC2   ? 1
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                             : lead < 0xF5 ? 4
                                           : 1;
  std::size_t length = 1;
  while (length < wanted && length < text.size() &&
         (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) {
    ++length;
  }
  return length == wanted ? wanted : 1;
}

/// Estimates err on the wide side: a text that is shorter than thought costs a little room, one
/// that is longer would be cut by its cell.
double width_in_ems(const Glyph& character, Weight weight) {
  const std::uint32_t code = character.code;
  if (code >= 0x20 && code < 0x7F) {
    return (weight == Weight::bold ? kArialBold : kArialRegular)[code - 0x20] / 1000.0;
  }
  const std::size_t cells = display_width(character.bytes);
  if (cells == 0) return 0;
  if (cells == 2) return code >= 0x1F000 ? 1.3 : 1.0;
  if (code == 0xA0) return width_in_ems({" ", 0x20}, weight);
  if (code < 0x250) return code < 0xDF || code == 0x178 ? 0.75 : 0.62;
  if (code >= 0x2010 && code < 0x2030) return code == 0x2014 || code == 0x2026 ? 1.0 : 0.56;
  if (code >= 0x400 && code < 0x530) return code < 0x430 ? 0.8 : 0.66;
  return 0.72;
}

std::vector<Glyph> split(std::string_view text, Weight weight) {
  std::vector<Glyph> result;
  while (!text.empty()) {
    Glyph character;
    character.bytes = text.substr(0, sequence_length(text));
    character.code = decode(character.bytes);
    character.ems = width_in_ems(character, weight);
    result.push_back(character);
    text.remove_prefix(character.bytes.size());
  }
  return result;
}

bool is_ideographic(std::uint32_t code) {
  return (code >= 0x2E80 && code < 0xA4D0) || (code >= 0xAC00 && code < 0xD7B0) ||
         (code >= 0xF900 && code < 0xFB00) || (code >= 0xFF00 && code < 0xFFF0) ||
         (code >= 0x20000 && code < 0x32000);
}

/// Characters that must not begin a line.
bool is_closing(std::uint32_t code) {
  static constexpr std::array<std::uint32_t, 27> kClosing{
      '!',    ')',    ',',    '.',    ':',    ';',    '?',    ']',    '}',
      0x2019, 0x201D, 0x2026, 0x3001, 0x3002, 0x300B, 0x300D, 0x300F, 0x3011,
      0x30FB, 0x30FC, 0xFF01, 0xFF09, 0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B, 0xFF1F};
  return std::find(kClosing.begin(), kClosing.end(), code) != kClosing.end();
}

/// Characters that must not end a line.
bool is_opening(std::uint32_t code) {
  return code == '(' || code == '[' || code == 0x201C || code == 0x201E || code == 0x300A ||
         code == 0x300C || code == 0x300E || code == 0x3010 || code == 0xFF08;
}

bool may_break_between(const Glyph& before, const Glyph& after) {
  if (is_closing(after.code) || is_opening(before.code) || after.ems == 0) return false;
  if (before.code == ' ' || before.code == '-' || before.code == 0x3000) return true;
  return is_ideographic(before.code) || is_ideographic(after.code);
}

std::string trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return std::string(text);
}

std::string join(const std::vector<Glyph>& characters, std::size_t begin, std::size_t end) {
  std::string result;
  for (std::size_t i = begin; i < end; ++i) result += characters[i].bytes;
  return trimmed(result);
}

}  // namespace

double text_width(std::string_view text, double size, Weight weight) {
  double ems = 0;
  for (const Glyph& character : split(text, weight)) ems += character.ems;
  return ems * size;
}

std::vector<std::string> wrap_text(std::string_view text, double size, double width,
                                   std::size_t most_lines, Weight weight) {
  const std::vector<Glyph> characters = split(text, weight);
  const double room = width / size;
  std::vector<std::string> lines;
  std::size_t begin = 0;
  while (begin < characters.size()) {
    while (begin < characters.size() && characters[begin].code == ' ') ++begin;
    const bool is_last_line = lines.size() + 1 == most_lines;
    double used = 0;
    std::size_t end = begin, break_at = begin;
    while (end < characters.size() && used + characters[end].ems <= room) {
      used += characters[end].ems;
      ++end;
      if (end < characters.size() && may_break_between(characters[end - 1], characters[end])) {
        break_at = end;
      }
    }
    if (end == characters.size()) {
      lines.push_back(join(characters, begin, end));
      break;
    }
    if (is_last_line) {
      while (end > begin && used + 1.0 > room) used -= characters[--end].ems;
      lines.push_back(join(characters, begin, end) + "…");
      break;
    }
    // A space may hang over the edge.
    if (characters[end].code == ' ') break_at = end;
    if (break_at == begin) break_at = std::max(end, begin + 1);
    lines.push_back(join(characters, begin, break_at));
    begin = break_at;
  }
  if (lines.empty()) lines.emplace_back();
  return lines;
}

std::string clean_text(std::string_view text) {
  std::string result;
  for (const Glyph& character : split(text, Weight::bold)) {
    const std::uint32_t code = character.code;
    const bool reorders = (code >= 0x202A && code <= 0x202E) ||
                          (code >= 0x2066 && code <= 0x2069) || code == 0x200E || code == 0x200F ||
                          code == 0x061C;
    const bool is_control = code < 0x20 || (code >= 0x7F && code < 0xA0);
    // XML 1.0 has no place for these.
    const bool is_nothing = (code >= 0xD800 && code < 0xE000) || code == 0xFFFE || code == 0xFFFF;
    if (reorders) continue;
    if (code == '\t') {
      result += ' ';
    } else if (is_control || is_nothing || code == 0xFFFD) {
      result += "\xEF\xBF\xBD";
    } else {
      result += character.bytes;
    }
  }
  return result;
}

std::string escape_xml(std::string_view text) {
  std::string result;
  for (const char c : clean_text(text)) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

}  // namespace cairn
