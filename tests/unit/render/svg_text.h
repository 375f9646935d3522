// Reading an SVG in tests.
#pragma once

#include <string>
#include <string_view>

namespace cairn {

/// Empty if the text is well-formed XML as far as tags, attributes, entities and characters go;
/// else what is wrong.
std::string xml_fault(std::string_view xml);

}  // namespace cairn
