// The journey map: stages side by side with what people do, meet, think and feel, what hurts and
// what would help, for everyone or one persona.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "journey/advice.h"
#include "journey/comparison.h"
#include "journey/journey.h"
#include "journey/prediction.h"
#include "render/picture/drawing.h"
#include "render/picture/language.h"

namespace cairn {

/// What no single question of a prediction tells about a stage: of the people the map is about.
struct StageFigures {
  std::optional<double> reach;         // share of them who come to any touchpoint of it
  std::optional<double> arrival_days;  // half of those who come are there by then
};

/// What having a pain away would bring, all else as it is.
struct PainRelief {
  PainId pain;
  double conversion = 0;         // more of the people the map is about who convert, a share of them
  std::optional<double> profit;  // more per entrant
};

/// The figures of one state of the journey, for the people the map is about.
struct MapNumbers {
  /// Answers standard_questions(journey); its flows are those of the persona. Null: none.
  const Prediction* prediction = nullptr;
  std::vector<StageFigures> stages = {};  // by StageId; empty: not known
  std::vector<PainEffect> pains = {};     // of them alone; empty: not known
  std::vector<PainRelief> reliefs = {};   // empty: not known
};

struct MapInput {
  const Journey& journey;
  PersonaId persona = {};  // invalid: everyone
  MapNumbers today = {};
  /// Every fix alone, and the scenario if there is one; with advice by alternative. Null: none.
  const Comparison* comparison = nullptr;
  const std::vector<Advised>* advice = nullptr;
  /// A scenario: its fixes and the figures with them. Empty: today's map.
  std::vector<FixId> fixes = {};
  std::string scenario_label = {};
  MapNumbers with_fixes = {};
  bool is_delta = false;  // today's figures muted beside those of the scenario
  PictureLanguage language = PictureLanguage::english;
};

/// Whole in, whole out. A map of a spec without numbers has its names and texts.
Drawing draw_map(const MapInput& input);

}  // namespace cairn
