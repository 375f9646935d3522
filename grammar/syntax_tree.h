// The lossless tree of a text: flat, immutable, leaves tile the text exactly.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"
#include "base/text_file.h"

namespace cairn {

enum class SyntaxKind : std::uint8_t {
#define CAIRN_SYNTAX(kind, name) kind,
#include "grammar/syntax_kinds.def"
#undef CAIRN_SYNTAX
};

std::string_view to_string(SyntaxKind kind);

/// One node; its children follow it. `size` counts the node and all below it.
struct SyntaxNode {
  SyntaxKind kind;
  std::uint32_t begin = 0;  // bytes of the text
  std::uint32_t end = 0;
  std::uint32_t size = 1;
};

/// Pre-order vector of nodes. nodes[0] is the root (SyntaxKind::file) and covers the whole text.
struct SyntaxTree {
  FileId file;
  std::vector<SyntaxNode> nodes;
};

class Children;

/// A node to walk from. Cheap to copy; valid while tree and text live.
class Node {
 public:
  Node() = default;
  Node(const SyntaxTree& tree, std::string_view text, std::uint32_t index)
      : tree_(&tree), text_(text), index_(index) {}

  explicit operator bool() const { return tree_ != nullptr; }
  SyntaxKind kind() const { return node().kind; }
  Span span() const { return {tree_->file, node().begin, node().end}; }
  std::string_view text() const { return text_.substr(node().begin, node().end - node().begin); }

  Node first_child() const;
  Node next_sibling_before(std::uint32_t end_index) const;
  /// Direct children, white space and punctuation included.
  Children children() const;
  /// The first direct child of a kind; an empty Node if there is none.
  Node child(SyntaxKind kind) const;
  std::vector<Node> children(SyntaxKind kind) const;
  std::uint32_t index() const { return index_; }

 private:
  const SyntaxNode& node() const { return tree_->nodes[index_]; }
  const SyntaxTree* tree_ = nullptr;
  std::string_view text_;
  std::uint32_t index_ = 0;
};

/// The direct children of a node, walked without copying them.
class Children {
 public:
  class Iterator {
   public:
    Iterator(Node at, std::uint32_t end_index) : at_(at), end_index_(end_index) {}
    const Node& operator*() const { return at_; }
    Iterator& operator++() {
      at_ = at_.next_sibling_before(end_index_);
      return *this;
    }
    bool operator!=(const Iterator& other) const {
      return static_cast<bool>(at_) != static_cast<bool>(other.at_);
    }

   private:
    Node at_;
    std::uint32_t end_index_;
  };

  Children(Node first, std::uint32_t end_index) : first_(first), end_index_(end_index) {}
  Iterator begin() const { return {first_, end_index_}; }
  Iterator end() const { return {Node{}, end_index_}; }

 private:
  Node first_;  // empty: there are none
  std::uint32_t end_index_;
};

Node root(const SyntaxTree& tree, const TextFile& file);

/// The text put together again from the leaves.
std::string print(const SyntaxTree& tree, const TextFile& file);

/// Whether leaves tile the text, children nest and sizes add up. For tests and fuzzing.
bool is_well_formed(const SyntaxTree& tree, const TextFile& file);

/// Indented kinds with quoted text, for `cairn dump tree`.
std::string dump_tree(const SyntaxTree& tree, const TextFile& file);

}  // namespace cairn
