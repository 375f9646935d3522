// Any bytes: the tree is sound and holds every byte of the text.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "base/diagnostic.h"
#include "base/text_file.h"
#include "grammar/parse.h"
#include "grammar/syntax_tree.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  cairn::TextFiles files;
  cairn::Diagnostics diagnostics;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const cairn::FileId id = files.add(cairn::make_text_file("fuzz.journey", text));
  const cairn::SyntaxTree tree = cairn::parse(files, id, diagnostics);
  CAIRN_CHECK(cairn::is_well_formed(tree, files[id]));
  CAIRN_CHECK(cairn::print(tree, files[id]) == files[id].text);
  return 0;
}
