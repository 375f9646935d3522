// How `format` writes one token, and what stands between two. Private.
#pragma once

#include <string>
#include <string_view>

#include "base/text_file.h"
#include "grammar/syntax_tree.h"

namespace cairn {

/// The code that `¥` stands for in this file: its currency if that is CNY or JPY, else empty.
std::string_view find_yen_currency(const SyntaxTree& tree, const TextFile& file);

/// Plain quotes, signs and digits; groups of three from five digits on.
std::string canonical_token(SyntaxKind kind, std::string_view token);

/// Puts the tokens of a statement in a row with one space, or none, between them; drops spaces.
class TokenJoiner {
 public:
  explicit TokenJoiner(std::string_view yen) : yen_(yen) {}
  void add(SyntaxKind kind, std::string_view token);
  std::string take() { return std::move(out_); }

 private:
  void add_word(std::string_view word);
  /// `€` -> EUR; the symbol itself where the code is not known.
  std::string_view code_of(std::string_view symbol) const;

  std::string_view yen_;
  std::string symbol_;  // stood before the number that comes next
  std::string out_;
};

}  // namespace cairn
