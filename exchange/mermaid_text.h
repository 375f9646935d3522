// How Mermaid writes characters that mean something to it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cairn {

/// `a: "b"` -> `a#58; #quot;b#quot;`: safe as a task, a section, a title, an actor and inside a
/// quoted label. Mermaid replaces `#NAME;` and `#NUMBER;` before it reads anything, and takes
/// everything else as it stands, so that all that could be read as its own signs is so written.
std::string escape_for_mermaid(std::string_view text);

/// The same for text that begins a line, where words such as `title` and `section` are Mermaid's.
std::string escape_at_line_start(std::string_view text);

/// The way back; also makes `<br>` and control characters a space and runs of spaces one.
std::string decode_mermaid(std::string_view text);

/// Where a `#` comment begins that is not an entity; npos if nowhere.
std::size_t find_mermaid_comment(std::string_view line);

}  // namespace cairn
