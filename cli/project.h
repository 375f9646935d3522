// What most commands begin with: read a spec, say what is wrong with it, stop if it cannot be used.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/files.h"
#include "cli/console.h"
#include "cli/options.h"
#include "compiler/compile.h"
#include "journey/prediction_json.h"

namespace cairn {

struct Opened {
  Project project;
  Compiled compiled;
  Diagnostics diagnostics;  // sorted
};

/// Loads and compiles; prints nothing.
Opened open_project(const Files& disk, const std::string& path, const Options& options,
                    Stopwatch& watch);

/// Prints all diagnostics to stderr; how many of them follows --all.
void show_diagnostics(const Opened& opened, const Options& options, const Console& console);

/// For commands that predict or draw: nothing if the spec may be used, else the exit code, after
/// saying why. Of a sound spec only the number of warnings is told: `cairn check` is for them.
/// With `must_run` a spec without shares is refused with a list of what it lacks.
std::optional<int> refuse(const Opened& opened, const Options& options, const Console& console,
                          bool must_run);

/// What a spec lacks to be predicted, one line each: "shop.journey:12: …".
std::string missing_to_run(const Opened& opened, const Options& options);

/// The envelope of every --json.
Envelope make_envelope(const Opened& opened, std::string_view command);

/// "1 fix", "3 fixes".
std::string counted(std::size_t count, std::string_view one, std::string_view many);

std::string_view level_name(Level level);

/// "cairn: shop.journey is a folder", to stderr.
void complain_about(const std::string& path, FileError error);

/// Writes, or says why not and returns false.
bool write_file(Files& disk, const std::string& path, std::string_view bytes);

/// A path as it may be printed.
std::string shown_path(const std::string& path);

}  // namespace cairn
