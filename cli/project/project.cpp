#include "cli/project/project.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

#include "base/diagnostic_json.h"
#include "base/diagnostic_printer.h"
#include "base/text.h"
#include "simulator/setting.h"

namespace cairn {
namespace {

constexpr std::size_t kMostShown = 20;
constexpr std::size_t kMostMissing = 12;

CompileOptions compile_options(const Options& options) {
  CompileOptions compile_options;
  if (options.root) compile_options.root = *options.root;
  compile_options.level = options.level;
  compile_options.state_limit = built_states(options.most_states);
  return compile_options;
}

}  // namespace

Opened open_project(const Files& disk, const std::string& path, const Options& options,
                    Stopwatch& watch) {
  Opened opened;
  const CompileOptions how = compile_options(options);
  opened.project = load_project(disk, path, how, opened.diagnostics);
  watch.lap("read and parse");
  if (opened.project.is_readable) {
    opened.compiled = compile(opened.project, how, opened.diagnostics);
    watch.lap("understand and check");
  }
  opened.diagnostics.sort();
  return opened;
}

bool is_for_people(DiagnosticFormat format) {
  return format == DiagnosticFormat::human || format == DiagnosticFormat::one_line;
}

void show_diagnostics(const TextFiles& files, const Diagnostics& diagnostics,
                      const Options& options, Console& console) {
  const std::size_t most = options.show_all ? 0 : kMostShown;
  if (options.format == DiagnosticFormat::one_line) {
    const std::string lines =
        print_diagnostic_lines(files, diagnostics, {console.use_colour_out, most, 0});
    print_result(console, console.use_ascii ? to_ascii(lines) : lines);
  } else {
    print_note(
        print_diagnostics(files, diagnostics, {console.use_colour_err, most, console.note_width}));
  }
}

void show_diagnostics(const Opened& opened, const Options& options, Console& console) {
  show_diagnostics(opened.project.files, opened.diagnostics, options, console);
}

bool has_strict_mistakes(const Diagnostics& diagnostics, const Options& options) {
  return options.is_strict && diagnostics.count(Severity::warning) > 0;
}

std::string_view strict_words(std::size_t warnings, const Options& options) {
  if (!options.is_strict || warnings == 0) return "";
  return warnings == 1 ? " (a mistake under --strict)" : " (mistakes under --strict)";
}

std::optional<int> refuse(const Opened& opened, const Options& options, Console& console,
                          bool must_run) {
  const std::string path = shown_path(options.paths.front());
  if (!opened.project.is_readable) {
    show_diagnostics(opened, options, console);
    return kExitFile;
  }
  if (opened.diagnostics.has_errors() || !opened.compiled.is_sound) {
    show_diagnostics(opened, options, console);
    const std::size_t errors = opened.diagnostics.count(Severity::error);
    print_note(fmt::format("{}: {} to mend first\n", path, counted(errors, "mistake", "mistakes")));
    return kExitNo;
  }
  if (must_run && opened.compiled.level == Level::draw) {
    print_note(fmt::format(
        "{} is a picture so far: it says what happens, but not how many people do what.\n{}", path,
        missing_to_run(opened, options)));
    return kExitNo;
  }
  const std::size_t warnings = opened.diagnostics.count(Severity::warning);
  if (warnings > 0) {
    print_note(fmt::format("{}: {}, see cairn check {}\n", path,
                           counted(warnings, "warning", "warnings"), path));
  }
  return std::nullopt;
}

namespace {

/// At level draw several lone arrows are no mistake (R22), so what they lack is said in other words
/// than the sum they would make.
std::string missing_words(const Journey& journey, const Diagnostic& diagnostic) {
  if (diagnostic.code != Code::E402) return diagnostic.message;
  for (const Place& place : journey.places) {
    if (place.heading.name_span != diagnostic.span) continue;
    const bool has_share =
        std::any_of(place.flows.begin(), place.flows.end(),
                    [](const FlowLine& line) { return line.kind != FlowLine::Kind::everyone; });
    if (has_share) break;
    return fmt::format("which share leaves \"{}\" by each of its {} ways", place.heading.name,
                       place.flows.size());
  }
  return diagnostic.message;
}

}  // namespace

std::string missing_to_run(const Opened& opened, const Options& options) {
  CompileOptions how = compile_options(options);
  how.level = Level::run;
  Diagnostics missing;
  compile(opened.project, how, missing);
  missing.sort();
  std::string text;
  std::size_t count = 0;
  for (const Diagnostic& diagnostic : missing.all()) {
    if (severity_of(diagnostic.code) != Severity::error) continue;
    if (++count > kMostMissing) continue;
    std::string place;
    if (diagnostic.span.is_valid()) {
      const TextFile& file = opened.project.files[diagnostic.span.file];
      place = fmt::format("{}:{}: ", escape_for_display(file.path),
                          position_of(file, diagnostic.span.begin).line);
    }
    text += fmt::format("  {}{}\n", place, missing_words(opened.compiled.journey, diagnostic));
  }
  if (count > kMostMissing) text += fmt::format("  and {} more\n", count - kMostMissing);
  if (count == 0) {
    return "To run it, write shares before the arrows, for example `30% -> basket` and "
           "`rest -> leave`.\n";
  }
  return "To run it, add shares such as `30% -> basket` and `rest -> leave`. What is missing:\n" +
         text;
}

Envelope make_envelope(const Opened& opened, std::string_view command) {
  Envelope envelope;
  envelope.command = std::string(command);
  envelope.version = CAIRN_VERSION;
  envelope.spec_sha256 = opened.project.sha256;
  envelope.diagnostics_json = diagnostics_to_json(opened.project.files, opened.diagnostics);
  return envelope;
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", format_count(static_cast<std::int64_t>(count)),
                     count == 1 ? one : many);
}

std::string_view level_name(Level level) {
  switch (level) {
    case Level::draw:
      return "draw";
    case Level::run:
      return "run";
    case Level::decide:
      return "decide";
  }
  return "";
}

void complain_about(const std::string& path, FileError error) {
  print_note(fmt::format("cairn: {} {}\n", shown_path(path), describe(error)));
}

bool write_file(Files& disk, const std::string& path, std::string_view bytes) {
  const std::optional<FileError> failed = disk.write(path, bytes);
  if (!failed) return true;
  complain_about(path, *failed);
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  std::error_code ignored;
  if (!folder.empty() && !std::filesystem::is_directory(folder, ignored)) {
    print_note(fmt::format("there is no folder {}\n", shown_path(folder.string())));
  }
  return false;
}

std::string shown_path(const std::string& path) {
  return escape_for_display(path);
}

}  // namespace cairn
