#include "base/text_file.h"

#include <algorithm>
#include <utility>

namespace cairn {

TextFile make_text_file(std::string path, std::string text) {
  TextFile file{std::move(path), std::move(text), {0}};
  for (std::size_t at = file.text.find('\n'); at != std::string::npos;
       at = file.text.find('\n', at + 1)) {
    file.line_starts.push_back(static_cast<std::uint32_t>(at + 1));
  }
  return file;
}

Position position_of(const TextFile& file, std::uint32_t offset) {
  const auto after = std::upper_bound(file.line_starts.begin(), file.line_starts.end(), offset);
  const auto line = static_cast<std::uint32_t>(after - file.line_starts.begin());
  const std::uint32_t start = file.line_starts[line - 1];
  const auto stop = std::min<std::size_t>(offset, file.text.size());
  // Every byte that is not a UTF-8 continuation byte begins a character.
  const auto characters = std::count_if(
      file.text.begin() + start, file.text.begin() + static_cast<std::ptrdiff_t>(stop),
      [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
  return {line, static_cast<std::uint32_t>(characters) + 1};
}

std::string_view line_text(const TextFile& file, std::uint32_t line) {
  const std::size_t begin = file.line_starts[line - 1];
  std::size_t end = line < file.line_starts.size() ? file.line_starts[line] : file.text.size();
  while (end > begin && (file.text[end - 1] == '\n' || file.text[end - 1] == '\r')) --end;
  return std::string_view(file.text).substr(begin, end - begin);
}

std::string_view text_of(const TextFiles& files, Span span) {
  return std::string_view(files[span.file].text).substr(span.begin, span.end - span.begin);
}

}  // namespace cairn
