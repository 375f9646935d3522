#include "base/text_file.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace cairn {

namespace {

constexpr std::size_t kBytesPerMark = 4096;

// Every byte that is not a UTF-8 continuation byte begins a character.
std::uint32_t count_characters(std::string_view text) {
  return static_cast<std::uint32_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::uint32_t characters_before(const TextFile& file, std::size_t offset) {
  const std::size_t mark = offset / kBytesPerMark;
  const std::size_t begin = mark * kBytesPerMark;
  return file.characters_before[mark] +
         count_characters(std::string_view(file.text).substr(begin, offset - begin));
}

}  // namespace

TextFile make_text_file(std::string path, std::string text) {
  TextFile file{std::move(path), std::move(text), {0}, {0}};
  for (std::size_t at = kBytesPerMark; at <= file.text.size(); at += kBytesPerMark) {
    const std::string_view piece(file.text.data() + at - kBytesPerMark, kBytesPerMark);
    file.characters_before.push_back(file.characters_before.back() + count_characters(piece));
  }
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
  const auto stop = std::max<std::size_t>(start, std::min<std::size_t>(offset, file.text.size()));
  if (stop - start < kBytesPerMark) {
    return {line, count_characters(std::string_view(file.text).substr(start, stop - start)) + 1};
  }
  return {line, characters_before(file, stop) - characters_before(file, start) + 1};
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
