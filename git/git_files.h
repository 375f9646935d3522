// The files of a git revision, and the few things that must be asked of a repository.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/files.h"

namespace cairn {

/// A message for people, where git did not give what was asked.
struct GitComplaint {
  std::string text;
};
template <class T>
using GitResult = std::variant<T, GitComplaint>;

struct GitRepository {
  std::string folder;  // where git is run; paths of revisions begin here
};

/// The repository that holds a folder (empty: the current one).
GitResult<GitRepository> find_repository(const std::string& folder);

/// The commit a revision names, as its full id. What begins with `-` is a name like any other.
GitResult<std::string> find_commit(const GitRepository& repository, const std::string& revision);

/// Where two commits parted.
GitResult<std::string> find_merge_base(const GitRepository& repository, const std::string& one,
                                       const std::string& other);

struct GitEntry {
  std::string mode;  // "100644", "120000" a link, "160000" another repository
  std::string id;    // of the blob
};

/// All entries by path from the root of the repository, sorted.
using GitListing = std::map<std::string, GitEntry>;
GitResult<GitListing> list_commit(const GitRepository& repository, const std::string& commit);
GitResult<GitListing> list_index(const GitRepository& repository);

/// The specs among the working files, untracked ones included, ignored ones not.
GitResult<std::vector<std::string>> list_working_specs(const GitRepository& repository);

/// The commits whose change of one file is `old_id` -> `new_id` (empty: did not exist), or that
/// brought in `old_id` or `new_id` at all; the latest of each kind, empty if there is none.
struct BlobHistory {
  std::string both;              // the commit that made exactly this change
  std::string had_old, had_new;  // a commit in which the file has this content
};
BlobHistory find_blob_history(const GitRepository& repository, const std::string& path,
                              const std::string& old_id, const std::string& new_id);

/// What lies in one listing, by paths from the root of the repository. Links and other repositories
/// inside it cannot be read, and nothing outside it exists.
class GitFiles : public Files {
 public:
  GitFiles(GitRepository repository, GitListing listing)
      : repository_(std::move(repository)), listing_(std::move(listing)) {}

  const GitListing& listing() const { return listing_; }

  std::variant<std::string, FileError> read(const std::filesystem::path& path) const override;
  std::filesystem::path resolve(const std::filesystem::path& path) const override;
  std::vector<std::string> list(const std::filesystem::path& folder) const override;
  std::optional<FileError> write(const std::filesystem::path& path,
                                 std::string_view bytes) override;

 private:
  /// The path from the root of the repository; nothing if it leads out of it.
  static std::optional<std::string> inside(const std::filesystem::path& path);

  GitRepository repository_;
  GitListing listing_;
};

/// The working files, by paths from the root of the repository.
class WorkingFiles : public Files {
 public:
  WorkingFiles(const Files& disk, std::filesystem::path root)
      : disk_(disk), root_(std::move(root)) {}

  std::variant<std::string, FileError> read(const std::filesystem::path& path) const override;
  std::filesystem::path resolve(const std::filesystem::path& path) const override;
  std::vector<std::string> list(const std::filesystem::path& folder) const override;
  std::optional<FileError> write(const std::filesystem::path& path,
                                 std::string_view bytes) override;

 private:
  const Files& disk_;
  std::filesystem::path root_;
};

/// Other files, with the content of one of them given.
class PatchedFiles : public Files {
 public:
  PatchedFiles(const Files& others, const std::filesystem::path& path, std::string bytes)
      : others_(others), path_(others.resolve(path)), bytes_(std::move(bytes)) {}

  std::variant<std::string, FileError> read(const std::filesystem::path& path) const override;
  std::filesystem::path resolve(const std::filesystem::path& path) const override;
  std::vector<std::string> list(const std::filesystem::path& folder) const override;
  std::optional<FileError> write(const std::filesystem::path& path,
                                 std::string_view bytes) override;

 private:
  const Files& others_;
  std::filesystem::path path_;
  std::string bytes_;
};

}  // namespace cairn
