#include "grammar/ast.h"

namespace cairn {

namespace {

bool is_trivia(SyntaxKind kind) {
  return kind == SyntaxKind::space || kind == SyntaxKind::comment || kind == SyntaxKind::newline ||
         kind == SyntaxKind::bom;
}

/// White space of the language: ASCII, no-break spaces, the ideographic space. Length in bytes, or
/// 0.
std::size_t space_at(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c == ' ' || c == '\t' || c == '\r' || c == '\n') return 1;
  if (text.substr(at, 2) == "\u00A0") return 2;
  if (text.substr(at, 3) == "\u3000" || text.substr(at, 3) == "\u202F") return 3;
  return 0;
}

}  // namespace

std::vector<Node> parts_of(Node node) {
  std::vector<Node> parts;
  for (const Node& child : node.children()) {
    if (!is_trivia(child.kind())) parts.push_back(child);
  }
  return parts;
}

Span content_span(Node line) {
  Span span = line.span();
  bool is_first = true;
  for (const Node& child : line.children()) {
    if (is_trivia(child.kind())) continue;
    if (is_first) span.begin = child.span().begin;
    span.end = child.span().end;
    is_first = false;
  }
  return span;
}

std::string_view unquote(Node text) {
  std::string_view inside = text.text();
  const auto drop_quote = [](std::string_view quote) -> std::size_t {
    for (const std::string_view known : {"\"", "“", "”", "„", "«", "»", "「", "」", "＂"}) {
      if (quote.substr(0, known.size()) == known) return known.size();
    }
    return 0;
  };
  inside.remove_prefix(drop_quote(inside));
  for (std::size_t length : {std::size_t{3}, std::size_t{2}, std::size_t{1}}) {
    if (inside.size() >= length && drop_quote(inside.substr(inside.size() - length)) == length) {
      inside.remove_suffix(length);
      break;
    }
  }
  return inside;
}

std::string_view line_word(Node line) {
  if (line.kind() == SyntaxKind::flow_line) return {};
  for (const Node& child : line.children()) {
    if (is_trivia(child.kind())) continue;
    return child.kind() == SyntaxKind::word ? child.text() : std::string_view();
  }
  return {};
}

std::string normalise_spaces(std::string_view text) {
  std::string result;
  bool is_pending = false;
  for (std::size_t i = 0; i < text.size();) {
    if (const std::size_t length = space_at(text, i)) {
      is_pending = !result.empty();
      i += length;
      continue;
    }
    if (is_pending) result += ' ';
    is_pending = false;
    result += text[i++];
  }
  return result;
}

TailView tails_of(Node line) {
  TailView view;
  const auto put = [&view](Node& slot, const Node& tail) {
    if (slot) {
      view.repeated.push_back(tail);
    } else {
      slot = tail;
    }
  };
  for (const Node& child : line.children()) {
    if (child.kind() == SyntaxKind::after) put(view.after, child);
    if (child.kind() == SyntaxKind::who) put(view.who, child);
    if (child.kind() == SyntaxKind::guard) put(view.guard, child);
    if (child.kind() == SyntaxKind::origin) put(view.origin, child);
  }
  return view;
}

FlowView view_flow(Node line) {
  FlowView view;
  bool is_after_arrow = false;
  for (const Node& child : line.children()) {
    switch (child.kind()) {
      case SyntaxKind::rest:
        view.is_rest = view.is_rest || !is_after_arrow;
        break;
      case SyntaxKind::word:
        if (!is_after_arrow) view.factor = child;
        break;
      case SyntaxKind::value:
        if (!is_after_arrow) view.value = child;
        break;
      case SyntaxKind::arrow:
        is_after_arrow = true;
        break;
      case SyntaxKind::name:
        if (is_after_arrow && !view.target) view.target = child;
        break;
      default:
        break;
    }
  }
  return view;
}

EdgeView view_edge(Node edge) {
  EdgeView view;
  bool is_after_arrow = false;
  for (const Node& child : edge.children()) {
    if (child.kind() == SyntaxKind::arrow) is_after_arrow = true;
    if (child.kind() == SyntaxKind::name) (is_after_arrow ? view.to : view.from) = child;
  }
  return view;
}

PlaceView view_place(Node place) {
  PlaceView view;
  for (const Node& child : place.children()) {
    if (child.kind() == SyntaxKind::edge) view.edge = child;
    if (child.kind() == SyntaxKind::word && !view.word) view.word = child;
    if (child.kind() == SyntaxKind::name) view.name = child;
  }
  return view;
}

QuantityView view_quantity(Node quantity) {
  QuantityView view;
  if (quantity.kind() == SyntaxKind::signed_number || quantity.kind() == SyntaxKind::integer) {
    view.number = quantity;
    return view;
  }
  for (const Node& child : quantity.children()) {
    if (child.kind() == SyntaxKind::signed_number || child.kind() == SyntaxKind::integer) {
      view.number = child;
    }
    if (child.kind() == SyntaxKind::unit || child.kind() == SyntaxKind::symbol ||
        child.kind() == SyntaxKind::code) {
      view.unit = child;
    }
  }
  return view;
}

ConditionView view_condition(Node condition) {
  ConditionView view;
  for (const Node& child : condition.children()) {
    if (child.kind() == SyntaxKind::word) {
      const std::string_view word = child.text();
      if (word == "not") view.is_negated = true;
      if (word == "visited" || word == "last") view.word = word;
    }
    if (child.kind() == SyntaxKind::name) view.name = child;
    if (child.kind() == SyntaxKind::integer) view.times = child;
  }
  return view;
}

Node value_of(Node line) {
  return line.child(SyntaxKind::value);
}
Node amount_of(Node line) {
  return line.child(SyntaxKind::amount);
}
Node name_of(Node line) {
  return line.child(SyntaxKind::name);
}

bool has_word(Node node, std::string_view word) {
  for (const Node& child : node.children(SyntaxKind::word)) {
    if (child.text() == word) return true;
  }
  return false;
}

}  // namespace cairn
