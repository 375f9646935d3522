// The wrong and the right example of each message, as specs that can be judged.
//
// A file cli/examples/E404.wrong.journey holds a whole small spec. Lines that begin with `#! ` at
// its start are for `cairn explain`:
//   #! says WORDS      stands beside the heading, for what cannot be seen in the text
//   #! byte CHAR HH    stands in the file as the one byte HH, which is not UTF-8
//   #! command test    the message comes from `cairn test`
// What stands above a line `# ---` is compiled, but not shown. E404.wrong.more.journey, if there
// is one, stands beside it as `fixes.journey`.
#pragma once

#include <optional>
#include <string>

#include "base/diagnostic.h"
#include "base/files.h"
#include "compiler/compile.h"

namespace cairn {

/// A folder "/shop" in memory, in which one stands.
class ExampleFiles : public MemoryFiles {
 public:
  std::filesystem::path resolve(const std::filesystem::path& path) const override;
};

struct ExampleSpec {
  ExampleFiles files;  // "/shop/shop.journey", perhaps "/shop/fixes.journey"
  std::string shown;   // the lines for people
  std::string shown_more;
  std::string says;
  bool is_for_test = false;  // judged by `cairn test`, else by `cairn check`
};

/// Nothing if there is no such file.
std::optional<ExampleSpec> find_example(Code code, bool is_wrong);

struct JudgedExample {
  Project project;
  Diagnostics diagnostics;  // sorted
};

/// What the command says of the example. Deterministic and quick.
JudgedExample judge_example(const ExampleSpec& example);

}  // namespace cairn
