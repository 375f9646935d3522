// A compiled spec for the benchmarks.
#pragma once

#include <string>

#include "compiler/compile.h"

namespace cairn {

/// Compiles specs/NAME.journey from disk; stops the program if it is not sound.
Compiled compile_spec(const std::string& name);

std::string read_spec(const std::string& name);

}  // namespace cairn
