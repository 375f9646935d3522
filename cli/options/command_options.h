// What each command can be told.
#pragma once

#include "cli/options/raw_options.h"

namespace CLI {
class App;
}

namespace cairn {

/// Adds the arguments and options of `command` to `app`, its subcommand; they fill in `raw`.
void add_command_options(CLI::App& app, Command command, RawOptions& raw);

}  // namespace cairn
