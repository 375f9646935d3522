// Marks too many and marks too few: colons, slashes, quotes around names, a quote that only closes,
// a mistyped `visited`.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "grammar/known_mistakes.h"
#include "grammar/line_words.h"

namespace cairn {
namespace {

std::string code(std::string_view text) {
  return "`" + std::string(text) + "`";
}

std::optional<Diagnostic> propose(const CutLine& cut, IsReadable is_readable,
                                  const Correction& correction, std::string message,
                                  std::size_t begin, std::size_t end, bool is_safe) {
  if (!is_readable(apply_correction(cut.line.text, correction))) return std::nullopt;
  Diagnostic d = make_line_diagnostic(Code::E105, cut.line, begin, end, std::move(message));
  d.help = {"write " + code(corrected_excerpt(cut.line.text, correction))};
  add_repair(d, cut.line, correction, is_safe);
  return d;
}

bool is_colon(const CutLine& cut, std::size_t index) {
  if (!cut.has(index, PieceKind::sign)) return false;
  const std::string_view sign = cut.text_of(cut.pieces[index]);
  return sign == ":" || sign == "\uFF1A";
}

/// The words of a text as one name: "product page" -> product-page; empty if it is no name.
std::string as_name(std::string_view quoted) {
  std::string name;
  const std::size_t first = first_character(quoted).size;
  std::size_t end = quoted.size();
  while (end > first && (static_cast<unsigned char>(quoted[end - 1]) & 0xC0U) == 0x80U) --end;
  for (const char c : quoted.substr(first, end > first ? end - 1 - first : 0)) {
    name += c == ' ' ? '-' : c;
  }
  return name;
}

/// The straight quotes of a part of a line as “ and ” in turn; a lone one ends something.
Correction typographic(std::string_view text, std::size_t begin, std::size_t end) {
  const std::string_view part = text.substr(begin, end - begin);
  bool opens = std::count(part.begin(), part.end(), '"') > 1;
  Correction correction{begin, end, ""};
  for (const char c : part) {
    if (c != '"') {
      correction.replacement += c;
      continue;
    }
    correction.replacement += opens ? "“" : "”";
    opens = !opens;
  }
  return correction;
}

}  // namespace

std::optional<Diagnostic> find_colon(const CutLine& cut, IsReadable is_readable) {
  const std::size_t next = cut.piece_at(cut.line.understood);
  if (!is_colon(cut, next)) return std::nullopt;
  const Piece& colon = cut.pieces[next];
  return propose(cut, is_readable, {colon.begin, colon.end, ""}, "no colon is needed here",
                 colon.begin, colon.end, true);
}

std::optional<Diagnostic> find_slashes(const CutLine& cut, IsReadable is_readable) {
  const std::size_t begin = cut.line.text.find("//");
  if (begin == std::string_view::npos) return std::nullopt;
  return propose(cut, is_readable, {begin, begin + 2, "#"}, "a comment begins with `#`", begin,
                 begin + 2, true);
}

std::optional<Diagnostic> find_quoted_name(const CutLine& cut, IsReadable is_readable) {
  const std::size_t next = cut.piece_at(cut.line.understood);
  if (next == 0 || !cut.has(next, PieceKind::text)) return std::nullopt;
  const Piece& text = cut.pieces[next];
  const Correction correction{text.begin, text.end, as_name(cut.text_of(text))};
  return propose(cut, is_readable, correction, "a name stands without quotes", text.begin, text.end,
                 false);
}

std::optional<Diagnostic> find_condition_word(const CutLine& cut, IsReadable is_readable) {
  const std::size_t next = cut.piece_at(cut.line.understood);
  if (next < 2 || !cut.has(next, PieceKind::word) || !cut.has(next - 1, PieceKind::word)) {
    return std::nullopt;
  }
  const bool is_condition = cut.has_word(next - 2, "when") || cut.has_word(next - 2, "and") ||
                            cut.has_word(next - 2, "not");
  if (!is_condition) return std::nullopt;
  const Piece& typed = cut.pieces[next - 1];
  const auto near = nearest(cut.text_of(typed), {"visited", "last"});
  if (!near) return std::nullopt;
  return propose(cut, is_readable, {typed.begin, typed.end, *near},
                 code(excerpt(cut.text_of(typed))) + " is not a word I know here", typed.begin,
                 typed.end, false);
}

std::optional<Diagnostic> find_inner_quotes(const CutLine& cut, IsReadable is_readable) {
  const std::string_view text = cut.line.text.substr(0, cut.content_end());
  std::vector<std::size_t> quotes;
  for (std::size_t at = text.find('"'); at != text.npos; at = text.find('"', at + 1)) {
    quotes.push_back(at);
  }
  constexpr std::size_t kMostQuotes = 12;  // every pair of them is tried, the nearest first
  if (quotes.size() < 3 || quotes.size() > kMostQuotes) return std::nullopt;
  for (std::size_t apart = 2; apart < quotes.size(); ++apart) {
    for (std::size_t first = 0; first + apart < quotes.size(); ++first) {
      const Correction correction =
          typographic(text, quotes[first + 1], quotes[first + apart - 1] + 1);
      if (!is_readable(apply_correction(cut.line.text, correction))) continue;
      Diagnostic d = make_line_diagnostic(Code::E105, cut.line, correction.begin, correction.end,
                                          "a text in quotes cannot hold `\"`, which ends it");
      d.help = {"inside a text write typographic quotes: “ ”, „ ”, « » or 「 」",
                "write " + code(corrected_excerpt(cut.line.text, correction))};
      add_repair(d, cut.line, correction, true);
      return d;
    }
  }
  return std::nullopt;
}

std::optional<Diagnostic> find_missing_open_quote(const CutLine& cut, IsReadable is_readable) {
  if (cut.pieces.size() < 2 || cut.pieces.back().kind != PieceKind::open_text) return std::nullopt;
  const Piece& quote = cut.pieces.back();
  const std::size_t quote_size = first_character(cut.line.text.substr(quote.begin)).size;
  // Only a quote with nothing behind it can be one that closes.
  if (quote.begin + quote_size < cut.content_end()) return std::nullopt;
  for (std::size_t i = 1; i + 1 < cut.pieces.size(); ++i) {
    const bool may_open = i == 1 || i == 2 || cut.has_word(i - 1, "from");
    if (!may_open) continue;
    const std::size_t begin = cut.pieces[i].begin;
    const std::string_view bare = cut.line.text.substr(begin, quote.begin - begin);
    if (bare.find('"') != std::string_view::npos) continue;
    const Correction correction{begin, quote.begin + quote_size, "\"" + std::string(bare) + "\""};
    if (!is_readable(apply_correction(cut.line.text, correction))) continue;
    Diagnostic d = make_line_diagnostic(Code::E103, cut.line, begin, quote.begin + quote_size,
                                        "the text that ends here has no quote at its beginning");
    d.help = {"write " + code(corrected_excerpt(cut.line.text, correction))};
    add_repair(d, cut.line, correction, false);
    return d;
  }
  return std::nullopt;
}

}  // namespace cairn
