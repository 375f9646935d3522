// Graphs whose parts are numbered in order of appearance. Only for render/graphviz.cpp.
#pragma once

#include <graphviz/cgraph.h>

namespace cairn {

/// An empty directed graph; agclose ends it.
Agraph_t* open_graph(const char* name);

}  // namespace cairn
