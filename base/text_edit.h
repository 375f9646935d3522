// Replacements in a text: what a repair proposes and what `fit` or `apply` will write.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"

namespace cairn {

/// Put `replacement` where `span` stands. An empty span inserts.
struct TextEdit {
  Span span;
  std::string replacement;
  bool operator==(const TextEdit&) const = default;
};

/// Applies edits of one file to its text. Edits may come in any order and must not overlap;
/// of two that overlap the later one is left out.
std::string apply_edits(std::string_view text, std::vector<TextEdit> edits);

}  // namespace cairn
