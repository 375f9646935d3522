// A place in a text: file plus a half-open range of bytes.
#pragma once

#include <compare>
#include <cstdint>

#include "base/ids.h"

namespace cairn {

struct TextFile;
using FileId = Id<TextFile>;

/// Bytes begin … end-1 of one file. Line and column are worked out only when something is printed.
struct Span {
  FileId file;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  bool is_valid() const { return file.is_valid(); }
  auto operator<=>(const Span&) const = default;
};

}  // namespace cairn
