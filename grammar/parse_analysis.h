// Proof that the grammar cannot loop without progress, for the tests.
#pragma once

#include <cstddef>

namespace cairn {

/// Problems that PEGTL's analysis finds in the rules; 0 is sound.
std::size_t count_grammar_problems();

}  // namespace cairn
