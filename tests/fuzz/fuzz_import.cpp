// Any bytes as a Mermaid diagram: what is made of it is a sound spec, laid out as `cairn fmt` does.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/check.h"
#include "base/diagnostic_printer.h"
#include "compiler/compile.h"
#include "compiler/symbols.h"
#include "exchange/mermaid_journey.h"
#include "exchange/spec_from_mermaid.h"
#include "grammar/format.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cairn;
  TextFiles files;
  Diagnostics diagnostics;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const FileId id = files.add(make_text_file("map.mmd", text));
  const std::optional<MermaidJourney> diagram = read_mermaid_journey(files, id, diagnostics);
  print_diagnostics(files, diagnostics, {});
  CAIRN_CHECK(diagram.has_value() == !diagnostics.has_errors());
  if (!diagram) return 0;

  MemoryFiles disk;
  disk.contents["/map.journey"] = spec_from_mermaid(*diagram, is_reserved);
  Diagnostics found;
  const Project project = load_project(disk, "map.journey", {}, found);
  const Compiled compiled = compile(project, {}, found);
  CAIRN_CHECK(compiled.is_sound);
  CAIRN_CHECK(compiled.level == Level::draw);
  CAIRN_CHECK(found.count(Severity::warning) == 0);
  const FileId written = project.trees.front().file;
  CAIRN_CHECK(format(project.trees.front(), project.files[written]) == project.files[written].text);
  return 0;
}
