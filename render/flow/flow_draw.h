// The flow picture as a Drawing: FlowGraph in, shapes with places out.
#pragma once

#include <string>
#include <variant>

#include "render/flow/flow_graph.h"
#include "render/picture/drawing.h"
#include "render/picture/picture.h"

namespace cairn {

// What a page's script can rely on. NAME, FROM, TO are names in the spec, by name_id; KEY is the
// number of a stage, "_entry" for the sources, "_loose-1" and so on for touchpoints outside of
// stages, "_outcomes" for the outcomes.
//
//   mark (kind)  id               data-…                              parts
//   "card"       NAME             bar-left, bar-width                 dot, feeling, reach, leave,
//                                                                     still, reach-bar, leave-bar
//   "outcome"    NAME                                                 reach
//   "stage"      stage__KEY                                           reach
//   "line"       FROM__TO         from, to, width, tip-x, tip-y,      line, head
//                                 heading (right, left, up, down)
//   "label"      FROM__TO__share  from, to                            pill, share
//   "exit"       leave__KEY       width                               exit, head, leave
//   "still"      still__KEY                                           still
//   "other"      other__KEY       what goes on by lines that are left out
//
// A large journey drawn by stages has a card _inside-KEY in place of each stage's.
// A kind is followed by more classes: "is-entry" (card of a source), "is-none" (with
// keep_everything: nobody comes, or goes, there today; not to be seen until the script shows it).
// Texts are a number, then, but for sources, outcomes, stages and shares, a space and a word. The
// line of a width w ends 0.8 × length before its tip, and its arrowhead is 5.5 + 0.62 w long and
// 5 + 1.35 w wide.

struct FlowDrawing {
  bool asks_graphviz = true;  // for heights; false: cards simply stacked, equal on every machine
  double time_limit_seconds = 20;
  bool* was_stacked = nullptr;  // set: Graphviz did not answer in time, cards are simply stacked
};

std::variant<Drawing, PictureError> draw_flow(const FlowGraph& graph, const FlowDrawing& how = {});

/// The journey as a graph for people's own Graphviz: stages as clusters, names, shares, widths by
/// volume; no places.
std::string flow_dot(const FlowGraph& graph);

}  // namespace cairn
