#include "base/label.h"

#include <array>
#include <utf8proc.h>

#include "base/text.h"

namespace cairn {

namespace {

void append_lower(std::string& text, char32_t code) {
  std::array<utf8proc_uint8_t, 4> bytes{};
  const auto length =
      utf8proc_encode_char(utf8proc_tolower(static_cast<utf8proc_int32_t>(code)), bytes.data());
  for (utf8proc_ssize_t i = 0; i < length; ++i) {
    text += static_cast<char>(bytes[static_cast<std::size_t>(i)]);
  }
}

bool is_apostrophe(char32_t code) {
  return code == U'\'' || code == U'\u2019' || code == U'\u02BC';
}

// ASCII for both kinds of digits, else the code itself.
char32_t plain_digit(char32_t code) {
  return code >= 0xFF10 && code <= 0xFF19 ? code - 0xFF10 + U'0' : code;
}

}  // namespace

std::string label_from_name(std::string_view name) {
  std::string label;
  utf8proc_int32_t first = 0;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(name.data());
  const auto length = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(name.size()), &first);
  if (length <= 0) return std::string(name);
  std::array<utf8proc_uint8_t, 4> upper{};
  const auto upper_length = utf8proc_encode_char(utf8proc_toupper(first), upper.data());
  for (utf8proc_ssize_t i = 0; i < upper_length; ++i) {
    label += static_cast<char>(upper[static_cast<std::size_t>(i)]);
  }
  for (const char letter : name.substr(static_cast<std::size_t>(length))) {
    label += letter == '-' || letter == '_' ? ' ' : letter;
  }
  return label;
}

std::string name_from_label(std::string_view label) {
  const std::string composed = to_nfc(label);
  std::string_view rest = composed;
  std::string name;
  bool is_gap = false;
  while (!rest.empty()) {
    const Character character = first_character(rest);
    rest.remove_prefix(character.size);
    const char32_t code = plain_digit(character.code);
    const bool is_digit = code >= U'0' && code <= U'9';
    const bool is_mark = is_name_mark(code);
    if (is_apostrophe(code)) continue;
    // A mark belongs to the letter before it and is lost with it.
    if ((!is_digit && !is_mark && !is_name_letter(code)) || (is_mark && (is_gap || name.empty()))) {
      is_gap = true;
      continue;
    }
    if (is_gap && !name.empty()) name += '-';
    is_gap = false;
    append_lower(name, code);
  }
  return to_nfc(name);
}

}  // namespace cairn
