// Which characters make a name: language.md 4, `letter`.
#include <utf8proc.h>

#include "base/text.h"

namespace cairn {

namespace {

bool is_arrow(char32_t code) {
  return (code >= 0x2190 && code <= 0x21FF) || (code >= 0x27F0 && code <= 0x27FF) ||
         (code >= 0x2900 && code <= 0x297F) || (code >= 0x2B00 && code <= 0x2B11) ||
         (code >= 0x1F800 && code <= 0x1F8FF);
}

bool is_full_width_digit(char32_t code) {
  return code >= 0xFF10 && code <= 0xFF19;
}

bool is_skin_tone(char32_t code) {
  return code >= 0x1F3FB && code <= 0x1F3FF;
}

bool is_joiner(char32_t code) {
  return code == 0x200C || code == 0x200D;
}

}  // namespace

Character first_character(std::string_view text) {
  const auto byte = static_cast<unsigned char>(text.front());
  if (byte < 0x80U) return {byte, 1};
  utf8proc_int32_t code = -1;
  const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                     static_cast<utf8proc_ssize_t>(text.size()), &code);
  if (size <= 0) return {};
  return {static_cast<char32_t>(code), static_cast<std::uint32_t>(size)};
}

bool is_name_letter(char32_t code) {
  if (code < 0x80U) return (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z');
  if (code == kNoCharacter || is_arrow(code)) return false;
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(code))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_SO:
      return true;
    default:
      return false;
  }
}

bool is_name_mark(char32_t code) {
  if (code < 0x80U || code == kNoCharacter || is_full_width_digit(code)) return false;
  if (is_joiner(code) || is_skin_tone(code)) return true;
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(code))) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NO:
      return true;
    default:
      return false;
  }
}

}  // namespace cairn
