#include "cli/pictures.h"

#include <optional>

#include "cli/console.h"
#include "cli/map_parts.h"
#include "render/flow/flow_draw.h"
#include "simulator/predict.h"

namespace cairn {
namespace {

/// Shares and volumes: best estimates are enough, no doubt and no walk.
Prediction predict_for_picture(const Journey& journey, const PictureRequest& request) {
  RunOptions how;
  how.worlds = 0;
  how.people = 0;
  how.threads = request.threads;
  return predict(journey, standard_questions(journey), how);
}

FlowGraph flow_of(const PictureRequest& request) {
  std::optional<Prediction> prediction;
  if (request.is_predictable) prediction = predict_for_picture(request.journey, request);
  FlowInput input{request.journey};
  input.prediction = prediction ? &*prediction : nullptr;
  input.language = request.language;
  return build_flow_graph(input);
}

std::variant<Drawing, PictureError> flow_picture(const PictureRequest& request) {
  bool was_stacked = false;
  FlowDrawing how;
  how.was_stacked = &was_stacked;
  auto drawn = draw_flow(flow_of(request), how);
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
  switch (request.kind) {
    case PictureKind::flow:
      return flow_picture(request);
    case PictureKind::map:
      return make_map(request);
    case PictureKind::funnel:
    case PictureKind::emotion:
    case PictureKind::sankey:
    case PictureKind::time:
    case PictureKind::compare:
      break;
  }
  return PictureError{"this picture cannot be drawn yet"};
}

std::variant<std::string, PictureError> make_dot(const PictureRequest& request) {
  if (request.kind != PictureKind::flow) {
    return PictureError{"only the flow can be written as DOT; end the name in .svg, .png or .pdf"};
  }
  return flow_dot(flow_of(request));
}

}  // namespace cairn
