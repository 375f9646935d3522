#include "compiler/encoding.h"

#include <algorithm>
#include <cstddef>

namespace cairn {

namespace {

constexpr std::size_t kLookedAt = 64 * 1024;  // enough bytes to judge by

unsigned byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

/// NUL bytes on every second place are Latin text in UTF-16.
bool is_utf16(std::string_view bytes) {
  if (bytes.substr(0, 2) == "\xFF\xFE" || bytes.substr(0, 2) == "\xFE\xFF") return true;
  std::size_t even_nuls = 0;
  std::size_t odd_nuls = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] == '\0') ++(i % 2 == 0 ? even_nuls : odd_nuls);
  }
  const std::size_t fifth = bytes.size() / 5;
  return std::max(even_nuls, odd_nuls) > fifth && std::min(even_nuls, odd_nuls) <= fifth / 10;
}

bool is_letter(std::string_view bytes, std::size_t at) {
  if (at >= bytes.size()) return false;
  const char c = bytes[at];
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// GB 18030, Big5 and Shift JIS: bytes above ASCII come in pairs, and whole words of them. In a
/// Latin script they stand between plain letters.
bool is_double_byte(std::string_view bytes) {
  std::size_t even_runs = 0;
  std::size_t other_runs = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::size_t begin = i;
    while (i < bytes.size() && byte_at(bytes, i) >= 0x81) ++i;
    if (i == begin) continue;
    const bool touches_letter = (begin > 0 && is_letter(bytes, begin - 1)) || is_letter(bytes, i);
    ++((i - begin) % 2 == 0 && !touches_letter ? even_runs : other_runs);
  }
  return even_runs > 3 * other_runs;
}

/// Letters that are frequent in one of the two code pages and rare or impossible in the other:
/// ą ł ś ź ż ć ę ń ě č ř ů ő ű against ä ö ü ß é è à ç å æ ø.
bool is_central_european(std::string_view bytes) {
  const std::string_view central =
      "\xB9\xB3\x9C\x9F\xBF\xE6\xEA\xA3\x8C\x8F\xAF\xEC\xF8\xF9\xF5\xFB\xF1";
  const std::string_view western = "\xE4\xF6\xFC\xDF\xE9\xE8\xE0\xE7\xE5\xC4\xD6\xDC\xEE\xF4";
  std::size_t central_count = 0;
  std::size_t western_count = 0;
  for (const char c : bytes) {
    if (central.find(c) != std::string_view::npos) ++central_count;
    if (western.find(c) != std::string_view::npos) ++western_count;
  }
  return central_count > western_count;
}

}  // namespace

std::string guess_encoding(std::string_view bytes) {
  bytes = bytes.substr(0, kLookedAt);
  if (is_utf16(bytes)) return "UTF-16";
  if (bytes.find('\0') != std::string_view::npos) return "no text at all";
  if (is_double_byte(bytes)) return "GB 18030, Big5 or Shift JIS";
  return is_central_european(bytes) ? "Windows-1250" : "Windows-1252";
}

}  // namespace cairn
