// `cairn diff` with a git revision, and as git's external diff driver.
#pragma once

#include <optional>
#include <string>

#include "base/files.h"
#include "cli/options/options.h"
#include "cli/project/console.h"

namespace cairn {

/// `REV`, `A..B` or `A...B` against the working files (or B): one spec, or all that changed.
int diff_revisions(const std::string& revisions, const std::optional<std::string>& file,
                   const Options& options, Files& disk, Console& console);

/// The arguments git gives an external diff (docs/git.md). Always 0: git gives up on anything else.
int run_git_driver(const Options& options, Files& disk, Console& console);

}  // namespace cairn
