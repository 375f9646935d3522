// `cairn diff`: what changed in meaning between two specs, or since a git revision.
#include <filesystem>
#include <fmt/format.h>
#include <utility>

#include "cli/changes/compare_specs.h"
#include "cli/changes/git_diff.h"
#include "cli/commands.h"
#include "cli/project/progress_bar.h"
#include "cli/project/project.h"

namespace cairn {
namespace {

bool is_file(const std::string& path) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  return std::filesystem::exists(status) && !std::filesystem::is_directory(status);
}

int diff_files(const std::string& before, const std::string& after, const Options& options,
               const Files& disk, Console& console) {
  Stopwatch watch(options.show_timings);
  std::vector<ComparedSpecs> specs;
  ProgressBar bar(console);
  specs.push_back(compare_specs({before, &disk, before}, {after, &disk, after}, options, watch,
                                /*only_main_file=*/false, bar.progress()));
  bar.finish();
  if (specs.front().complaint) {
    print_note(fmt::format("cairn: {}\n", *specs.front().complaint));
    return kExitFile;
  }
  print_diffs(specs, options, console);
  watch.report();
  return exit_code_of(specs);
}

}  // namespace

int run_diff(const Options& options, Files& disk, Console& console) {
  if (options.is_git_driver) return run_git_driver(options, disk, console);
  const std::vector<std::string>& paths = options.paths;
  if (paths.size() > 2) {
    print_note("cairn: diff compares two specs\nsee cairn diff --help\n");
    return kExitCommandLine;
  }
  const bool is_first_file = is_file(paths.front());
  if (paths.size() == 1 && is_first_file) {
    print_note(fmt::format("cairn: compare it with what? For example: cairn diff HEAD {}\n",
                           shown_path(paths.front())));
    return kExitCommandLine;
  }
  if (paths.size() == 1) return diff_revisions(paths[0], std::nullopt, options, disk, console);
  if (!is_first_file) return diff_revisions(paths[0], paths[1], options, disk, console);
  if (!is_file(paths[1])) {
    std::error_code error;
    const bool is_folder = std::filesystem::is_directory(paths[1], error);
    complain_about(paths[1], is_folder ? FileError::is_directory : FileError::not_found);
    return kExitFile;
  }
  return diff_files(paths[0], paths[1], options, disk, console);
}

}  // namespace cairn
