#include "base/files.h"

#include <algorithm>
#include <cstdio>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace cairn {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t kLargestFile = std::uintmax_t{1} << 30U;  // spans hold 32-bit offsets

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using OpenFile = std::unique_ptr<std::FILE, CloseFile>;

/// Writes all bytes to an open file; false if the disk is full or the file system refuses.
bool write_all(std::FILE* file, std::string_view bytes) {
  const bool is_written = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  return is_written && std::fflush(file) == 0;
}

}  // namespace

std::string_view describe(FileError error) {
  switch (error) {
    case FileError::not_found:
      return "does not exist";
    case FileError::is_directory:
      return "is a folder";
    case FileError::not_readable:
      return "cannot be read";
    case FileError::not_writable:
      return "cannot be written";
    case FileError::too_large:
      return "is larger than 1 GB";
  }
  return "cannot be used";
}

std::variant<std::string, FileError> DiskFiles::read(const fs::path& path) const {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) return FileError::not_found;
  if (status.type() == fs::file_type::directory) return FileError::is_directory;
  if (error) return FileError::not_readable;
  const OpenFile file(std::fopen(path.c_str(), "rb"));
  if (!file) return FileError::not_readable;

  std::string bytes;
  char buffer[1 << 16];
  while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, file.get())) {
    if (bytes.size() + count > kLargestFile) return FileError::too_large;
    bytes.append(buffer, count);
  }
  if (std::ferror(file.get()) != 0) return FileError::not_readable;
  return bytes;
}

fs::path DiskFiles::resolve(const fs::path& path) const {
  std::error_code error;
  fs::path resolved = fs::weakly_canonical(fs::absolute(path, error), error);
  return error ? path : resolved;
}

std::vector<std::string> DiskFiles::list(const fs::path& folder) const {
  std::vector<std::string> names;
  std::error_code error;
  const fs::path where = folder.empty() ? fs::path(".") : folder;
  for (fs::directory_iterator entry(where, error), end; !error && entry != end;
       entry.increment(error)) {
    names.push_back(entry->path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::optional<FileError> DiskFiles::write(const fs::path& path, std::string_view bytes) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::directory) return FileError::is_directory;

  // A device or pipe cannot be replaced by renaming.
  const bool is_special = fs::exists(status) && status.type() != fs::file_type::regular;
  if (is_special) {
    OpenFile file(std::fopen(path.c_str(), "wb"));
    const bool is_written = file && write_all(file.get(), bytes);
    return is_written ? std::nullopt : std::optional(FileError::not_writable);
  }

  // Write through a symbolic link rather than replacing it.
  const fs::path target = fs::exists(status) ? fs::canonical(path, error) : path;
  std::string beside = target.string() + ".XXXXXX";
  const int descriptor = ::mkstemp(beside.data());
  if (descriptor < 0) return FileError::not_writable;
  const mode_t mask = ::umask(0);
  ::umask(mask);
  const mode_t mode =
      fs::exists(status) ? static_cast<mode_t>(status.permissions()) & 0777U : 0666U & ~mask;
  ::fchmod(descriptor, mode);
  OpenFile file(::fdopen(descriptor, "wb"));
  const bool is_written = file && write_all(file.get(), bytes);
  file.reset();
  if (is_written) fs::rename(beside, target, error);
  if (!is_written || error) {
    fs::remove(beside, error);
    return FileError::not_writable;
  }
  return std::nullopt;
}

std::variant<std::string, FileError> MemoryFiles::read(const fs::path& path) const {
  const auto found = contents.find(path.lexically_normal());
  if (found != contents.end()) return found->second;
  return list(path).empty() ? FileError::not_found : FileError::is_directory;
}

fs::path MemoryFiles::resolve(const fs::path& path) const {
  return (path.is_absolute() ? path : fs::path("/") / path).lexically_normal();
}

std::vector<std::string> MemoryFiles::list(const fs::path& folder) const {
  std::vector<std::string> names;
  for (const auto& [path, text] : contents) {
    if (path.parent_path() == folder.lexically_normal()) names.push_back(path.filename().string());
  }
  return names;
}

std::optional<FileError> MemoryFiles::write(const fs::path& path, std::string_view bytes) {
  contents[path.lexically_normal()] = std::string(bytes);
  return std::nullopt;
}

}  // namespace cairn
