// Access to files behind an interface: the real disk, and memory for tests.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cairn {

enum class FileError : std::uint8_t {
  not_found,
  is_directory,
  not_readable,
  not_writable,
  too_large
};

/// Words for a message: "does not exist", "is a folder", …
std::string_view describe(FileError error);

class Files {
 public:
  virtual ~Files() = default;
  /// The whole file as bytes.
  virtual std::variant<std::string, FileError> read(const std::filesystem::path& path) const = 0;
  /// Absolute path with symbolic links resolved; the input made absolute where it does not exist.
  virtual std::filesystem::path resolve(const std::filesystem::path& path) const = 0;
  /// File names (not paths) in a folder, sorted; empty if it cannot be listed.
  virtual std::vector<std::string> list(const std::filesystem::path& folder) const = 0;
  /// Writes beside the target and renames, so that nothing half-written is left behind.
  virtual std::optional<FileError> write(const std::filesystem::path& path,
                                         std::string_view bytes) = 0;
};

/// The real disk. Files above 1 GiB are refused.
class DiskFiles : public Files {
 public:
  std::variant<std::string, FileError> read(const std::filesystem::path& path) const override;
  std::filesystem::path resolve(const std::filesystem::path& path) const override;
  std::vector<std::string> list(const std::filesystem::path& folder) const override;
  std::optional<FileError> write(const std::filesystem::path& path,
                                 std::string_view bytes) override;
};

/// Files in memory, for tests and fuzzing. Paths are absolute ("/p/shop.journey").
class MemoryFiles : public Files {
 public:
  std::map<std::filesystem::path, std::string> contents;

  std::variant<std::string, FileError> read(const std::filesystem::path& path) const override;
  std::filesystem::path resolve(const std::filesystem::path& path) const override;
  std::vector<std::string> list(const std::filesystem::path& folder) const override;
  std::optional<FileError> write(const std::filesystem::path& path,
                                 std::string_view bytes) override;
};

}  // namespace cairn
