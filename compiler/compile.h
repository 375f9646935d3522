// From a file on disk to a Journey. Reads as the pipeline: load -> parse -> symbols -> lower ->
// checks.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/files.h"
#include "base/text_file.h"
#include "grammar/syntax_tree.h"
#include "journey/checks.h"
#include "journey/journey.h"
#include "journey/memory.h"

namespace cairn {

struct CompileOptions {
  std::optional<std::filesystem::path> root;     // default: the folder of the file named first
  std::optional<Level> level;                    // default: the level the spec itself stands at
  std::size_t state_limit = kDefaultStateLimit;  // more states, all classes together, are E415
};

/// All texts of a project with their trees, in order of reading.
struct Project {
  TextFiles files;
  std::vector<SyntaxTree> trees;                  // by FileId
  std::vector<std::filesystem::path> disk_paths;  // by FileId: where it stands, links resolved
  std::string sha256;       // over the bytes of all files in order of their paths
  bool is_readable = true;  // false: the file named on the command line could not be read (exit 3)
};

/// Reads the file and everything it imports (R18), and parses it.
Project load_project(const Files& disk, const std::filesystem::path& path,
                     const CompileOptions& options, Diagnostics& diagnostics);

struct Compiled {
  Journey journey;
  Level level = Level::draw;
  bool is_sound = false;  // no errors: the journey may be drawn and, at level run, predicted
};

/// Names, numbers, meaning, checks. Always returns a journey holding all that could be understood.
Compiled compile(const Project& project, const CompileOptions& options, Diagnostics& diagnostics);

}  // namespace cairn
