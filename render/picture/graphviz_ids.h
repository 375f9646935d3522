// Graphs whose parts are numbered in order of appearance, built by calls. Only for graphviz*.cpp.
#pragma once

#include <graphviz/cgraph.h>
#include <string>

namespace cairn {

/// An empty directed graph; agclose ends it.
Agraph_t* open_graph(const char* name);

/// Graphviz takes char* and changes no name or value.
char* graph_chars(const std::string& text);

/// Of a graph, node or edge.
void set_attribute(void* object, const char* name, const std::string& value);

/// The graph in DOT.
std::string graph_text(Agraph_t* graph);

}  // namespace cairn
