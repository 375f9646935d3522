// A report from an opened spec, as `cairn report` writes it and `cairn watch` shows it.
#pragma once

#include <string>
#include <variant>

#include "cli/project/project.h"
#include "render/picture/picture.h"

namespace cairn {

/// quick: what best estimates alone say, for a page that shall be there at once.
enum class ReportDepth : std::uint8_t { quick, whole };

/// The page, or why it cannot be made. The spec must be sound.
std::variant<std::string, PictureError> make_report(const Opened& opened, const Options& options,
                                                    ReportDepth depth);

}  // namespace cairn
