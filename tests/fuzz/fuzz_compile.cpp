// Any bytes as a spec: read, compile, print. Must not crash, hang or use memory without bound.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/diagnostic_printer.h"
#include "compiler/compile.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cairn;
  MemoryFiles files;
  files.contents["/spec.journey"] = std::string(reinterpret_cast<const char*>(data), size);
  Diagnostics diagnostics;
  const Project project = load_project(files, "spec.journey", {}, diagnostics);
  compile(project, {}, diagnostics);
  print_diagnostics(project.files, diagnostics, {});
  return 0;
}
