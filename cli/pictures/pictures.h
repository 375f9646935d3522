// Every picture `cairn draw` can make, from a journey that passed its checks.
#pragma once

#include <string>
#include <variant>

#include "base/progress.h"
#include "cli/options/options.h"
#include "journey/journey.h"
#include "render/picture/picture.h"

namespace cairn {

struct PictureRequest {
  const Journey& journey;
  bool is_predictable = true;  // false: judged at level draw, nothing can be solved
  PictureKind kind = PictureKind::flow;
  PersonaId persona = {};         // invalid: everyone, or the picture chooses
  std::vector<FixId> fixes = {};  // of the scenario; empty: today
  std::string scenario_label = {};
  bool is_delta = false;
  bool is_full = false;  // every touchpoint of a large journey, not its stages
  PictureLanguage language = PictureLanguage::english;
  unsigned threads = 0;
  Progress* progress = nullptr;
};

/// The picture, or why there is none: it needs numbers, a horizon, fixes and so on.
std::variant<Drawing, PictureError> make_picture(const PictureRequest& request);

/// The flow as a graph in DOT; other pictures have none, whatever the kind asked for.
std::variant<std::string, PictureError> make_dot(const PictureRequest& request);

/// The language of a picture's fixed words: as asked for, else that of the spec, else English.
PictureLanguage words_for(const Options& options, const Journey& journey);

}  // namespace cairn
