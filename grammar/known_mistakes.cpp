// Quotes and arrows that are missing or wrong.
#include "grammar/known_mistakes.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/text.h"

namespace cairn {

namespace {

std::string code(std::string_view text) {
  return "`" + std::string(text) + "`";
}

/// The quote that closes a text opened by this one.
std::string_view closing_quote(std::string_view open) {
  if (open == "\u201C" || open == "\u201D" || open == "\u201E") return "\u201D";
  if (open == "\u00AB") return "\u00BB";
  if (open == "\u00BB") return "\u00AB";
  if (open == "\u300C") return "\u300D";
  return open == "\uFF02" ? open : "\"";
}

/// Words that go on after a text: with one inside, a quote at the end of the line may swallow it.
bool may_hold_more_than_text(std::string_view text) {
  constexpr std::array kWords = {" severity ", " causes ", " from ", " for ", " when ", "#"};
  return std::any_of(kWords.begin(), kWords.end(), [&](std::string_view word) {
    return text.find(word) != std::string_view::npos;
  });
}

/// Puts quotes around a part of the line and takes it for what was meant if the line is then right.
std::optional<Diagnostic> propose_quotes(const CutLine& cut, IsReadable is_readable,
                                         std::string_view word, std::size_t begin,
                                         std::size_t end) {
  const BadLine& line = cut.line;
  if (begin >= end) return std::nullopt;
  const std::string_view bare = line.text.substr(begin, end - begin);
  if (bare.find('"') != std::string_view::npos) return std::nullopt;
  const Correction correction{begin, end, "\"" + std::string(bare) + "\""};
  if (!is_readable(apply_correction(line.text, correction))) return std::nullopt;
  Diagnostic d =
      make_line_diagnostic(Code::E105, line, begin, end, code(word) + " wants a text in quotes");
  d.help = {"write " + code(corrected_excerpt(line.text, correction))};
  add_repair(d, line, correction, false);
  return d;
}

bool is_pain_tail(std::string_view word) {
  constexpr std::array<std::string_view, 5> kWords = {"severity", "causes", "from", "for", "when"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

/// What people type for `->`: a run of signs, or `-` and `>` apart.
struct ArrowLike {
  std::size_t begin;
  std::size_t end;
  bool is_certain;  // it can hardly mean anything else
};

std::vector<ArrowLike> arrow_likes(const CutLine& cut) {
  constexpr std::array<std::string_view, 10> kCertain = {"=>",  "-->", "==>", "~>",  "--->",
                                                         "->>", "=->", ">>",  ">->", "-=>"};
  constexpr std::array<std::string_view, 10> kPossible = {">", "=",  "-", "--", "–",
                                                          "—", "→>", "⇒", "<-", "<"};
  constexpr std::size_t kMost = 8;  // candidates worth trying on one line
  std::vector<ArrowLike> found;
  for (std::size_t i = 0; i < cut.pieces.size() && found.size() < kMost; ++i) {
    if (!cut.has(i, PieceKind::sign)) continue;
    const std::string_view sign = cut.text_of(cut.pieces[i]);
    const bool is_split = (sign == "-" || sign == "–" || sign == "—" || sign == "=") &&
                          cut.has(i + 1, PieceKind::sign) && cut.text_of(cut.pieces[i + 1]) == ">";
    if (is_split) {
      found.push_back({cut.pieces[i].begin, cut.pieces[i + 1].end, true});
      ++i;
    } else if (std::find(kCertain.begin(), kCertain.end(), sign) != kCertain.end()) {
      found.push_back({cut.pieces[i].begin, cut.pieces[i].end, true});
    } else if (std::find(kPossible.begin(), kPossible.end(), sign) != kPossible.end()) {
      found.push_back({cut.pieces[i].begin, cut.pieces[i].end, false});
    }
  }
  return found;
}

Diagnostic describe_arrow(const CutLine& cut, const Correction& correction, std::string message,
                          std::size_t begin, std::size_t end) {
  Diagnostic d = make_line_diagnostic(Code::E104, cut.line, begin, end, std::move(message));
  d.help = {"write " + code(corrected_excerpt(cut.line.text, correction))};
  add_repair(d, cut.line, correction, true);
  return d;
}

/// `- 41% -> order` and `- touchpoint x`: a list in a word processor.
std::optional<Diagnostic> find_bullet(const CutLine& cut, IsReadable is_readable) {
  const bool has_bullet = cut.has(0, PieceKind::sign) && cut.pieces.size() > 1;
  if (!has_bullet || cut.touches_previous(1)) return std::nullopt;
  const Correction correction{cut.pieces[0].begin, cut.pieces[1].begin, ""};
  if (!is_readable(apply_correction(cut.line.text, correction))) return std::nullopt;
  Diagnostic d = make_line_diagnostic(Code::E105, cut.line, cut.pieces[0].begin, cut.pieces[0].end,
                                      "a line needs no bullet");
  d.help = {"write " + code(corrected_excerpt(cut.line.text, correction))};
  add_repair(d, cut.line, correction, true);
  return d;
}

/// `-> order 41%`
std::optional<Diagnostic> find_share_behind(const CutLine& cut, IsReadable is_readable) {
  const std::size_t next = cut.piece_at(cut.line.understood);
  if (!cut.has(0, PieceKind::arrow) || !cut.has(next, PieceKind::number)) return std::nullopt;
  const std::size_t begin = cut.pieces.front().begin;
  const std::size_t share = cut.pieces[next].begin;
  const std::size_t end = cut.content_end();
  const std::string_view line = cut.line.text;
  const std::string_view flow = line.substr(begin, cut.line.understood - begin);
  const Correction correction{
      begin, end, std::string(line.substr(share, end - share)) + " " + std::string(flow)};
  if (!is_readable(apply_correction(line, correction))) return std::nullopt;
  Diagnostic d =
      make_line_diagnostic(Code::E105, cut.line, share, end, "the share stands before the arrow");
  d.help = {"write " + code(corrected_excerpt(line, correction))};
  add_repair(d, cut.line, correction, true);
  return d;
}

}  // namespace

std::optional<Diagnostic> find_open_text(const CutLine& cut, IsReadable is_readable) {
  if (cut.pieces.empty() || cut.pieces.back().kind != PieceKind::open_text) return std::nullopt;
  const BadLine& line = cut.line;
  const Piece& piece = cut.pieces.back();
  const std::string_view open =
      line.text.substr(piece.begin, first_character(line.text.substr(piece.begin)).size);
  const std::size_t end = std::max(cut.content_end(), piece.begin + open.size());
  Diagnostic d = make_line_diagnostic(Code::E103, line, piece.begin, end,
                                      "the text that starts here is not closed");
  const std::string_view inside = line.text.substr(piece.begin, end - piece.begin);
  if (open != "\"" && inside.find('"') != std::string_view::npos) {
    const Correction same_quotes{piece.begin, piece.begin + open.size(), "\""};
    if (is_readable(apply_correction(line.text, same_quotes))) {
      d.message = "the text starts with " + code(open) + " and ends with `\"`";
      d.help = {"use the same quotes on both sides: " +
                code(corrected_excerpt(line.text, same_quotes))};
      add_repair(d, line, same_quotes, true);
      return d;
    }
  }
  const std::string_view close = closing_quote(open);
  const Correction correction{end, end, std::string(close)};
  d.help = {"add " + code(close) + " at the end of the text; a text never spans lines"};
  if (is_readable(apply_correction(line.text, correction))) {
    const bool is_safe = !may_hold_more_than_text(inside);
    if (is_safe) d.help = {"add " + code(close) + " at the end of the line"};
    add_repair(d, line, correction, is_safe);
  }
  return d;
}

std::optional<Diagnostic> find_unquoted_text(const CutLine& cut, IsReadable is_readable) {
  const std::size_t next = cut.piece_at(cut.line.understood);
  if (next == 0 || next >= cut.pieces.size()) return std::nullopt;
  const std::size_t begin = cut.pieces[next].begin;
  const std::size_t end = cut.content_end();
  if (cut.has_word(next - 1, "from")) return propose_quotes(cut, is_readable, "from", begin, end);
  if (cut.line.word == nullptr) return std::nullopt;
  const std::string_view word = cut.line.word->word;
  const bool wants_text = cut.line.word->wants.find("in quotes") != std::string_view::npos;
  if (next == 1 && wants_text) return propose_quotes(cut, is_readable, word, begin, end);
  if (word == "feels" && cut.has(next - 1, PieceKind::word)) {
    return propose_quotes(cut, is_readable, word, cut.pieces[next - 1].begin, end);
  }
  if ((word == "pain" || word == "reason") && next == 2) {
    std::size_t stop = next;
    while (stop < cut.pieces.size() && !is_pain_tail(cut.text_of(cut.pieces[stop]))) ++stop;
    return propose_quotes(cut, is_readable, word, begin, std::min(end, cut.pieces[stop - 1].end));
  }
  return std::nullopt;
}

std::optional<Diagnostic> find_wrong_arrow(const CutLine& cut, IsReadable is_readable) {
  const BadLine& line = cut.line;
  const bool is_promise =
      line.word != nullptr && (line.word->word == "expect" || line.word->word == "target");
  if (is_promise) return std::nullopt;
  for (const ArrowLike& like : arrow_likes(cut)) {
    const Correction correction{like.begin, like.end, "->"};
    const std::string found = code(excerpt(line.text.substr(like.begin, like.end - like.begin)));
    if (is_readable(apply_correction(line.text, correction))) {
      return describe_arrow(cut, correction, found + " is no arrow", like.begin, like.end);
    }
    if (!like.is_certain) continue;
    Diagnostic d =
        make_line_diagnostic(Code::E104, line, like.begin, like.end, found + " is no arrow");
    d.help = {"an arrow is written `->`, for example `41% -> order`"};
    return d;
  }
  return std::nullopt;
}

std::optional<Diagnostic> find_missing_arrow(const CutLine& cut, IsReadable is_readable) {
  const BadLine& line = cut.line;
  if (line.word != nullptr) return std::nullopt;
  if (auto bullet = find_bullet(cut, is_readable)) return bullet;
  if (auto reversed = find_share_behind(cut, is_readable)) return reversed;
  const bool has_arrow = std::any_of(cut.pieces.begin(), cut.pieces.end(),
                                     [](const Piece& p) { return p.kind == PieceKind::arrow; });
  const std::size_t next = cut.piece_at(line.understood);
  if (has_arrow || !cut.has(next, PieceKind::word)) return std::nullopt;
  // `41% to order` was begun as a range.
  const bool is_to = cut.has_word(next, "to") || cut.has_word(next, "goto");
  const bool is_behind_to = next > 0 && cut.has_word(next - 1, "to");
  const Piece& piece = cut.pieces[is_behind_to ? next - 1 : next];
  const std::size_t begin = cut.pieces.front().begin;
  const std::size_t end = cut.content_end();
  const std::string message = code(excerpt(line.text.substr(begin, end - begin))) + " has no arrow";
  const Correction correction = is_to || is_behind_to ? Correction{piece.begin, piece.end, "->"}
                                                      : Correction{piece.begin, piece.begin, "-> "};
  if (is_readable(apply_correction(line.text, correction))) {
    return describe_arrow(cut, correction, message, begin, end);
  }
  Diagnostic d = make_line_diagnostic(Code::E104, line, begin, end, message);
  d.help = {"a flow is a share, an arrow and a name, for example `41% -> order`"};
  return d;
}

}  // namespace cairn
