// The disk as it will be once changed files are written.
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

/// Reads what was written here before what is on the disk; writes to memory only.
class MendedDisk : public Files {
 public:
  explicit MendedDisk(const Files& disk) : disk_(disk) {}

  std::variant<std::string, FileError> read(const std::filesystem::path& path) const override {
    const auto found = mended.find(path);
    if (found != mended.end()) return found->second;
    return disk_.read(path);
  }
  std::filesystem::path resolve(const std::filesystem::path& path) const override {
    return disk_.resolve(path);
  }
  std::vector<std::string> list(const std::filesystem::path& folder) const override {
    return disk_.list(folder);
  }
  std::optional<FileError> write(const std::filesystem::path& path,
                                 std::string_view bytes) override {
    mended[path] = std::string(bytes);
    return std::nullopt;
  }

  std::map<std::filesystem::path, std::string> mended;  // by resolved path

 private:
  const Files& disk_;
};

}  // namespace cairn
