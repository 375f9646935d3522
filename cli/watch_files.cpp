#include "cli/watch_files.h"

#include <sys/stat.h>

namespace cairn {

FileStamp stamp_file(const std::filesystem::path& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) return {};
  constexpr std::int64_t kNanoseconds = 1'000'000'000;
  return {true, static_cast<std::uint64_t>(found.st_ino), static_cast<std::uint64_t>(found.st_size),
          found.st_mtim.tv_sec * kNanoseconds + found.st_mtim.tv_nsec};
}

std::vector<FileStamp> stamp_files(const std::vector<std::filesystem::path>& paths) {
  std::vector<FileStamp> stamps;
  for (const std::filesystem::path& path : paths) stamps.push_back(stamp_file(path));
  return stamps;
}

}  // namespace cairn
