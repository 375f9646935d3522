#include "cli/added_lines.h"

namespace cairn {

std::variant<std::string, FileError> FilesWithLines::read(const std::filesystem::path& path) const {
  std::variant<std::string, FileError> bytes = below_.read(path);
  if (std::string* text = std::get_if<std::string>(&bytes);
      text != nullptr && below_.resolve(path) == path_) {
    *text += "\n" + lines_;
  }
  return bytes;
}

}  // namespace cairn
