#include "cli/options/options.h"

#include <fmt/format.h>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include "base/text.h"
#include "cli/options/command_options.h"

namespace cairn {
namespace {

constexpr const char* kSummary =
    "cairn - customer journeys as code: write one as text, check it, draw it, predict what\n"
    "customers will do";

struct CommandRow {
  const char* name;
  Command command;
  const char* summary;
  const char* example;
};

constexpr CommandRow kCommands[] = {
#define CAIRN_COMMAND(enumerator, function, name, summary, example) \
  {name, Command::enumerator, summary, example},
#include "cli/options/commands.def"
#undef CAIRN_COMMAND
};

/// "cairn rum": the word that is no command, with the nearest one that is.
std::optional<std::string> unknown_command(int argc, const char* const* argv) {
  if (argc < 2) return std::nullopt;
  const std::string_view word = argv[1];
  if (word.empty() || word.front() == '-') return std::nullopt;
  std::vector<std::string_view> names;
  for (const CommandRow& row : kCommands) {
    if (word == row.name) return std::nullopt;
    names.emplace_back(row.name);
  }
  const std::string shown = shorten(escape_for_display(word), 60);
  if (word.find('.') != std::string_view::npos) {
    return fmt::format("cairn: which command? For example: cairn check {0}\nsee cairn --help\n",
                       shown);
  }
  const std::optional<std::string> near = nearest(word, names);
  return fmt::format("cairn: `{}` is not a command{}\nsee cairn --help\n", shown,
                     near ? fmt::format("; did you mean `{}`?", *near) : "");
}

void style_help(CLI::App& app) {
  app.get_formatter()->column_width(26);
  app.get_formatter()->label("Positionals", "Arguments");
  app.get_formatter()->label("OPTIONS", "options");
  app.get_formatter()->label("SUBCOMMAND", "COMMAND");
  app.get_formatter()->label("Subcommands", "Commands");
  app.set_help_flag("-h,--help", "show this help");
}

/// The first line of a complaint of CLI11, in our words.
std::string complaint_of(const CLI::ParseError& error) {
  const std::string text = error.what();
  if (text.rfind("A subcommand is required", 0) == 0) return "a command is required";
  // "The following arguments were not expected: b.journey --for", the last first.
  constexpr std::string_view kExtra = "not expected: ";
  const std::string line = escape_for_display(text.substr(0, text.find('\n')));
  const std::size_t extra = line.find(kExtra);
  if (extra == std::string::npos) return line;
  const std::string words = line.substr(extra + kExtra.size());
  return fmt::format("it takes no `{}`", words.substr(words.rfind(' ') + 1));
}

}  // namespace

ParsedCommandLine parse_command_line(int argc, const char* const* argv) {
  if (const std::optional<std::string> complaint = unknown_command(argc, argv)) {
    return {std::nullopt, *complaint, kExitCommandLine};
  }
  CLI::App app{kSummary, "cairn"};
  style_help(app);
  app.set_version_flag("--version", std::string("cairn ") + CAIRN_VERSION, "show the version");
  app.require_subcommand(1);
  app.footer(
      "Start with:\n  cairn new shop.journey\n  cairn check shop.journey\n"
      "  cairn run shop.journey\n\n`cairn run --help` explains one command.");
  RawOptions raw;
  const CommandRow* chosen = nullptr;
  for (const CommandRow& row : kCommands) {
    CLI::App* command = app.add_subcommand(row.name, row.summary);
    style_help(*command);
    command->group("Commands");
    command->footer(std::string("Example:\n  ") + row.example);
    command->callback([&chosen, &row] { chosen = &row; });
    add_command_options(*command, row.command, raw);
  }
  const char* command_name = argc > 1 ? argv[1] : "";
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    const std::vector<CLI::App*> asked = app.get_subcommands();
    return {std::nullopt, asked.empty() ? app.help() : asked.front()->help("cairn"), kExitYes};
  } catch (const CLI::CallForVersion&) {
    return {std::nullopt, app.version() + "\n", kExitYes};
  } catch (const CLI::ParseError& error) {
    if (argc < 2) return {std::nullopt, app.help(), kExitCommandLine};
    const bool is_command = command_name[0] != '-';
    return {std::nullopt,
            fmt::format("cairn: {}\nsee cairn {}--help\n", complaint_of(error),
                        is_command ? fmt::format("{} ", command_name) : ""),
            kExitCommandLine};
  }
  raw.options.command = chosen->command;
  return {to_options(raw), {}, kExitYes};
}

}  // namespace cairn
