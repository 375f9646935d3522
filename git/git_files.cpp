#include "git/git_files.h"

#include <set>
#include <utility>

#include "git/git_process.h"

namespace cairn {

namespace fs = std::filesystem;

namespace {

/// Stands for the root of the repository in resolved paths, deep enough for `..` to leave it.
const fs::path kRoot = "/repository";

}  // namespace

std::optional<std::string> GitFiles::inside(const fs::path& path) {
  const fs::path relative = path.lexically_relative(kRoot);
  if (relative.empty() || *relative.begin() == "..") return std::nullopt;
  return relative.generic_string();
}

std::variant<std::string, FileError> GitFiles::read(const fs::path& path) const {
  const std::optional<std::string> name = inside(path);
  if (!name) return FileError::not_found;
  const auto found = listing_.find(*name);
  if (found == listing_.end()) {
    const auto next = listing_.lower_bound(*name + "/");
    const bool is_folder =
        *name == "." || (next != listing_.end() && next->first.starts_with(*name + "/"));
    return is_folder ? FileError::is_directory : FileError::not_found;
  }
  if (!found->second.mode.starts_with("100")) return FileError::not_readable;
  GitOutput blob = run_git(repository_.folder, {"cat-file", "blob", found->second.id});
  if (blob.is_too_large) return FileError::too_large;
  if (!blob.is_good()) return FileError::not_readable;
  return std::move(blob.out);
}

fs::path GitFiles::resolve(const fs::path& path) const {
  return (path.is_absolute() ? path : kRoot / path).lexically_normal();
}

std::vector<std::string> GitFiles::list(const fs::path& folder) const {
  std::optional<std::string> name = inside(folder);
  if (!name) return {};
  const std::string prefix = *name == "." ? "" : *name + "/";
  std::set<std::string> names;
  for (auto at = listing_.lower_bound(prefix);
       at != listing_.end() && at->first.starts_with(prefix); ++at) {
    const std::string rest = at->first.substr(prefix.size());
    names.insert(rest.substr(0, rest.find('/')));
  }
  return {names.begin(), names.end()};
}

std::optional<FileError> GitFiles::write(const fs::path&, std::string_view) {
  return FileError::not_writable;
}

std::variant<std::string, FileError> WorkingFiles::read(const fs::path& path) const {
  return disk_.read(path);
}

fs::path WorkingFiles::resolve(const fs::path& path) const {
  return disk_.resolve(root_ / path);
}

std::vector<std::string> WorkingFiles::list(const fs::path& folder) const {
  return disk_.list(folder);
}

std::optional<FileError> WorkingFiles::write(const fs::path&, std::string_view) {
  return FileError::not_writable;
}

std::variant<std::string, FileError> PatchedFiles::read(const fs::path& path) const {
  if (path == path_) return bytes_;
  return others_.read(path);
}

fs::path PatchedFiles::resolve(const fs::path& path) const {
  return others_.resolve(path);
}

std::vector<std::string> PatchedFiles::list(const fs::path& folder) const {
  return others_.list(folder);
}

std::optional<FileError> PatchedFiles::write(const fs::path&, std::string_view) {
  return FileError::not_writable;
}

}  // namespace cairn
