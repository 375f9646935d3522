// The canonical layout of a spec (D17): one style, comments and order kept.
#pragma once

#include <string>

#include "base/text_file.h"
#include "grammar/syntax_tree.h"

namespace cairn {

/// Lines that could not be parsed are kept byte for byte. Formatting twice equals formatting once.
std::string format(const SyntaxTree& tree, const TextFile& file);

}  // namespace cairn
