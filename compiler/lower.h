// Trees to a Journey: every line read, every name resolved.
#pragma once

#include <cstdint>
#include <vector>

#include "base/diagnostic.h"
#include "compiler/compile.h"
#include "journey/journey.h"

namespace cairn {

/// What to do with names that nothing declares.
enum class UnknownNames : std::uint8_t {
  are_errors,
  are_notes,   // a fragment: another file declares them (R18)
  are_silent,  // a file could not be read: they are most likely declared there
};

struct Lowered {
  Journey journey;
  bool has_unknown_names = false;
  std::vector<Span> left_out;     // uses of names whose declaration could not be read
  std::vector<Span> block_spans;  // all headings, by file and place; the lines below belong to them
};

Lowered lower(const Project& project, UnknownNames unknown_names, Diagnostics& diagnostics);

/// Whether some file of the project has a `journey` heading; without one it is a fragment.
bool has_frame(const Project& project);

}  // namespace cairn
