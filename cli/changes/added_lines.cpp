#include "cli/changes/added_lines.h"

namespace cairn {

std::variant<std::string, FileError> FilesWithLines::read(const std::filesystem::path& path) const {
  std::variant<std::string, FileError> bytes = below_.read(path);
  if (std::string* text = std::get_if<std::string>(&bytes);
      text != nullptr && below_.resolve(path) == path_) {
    *text += "\n" + lines_;
  }
  return bytes;
}

const Expectation* last_expectation(const Journey& journey) {
  const Expectation* last = nullptr;
  for (const Expectation& one : journey.expectations) {
    const bool is_later = last == nullptr || one.span.begin > last->span.begin;
    if (one.span.file.index == 0 && is_later) last = &one;
  }
  return last;
}

std::string first_mistake(const Opened& opened) {
  for (const Diagnostic& one : opened.diagnostics.all()) {
    if (severity_of(one.code) == Severity::error) {
      return one.message + (one.help.empty() ? "" : " (" + one.help.front() + ")");
    }
  }
  return "";
}

}  // namespace cairn
