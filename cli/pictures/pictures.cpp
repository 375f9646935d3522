#include "cli/pictures/pictures.h"

#include <optional>
#include <vector>

#include "base/parallel.h"
#include "cli/pictures/chart_pictures.h"
#include "cli/pictures/map_parts.h"
#include "cli/pictures/stage_reach.h"
#include "cli/project/console.h"
#include "journey/apply.h"
#include "render/flow/flow_draw.h"
#include "simulator/predict.h"

namespace cairn {
namespace {

PictureError too_many_states() {
  return PictureError{
      "the journey and these fixes together make too many states; draw fewer fixes"};
}

constexpr double kHalf = 0.5;  // of the work: the first of two alike; only the bar depends on it

/// Whom the picture is about. A single persona is everyone, and is asked for as such.
PersonaId persona_of(const PictureRequest& request) {
  return request.journey.personas.size() > 1 ? request.persona : PersonaId{};
}

/// Shares and volumes of the flow: best estimates are enough, no doubt and no walk.
Prediction predict_flow(const Journey& journey, const PictureRequest& request, double part) {
  const ProgressScope scope(request.progress, part);
  RunOptions how;
  how.worlds = 0;
  how.people = 0;
  how.threads = request.threads;
  how.progress = request.progress;
  how.flows_of = flow_groups(persona_of(request));
  return predict(journey, flow_questions(journey, how.flows_of), how);
}

struct FlowFound {
  Prediction prediction;
  std::vector<std::optional<double>> stage_reach;
};

/// Both at once, for they take about as long.
FlowFound find_flow(const Journey& journey, const PictureRequest& request, double part_of_work) {
  FlowFound found;
  for_each_index(2, request.threads, [&](std::size_t part) {
    if (part == 0) {
      found.prediction = predict_flow(journey, request, part_of_work);
    } else {
      found.stage_reach = find_stage_reach(journey, persona_of(request), request.threads);
    }
  });
  return found;
}

std::variant<FlowGraph, PictureError> flow_of(const PictureRequest& request) {
  FlowInput input{request.journey};
  input.language = request.language;
  input.persona = persona_of(request);
  input.fixes = request.fixes;
  input.scenario = request.scenario_label;
  input.is_full = request.is_full;
  if (!request.is_predictable) {
    if (request.is_delta) return PictureError{"a delta needs shares to count with"};
    return build_flow_graph(input);
  }
  std::optional<FlowFound> today, changed;
  if (request.fixes.empty() || request.is_delta) {
    today = find_flow(request.journey, request, request.fixes.empty() ? 1 : kHalf);
  }
  if (!request.fixes.empty()) {
    const std::optional<Journey> applied = apply_fixes(request.journey, request.fixes);
    if (!applied) return too_many_states();
    changed = find_flow(*applied, request, 1);
  }
  const FlowFound& shown = changed ? *changed : *today;
  input.prediction = &shown.prediction;
  input.stage_reach = shown.stage_reach;
  if (request.is_delta) {
    input.today = &today->prediction;
    input.stage_reach_today = today->stage_reach;
  }
  return build_flow_graph(input);
}

std::variant<Drawing, PictureError> flow_picture(const PictureRequest& request) {
  const auto graph = flow_of(request);
  if (const PictureError* error = std::get_if<PictureError>(&graph)) return *error;
  bool was_stacked = false;
  FlowDrawing how;
  how.was_stacked = &was_stacked;
  auto drawn = draw_flow(std::get<FlowGraph>(graph), how);
  if (was_stacked) {
    print_note("note: the layout did not come to an end; the cards are simply stacked\n");
  }
  return drawn;
}

std::variant<Drawing, PictureError> make_map(const PictureRequest& request) {
  MapWish wish;
  wish.persona = request.persona;
  wish.fixes = request.fixes;
  wish.scenario_label = request.scenario_label;
  wish.is_delta = request.is_delta;
  wish.language = request.language;
  wish.threads = request.threads;
  wish.progress = request.progress;
  if (!request.is_predictable) return draw_map(map_input(request.journey, wish, nullptr));
  const MapParts parts = gather_map(request.journey, wish);
  if (!wish.fixes.empty() && !parts.is_scenario_known) {
    return PictureError{"today and these fixes together make too many states to be solved"};
  }
  return draw_map(map_input(request.journey, wish, &parts));
}

}  // namespace

PictureLanguage words_for(const Options& options, const Journey& journey) {
  if (options.language) return *options.language;
  return parse_language(journey.frame.language).value_or(PictureLanguage::english);
}

std::variant<Drawing, PictureError> make_picture(const PictureRequest& request) {
  if (request.kind == PictureKind::flow) return flow_picture(request);
  if (request.kind == PictureKind::map) return make_map(request);
  return make_chart(request);
}

std::variant<std::string, PictureError> make_dot(const PictureRequest& request) {
  const auto graph = flow_of(request);
  if (const PictureError* error = std::get_if<PictureError>(&graph)) return *error;
  return flow_dot(std::get<FlowGraph>(graph));
}

}  // namespace cairn
