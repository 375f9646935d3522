// Any bytes: the tree is sound and lossless, and formatting twice is formatting once.
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "base/check.h"
#include "base/diagnostic.h"
#include "base/text_file.h"
#include "grammar/format.h"
#include "grammar/parse.h"
#include "grammar/syntax_tree.h"

namespace {

std::string format_once(std::string text) {
  cairn::TextFiles files;
  cairn::Diagnostics diagnostics;
  const cairn::FileId id = files.add(cairn::make_text_file("fuzz.journey", std::move(text)));
  const cairn::SyntaxTree tree = cairn::parse(files, id, diagnostics);
  CAIRN_CHECK(cairn::is_well_formed(tree, files[id]));
  CAIRN_CHECK(cairn::print(tree, files[id]) == files[id].text);
  return cairn::format(tree, files[id]);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string once = format_once({reinterpret_cast<const char*>(data), size});
  CAIRN_CHECK(format_once(once) == once);
  return 0;
}
