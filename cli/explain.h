// The pages of `cairn explain`, from the code table and the examples.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "render/terminal/tables.h"

namespace cairn {

/// "e404" -> E404; also with spaces around it or in brackets, as it may be pasted.
std::optional<Code> find_code(std::string_view typed);

/// "E401, E405": codes like a mistyped one; empty if none is near.
std::string near_codes(std::string_view typed);

/// Title, reason, a wrong example with what cairn says of it, and a right one.
std::string explain_code(Code code, const TerminalStyle& style);

/// All codes with their titles, by group.
std::string list_codes(const TerminalStyle& style);

/// docs/diagnostics.md
std::string explain_as_markdown();

}  // namespace cairn
