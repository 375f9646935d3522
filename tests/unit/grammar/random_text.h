// Texts for the tests of the grammar: the specs, the specs with random damage, random bytes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "grammar/syntax_tree.h"

namespace cairn {

/// A text and what `parse` made of it.
struct Parsed {
  TextFiles files;
  SyntaxTree tree;
  Diagnostics diagnostics;

  const TextFile& file() const { return files[tree.file]; }
};

Parsed parse_text(std::string text);
std::string format_text(const std::string& text);

/// All specs of the project and all inputs of the golden tests of the grammar.
std::vector<std::string> sample_texts();

/// Cuts, doubles, swaps and overwrites pieces. The same seed gives the same text on every machine.
std::string damage(const std::string& text, std::uint32_t seed);

/// Bytes of all values, with those that mean something to the grammar more frequent.
std::string random_bytes(std::size_t length, std::uint32_t seed);

}  // namespace cairn
