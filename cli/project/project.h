// What most commands begin with: read a spec, say what is wrong with it, stop if it cannot be used.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/files.h"
#include "cli/options/options.h"
#include "cli/project/console.h"
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

/// human and short; json and sarif are one document for all files.
bool is_for_people(DiagnosticFormat format);

/// Prints diagnostics in the format asked for; how many of them follows --all. In the human shape
/// they go to stderr, beside the result; the lines of `short` are a result, to be searched.
void show_diagnostics(const TextFiles& files, const Diagnostics& diagnostics,
                      const Options& options, Console& console);
void show_diagnostics(const Opened& opened, const Options& options, Console& console);

/// --strict: warnings count as mistakes.
bool has_strict_mistakes(const Diagnostics& diagnostics, const Options& options);
/// " (mistakes, because of --strict)" where they do; else nothing.
std::string_view strict_words(std::size_t warnings, const Options& options);

/// For commands that predict or draw: nothing if the spec may be used, else the exit code, after
/// saying why. Of a sound spec only the number of warnings is told: `cairn check` is for them.
/// With `must_run` a spec without shares is refused with a list of what it lacks.
std::optional<int> refuse(const Opened& opened, const Options& options, Console& console,
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
