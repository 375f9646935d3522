// Whether files on the disk have changed since they were looked at.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace cairn {

/// What tells one state of a file from the next without reading it. Editors save by writing in
/// place or by putting a new file there.
struct FileStamp {
  bool exists = false;
  std::uint64_t inode = 0, size = 0;
  std::int64_t changed_ns = 0;
  bool operator==(const FileStamp&) const = default;
};

FileStamp stamp_file(const std::filesystem::path& path);
std::vector<FileStamp> stamp_files(const std::vector<std::filesystem::path>& paths);

}  // namespace cairn
