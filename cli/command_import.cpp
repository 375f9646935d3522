// `cairn import`: a Mermaid journey diagram as a spec.
#include <fmt/format.h>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "base/diagnostic_printer.h"
#include "cli/commands.h"
#include "cli/project/project.h"
#include "compiler/symbols.h"
#include "exchange/mermaid_journey.h"
#include "exchange/spec_from_mermaid.h"

namespace cairn {
namespace {

constexpr std::size_t kMostShown = 20;

bool exists(const Files& disk, const std::string& path) {
  const auto existing = disk.read(path);
  const FileError* error = std::get_if<FileError>(&existing);
  return error == nullptr || *error != FileError::not_found;
}

int write_spec(const std::string& spec, const std::string& path, Files& disk, Console& console) {
  if (path.empty()) {
    print_data(console, spec);
    return kExitYes;
  }
  if (!write_file(disk, path, spec)) return kExitFile;
  print_note(fmt::format("wrote {0}\nnext: see it with  cairn draw {0}\n", shown_path(path)));
  return kExitYes;
}

}  // namespace

int run_import(const Options& options, Files& disk, Console& console) {
  const std::string& path = options.paths.front();
  if (!options.output.empty() && exists(disk, options.output)) {
    print_note(
        fmt::format("cairn: {} exists already and is left as it is\n", shown_path(options.output)));
    return kExitFile;
  }
  auto read = disk.read(path);
  if (const FileError* error = std::get_if<FileError>(&read)) {
    complain_about(path, *error);
    return kExitFile;
  }
  TextFiles files;
  const FileId id = files.add(make_text_file(path, std::get<std::string>(std::move(read))));
  Diagnostics diagnostics;
  const std::optional<MermaidJourney> diagram = read_mermaid_journey(files, id, diagnostics);
  if (!diagram) {
    diagnostics.sort();
    print_note(print_diagnostics(files, diagnostics,
                                 {console.use_colour_err, kMostShown, console.note_width}));
    print_note(fmt::format("{}: nothing is imported\n", shown_path(path)));
    return kExitNo;
  }
  for (const std::string& remark : diagram->left_out) {
    print_note(fmt::format("note: not imported: {}\n", remark));
  }
  return write_spec(spec_from_mermaid(*diagram, is_reserved), options.output, disk, console);
}

}  // namespace cairn
