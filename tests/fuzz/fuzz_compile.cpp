// Any bytes as a spec: read, compile, print. Must not crash, hang or use memory without bound.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/diagnostic_printer.h"
#include "compiler/compile.h"
#include "compiler/lower.h"
#include "journey/state_space.h"

namespace {

// Exploring up to the real limit takes as long as thousands of small inputs; of those that come
// near it, only every 32nd is checked all the same.
constexpr std::size_t kSmall = 2'000;

bool is_small(const cairn::Project& project) {
  cairn::Diagnostics ignored;
  const cairn::Lowered lowered = cairn::lower(project, cairn::UnknownNames::are_notes, ignored);
  return cairn::build_state_spaces(lowered.journey, kSmall).is_complete;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cairn;
  MemoryFiles files;
  files.contents["/spec.journey"] = std::string(reinterpret_cast<const char*>(data), size);
  Diagnostics diagnostics;
  const Project project = load_project(files, "spec.journey", {}, diagnostics);
  if (is_small(project) || size % 32 == 0) compile(project, {}, diagnostics);
  print_diagnostics(project.files, diagnostics, {});
  return 0;
}
