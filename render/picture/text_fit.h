// Text to boxes: estimated widths, wrapping into a few lines, escaping for XML.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

enum class Weight : std::uint8_t { regular, bold };

/// Width in points in Arial (or a face of the same widths); other scripts are estimated on the wide
/// side.
double text_width(std::string_view text, double size, Weight weight);

/// Breaks into at most `most_lines` lines of at most `width` points; what does not fit ends in `…`.
/// Breaks at spaces and after hyphens, between any two CJK characters except before closing
/// punctuation, and inside a word only if nothing else helps. Never returns an empty list.
std::vector<std::string> wrap_text(std::string_view text, double size, double width,
                                   std::size_t most_lines, Weight weight);

/// Turns control characters and bytes that are not UTF-8 into U+FFFD, and drops characters that
/// reorder other text.
std::string clean_text(std::string_view text);

/// A clean text for XML and HTML: & < > and quotes are escaped.
std::string escape_xml(std::string_view text);

}  // namespace cairn
