// A spec with lines added behind it in memory: how words of the command line become part of it.
#pragma once

#include <filesystem>
#include <string>

#include "base/files.h"
#include "cli/project/project.h"

namespace cairn {

/// Reads as the files below it, but for one path, whose text has more lines at its end.
class FilesWithLines : public Files {
 public:
  FilesWithLines(Files& below, const std::filesystem::path& path, std::string lines)
      : below_(below), path_(below.resolve(path)), lines_(std::move(lines)) {}

  std::variant<std::string, FileError> read(const std::filesystem::path& path) const override;
  std::filesystem::path resolve(const std::filesystem::path& path) const override {
    return below_.resolve(path);
  }
  std::vector<std::string> list(const std::filesystem::path& folder) const override {
    return below_.list(folder);
  }
  std::optional<FileError> write(const std::filesystem::path& path,
                                 std::string_view bytes) override {
    return below_.write(path, bytes);
  }

 private:
  Files& below_;
  std::filesystem::path path_;
  std::string lines_;
};

/// The last expectation that stands in the file named first: an added one, if there is one.
const Expectation* last_expectation(const Journey& journey);

/// The first error of what was opened, with its help; empty if there is none.
std::string first_mistake(const Opened& opened);

}  // namespace cairn
