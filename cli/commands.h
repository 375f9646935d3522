// The commands. Each prints what it has to say and returns an exit code of cli/options.h.
#pragma once

#include "base/files.h"
#include "cli/options/options.h"
#include "cli/project/console.h"

namespace cairn {

#define CAIRN_COMMAND(enumerator, function, name, summary, example) \
  int function(const Options& options, Files& disk, Console& console);
#include "cli/options/commands.def"
#undef CAIRN_COMMAND

}  // namespace cairn
