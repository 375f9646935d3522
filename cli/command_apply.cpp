// `cairn apply`: a launched fix becomes part of the text, and stays as a comment.
#include <algorithm>
#include <ctime>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/edits/apply_fix.h"
#include "cli/edits/line_diff.h"
#include "cli/project/alternatives.h"
#include "cli/project/project.h"

namespace cairn {
namespace {

std::string today() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  return fmt::format("{:04}-{:02}-{:02}", local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

/// What stands in the way, to stderr.
void explain_refusal(const AppliedFix& applied, const Options& options, Console& console,
                     const std::string& name) {
  const std::string& currency = applied.after.compiled.journey.frame.currency;
  switch (applied.outcome) {
    case AppliedFix::Outcome::done:
      break;
    case AppliedFix::Outcome::refused:
      for (const std::string& line : applied.baked.refused) print_note(line + "\n");
      break;
    case AppliedFix::Outcome::not_sound:
      show_diagnostics(applied.after, options, console);
      print_note("the text with the fix would have these mistakes\n");
      break;
    case AppliedFix::Outcome::differs:
      print_note(fmt::format(
          "the text with the fix would not say what the fix says, which is a bug in cairn:\n"
          "  with the fix:    {}\n  with the edits:  {}\n",
          all_figures_text(applied.wanted, currency), all_figures_text(applied.got, currency)));
      break;
  }
  print_note(fmt::format("{} is not applied; nothing was written\n", name));
}

std::string report(const Opened& opened, const AppliedFix& applied, const std::string& name) {
  std::string text;
  for (const BakeNote& note : applied.baked.notes) {
    const TextFile& file = opened.project.files[note.span.file];
    text += fmt::format("{}:{}: {}\n", shown_path(file.path),
                        position_of(file, note.span.begin).line, escape_for_display(note.text));
  }
  std::vector<std::string> paths;
  for (const MendedFile& file : applied.files) paths.push_back(shown_path(file.path));
  const std::string& currency = opened.compiled.journey.frame.currency;
  return text + fmt::format("{} is part of {} now; at best estimates\n  before: {}\n  now:    {}\n",
                            name, fmt::join(paths, " and "), figures_text(applied.before, currency),
                            figures_text(applied.got, currency));
}

/// All files or none: what was written before one that cannot be is put back.
bool write_files(const std::vector<MendedFile>& files, Files& disk) {
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto failed = disk.write(files[i].disk_path, files[i].after);
    if (!failed) continue;
    complain_about(files[i].path, *failed);
    for (std::size_t k = 0; k < i; ++k) {
      if (disk.write(files[k].disk_path, files[k].before)) {
        print_note(fmt::format("{} could not be put back\n", shown_path(files[k].path)));
      }
    }
    return false;
  }
  return true;
}

/// Whether more than one number was given a range of its own.
bool has_new_ranges(const AppliedFix& applied) {
  return std::count_if(
             applied.baked.notes.begin(), applied.baked.notes.end(),
             [](const BakeNote& note) { return note.text.find(" to ") != std::string::npos; }) > 1;
}

void tell_warnings(const Opened& opened, const AppliedFix& applied, const std::string& path) {
  const std::size_t before = opened.diagnostics.count(Severity::warning);
  const std::size_t after = applied.after.diagnostics.count(Severity::warning);
  if (after <= before) return;
  print_note(fmt::format("{}: {} more than before, see cairn check {}\n", path,
                         counted(after - before, "warning", "warnings"), path));
}

}  // namespace

int run_apply(const Options& typed, Files& disk, Console& console) {
  Options options = typed;
  if (options.date.empty()) options.date = today();
  Stopwatch watch(options.show_timings);
  const Opened opened = open_project(disk, options.paths.front(), options, watch);
  if (const auto code = refuse(opened, options, console, /*must_run=*/true)) return *code;
  const std::string path = shown_path(options.paths.front());
  const std::optional<FixId> fix = find_fix(opened.compiled.journey, to_nfc(options.fix));
  if (!fix) return kExitCommandLine;
  const std::string& name = opened.compiled.journey.fixes[*fix].heading.name;
  const AppliedFix applied = apply_fix(disk, opened, *fix, options);
  watch.lap("write and prove");
  if (applied.outcome != AppliedFix::Outcome::done) {
    explain_refusal(applied, options, console, name);
    watch.report();
    return kExitNo;
  }
  if (options.as_diff) {
    for (const MendedFile& file : applied.files) {
      print_source(console, unified_diff(file.before, file.after, shown_path(file.path)));
    }
    watch.report();
    return kExitYes;
  }
  if (!write_files(applied.files, disk)) return kExitFile;
  print_result(console, report(opened, applied, name));
  if (has_new_ranges(applied)) {
    print_note(
        "Ranges are written number by number. What the fix moved together now moves apart, so "
        "ranges of figures may come out narrower.\n");
  }
  tell_warnings(opened, applied, path);
  watch.report();
  return kExitYes;
}

}  // namespace cairn
