// A guess at what a file that is not UTF-8 was saved as, for the message only.
#pragma once

#include <string>
#include <string_view>

namespace cairn {

/// "UTF-16", "Windows-1250", … or "no text at all"; empty if nothing fits.
std::string guess_encoding(std::string_view bytes);

}  // namespace cairn
