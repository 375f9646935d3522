// `cairn check --repair`: carries out the repairs that cannot change what was meant.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/files.h"
#include "cli/options/options.h"
#include "cli/project/console.h"

namespace cairn {

/// One line before and after, for people.
struct MendedLine {
  std::string path;  // as shown
  std::uint32_t line = 1;
  std::string before;
  std::string after;
};

struct MendedFile {
  std::filesystem::path disk_path;
  std::string path;  // as shown
  std::string before;
  std::string after;
};

struct Mended {
  std::vector<MendedFile> files;  // only those that change, in order of reading
  std::vector<MendedLine> lines;  // in order of mending
};

/// Repairs the spec and its imports in memory; writes nothing. Repeats while a repair lets others
/// be seen. Of repairs that touch the same text only the first is carried out, the others are
/// looked at again in the next round.
Mended mend_project(const Files& disk, const std::string& path, const Options& options);

/// `check --repair [--diff]` for one spec: writes the files and says what was done, or shows the
/// differences. Returns kExitYes, or kExitFile if a file could not be written.
int repair_project(Files& disk, const std::string& path, const Options& options, Console& console);

}  // namespace cairn
