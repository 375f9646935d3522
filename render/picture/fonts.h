// Which scripts a picture uses, and whether some installed font can draw them.
#pragma once

#include <string>
#include <vector>

namespace cairn {

struct MissingFont {
  std::string script;   // "Han", "Thai", …
  std::string package;  // the Debian package that has it
};

/// Scripts in the texts that no installed font covers, in a fixed order. Also the Latin face: cards
/// are measured for Arial or a font of the same widths.
std::vector<MissingFont> find_missing_fonts(const std::vector<std::string>& texts);

/// Names of the scripts that occur in the texts, in a fixed order.
std::vector<std::string> find_scripts(const std::vector<std::string>& texts);

}  // namespace cairn
