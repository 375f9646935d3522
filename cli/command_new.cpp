// `cairn new`: a small journey whose lines say what they are.
#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/project/project.h"
#include "cli/template_text.h"

namespace cairn {

int run_new(const Options& options, Files& disk, Console&) {
  const std::string& path = options.paths.front();
  const std::string shown = shown_path(path);
  const auto existing = disk.read(path);
  const FileError* error = std::get_if<FileError>(&existing);
  if (error == nullptr || *error != FileError::not_found) {
    print_note(fmt::format("cairn: {} exists already and is left as it is\n", shown));
    return kExitFile;
  }
  if (!write_file(disk, path, kNewJourney)) return kExitFile;
  print_note(fmt::format("wrote {0}\nnext: open it in an editor, then  cairn check {0}\n", shown));
  return kExitYes;
}

}  // namespace cairn
