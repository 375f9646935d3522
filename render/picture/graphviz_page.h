// What all uses of Graphviz share: setting attributes, drawing a page of primitives.
#pragma once

#include <string>

#include "render/picture/child_process.h"
#include "render/picture/picture.h"

namespace cairn {

/// Draws the shapes as one page: the graph is empty but for its background, which Graphviz takes as
/// a list of drawing operations (xdot). Runs in a child process: nothing is freed at the end. The
/// format is png or pdf.
ChildWork draw_page(const Drawing& drawing, PictureFormat format, Theme theme);

}  // namespace cairn
