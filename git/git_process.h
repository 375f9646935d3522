// Runs git by argument list, never through a shell.
#pragma once

#include <string>
#include <vector>

namespace cairn {

struct GitOutput {
  bool has_started = false;   // false: there is no git to run
  int exit_code = -1;         // -1: killed
  bool is_too_large = false;  // more than 1 GiB came; the rest was not waited for
  std::string out, err;

  bool is_good() const { return has_started && exit_code == 0; }
};

/// `git ARGUMENTS…` in a folder (empty: the current one). Without pager, prompts and optional
/// locks; paths are literal and never quoted; hooks of the repository's monitor are off; messages
/// are in English.
GitOutput run_git(const std::string& folder, const std::vector<std::string>& arguments);

}  // namespace cairn
