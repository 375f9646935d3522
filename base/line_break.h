// Breaking lines that are wider than a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cairn {

/// Cells a line takes on a terminal; escape sequences of colour take none.
std::size_t shown_width(std::string_view line);

/// One line as several of at most `width` cells, broken at spaces (never inside a number such as
/// "1 000") or between wide characters; those that follow are indented. A word that is wider stays
/// whole, for it may be a path or an address.
std::string break_line(std::string_view line, std::size_t indent, std::size_t width);

/// Every line of a text that is too wide, broken so, two cells deeper than it began.
std::string break_lines(std::string_view text, std::size_t width);

}  // namespace cairn
