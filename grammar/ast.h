// Typed, read-only views over the nodes of a tree, so that meaning can be read off without counting
// children. A view of a broken or missing part holds an empty Node.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "grammar/syntax_tree.h"

namespace cairn {

/// The children that mean something: no white space, comments or line ends.
std::vector<Node> parts_of(Node node);

/// What stands in a line, without indentation, comment and line end.
Span content_span(Node line);

/// A text without its quotes.
std::string_view unquote(Node text);

/// The word a line begins with; empty for flows and broken lines.
std::string_view line_word(Node line);

/// A text with every run of white space made one space and none at the ends.
std::string normalise_spaces(std::string_view text);

/// `after`, `for`, `when`, `from` behind a line. A second one of a kind is in `repeated`.
struct TailView {
  Node after, who, guard, origin;
  std::vector<Node> repeated;
};
TailView tails_of(Node line);

/// [rest | `times` value | value] arrow name
struct FlowView {
  bool is_rest = false;
  Node factor;  // the word `times`
  Node value;
  Node target;
};
FlowView view_flow(Node line);

/// [name] arrow name
struct EdgeView {
  Node from, to;
};
EdgeView view_edge(Node edge);

/// edge | word `at` name | name
struct PlaceView {
  Node edge;
  Node word;
  Node name;
};
PlaceView view_place(Node place);

/// [symbol] signed [unit], or a number that stands alone.
struct QuantityView {
  Node number;
  Node unit;  // also the symbol before the number
};
QuantityView view_quantity(Node quantity);

/// [not] (visited name [n times] | last name | name)
struct ConditionView {
  bool is_negated = false;
  std::string_view word;  // "visited", "last" or empty
  Node name;
  Node times;
};
ConditionView view_condition(Node condition);

/// The child that is a value, whatever stands around it: `value`, `amount`, `quantity` …
Node value_of(Node line);
Node amount_of(Node line);
Node name_of(Node line);

/// Whether a direct child is the word.
bool has_word(Node node, std::string_view word);

}  // namespace cairn
