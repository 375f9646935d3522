// The texts of a project in memory, with their line starts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/span.h"

namespace cairn {

/// One immutable text. `path` is the name shown to people; it never leads out of the project.
struct TextFile {
  std::string path;
  std::string text;
  std::vector<std::uint32_t> line_starts;  // byte offsets; the first is 0
  /// Characters before every so many bytes, so that a column far into a long line costs little.
  std::vector<std::uint32_t> characters_before;
};

using TextFiles = Table<FileId, TextFile>;

/// Line and column as editors count them: from 1, columns in characters (code points).
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

/// Makes a TextFile and finds its line starts (after each LF; texts up to 4 GiB).
TextFile make_text_file(std::string path, std::string text);

Position position_of(const TextFile& file, std::uint32_t offset);

/// The text of a line (from 1) without its line end.
std::string_view line_text(const TextFile& file, std::uint32_t line);

std::string_view text_of(const TextFiles& files, Span span);

}  // namespace cairn
