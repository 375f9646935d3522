// What the journey map needs, gathered: predictions, what stages, pains and fixes come to.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/progress.h"
#include "journey/journey.h"
#include "render/map/map.h"

namespace cairn {

/// Figures of stages by StageId: of everyone first, then of each persona.
using StageTable = std::vector<std::vector<StageFigures>>;

struct MapWish {
  PersonaId persona = {};         // invalid: everyone
  std::vector<FixId> fixes = {};  // of the scenario; empty: today
  std::string scenario_label = {};
  bool is_delta = false;
  PictureLanguage language = PictureLanguage::english;
  std::uint64_t seed = 1;
  std::uint32_t worlds = 1'000;  // as many as `cairn run` and `cairn compare` take unless told
  unsigned threads = 0;
  Progress* progress = nullptr;  // of gather_map
  // Found already, in as many worlds; null: found here. The comparison is of every fix alone, if
  // the journey has any; the prediction answers standard_questions of today.
  const Prediction* today = nullptr;
  const StageTable* stages = nullptr;  // of today
  const Comparison* comparison = nullptr;
  const std::vector<Advised>* advice = nullptr;
};

/// Owns what a MapInput points to.
struct MapParts {
  Prediction today, with_fixes;
  std::vector<StageFigures> today_stages, fixed_stages;
  std::vector<PainEffect> today_pains, fixed_pains;
  std::vector<PainRelief> reliefs;
  std::optional<Comparison> comparison;
  std::vector<Advised> advice;
  bool is_scenario_known = false;
};

/// Solves what the map shows; the journey must have passed the checks at level run.
MapParts gather_map(const Journey& journey, const MapWish& wish);

/// The input of draw_map; null parts: a map without numbers. Points into all that is given.
MapInput map_input(const Journey& journey, const MapWish& wish, const MapParts* parts);

/// The journey of one kind of people: everybody who enters is of that persona.
Journey journey_of_persona(const Journey& journey, PersonaId persona);

/// Share of them who come to any touchpoint of each stage, and when half of those are there.
/// `prediction` answers standard_questions(journey). For several maps of one journey.
StageTable find_stage_table(const Journey& journey, const Prediction& prediction,
                            const MapWish& wish);

}  // namespace cairn
