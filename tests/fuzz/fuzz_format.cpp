// Any bytes: laying out twice is laying out once, and never changes what is meant.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "base/check.h"
#include "compiler/lower.h"
#include "grammar/format.h"
#include "grammar/parse.h"
#include "journey/journey_dump.h"

namespace {

std::string format_once(std::string text) {
  cairn::TextFiles files;
  cairn::Diagnostics diagnostics;
  const cairn::FileId id = files.add(cairn::make_text_file("fuzz.journey", std::move(text)));
  return cairn::format(cairn::parse(files, id, diagnostics), files[id]);
}

/// What a text means, as `cairn dump journey` prints it; nothing if a line has a mistake. The
/// checks read only the Journey, so that they need not run to compare two.
std::optional<std::string> meaning(const std::string& text) {
  cairn::MemoryFiles files;
  files.contents["/spec.journey"] = text;
  cairn::Diagnostics diagnostics;
  const cairn::Project project = cairn::load_project(files, "spec.journey", {}, diagnostics);
  const cairn::Lowered lowered = cairn::lower(project, cairn::UnknownNames::are_notes, diagnostics);
  if (diagnostics.has_errors()) return std::nullopt;
  return cairn::dump_journey(lowered.journey);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::string once = format_once(text);
  CAIRN_CHECK(format_once(once) == once);
  const std::optional<std::string> before = meaning(text);
  if (before) CAIRN_CHECK(meaning(once) == before);
  return 0;
}
