// Diagnostics for code review tools: SARIF 2.1.0 (OASIS standard, 27 March 2020).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/text_file.h"

namespace cairn {

/// What was found in one project. Points into it.
struct SarifInput {
  const TextFiles* files = nullptr;
  const Diagnostics* diagnostics = nullptr;
  std::string_view path;  // the file named first: the place of what has no place in a text
};

/// One document with one run for all projects: the rules that were broken, and each mistake with
/// its place, the other lines that matter, and its repair. Columns count UTF-16 code units from 1.
std::string diagnostics_to_sarif(const std::vector<SarifInput>& projects, std::string_view version);

}  // namespace cairn
