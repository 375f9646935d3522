// `cairn words`: the words of the language and what may stand where, offline.
#include <fmt/format.h>
#include <string>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/words.h"

namespace cairn {
namespace {

std::string lower_case(std::string word) {
  for (char& c : word) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return word;
}

}  // namespace

int run_words(const Options& options, Files&, Console& console) {
  const TerminalStyle style = terminal_style(console);
  if (options.words.empty()) {
    print_report(console, list_words(style));
    return kExitYes;
  }
  int exit_code = kExitYes;
  bool is_first = true;
  for (const std::string& typed : options.words) {
    const std::string word = lower_case(typed);
    const std::optional<std::string> text = describe_word(word, style);
    if (!text) {
      const std::optional<std::string> near = near_word(word);
      print_note(
          fmt::format("cairn: `{}` is not a word of the language{}\n`cairn words` lists them all\n",
                      shorten(escape_for_display(typed), 60),
                      near ? fmt::format("; did you mean `{}`?", *near) : ""));
      exit_code = kExitCommandLine;
      continue;
    }
    print_report(console, (is_first ? "" : "\n") + *text);
    is_first = false;
  }
  return exit_code;
}

}  // namespace cairn
