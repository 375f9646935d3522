#include "base/label.h"

#include <array>
#include <utf8proc.h>

namespace cairn {

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

}  // namespace cairn
