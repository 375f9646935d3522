#include "cli/changes/git_diff.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <set>
#include <utility>

#include "base/text.h"
#include "cli/changes/compare_specs.h"
#include "cli/project/progress_bar.h"
#include "cli/project/project.h"
#include "git/git_files.h"

namespace cairn {
namespace {

namespace fs = std::filesystem;

int complain(const GitComplaint& complaint) {
  print_note(fmt::format("cairn: {}\n", complaint.text));
  return kExitFile;
}

/// One side: a commit, or the working files.
struct Snapshot {
  std::string name;
  std::unique_ptr<Files> files;
  const GitFiles* commit = nullptr;  // null: the working files
};

struct Range {
  std::string old_name, new_name;  // no new name: the working files
  bool is_since_parting = false;   // `A...B`: the old side is where B left A
  bool is_range = false;
};

Range split_range(const std::string& words) {
  const std::size_t dots = words.find("..");
  if (dots == std::string::npos) return {words, {}, false, false};
  const bool has_three = words.compare(dots, 3, "...") == 0;
  const auto or_head = [](std::string name) { return name.empty() ? std::string("HEAD") : name; };
  return {or_head(words.substr(0, dots)), or_head(words.substr(dots + (has_three ? 3 : 2))),
          has_three, true};
}

class RevisionDiff {
 public:
  RevisionDiff(const Options& options, const Files& disk, Console& console)
      : options_(options), disk_(disk), console_(console), watch_(options.show_timings) {}

  int run(const std::string& revisions, const std::optional<std::string>& file) {
    const fs::path folder = file ? folder_of(*file) : fs::path();
    auto repository = find_repository(folder.string());
    if (const auto* complaint = std::get_if<GitComplaint>(&repository)) {
      // Neither a file nor, without a repository, anything else.
      print_note(fmt::format("cairn: \"{}\" is not a file, and {}\n",
                             shorten(escape_for_display(revisions), 60), complaint->text));
      return kExitFile;
    }
    repository_ = std::get<GitRepository>(std::move(repository));
    root_ = fs::weakly_canonical(repository_.folder);
    if (const auto complaint = open_snapshots(split_range(revisions))) return complain(*complaint);
    watch_.lap("ask git");
    const int code = file ? one_spec(*file) : all_specs();
    watch_.report();
    return code;
  }

 private:
  /// The nearest folder above a file that exists, for the file itself may be deleted.
  static fs::path folder_of(const std::string& file) {
    std::error_code error;
    fs::path folder = fs::absolute(file, error).parent_path();
    while (!fs::is_directory(folder, error) && folder.has_relative_path()) {
      folder = folder.parent_path();
    }
    return folder;
  }

  std::optional<GitComplaint> open_snapshots(const Range& range) {
    auto before = find_commit(repository_, range.old_name);
    if (auto* complaint = std::get_if<GitComplaint>(&before)) {
      if (!range.is_range) complaint->text += ", and no file";
      return *complaint;
    }
    std::string old_commit = std::get<std::string>(before);
    std::string new_commit;
    if (range.is_range) {
      auto after = find_commit(repository_, range.new_name);
      if (const auto* complaint = std::get_if<GitComplaint>(&after)) return *complaint;
      new_commit = std::get<std::string>(after);
    }
    if (range.is_since_parting) {
      auto base = find_merge_base(repository_, old_commit, new_commit);
      if (const auto* complaint = std::get_if<GitComplaint>(&base)) return *complaint;
      old_commit = std::get<std::string>(base);
    }
    if (auto complaint = open_commit(old_commit, range.old_name, old_)) return complaint;
    if (range.is_range) return open_commit(new_commit, range.new_name, new_);
    new_.name = "working file";
    new_.files = std::make_unique<WorkingFiles>(disk_, root_);
    return std::nullopt;
  }

  std::optional<GitComplaint> open_commit(const std::string& commit, const std::string& name,
                                          Snapshot& snapshot) {
    auto listing = list_commit(repository_, commit);
    if (const auto* complaint = std::get_if<GitComplaint>(&listing)) return *complaint;
    auto files = std::make_unique<GitFiles>(repository_, std::get<GitListing>(std::move(listing)));
    snapshot.name = name;
    snapshot.commit = files.get();
    snapshot.files = std::move(files);
    return std::nullopt;
  }

