#include "grammar/line_pieces.h"

#include <array>
#include <utility>

#include "base/text.h"

namespace cairn {

namespace {

constexpr std::size_t kExcerptCharacters = 60;
constexpr std::size_t kLongestShownLine = 160;  // bytes

bool is_space(char32_t code) {
  return code == ' ' || code == '\t' || code == '\r' || code == 0xA0 || code == 0x202F ||
         code == 0x3000 || code == 0xFEFF || (code >= 0x2000 && code <= 0x200A);
}

bool is_digit(char32_t code) {
  return (code >= '0' && code <= '9') || (code >= 0xFF10 && code <= 0xFF19);
}

bool is_word_part(char32_t code) {
  return is_name_letter(code) || is_name_mark(code) || is_digit(code) || code == '_';
}

bool is_arrow_part(char32_t code) {
  return code == '-' || code == '=' || code == '>' || code == '<' || code == '~' || code == '+' ||
         code == '/' || (code >= 0x2010 && code <= 0x2015) || code == 0x2212 || code == 0xFF0D ||
         code == 0xFF1E;
}

/// The closing quotes that go with an opening one; empty if it is none.
std::vector<std::string_view> closing_quotes(char32_t open) {
  switch (open) {
    case '"':
      return {"\""};
    case 0x201C:
    case 0x201D:
    case 0x201E:
      return {"\u201C", "\u201D"};
    case 0xAB:
      return {"\u00BB"};
    case 0xBB:
      return {"\u00AB"};
    case 0x300C:
      return {"\u300D"};
    case 0xFF02:
      return {"\uFF02"};
    default:
      return {};
  }
}

/// Cuts a line from left to right.
class Cutter {
 public:
  explicit Cutter(std::string_view line) : line_(line) {}

  std::vector<Piece> cut() {
    while (at_ < line_.size()) {
      const Character c = here();
      if (is_space(c.code)) {
        at_ += c.size;
      } else {
        cut_piece(c);
      }
    }
    return std::move(pieces_);
  }

 private:
  Character here() const { return first_character(line_.substr(at_)); }

  void cut_piece(Character c) {
    const std::size_t begin = at_;
    PieceKind kind = PieceKind::sign;
    if (c.code == '#') {
      kind = PieceKind::comment;
      at_ = line_.size();
    } else if (const auto closing = closing_quotes(c.code); !closing.empty()) {
      kind = skip_text(c, closing) ? PieceKind::text : PieceKind::open_text;
    } else if (is_digit(c.code)) {
      kind = PieceKind::number;
      skip_number();
    } else if (is_name_letter(c.code)) {
      kind = PieceKind::word;
      skip_word();
    } else if (c.code == '%' || c.code == 0xFF05) {
      kind = PieceKind::percent;
      at_ += c.size;
    } else if (c.code == 0x2192 || c.code == 0x27F6) {
      kind = PieceKind::arrow;
      at_ += c.size;
    } else if (is_arrow_part(c.code)) {
      kind = skip_signs() ? PieceKind::arrow : PieceKind::sign;
    } else {
      at_ += c.size;
    }
    pieces_.push_back({kind, begin, at_});
  }

  bool skip_text(Character open, const std::vector<std::string_view>& closing) {
    at_ += open.size;
    std::size_t first = std::string_view::npos;
    std::size_t size = 0;
    for (const std::string_view quote : closing) {
      const std::size_t found = line_.find(quote, at_);
      if (found < first) {
        first = found;
        size = quote.size();
      }
    }
    at_ = first == std::string_view::npos ? line_.size() : first + size;
    return first != std::string_view::npos;
  }

  void skip_number() {
    while (at_ < line_.size()) {
      const Character c = here();
      const bool is_point =
          c.code == '.' || c.code == ',' || c.code == '_' || c.code == 0xFF0C || c.code == 0xFF0E;
      const bool goes_on =
          is_digit(c.code) || (is_point && at_ + c.size < line_.size() &&
                               is_digit(first_character(line_.substr(at_ + c.size)).code));
      if (!goes_on) return;
      at_ += c.size;
    }
  }

  void skip_word() {
    while (at_ < line_.size()) {
      const Character c = here();
      const bool goes_on =
          is_word_part(c.code) || (c.code == '-' && at_ + 1 < line_.size() &&
                                   is_word_part(first_character(line_.substr(at_ + 1)).code));
      if (!goes_on) return;
      at_ += c.size;
    }
  }

  /// Skips a run of dashes and the like; tells whether it is `->`.
  bool skip_signs() {
    const std::size_t begin = at_;
    while (at_ < line_.size() && is_arrow_part(here().code)) at_ += here().size;
    return line_.substr(begin, at_ - begin) == "->";
  }

  std::string_view line_;
  std::size_t at_ = 0;
  std::vector<Piece> pieces_;
};

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) {
    text.remove_suffix(1);
  }
  return text;
}

}  // namespace

std::size_t CutLine::piece_at(std::size_t offset) const {
  std::size_t index = 0;
  while (index < pieces.size() && pieces[index].begin < offset) ++index;
  return index;
}

std::size_t CutLine::content_end() const {
  std::size_t end = 0;
  for (const Piece& piece : pieces) {
    if (piece.kind != PieceKind::comment) end = piece.end;
  }
  while (end > 0 &&
         (line.text[end - 1] == ' ' || line.text[end - 1] == '\t' || line.text[end - 1] == '\r')) {
    --end;
  }
  return end;
}

CutLine cut_line(const BadLine& line) {
  return {line, Cutter(line.text).cut()};
}

std::string apply_correction(std::string_view line, const Correction& correction) {
  std::string corrected(line.substr(0, correction.begin));
  corrected.append(correction.replacement).append(line.substr(correction.end));
  return corrected;
}

std::string excerpt(std::string_view text) {
  const std::string_view whole = trim(text);
  std::size_t at = 0;
  for (std::size_t count = 0; at < whole.size(); ++count) {
    if (count == kExcerptCharacters) {
      return escape_for_display(whole.substr(0, at)) + "…";
    }
    at += first_character(whole.substr(at)).size;
  }
  return escape_for_display(whole);
}

std::string corrected_excerpt(std::string_view line, const Correction& correction) {
  const std::string corrected = apply_correction(line, correction);
  const std::string_view shown = trim(corrected);
  return shown.size() <= kLongestShownLine ? escape_for_display(shown)
                                           : excerpt(correction.replacement);
}

Diagnostic make_line_diagnostic(Code code, const BadLine& line, std::size_t begin, std::size_t end,
                                std::string message) {
  Diagnostic diagnostic;
  diagnostic.code = code;
  diagnostic.span = {line.file, line.begin + static_cast<std::uint32_t>(begin),
                     line.begin + static_cast<std::uint32_t>(end)};
  diagnostic.message = std::move(message);
  return diagnostic;
}

void add_repair(Diagnostic& diagnostic, const BadLine& line, const Correction& correction,
                bool is_safe) {
  const Span span{line.file, line.begin + static_cast<std::uint32_t>(correction.begin),
                  line.begin + static_cast<std::uint32_t>(correction.end)};
  diagnostic.repair = Repair{{{span, correction.replacement}}, is_safe};
}

}  // namespace cairn
