// A Mermaid `journey` diagram as data: https://mermaid.js.org/syntax/userJourney.html
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/text_file.h"

namespace cairn {

/// `Make tea: 5: Me, Cat`.
struct MermaidTask {
  std::string name;
  double score = 3;                 // 1 … 5, fractions allowed
  std::vector<std::string> actors;  // each once; empty: none named
  std::vector<std::string> comments;
};

struct MermaidSection {
  std::string name;  // empty: tasks above the first section
  std::vector<MermaidTask> tasks;
  std::vector<std::string> comments;
};

/// Texts are decoded (`#58;` is a colon) and stand on one line.
struct MermaidJourney {
  std::string title;
  std::vector<std::string> descriptions;  // accTitle, accDescr
  std::vector<MermaidSection> sections;
  std::vector<std::string> comments;  // behind the last task
  std::vector<std::string> left_out;  // what a spec has no place for, in words, one remark each
};

/// Reads the diagram of a .mmd text or, in Markdown, of the first ```mermaid block that is a
/// `journey`. Nothing if something is wrong; then the diagnostics have an error.
std::optional<MermaidJourney> read_mermaid_journey(const TextFiles& files, FileId id,
                                                   Diagnostics& diagnostics);

}  // namespace cairn
