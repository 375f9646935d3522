// git's external diff (git(1), GIT_EXTERNAL_DIFF): `path old-file old-hex old-mode new-file new-hex
// new-mode`, two more after a rename, only the path where a merge is unfinished.
#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <utility>

#include "cli/changes/compare_specs.h"
#include "cli/changes/git_diff.h"
#include "cli/project/project.h"
#include "git/git_files.h"

namespace cairn {
namespace {

/// One side as git names it.
struct DriverSide {
  std::string file;  // where git has put the content
  std::string id;    // of the blob; "." if there is none, zeros if it is a working file
  std::string path;  // its place in the repository

  bool exists() const { return id != "."; }
  bool is_working_file() const {
    return exists() && id.find_first_not_of('0') == std::string::npos;
  }
  bool is_blob() const { return exists() && !is_working_file(); }
};

/// Where the files around one side are to be read.
struct Surroundings {
  std::string name = "blob";
  std::unique_ptr<Files> files;  // null: nobody knows
};

/// git says which blobs it compares, not in which revisions it found them. A working file has the
/// working files around it. For blobs we look where git itself would have found this pair: staged
/// against HEAD (`git diff --cached`), else the commit that made exactly this change (`git show`,
/// `git log -p`), else each on its own: the index (`git diff`), HEAD, the latest commit that has
/// it.
class Surveyor {
 public:
  Surveyor(const Files& disk, const GitRepository& repository)
      : disk_(disk), repository_(repository) {}

  std::pair<Surroundings, Surroundings> look_around(const DriverSide& before,
                                                    const DriverSide& after) {
    index_ = listing_or_nothing(list_index(repository_));
    auto head = find_commit(repository_, "HEAD");
    if (auto* commit = std::get_if<std::string>(&head)) {
      head_ = listing_or_nothing(list_commit(repository_, *commit));
    }
    if (before.is_working_file() || after.is_working_file()) {
      return {alone(before), alone(after)};
    }
    if (is_at(head_, before) && is_at(index_, after))
      return {in(head_, "HEAD"), in(index_, "index")};
    if (!after.exists() && is_at(index_, before)) return {in(index_, "index"), Surroundings()};
    const std::string old_id = before.exists() ? before.id : "";
    const std::string new_id = after.exists() ? after.id : "";
    if (before.path == after.path) {
      const BlobHistory history = find_blob_history(repository_, after.path, old_id, new_id);
      if (!history.both.empty())
        return {in_commit(history.both, true), in_commit(history.both, false)};
    }
    return {alone(before), alone(after)};
  }

 private:
  static GitListing listing_or_nothing(GitResult<GitListing> listing) {
    auto* found = std::get_if<GitListing>(&listing);
    return found == nullptr ? GitListing() : std::move(*found);
  }

  static bool is_at(const GitListing& listing, const DriverSide& side) {
    const auto found = listing.find(side.path);
    if (!side.exists()) return found == listing.end();
    return found != listing.end() && found->second.id == side.id;
  }

  Surroundings in(const GitListing& listing, std::string name) const {
    return {std::move(name), std::make_unique<GitFiles>(repository_, listing)};
  }

  Surroundings in_commit(const std::string& commit, bool is_before) const {
    constexpr std::size_t kShown = 10;
    Surroundings found{commit.substr(0, kShown) + (is_before ? "^" : ""), nullptr};
    auto id = is_before ? find_commit(repository_, commit + "^") : GitResult<std::string>(commit);
    if (const auto* text = std::get_if<std::string>(&id)) {
      found.files = std::make_unique<GitFiles>(repository_,
                                               listing_or_nothing(list_commit(repository_, *text)));
    }
    return found;
  }

  Surroundings alone(const DriverSide& side) const {
    if (!side.exists()) return {};
    if (side.is_working_file()) {
      return {"working file", std::make_unique<WorkingFiles>(disk_, repository_.folder)};
    }
    if (is_at(index_, side)) return in(index_, "index");
    if (is_at(head_, side)) return in(head_, "HEAD");
    const BlobHistory history = find_blob_history(repository_, side.path, side.id, "");
    return history.had_old.empty() ? Surroundings() : in_commit(history.had_old, false);
  }

