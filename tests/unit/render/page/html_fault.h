// Reading a page in tests.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cairn {

/// Empty if the tags of an HTML page are well-formed: each element is closed in its turn,
/// attributes are quoted, nothing stands unescaped, ids are unique and no attribute is a handler or
/// a style. Else what is wrong. What stands in script and style elements is skipped.
std::string html_fault(std::string_view html);

/// What stands in the elements that begin with exactly this tag: "<style>".
std::vector<std::string> contents_of(std::string_view html, std::string_view open,
                                     std::string_view close);

/// Every value of an attribute such as `href`, as written.
std::vector<std::string> attribute_values(std::string_view html, std::string_view name);

}  // namespace cairn
