// Text to tree. Always returns a lossless tree; mistakes go to the sink, one per line at most.
#pragma once

#include "base/diagnostic.h"
#include "base/text_file.h"
#include "grammar/syntax_tree.h"

namespace cairn {

/// The text must be free of NUL and valid UTF-8 to be meaningful, but any bytes are taken.
SyntaxTree parse(const TextFiles& files, FileId file, Diagnostics& diagnostics);

}  // namespace cairn
