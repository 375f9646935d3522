// Two specs in one input, apart at a line `====` (else the second is the first half of the first):
// compared and printed in three forms. Must not crash, and nothing differs from itself.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "base/files.h"
#include "compiler/compile.h"
#include "diff/diff_report.h"

namespace {

struct Spec {
  cairn::Project project;
  cairn::Compiled compiled;
};

Spec compile_spec(const std::string& text) {
  cairn::MemoryFiles files;
  files.contents["/spec.journey"] = text;
  cairn::Diagnostics diagnostics;
  Spec spec;
  spec.project = cairn::load_project(files, "spec.journey", {}, diagnostics);
  spec.compiled = cairn::compile(spec.project, {}, diagnostics);
  return spec;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cairn;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::string apart = "\n====\n";
  const std::size_t at = text.find(apart);
  const Spec before = compile_spec(text.substr(0, at));
  const Spec after = compile_spec(at == std::string::npos ? text.substr(0, size / 2)
                                                          : text.substr(at + apart.size()));
  SpecDiff diff;
  diff.old_side.files = &before.project.files;
  diff.new_side.files = &after.project.files;
  diff.diff = compare(before.compiled.journey, after.compiled.journey);
  CAIRN_CHECK(!diff_text({diff}, {}).empty());
  CAIRN_CHECK(!diff_markdown({diff}).empty());
  CAIRN_CHECK(!diff_json({diff}, "fuzz").empty());
  CAIRN_CHECK(compare(before.compiled.journey, before.compiled.journey).empty());
  return 0;
}
