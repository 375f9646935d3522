#include "grammar/syntax_tree.h"

#include "base/check.h"

namespace cairn {

std::string_view to_string(SyntaxKind kind) {
  switch (kind) {
#define CAIRN_SYNTAX(id, name) \
  case SyntaxKind::id:         \
    return name;
#include "grammar/syntax_kinds.def"
#undef CAIRN_SYNTAX
  }
  CAIRN_CHECK(false && "a syntax kind without a name");
}

Node Node::first_child() const {
  if (node().size <= 1) return {};
  return {*tree_, text_, index_ + 1};
}

Node Node::next_sibling_before(std::uint32_t end_index) const {
  const std::uint32_t next = index_ + node().size;
  if (next >= end_index) return {};
  return {*tree_, text_, next};
}

Children Node::children() const {
  return {first_child(), index_ + node().size};
}

Node Node::child(SyntaxKind kind) const {
  for (const Node& at : children()) {
    if (at.kind() == kind) return at;
  }
  return {};
}

std::vector<Node> Node::children(SyntaxKind kind) const {
  std::vector<Node> found;
  for (const Node& at : children()) {
    if (at.kind() == kind) found.push_back(at);
  }
  return found;
}

Node root(const SyntaxTree& tree, const TextFile& file) {
  return {tree, file.text, 0};
}

std::string print(const SyntaxTree& tree, const TextFile& file) {
  std::string text;
  text.reserve(file.text.size());
  for (const SyntaxNode& node : tree.nodes) {
    if (node.size == 1) text.append(file.text, node.begin, node.end - node.begin);
  }
  return text;
}

bool is_well_formed(const SyntaxTree& tree, const TextFile& file) {
  if (tree.nodes.empty()) return false;
  const SyntaxNode& top = tree.nodes.front();
  if (top.kind != SyntaxKind::file || top.begin != 0 || top.end != file.text.size() ||
      top.size != tree.nodes.size()) {
    return false;
  }
  struct Open {
    std::size_t last;  // index behind the last node inside
    std::uint32_t end;
  };
  std::vector<Open> open;
  std::uint32_t tiled = 0;  // bytes covered by leaves so far
  for (std::size_t index = 0; index < tree.nodes.size(); ++index) {
    const SyntaxNode& node = tree.nodes[index];
    while (!open.empty() && open.back().last == index) {
      if (open.back().end != tiled) return false;
      open.pop_back();
    }
    const bool fits =
        node.size >= 1 && node.begin == tiled && node.begin <= node.end &&
        (open.empty() || (index + node.size <= open.back().last && node.end <= open.back().end));
    if (!fits) return false;
    if (node.size > 1) {
      open.push_back({index + node.size, node.end});
    } else {
      if (index > 0 && node.begin == node.end) return false;
      tiled = node.end;
    }
  }
  while (!open.empty()) {
    if (open.back().end != tiled) return false;
    open.pop_back();
  }
  return tiled == file.text.size();
}

std::string dump_tree(const SyntaxTree& tree, const TextFile& file) {
  std::string out;
  std::vector<std::size_t> ends;  // index behind the last node of each open node
  for (std::size_t index = 0; index < tree.nodes.size(); ++index) {
    const SyntaxNode& node = tree.nodes[index];
    while (!ends.empty() && ends.back() == index) ends.pop_back();
    out.append(2 * ends.size(), ' ').append(to_string(node.kind));
    if (node.size == 1 && index > 0) {
      out.append(" '");
      for (const char c : std::string_view(file.text).substr(node.begin, node.end - node.begin)) {
        switch (c) {
          case '\n':
            out.append("\\n");
            break;
          case '\r':
            out.append("\\r");
            break;
          case '\t':
            out.append("\\t");
            break;
          default:
            out.push_back(c);
        }
      }
      out.push_back('\'');
    }
    out.push_back('\n');
    ends.push_back(index + node.size);
  }
  return out;
}

}  // namespace cairn
