// `cairn explain`: what a message means, offline.
#include <fmt/format.h>
#include <string>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/explain.h"

namespace cairn {
namespace {

void complain_about_code(const std::string& typed) {
  const std::string near = near_codes(typed);
  print_note(fmt::format("cairn: there is no code `{}`{}\n`cairn explain` lists them all\n",
                         shorten(escape_for_display(typed), 60),
                         near.empty() ? "" : "; near it: " + near));
}

}  // namespace

int run_explain(const Options& options, Files&, Console& console) {
  if (options.as_markdown) {
    print_result(console, explain_as_markdown());
    return kExitYes;
  }
  if (options.words.empty()) {
    print_report(console, list_codes(terminal_style(console)));
    return kExitYes;
  }
  int exit_code = kExitYes;
  bool is_first = true;
  for (const std::string& typed : options.words) {
    const std::optional<Code> code = find_code(typed);
    if (!code) {
      complain_about_code(typed);
      exit_code = kExitCommandLine;
      continue;
    }
    print_report(console, (is_first ? "" : "\n") + explain_code(*code, terminal_style(console)));
    is_first = false;
  }
  return exit_code;
}

}  // namespace cairn
