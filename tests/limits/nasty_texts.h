// Inputs of about a megabyte that are made to be slow or large to read.
#pragma once

#include <string>
#include <vector>

namespace cairn {

struct NastyText {
  std::string name;
  std::string text;
  bool is_mermaid = false;
};

std::vector<NastyText> nasty_texts();

}  // namespace cairn
