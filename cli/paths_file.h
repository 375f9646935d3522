// `cairn run --paths`: the paths of the walked people, streamed into a file.
#pragma once

#include <string>

#include "journey/journey.h"
#include "simulator/predict.h"

namespace cairn {

/// Writes as it walks, in constant memory, and says how much; false, with a note, if the file
/// cannot be written.
bool write_paths_file(const Journey& journey, const RunOptions& options, const std::string& path);

}  // namespace cairn
