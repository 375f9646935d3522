// The program: reads the command line, runs one command, notices what could not be written.
#include <exception>
#include <fmt/format.h>
#include <new>

#include "base/files.h"
#include "cli/commands.h"
#include "cli/options/options.h"
#include "cli/project/console.h"

namespace cairn {
namespace {

int run_command(const Options& options, Files& disk, Console& console) {
  switch (options.command) {
#define CAIRN_COMMAND(enumerator, function, name, summary, example) \
  case Command::enumerator:                                         \
    return function(options, disk, console);
#include "cli/options/commands.def"
#undef CAIRN_COMMAND
  }
  return kExitBug;
}

int run_program(int argc, const char* const* argv) {
  const ParsedCommandLine parsed = parse_command_line(argc, argv);
  const ColourChoice colour = parsed.options ? parsed.options->colour : ColourChoice::never;
  Console console = make_console(colour, parsed.options && parsed.options->use_ascii);
  int code = parsed.exit_code;
  if (parsed.options) {
    DiskFiles disk;
    code = run_command(*parsed.options, disk, console);
  } else if (code == kExitYes) {
    print_help(console, parsed.message);
  } else {
    print_note(parsed.message);
  }
  // A result that nobody received is no result, whatever it said.
  return finish_output(console) ? code : kExitFile;
}

}  // namespace
}  // namespace cairn

int main(int argc, char** argv) {
  cairn::prepare_streams();
  try {
    return cairn::run_program(argc, argv);
  } catch (const std::bad_alloc&) {
    cairn::print_note("cairn: out of memory\n");
  } catch (const std::exception& error) {
    cairn::print_note(fmt::format("cairn: this is a bug in cairn: {}\n", error.what()));
    cairn::print_note("please report it with the spec and the command line\n");
  }
  return cairn::kExitBug;
}
