// A fingerprint of bytes, printed in reports so that a result can be traced to its spec.
#pragma once

#include <string>
#include <string_view>

namespace cairn {

/// SHA-256 (FIPS 180-4) as 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

/// The same in base64 (RFC 4648), as a Content-Security-Policy names a script.
std::string sha256_base64(std::string_view bytes);

}  // namespace cairn
