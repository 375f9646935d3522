// A spec from a text, for tests of what is written from it.
#pragma once

#include <string>

#include "base/diagnostic_printer.h"
#include "compiler/compile.h"

namespace cairn {

struct CompiledText {
  Project project;
  Compiled compiled;
  std::string messages;  // errors and warnings, printed
};

inline CompiledText compile_text(const std::string& text) {
  MemoryFiles files;
  files.contents["/spec.journey"] = text;
  Diagnostics diagnostics;
  CompiledText result;
  result.project = load_project(files, "spec.journey", {}, diagnostics);
  result.compiled = compile(result.project, {}, diagnostics);
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    if (severity_of(diagnostic.code) == Severity::note) continue;
    result.messages += print_diagnostic(result.project.files, diagnostic, false);
  }
  return result;
}

}  // namespace cairn