  ComparedSpecs compare_at(const std::string& path, const Options& options) {
    ProgressBar bar(console_);
    ComparedSpecs specs = compare_specs({old_.name, old_.files.get(), path},
                                        {new_.name, new_.files.get(), path}, options, watch_,
                                        /*only_main_file=*/false, bar.progress());
    specs.diff.path = path;
    return specs;
  }

  /// A path as typed, from the root of the repository; nothing if it lies elsewhere.
  std::optional<std::string> path_inside(const std::string& typed) const {
    std::error_code error;
    const fs::path whole = fs::absolute(typed, error).lexically_normal();
    const fs::path real = fs::weakly_canonical(whole.parent_path(), error) / whole.filename();
    const fs::path relative = real.lexically_relative(root_);
    if (relative.empty() || *relative.begin() == "..") return std::nullopt;
    return relative.generic_string();
  }

  int one_spec(const std::string& typed) {
    const std::optional<std::string> path = path_inside(typed);
    if (!path) {
      print_note(fmt::format("cairn: {} is not in the git repository\n", shown_path(typed)));
      return kExitFile;
    }
    Options options = options_;
    if (options.root) {
      const std::optional<std::string> root = path_inside(*options.root + "/.");
      if (root) options.root = *root;
    }
    std::vector<ComparedSpecs> specs;
    specs.push_back(compare_at(*path, options));
    const ComparedSpecs& one = specs.front();
    if (one.complaint) {
      print_note(fmt::format("cairn: {}\n", *one.complaint));
      return kExitFile;
    }
    if (one.old_side == nullptr && one.new_side == nullptr) {
      print_note(fmt::format("cairn: {} exists neither in {} nor as a {}\n", shown_path(typed),
                             shown_path(old_.name),
                             new_.commit == nullptr ? "working file" : "file of " + new_.name));
      return kExitFile;
    }
    print_diffs(specs, options_, console_);
    return exit_code_of(specs);
  }

  static void add_specs(const GitListing& listing, std::set<std::string>& paths) {
    for (const auto& [path, entry] : listing) {
      // A link leads to a spec that is listed itself, or to none of this repository.
      if (path.ends_with(".journey") && entry.mode.starts_with("100")) paths.insert(path);
    }
  }

  int all_specs() {
    std::set<std::string> paths;
    add_specs(old_.commit->listing(), paths);
    if (new_.commit != nullptr) {
      add_specs(new_.commit->listing(), paths);
    } else {
      auto working = list_working_specs(repository_);
      if (const auto* complaint = std::get_if<GitComplaint>(&working)) return complain(*complaint);
      for (std::string& path : std::get<std::vector<std::string>>(working)) {
        std::error_code error;
        if (!fs::is_symlink(root_ / path, error)) paths.insert(std::move(path));
      }
    }
    std::vector<ComparedSpecs> changed;
    bool has_unreadable = false;
    for (const std::string& path : paths) {
      ComparedSpecs specs = compare_at(path, options_);
      if (specs.complaint) {
        print_note(fmt::format("cairn: {}\n", *specs.complaint));
        has_unreadable = true;
      } else if (specs.is_project() && !specs.has_same_bytes()) {
        changed.push_back(std::move(specs));
      }
    }
    if (changed.empty() && !options_.as_json) {
      print_result(console_, fmt::format("{} → {}: no spec changed\n", shown_path(old_.name),
                                         shown_path(new_.commit ? new_.name : "working files")));
    } else {
      print_diffs(changed, options_, console_);
    }
    return has_unreadable ? kExitFile : exit_code_of(changed);
  }

  const Options& options_;
  const Files& disk_;
  Console& console_;
  Stopwatch watch_;
  GitRepository repository_;
  fs::path root_;
  Snapshot old_, new_;
};

}  // namespace

int diff_revisions(const std::string& revisions, const std::optional<std::string>& file,
                   const Options& options, Files& disk, Console& console) {
  return RevisionDiff(options, disk, console).run(revisions, file);
}

}  // namespace cairn
