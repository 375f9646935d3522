// `cairn fmt`: the one style, file by file; imports are not followed.
#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <optional>

#include "base/diagnostic_printer.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/edits/line_diff.h"
#include "cli/project/project.h"
#include "compiler/encoding.h"
#include "grammar/format.h"
#include "grammar/parse.h"

namespace cairn {
namespace {

struct Formatted {
  std::string text;
  TextFiles files;
  Diagnostics diagnostics;
};

/// Nothing if the bytes are no text: then not one of them may be changed.
std::optional<std::string> format_text(std::string path, std::string text, Formatted& formatted) {
  const std::optional<std::size_t> invalid = find_invalid_utf8(text);
  const unsigned byte = invalid ? static_cast<unsigned char>(text[*invalid]) : 0U;
  const FileId id = formatted.files.add(make_text_file(std::move(path), std::move(text)));
  const TextFile& file = formatted.files[id];
  if (invalid) {
    const auto at = static_cast<std::uint32_t>(*invalid);
    Diagnostic diagnostic{Code::E107, {id, at, at + 1}, {}, {}, {}, {}, {}, {}};
    diagnostic.message = fmt::format("the file is not UTF-8 (byte 0x{:02X}, line {})", byte,
                                     position_of(file, at).line);
    const std::string guess = guess_encoding(file.text);
    diagnostic.help.push_back(guess == "no text at all"
                                  ? "this does not look like a text file at all"
                                  : fmt::format("save the file as UTF-8; it looks like {}", guess));
    formatted.diagnostics.add(std::move(diagnostic));
    return std::nullopt;
  }
  const SyntaxTree tree = parse(formatted.files, id, formatted.diagnostics);
  return format(tree, file);
}

std::optional<std::string> read_stdin() {
  std::string text;
  char buffer[1 << 16];
  std::size_t got = 0;
  while ((got = std::fread(buffer, 1, sizeof buffer, stdin)) > 0) text.append(buffer, got);
  if (std::ferror(stdin) != 0) return std::nullopt;
  return text;
}

/// The bytes to lay out; nothing, after saying so, if they cannot be read.
std::optional<std::string> read_input(const std::string& path, const Files& disk) {
  if (path == "-") {
    std::optional<std::string> text = read_stdin();
    if (!text) print_note("cairn: cannot read stdin\n");
    return text;
  }
  auto read = disk.read(path);
  if (const FileError* error = std::get_if<FileError>(&read)) {
    complain_about(path, *error);
    return std::nullopt;
  }
  return std::get<std::string>(std::move(read));
}

int write_back(const std::string& path, const std::string& text, Files& disk, Console& console) {
  if (path == "-") {
    print_data(console, text);
    return kExitYes;
  }
  // A link stays a link: what it points to is rewritten.
  if (const auto failed = disk.write(disk.resolve(path), text)) {
    complain_about(path, *failed);
    return kExitFile;
  }
  print_note(fmt::format("laid out {}\n", shown_path(path)));
  return kExitYes;
}

int format_one(const std::string& path, const Options& options, Files& disk, Console& console,
               Stopwatch& watch) {
  std::optional<std::string> before = read_input(path, disk);
  if (!before) return kExitFile;
  watch.lap("read");
  Formatted formatted;
  const std::string shown = path == "-" ? "stdin" : path;
  const std::optional<std::string> after = format_text(shown, *before, formatted);
  watch.lap("lay out");
  int code = kExitYes;
  if (formatted.diagnostics.has_errors()) {
    formatted.diagnostics.sort();
    print_note(print_diagnostics(
        formatted.files, formatted.diagnostics,
        {console.use_colour_err, options.show_all ? 0U : 20U, console.note_width}));
    print_note(fmt::format(
        "{}: {}\n", shown_path(shown),
        after ? "lines with a mistake are left as they are" : "not a text, so nothing is changed"));
    code = kExitNo;
  }
  if (!after) return code;
  const bool has_changed = *after != *before;
  if (options.as_diff && has_changed)
    print_source(console, unified_diff(*before, *after, shown_path(shown)));
  if (options.only_check) {
    if (has_changed && !options.as_diff) print_result(console, shown_path(shown) + "\n");
    return has_changed ? kExitNo : code;
  }
  if (options.as_diff || (!has_changed && path != "-")) return code;
  return std::max(code, write_back(path, *after, disk, console));
}

}  // namespace

int run_fmt(const Options& options, Files& disk, Console& console) {
  Stopwatch watch(options.show_timings);
  int worst = kExitYes;
  for (const std::string& path : options.paths) {
    worst = std::max(worst, format_one(path, options, disk, console, watch));
  }
  watch.report();
  return worst;
}

}  // namespace cairn
