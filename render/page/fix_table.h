// The table of fixes and scenarios with what to do about each.
#pragma once

#include <optional>

#include "render/page/page_input.h"

namespace cairn {

/// The figures of `cairn compare`: fixes, then scenarios, each with the largest gain first. Nothing
/// if the journey has none.
std::optional<PageFixTable> make_fix_table(const PageInput& input);

/// "Do it", "Test first", "Not now".
std::string verdict_word(Advice advice, PictureLanguage language);

/// Why, in one sentence: what is gained, how surely, and what a test would be worth.
std::string verdict_reason(const PageInput& input, const ComparedAlternative& row,
                           const Advised& advised);

}  // namespace cairn
