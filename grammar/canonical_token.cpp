#include "grammar/canonical_token.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace cairn {

namespace {

constexpr std::size_t kShortestGrouped = 5;  // digits; years and the like stay in one piece

bool is_yen(std::string_view symbol) {
  return symbol == "\u00A5" || symbol == "\uFFE5";
}

/// Signs and digits as ASCII, gaps between digits left out; the decimals stay as they are.
struct PlainNumber {
  std::string sign;
  std::string digits;
  std::string tail;  // point, decimals, k or M
  bool has_gaps = false;
};

PlainNumber read_number(std::string_view token) {
  PlainNumber number;
  for (std::size_t at = 0; at < token.size();) {
    const Character c = first_character(token.substr(at));
    char plain = 0;
    if (c.code < 0x80) {
      plain = static_cast<char>(c.code);
    } else if (c.code >= 0xFF10 && c.code <= 0xFF19) {
      plain = static_cast<char>('0' + (c.code - 0xFF10));
    } else if (c.code == 0xFF0B) {
      plain = '+';
    } else if (c.code == 0xFF0D || c.code == 0x2212) {
      plain = '-';
    } else if (c.code == 0xFF0E) {
      plain = '.';
    }
    at += c.size;
    const bool is_digit = plain >= '0' && plain <= '9';
    if (plain == '+' || plain == '-') {
      number.sign = plain;
    } else if (!number.tail.empty() || (!is_digit && plain != ' ' && plain != '_' && plain != 0)) {
      number.tail.push_back(plain);
    } else if (is_digit) {
      number.digits.push_back(plain);
    } else {
      number.has_gaps = true;
    }
  }
  return number;
}

std::string write_number(const PlainNumber& number) {
  std::string out = number.sign;
  const std::size_t count = number.digits.size();
  const bool is_grouped = number.has_gaps || count >= kShortestGrouped;
  for (std::size_t i = 0; i < count; ++i) {
    if (is_grouped && i > 0 && (count - i) % 3 == 0) out.push_back(' ');
    out.push_back(number.digits[i]);
  }
  return out + number.tail;
}

/// The text between its quotes in plain quotes, unless it has one inside.
std::string write_text(std::string_view token) {
  if (token.front() == '"') return std::string(token);
  const std::size_t open = first_character(token).size;
  std::size_t close = token.size() - 1;
  while (close > open && (static_cast<unsigned char>(token[close]) & 0xC0U) == 0x80U) --close;
  const std::string_view inside = token.substr(open, close - open);
  if (inside.find('"') != std::string_view::npos) return std::string(token);
  return "\"" + std::string(inside) + "\"";
}

}  // namespace

std::string_view find_yen_currency(const SyntaxTree& tree, const TextFile& file) {
  for (const SyntaxNode& node : tree.nodes) {
    if (node.kind != SyntaxKind::code) continue;
    const std::string_view code = std::string_view(file.text).substr(node.begin, 3);
    return code == "CNY" || code == "JPY" ? code : std::string_view();
  }
  return {};
}

std::string canonical_token(SyntaxKind kind, std::string_view token) {
  switch (kind) {
    case SyntaxKind::text:
      return write_text(token);
    case SyntaxKind::integer:
    case SyntaxKind::signed_number:
      return write_number(read_number(token));
    case SyntaxKind::arrow:
      return "->";
    case SyntaxKind::pm:
      return "+-";
    case SyntaxKind::comma:
      return ",";
    case SyntaxKind::compare:
      return token == ">=" || token == "\u2265" ? "at least" : "at most";
    case SyntaxKind::unit:
      return token == "\uFF05" ? "%" : std::string(token);
    default:
      return std::string(token);
  }
}

void TokenJoiner::add(SyntaxKind kind, std::string_view token) {
  if (kind == SyntaxKind::space) return;
  if (kind == SyntaxKind::symbol) {
    symbol_ = code_of(token);
    return;
  }
  const std::string word = canonical_token(kind, token);
  if (kind == SyntaxKind::comma || (kind == SyntaxKind::unit && (word == "%" || word == "pp"))) {
    out_.append(word);
  } else if (kind == SyntaxKind::unit) {
    add_word(code_of(word));
  } else if (kind == SyntaxKind::signed_number && !symbol_.empty()) {
    const bool is_code = symbol_.front() >= 'A' && symbol_.front() <= 'Z';
    add_word(is_code ? word + " " + symbol_ : symbol_ + word);
    symbol_.clear();
  } else {
    add_word(word);
  }
}

void TokenJoiner::add_word(std::string_view word) {
  if (!out_.empty()) out_.push_back(' ');
  out_.append(word);
}

std::string_view TokenJoiner::code_of(std::string_view symbol) const {
  if (symbol == "\u20AC") return "EUR";
  if (symbol == "\u00A3") return "GBP";
  if (symbol == "$" || symbol == "\uFF04") return "USD";
  if (!is_yen(symbol)) return symbol;
  return yen_.empty() ? "\u00A5" : yen_;
}

}  // namespace cairn
