// Chinese in simplified letters, spelled from Chinese in traditional letters.
#pragma once

#include <string>
#include <string_view>

namespace cairn {

/// The text with the words of the mainland ("檔案" is "文件") and in simplified letters. Meant for
/// words.def: the other way round would be guessing, this way one letter becomes one.
std::string simplified(std::string_view traditional);

}  // namespace cairn
