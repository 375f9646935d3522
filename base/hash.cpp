#include "base/hash.h"

#include <array>
#include <cstdint>
#include <sha256.h>
#include <sys/types.h>

namespace cairn {
namespace {

using Digest = std::array<std::uint8_t, SHA256_DIGEST_LENGTH>;

Digest digest_of(std::string_view bytes) {
  SHA2_CTX context;
  SHA256Init(&context);
  SHA256Update(&context, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  Digest digest{};
  SHA256Final(digest.data(), &context);
  return digest;
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
  std::string hex;
  for (const std::uint8_t byte : digest_of(bytes)) {
    hex += "0123456789abcdef"[byte >> 4];
    hex += "0123456789abcdef"[byte & 15];
  }
  return hex;
}

std::string sha256_base64(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const Digest digest = digest_of(bytes);
  std::string text;
  // 32 bytes: ten groups of three, then two bytes and one `=`.
  for (std::size_t i = 0; i < digest.size(); i += 3) {
    const std::uint32_t group = (std::uint32_t{digest[i]} << 16) |
                                (std::uint32_t{digest[i + 1]} << 8) |
                                (i + 2 < digest.size() ? digest[i + 2] : 0U);
    for (int shift = 18; shift >= 0; shift -= 6) text += kDigits[(group >> shift) & 63];
  }
  text.back() = '=';
  return text;
}

}  // namespace cairn
