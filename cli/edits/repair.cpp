#include "cli/edits/repair.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <utility>

#include "base/text.h"
#include "cli/edits/line_diff.h"
#include "cli/edits/mended_disk.h"
#include "cli/project/console.h"
#include "cli/project/project.h"
#include "grammar/unusual_characters.h"

namespace cairn {
namespace {

constexpr int kMostRounds = 20;  // each round ends with fewer mistakes; more is never needed
constexpr std::size_t kMostShownLines = 20;
constexpr std::size_t kWidestLine = 60;  // cells of a line in "… becomes …"

/// What is safe to do for one mistake.
std::vector<TextEdit> safe_edits(const Project& project, const Diagnostic& diagnostic) {
  if (diagnostic.code == Code::N108) {
    const FileId file = diagnostic.span.file;
    return plain_character_edits(project.trees[file.index], project.files[file]);
  }
  if (!diagnostic.repair || !diagnostic.repair->is_safe) return {};
  return diagnostic.repair->edits;
}

bool touches(const TextEdit& a, const TextEdit& b) {
  return a.span.begin <= b.span.end && b.span.begin <= a.span.end;
}

using EditsByFile = std::map<FileId, std::map<std::uint32_t, TextEdit>>;  // by their beginnings

bool has_room(const EditsByFile& chosen, const TextEdit& edit) {
  const auto file = chosen.find(edit.span.file);
  if (file == chosen.end()) return true;
  const auto next = file->second.lower_bound(edit.span.begin);
  if (next != file->second.end() && touches(next->second, edit)) return false;
  return next == file->second.begin() || !touches(std::prev(next)->second, edit);
}

/// The edits of one round. All edits of a mistake are taken, or none.
EditsByFile choose_edits(const Opened& opened) {
  EditsByFile chosen;
  for (const Diagnostic& diagnostic : opened.diagnostics.all()) {
    const std::vector<TextEdit> edits = safe_edits(opened.project, diagnostic);
    const bool fits = std::all_of(edits.begin(), edits.end(),
                                  [&](const TextEdit& edit) { return has_room(chosen, edit); });
    if (!fits) continue;
    for (const TextEdit& edit : edits) chosen[edit.span.file].emplace(edit.span.begin, edit);
  }
  return chosen;
}

std::string shown_line(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return "";
  line = line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
  return shorten(escape_for_display(line.substr(0, 1'000)), kWidestLine);
}

/// Says line by line what the edits do. No safe edit spans lines or makes new ones.
void describe_edits(const TextFile& file, const std::map<std::uint32_t, TextEdit>& edits,
                    std::vector<MendedLine>& lines) {
  for (auto at = edits.begin(); at != edits.end();) {
    const std::uint32_t line = position_of(file, at->first).line;
    const std::uint32_t begin = file.line_starts[line - 1];
    const std::string_view before = line_text(file, line);
    std::vector<TextEdit> on_line;
    for (; at != edits.end() && at->first <= begin + before.size(); ++at) {
      TextEdit edit = at->second;
      edit.span.begin -= begin;
      edit.span.end -= begin;
      on_line.push_back(std::move(edit));
    }
    const std::string after = apply_edits(before, std::move(on_line));
    lines.push_back({file.path, line, shown_line(before), shown_line(after)});
  }
}

void carry_out(const Project& project, const EditsByFile& chosen, MendedDisk& disk,
               Mended& result) {
  for (const auto& [id, edits] : chosen) {
    const TextFile& file = project.files[id];
    describe_edits(file, edits, result.lines);
    std::vector<TextEdit> all;
    for (const auto& [begin, edit] : edits) all.push_back(edit);
    std::string after = apply_edits(file.text, std::move(all));
    const std::filesystem::path& disk_path = project.disk_paths[id.index];
    disk.mended[disk_path] = after;
    const auto known =
        std::find_if(result.files.begin(), result.files.end(),
                     [&](const MendedFile& one) { return one.disk_path == disk_path; });
    if (known == result.files.end()) {
      result.files.push_back({disk_path, file.path, file.text, std::move(after)});
    } else {
      known->after = std::move(after);
    }
  }
}

std::string words_for(const std::vector<MendedLine>& lines, bool show_all) {
  std::string text;
  const std::size_t shown = show_all ? lines.size() : std::min(lines.size(), kMostShownLines);
  for (std::size_t i = 0; i < shown; ++i) {
    const MendedLine& line = lines[i];
    text += fmt::format("{}:{}: `{}` becomes `{}`\n", shown_path(line.path), line.line, line.before,
                        line.after);
  }
  if (shown < lines.size()) text += fmt::format("and {} more (`--all`)\n", lines.size() - shown);
  return text;
}

}  // namespace

Mended mend_project(const Files& disk, const std::string& path, const Options& options) {
  Mended result;
  MendedDisk mended(disk);
  Stopwatch watch(false);
  for (int round = 0; round < kMostRounds; ++round) {
    const Opened opened = open_project(mended, path, options, watch);
    const EditsByFile chosen = choose_edits(opened);
    if (chosen.empty()) break;
    carry_out(opened.project, chosen, mended, result);
  }
  return result;
}

int repair_project(Files& disk, const std::string& path, const Options& options, Console& console) {
  const Mended mended = mend_project(disk, path, options);
  if (options.as_diff) {
    for (const MendedFile& file : mended.files) {
      print_source(console, unified_diff(file.before, file.after, shown_path(file.path)));
    }
    return kExitYes;
  }
  for (const MendedFile& file : mended.files) {
    if (const auto failed = disk.write(file.disk_path, file.after)) {
      complain_about(file.path, *failed);
      return kExitFile;
    }
  }
  print_note(words_for(mended.lines, options.show_all));
  return kExitYes;
}

}  // namespace cairn
