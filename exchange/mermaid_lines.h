// The lines of a file that make up its Mermaid `journey` diagram, without settings and comments.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/text_file.h"

namespace cairn {

/// One line of the diagram that says something.
struct MermaidLine {
  std::string_view text;              // trimmed, without a comment; points into the file
  std::uint32_t begin = 0;            // where it stands in the file, in bytes
  std::vector<std::string> comments;  // those above it and at its end
};

struct MermaidLines {
  std::vector<MermaidLine> lines;     // behind the word `journey`
  std::vector<std::string> comments;  // behind the last line
  std::string title;                  // of the front matter
  std::vector<std::string> left_out;  // see MermaidJourney
};

/// Nothing, after saying why, if there is no journey diagram.
std::optional<MermaidLines> find_mermaid_lines(const TextFile& file, FileId id,
                                               Diagnostics& diagnostics);

std::string_view trim_blanks(std::string_view text);

/// Whether a line begins with a word, in any letter case, that ends there.
bool begins_with(std::string_view line, std::string_view word);

}  // namespace cairn