  const Files& disk_;
  const GitRepository& repository_;
  GitListing index_, head_;
};

class GitDriver {
 public:
  GitDriver(const Options& options, const Files& disk, Console& console)
      : options_(options), disk_(disk), console_(console), watch_(options.show_timings) {}

  void run(const std::vector<std::string>& words) {
    DriverSide before{words[1], words[2], words[0]};
    DriverSide after{words[4], words[5], words.size() > 7 ? words[7] : words[0]};
    std::string old_bytes, new_bytes;
    if (!read(before, old_bytes) || !read(after, new_bytes)) return;
    auto repository = find_repository("");
    std::pair<Surroundings, Surroundings> around;
    if (auto* found = std::get_if<GitRepository>(&repository)) {
      around = Surveyor(disk_, *found).look_around(before, after);
    }
    const Prepared old_side = prepare(before, std::move(around.first), std::move(old_bytes));
    const Prepared new_side = prepare(after, std::move(around.second), std::move(new_bytes));
    std::vector<ComparedSpecs> specs;
    specs.push_back(compare_specs(old_side.version, new_side.version, options_, watch_,
                                  /*only_main_file=*/true));
    SpecDiff& diff = specs.front().diff;
    diff.path = before.path == after.path ? after.path : before.path + " → " + after.path;
    for (const Prepared* side : {&old_side, &new_side}) {
      if (!side->is_lost || specs.front().has_same_bytes()) continue;
      diff.notes.push_back("no revision with " + side->version.name +
                           " was found, so its imports are not read");
    }
    print_diffs(specs, options_, console_);
    print_result(console_, "\n");
    watch_.report();
  }

 private:
  struct Prepared {
    std::unique_ptr<Files> around, patched;
    SpecVersion version;
    bool is_lost = false;
  };

  /// The content git has laid out. Nothing is read beside it.
  bool read(const DriverSide& side, std::string& bytes) {
    if (!side.exists()) return true;
    auto content = disk_.read(disk_.resolve(side.file));
    if (const auto* error = std::get_if<FileError>(&content)) {
      complain_about(side.file, *error);
      return false;
    }
    bytes = std::get<std::string>(std::move(content));
    return true;
  }

  static Prepared prepare(const DriverSide& side, Surroundings around, std::string bytes) {
    Prepared prepared;
    prepared.version = {around.name, nullptr, side.path};
    if (!side.exists()) {
      prepared.version.name = "/dev/null";
      return prepared;
    }
    prepared.is_lost = around.files == nullptr;
    if (prepared.is_lost) {
      constexpr std::size_t kShown = 10;
      prepared.version.name = "blob " + side.id.substr(0, kShown);
      around.files = std::make_unique<GitFiles>(GitRepository(), GitListing());
    }
    prepared.around = std::move(around.files);
    prepared.patched =
        std::make_unique<PatchedFiles>(*prepared.around, side.path, std::move(bytes));
    prepared.version.files = prepared.patched.get();
    return prepared;
  }

  const Options& options_;
  const Files& disk_;
  Console& console_;
  Stopwatch watch_;
};

}  // namespace

int run_git_driver(const Options& options, Files& disk, Console& console) {
  const std::vector<std::string>& words = options.paths;
  if (words.size() == 1) {
    print_result(console, fmt::format("{}: not merged yet\n\n", shown_path(words[0])));
  } else if (words.size() == 7 || words.size() == 9) {
    GitDriver(options, disk, console).run(words);
  } else {
    print_note(
        fmt::format("cairn: --git-driver takes the seven arguments of a git diff driver, not {}\n",
                    words.size()));
    return kExitCommandLine;
  }
  return kExitYes;
}

}  // namespace cairn
