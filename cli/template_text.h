// Texts that live in files of their own and are built into the program.
#pragma once

#include <string_view>

namespace cairn {

/// cli/templates/new.journey
extern const std::string_view kNewJourney;

}  // namespace cairn
