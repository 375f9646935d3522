// The commands. Each prints what it has to say and returns an exit code of cli/options.h.
#pragma once

#include "base/files.h"
#include "cli/console.h"
#include "cli/options.h"

namespace cairn {

int run_new(const Options& options, Files& disk, Console& console);
int run_check(const Options& options, Files& disk, Console& console);
int run_fmt(const Options& options, Files& disk, Console& console);
int run_draw(const Options& options, Files& disk, Console& console);
int run_run(const Options& options, Files& disk, Console& console);
int run_test(const Options& options, Files& disk, Console& console);
int run_dump(const Options& options, Files& disk, Console& console);

}  // namespace cairn
