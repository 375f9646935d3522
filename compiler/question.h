// What `cairn why` is asked, in the words of the language.
#pragma once

#include <optional>
#include <string>

#include "base/diagnostic.h"
#include "compiler/compile.h"
#include "journey/choice.h"
#include "journey/journey.h"

namespace cairn {

/// "checkout -> order for mobile when member", or "reach order for regular".
struct WhyQuestion {
  Site from;  // no id valid: how people come to `to` at all
  PlaceId to;
  Scope scope;
};

/// Reads a question about a project that compiles. The text becomes a file of the project, so that
/// mistakes in it can be shown like those of a spec.
std::optional<WhyQuestion> read_question(Project& project, const std::string& text,
                                         Diagnostics& diagnostics);

}  // namespace cairn
