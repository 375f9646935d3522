#include "cli/changes/compare_specs.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "cli/changes/diff_results.h"
#include "cli/changes/unread_lines.h"

namespace cairn {
namespace {

std::unique_ptr<Opened> open_side(const SpecVersion& version, const Options& options,
                                  Stopwatch& watch, std::optional<std::string>& complaint) {
  if (version.files == nullptr) return nullptr;
  auto opened =
      std::make_unique<Opened>(open_project(*version.files, version.path, options, watch));
  if (opened->project.is_readable) return opened;
  const auto read = version.files->read(version.files->resolve(version.path));
  const FileError* error = std::get_if<FileError>(&read);
  if (error != nullptr && *error == FileError::not_found) return nullptr;
  complaint = fmt::format("{} ({}) {}", shown_path(version.path), shown_path(version.name),
                          error != nullptr ? describe(*error) : "lies outside the project");
  return nullptr;
}

DiffSide side_of(const SpecVersion& version, const Opened* opened) {
  DiffSide side;
  side.name = version.name;
  side.exists = opened != nullptr;
  if (opened == nullptr) return side;
  side.sha256 = opened->project.sha256;
  side.mistakes = opened->diagnostics.count(Severity::error);
  side.files = &opened->project.files;
  return side;
}

bool is_fragment(const Opened& opened) {
  return !opened.compiled.journey.frame.heading.span.is_valid();
}

/// Why one side cannot be predicted; empty if it can.
std::string why_not_predicted(const Opened* opened, std::string_view which) {
  if (opened == nullptr) return fmt::format("the {} side does not exist", which);
  if (is_fragment(*opened)) return fmt::format("the {} side is a part of a project", which);
  const std::size_t mistakes = opened->diagnostics.count(Severity::error);
  if (mistakes > 0 || !opened->compiled.is_sound) {
    return fmt::format("the {} side has {}", which, counted(mistakes, "mistake", "mistakes"));
  }
  if (opened->compiled.level == Level::draw) {
    return fmt::format("the {} side is a picture so far, without shares", which);
  }
  return "";
}

void note_mistakes(const SpecVersion& version, const Opened* opened, std::string_view which,
                   SpecDiff& diff) {
  if (opened == nullptr) return;
  const std::size_t mistakes = opened->diagnostics.count(Severity::error);
  if (mistakes == 0) return;
  const Diagnostic* first = nullptr;
  for (const Diagnostic& one : opened->diagnostics.all()) {
    if (first == nullptr && severity_of(one.code) == Severity::error) first = &one;
  }
  diff.notes.push_back(
      fmt::format("the {} side ({}) has {}; what can be understood is compared. The first: {}",
                  which, version.name, counted(mistakes, "mistake", "mistakes"), first->message));
}

/// Keeps what lies in the file named first, on either side.
void keep_main_file(JourneyDiff& diff) {
  const auto is_elsewhere = [](const DiffItem& item) {
    const auto is_main = [](Span span) { return span.is_valid() && span.file.index == 0; };
    const bool has_place = item.old_span.is_valid() || item.new_span.is_valid();
    return has_place && !is_main(item.old_span) && !is_main(item.new_span);
  };
  diff.items.erase(std::remove_if(diff.items.begin(), diff.items.end(), is_elsewhere),
                   diff.items.end());
}

}  // namespace

bool ComparedSpecs::is_project() const {
  return (old_side != nullptr && !is_fragment(*old_side)) ||
         (new_side != nullptr && !is_fragment(*new_side));
}

bool ComparedSpecs::has_same_bytes() const {
  if (old_side == nullptr || new_side == nullptr) return old_side == nullptr && new_side == nullptr;
  return old_side->project.sha256 == new_side->project.sha256;
}

bool ComparedSpecs::has_mistakes() const {
  return diff.old_side.mistakes + diff.new_side.mistakes > 0;
}

ComparedSpecs compare_specs(const SpecVersion& before, const SpecVersion& after,
                            const Options& options, Stopwatch& watch, bool only_main_file,
                            Progress* progress) {
  ComparedSpecs specs;
  specs.old_side = open_side(before, options, watch, specs.complaint);
  specs.new_side = open_side(after, options, watch, specs.complaint);
  const Opened* old_side = specs.old_side.get();
  const Opened* new_side = specs.new_side.get();
  SpecDiff& diff = specs.diff;
  diff.old_side = side_of(before, old_side);
  diff.new_side = side_of(after, new_side);
  if (specs.complaint || specs.has_same_bytes()) return specs;
  const Journey nothing;
  const Journey& old_journey = old_side != nullptr ? old_side->compiled.journey : nothing;
  const Journey& new_journey = new_side != nullptr ? new_side->compiled.journey : nothing;
  diff.old_currency = old_journey.frame.currency;
  diff.new_currency = new_journey.frame.currency;
  diff.diff = compare(old_journey, new_journey);
  const auto unread = [](const Opened* side) {
    // Of a whole spec without a mistake every line was understood.
    const bool is_whole = side == nullptr || (side->compiled.is_sound && !is_fragment(*side));
    return is_whole ? std::vector<UnreadLine>() : find_unread_lines(*side);
  };
  compare_unread(unread(old_side), unread(new_side), diff.diff);
  watch.lap("compare");
  // Names, texts and sources predict nothing, and fixes nothing about today.
  ResultScope scope;
  scope.model = diff.diff.count(DiffTopic::model) + diff.diff.count(DiffTopic::unread) > 0;
  scope.plans = scope.model || diff.diff.count(DiffTopic::plans) > 0;
  if (only_main_file) keep_main_file(diff.diff);
  note_mistakes(before, old_side, "old", diff);
  note_mistakes(after, new_side, "new", diff);
  if (!scope.plans) return specs;
  diff.no_results = why_not_predicted(old_side, "old");
  if (diff.no_results.empty()) diff.no_results = why_not_predicted(new_side, "new");
  if (diff.no_results.empty())
    compare_results(old_journey, new_journey, scope, options, watch, progress, diff);
  return specs;
}

void print_diffs(const std::vector<ComparedSpecs>& specs, const Options& options,
                 Console& console) {
  std::vector<SpecDiff> diffs;
  for (const ComparedSpecs& one : specs) diffs.push_back(one.diff);
  if (options.as_json) {
    print_result(console, diff_json(diffs, CAIRN_VERSION));
  } else if (options.as_markdown) {
    print_result(console, diff_markdown(diffs));
  } else {
    print_report(console, diff_text(diffs, {console.use_colour_out, console.use_ascii}));
  }
}

int exit_code_of(const std::vector<ComparedSpecs>& specs) {
  const bool is_different = std::any_of(specs.begin(), specs.end(), [](const ComparedSpecs& one) {
    return !one.diff.is_equal() || (one.has_mistakes() && !one.has_same_bytes());
  });
  return is_different ? kExitNo : kExitYes;
}

}  // namespace cairn
