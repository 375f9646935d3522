// A project of one text, compiled in memory.
#pragma once

#include <string>
#include <string_view>

#include "base/diagnostic_printer.h"
#include "compiler/compile.h"

namespace cairn {

struct CompiledText {
  Project project;
  Diagnostics diagnostics;
  Compiled compiled;
  const Journey& journey() const { return compiled.journey; }
};

inline CompiledText compile_files(const MemoryFiles& files, const std::string& name,
                                  const CompileOptions& options = {}) {
  CompiledText result;
  result.project = load_project(files, name, options, result.diagnostics);
  result.compiled = compile(result.project, options, result.diagnostics);
  return result;
}

inline CompiledText compile_text(const std::string& text, const CompileOptions& options = {}) {
  MemoryFiles files;
  files.contents["/spec.journey"] = text;
  return compile_files(files, "spec.journey", options);
}

/// The codes of all diagnostics in order, separated by spaces: "E201 W208".
inline std::string codes_of(const Diagnostics& diagnostics) {
  std::string codes;
  for (const Diagnostic& one : diagnostics.all()) {
    if (!codes.empty()) codes += ' ';
    codes += code_info(one.code).id;
  }
  return codes;
}

/// Errors and warnings as they are printed.
inline std::string messages_of(const CompiledText& text) {
  std::string messages;
  for (const Diagnostic& one : text.diagnostics.all()) {
    if (severity_of(one.code) == Severity::note) continue;
    messages += print_diagnostic(text.project.files, one, false);
  }
  return messages;
}

}  // namespace cairn
