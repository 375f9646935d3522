// What is asked of git: which repository, which commit, which files.
#include <fmt/format.h>
#include <sstream>
#include <utility>

#include "base/text.h"
#include "git/git_files.h"
#include "git/git_process.h"

namespace cairn {
namespace {

GitComplaint no_git() {
  return {"git is not installed, or not on the PATH"};
}

/// git's own first line of complaint, safe to print.
std::string first_line(const std::string& text) {
  std::string line = text.substr(0, text.find('\n'));
  if (line.starts_with("fatal: ")) line.erase(0, 7);
  return escape_for_display(line);
}

std::string without_line_end(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

/// Calls `take` with each piece of a text whose pieces end in NUL.
template <class Take>
void each_piece(const std::string& text, const Take& take) {
  std::size_t begin = 0;
  for (std::size_t end; (end = text.find('\0', begin)) != std::string::npos; begin = end + 1) {
    take(std::string_view(text).substr(begin, end - begin));
  }
}

bool is_spec(std::string_view path) {
  return path.ends_with(".journey");
}

}  // namespace

GitResult<GitRepository> find_repository(const std::string& folder) {
  const GitOutput top = run_git(folder, {"rev-parse", "--show-toplevel"});
  if (!top.has_started) return no_git();
  if (top.is_good()) return GitRepository{without_line_end(top.out)};
  if (top.err.find("not a git repository") != std::string::npos) {
    return GitComplaint{"this folder is in no git repository"};
  }
  // A bare repository has revisions and no working files.
  const GitOutput bare = run_git(folder, {"rev-parse", "--absolute-git-dir"});
  if (bare.is_good()) return GitRepository{without_line_end(bare.out)};
  return GitComplaint{first_line(top.err)};
}

GitResult<std::string> find_commit(const GitRepository& repository, const std::string& revision) {
  const auto complaint = [&] {
    return GitComplaint{fmt::format("\"{}\" is no revision of this git repository",
                                    shorten(escape_for_display(revision), 60))};
  };
  if (revision.empty()) return complaint();
  const GitOutput named = run_git(
      repository.folder, {"rev-parse", "--verify", "--quiet", "--end-of-options", revision});
  if (!named.has_started) return no_git();
  const std::string id = without_line_end(named.out);
  // Anything but one id is not a commit (`^main` gives an excluded one).
  if (!named.is_good() || id.find_first_not_of("0123456789abcdef") != std::string::npos) {
    return complaint();
  }
  const GitOutput commit =
      run_git(repository.folder, {"rev-parse", "--verify", "--quiet", id + "^{commit}"});
  return commit.is_good() ? GitResult<std::string>(without_line_end(commit.out)) : complaint();
}

GitResult<std::string> find_merge_base(const GitRepository& repository, const std::string& one,
                                       const std::string& other) {
  const GitOutput base = run_git(repository.folder, {"merge-base", one, other});
  if (base.is_good()) return without_line_end(base.out);
  return GitComplaint{"the two revisions have no common past"};
}

GitResult<GitListing> list_commit(const GitRepository& repository, const std::string& commit) {
  const GitOutput tree = run_git(repository.folder, {"ls-tree", "-r", "-z", "--full-tree", commit});
  if (!tree.is_good()) return GitComplaint{first_line(tree.err)};
  GitListing listing;
  each_piece(tree.out, [&listing](std::string_view entry) {  // mode SP type SP id TAB path
    const std::size_t tab = entry.find('\t');
    const std::size_t space = entry.find(' ');
    const std::size_t id = entry.rfind(' ', tab);
    if (tab == std::string_view::npos || space == std::string_view::npos) return;
    listing[std::string(entry.substr(tab + 1))] = {std::string(entry.substr(0, space)),
                                                   std::string(entry.substr(id + 1, tab - id - 1))};
  });
  return listing;
}

GitResult<GitListing> list_index(const GitRepository& repository) {
  const GitOutput index = run_git(repository.folder, {"ls-files", "-s", "-z"});
  if (!index.is_good()) return GitComplaint{first_line(index.err)};
  GitListing listing;
  each_piece(index.out, [&listing](std::string_view entry) {  // mode SP id SP stage TAB path
    const std::size_t tab = entry.find('\t');
    const std::size_t space = entry.find(' ');
    if (tab == std::string_view::npos || space == std::string_view::npos) return;
    const std::size_t stage = entry.rfind(' ', tab);
    if (entry.substr(stage + 1, tab - stage - 1) != "0") return;  // not merged yet
    listing[std::string(entry.substr(tab + 1))] = {
        std::string(entry.substr(0, space)),
        std::string(entry.substr(space + 1, stage - space - 1))};
  });
  return listing;
}

GitResult<std::vector<std::string>> list_working_specs(const GitRepository& repository) {
  const GitOutput files =
      run_git(repository.folder, {"ls-files", "-z", "-c", "-o", "--exclude-standard"});
  if (!files.is_good()) return GitComplaint{first_line(files.err)};
  std::vector<std::string> paths;
  each_piece(files.out, [&paths](std::string_view path) {
    if (is_spec(path)) paths.emplace_back(path);
  });
  return paths;
}

BlobHistory find_blob_history(const GitRepository& repository, const std::string& path,
                              const std::string& old_id, const std::string& new_id) {
  const GitOutput log = run_git(
      repository.folder, {"log", "--all", "--no-ext-diff", "--no-renames", "--no-show-signature",
                          "--raw", "--no-abbrev", "--format=commit %H", "--", path});
  BlobHistory history;
  const auto is_same = [](const std::string& wanted, const std::string& id) {
    // git writes zeros where a file did not exist.
    return wanted.empty() ? id.find_first_not_of('0') == std::string::npos : wanted == id;
  };
  std::istringstream lines(log.out);
  std::string commit;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("commit ")) commit = line.substr(7);
    if (!line.starts_with(":")) continue;
    std::istringstream fields(line);
    std::string old_mode, new_mode, before, after;
    fields >> old_mode >> new_mode >> before >> after;
    if (is_same(old_id, before) && is_same(new_id, after) && history.both.empty()) {
      history.both = commit;
    }
    if (!old_id.empty() && after == old_id && history.had_old.empty()) history.had_old = commit;
    if (!new_id.empty() && after == new_id && history.had_new.empty()) history.had_new = commit;
  }
  return history;
}

}  // namespace cairn
