// Made by CMake from the files in cli/examples: specs for `cairn explain`.
#pragma once

#include <string_view>
#include <vector>

namespace cairn {

struct ExampleText {
  std::string_view name;  // "E404.wrong.journey"
  std::string_view text;
};

/// In order of their names.
const std::vector<ExampleText>& example_texts();

}  // namespace cairn
