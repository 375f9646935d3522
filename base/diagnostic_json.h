// Diagnostics for programs: the JSON of `--json`.
#pragma once

#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "base/text_file.h"

namespace cairn {

/// A JSON array (text), one diagnostic per line: code, level, message, spans with line and column,
/// help, repair edits. Columns count characters from 1, as in what people read.
std::string diagnostics_to_json(const TextFiles& files, const Diagnostics& diagnostics);

}  // namespace cairn
