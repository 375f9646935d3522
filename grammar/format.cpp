#include "grammar/format.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/text.h"
#include "grammar/canonical_token.h"

namespace cairn {

namespace {

constexpr std::size_t kWordColumns = 8;
constexpr std::size_t kShareColumns = 6;

/// A direct child of a line: the nodes [first, last) and its place in the canonical order.
struct Part {
  SyntaxKind kind;
  std::size_t first;
  std::size_t last;
};

bool is_single(SyntaxKind kind) {
  return kind == SyntaxKind::import_line || kind == SyntaxKind::assume_line ||
         kind == SyntaxKind::promise_line;
}

/// Tails: after, for, when, from. Promises: bound, baseline, for, in, with, within, from.
int canonical_rank(SyntaxKind kind) {
  switch (kind) {
    case SyntaxKind::bound:
      return 1;
    case SyntaxKind::after:
    case SyntaxKind::baseline:
      return 2;
    case SyntaxKind::who:
      return 3;
    case SyntaxKind::guard:
    case SyntaxKind::in_scenario:
      return 4;
    case SyntaxKind::with_confidence:
      return 5;
    case SyntaxKind::within:
      return 6;
    case SyntaxKind::origin:
      return 7;
    default:
      return 0;
  }
}

/// How a text file is laid out again, line by line.
class Formatter {
 public:
  Formatter(const SyntaxTree& tree, const TextFile& file)
      : nodes_(tree.nodes), text_(file.text), yen_(find_yen_currency(tree, file)) {}

  std::string run() {
    find_lines();
    indent_statements();
    indent_comments();
    for (std::size_t i = 0; i < lines_.size(); ++i) write_line(i);
    return std::move(out_);
  }

 private:
  struct Line {
    std::size_t node;
    std::size_t indent = 0;  // columns
    std::size_t inner = 0;   // columns of what belongs to this line, if it is a heading
  };

  SyntaxKind kind_of(const Line& line) const { return nodes_[line.node].kind; }

  std::string_view token(std::size_t node) const {
    return text_.substr(nodes_[node].begin, nodes_[node].end - nodes_[node].begin);
  }

  void find_lines() {
    for (std::size_t i = 1; i < nodes_.size(); i += nodes_[i].size) {
      if (nodes_[i].kind != SyntaxKind::bom) lines_.push_back({i});
    }
  }

  /// Children that say something: no space, no line end.
  std::vector<Part> parts_of(const Line& line) const {
    std::vector<Part> parts;
    const std::size_t last = line.node + nodes_[line.node].size;
    for (std::size_t i = line.node + 1; i < last; i += nodes_[i].size) {
      const SyntaxKind kind = nodes_[i].kind;
      if (kind == SyntaxKind::space || kind == SyntaxKind::newline) continue;
      parts.push_back({kind, i, i + nodes_[i].size});
    }
    return parts;
  }

  bool has_comment(const Line& line) const {
    const std::vector<Part> parts = parts_of(line);
    return !parts.empty() && parts.back().kind == SyntaxKind::comment;
  }

  // ---- indentation
  // -------------------------------------------------------------------------------

  void indent_statements() {
    std::size_t inner = 0;
    bool is_in_stage = false;
    for (Line& line : lines_) {
      const SyntaxKind kind = kind_of(line);
      if (kind == SyntaxKind::heading_line) {
        const std::string_view word = token(parts_of(line).front().first);
        if (word != "touchpoint") is_in_stage = word == "stage";
        line.indent = is_in_stage && word == "touchpoint" ? 2 : 0;
        inner = line.indent + 2;
      } else if (!is_single(kind)) {
        line.indent = inner;
      }
      line.inner = inner;
    }
  }

  bool is_statement(const Line& line) const { return kind_of(line) != SyntaxKind::blank_line; }
  bool is_comment(const Line& line) const { return !is_statement(line) && has_comment(line); }

  /// A comment stands like the statement right below it; else like the one right above it; else
  /// like the next one further down.
  void indent_comments() {
    std::size_t next_indent = 0;  // of the next statement further down
    bool is_next_adjacent = false;
    std::vector<bool> is_open(lines_.size(), false);  // no statement right below
    for (std::size_t i = lines_.size(); i-- > 0;) {
      Line& line = lines_[i];
      if (is_statement(line)) {
        next_indent = line.indent;
        is_next_adjacent = true;
      } else if (is_comment(line)) {
        line.indent = next_indent;
        is_open[i] = !is_next_adjacent;
      } else {
        is_next_adjacent = false;
      }
    }
    std::size_t above = 0;
    bool is_above_adjacent = false;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      Line& line = lines_[i];
      if (is_statement(line)) {
        above = kind_of(line) == SyntaxKind::heading_line ? line.inner : line.indent;
        is_above_adjacent = true;
      } else if (!is_comment(line)) {
        is_above_adjacent = false;
      } else if (is_open[i] && is_above_adjacent) {
        line.indent = above;
      }
    }
  }

  // ---- writing
  // -----------------------------------------------------------------------------------

  void write_line(std::size_t index) {
    const Line& line = lines_[index];
    if (kind_of(line) == SyntaxKind::error_line) {
      write_error(line);
      return;
    }
    std::vector<Part> parts = parts_of(line);
    if (parts.empty()) {
      is_blank_due_ = !out_.empty();
      return;
    }
    begin_line();
    out_.append(line.indent, ' ');
    std::string comment;
    if (parts.back().kind == SyntaxKind::comment) {
      comment = trim_line_end(token(parts.back().first));
      parts.pop_back();
    }
    if (!parts.empty()) {
      write_statement(kind_of(line), parts);
      if (!comment.empty()) out_.append("  ");
    }
    out_.append(comment).push_back('\n');
  }

  /// A blank line between two others, never at the start or the end, never two.
  void begin_line() {
    if (is_blank_due_) out_.push_back('\n');
    is_blank_due_ = false;
  }

  static std::string trim_line_end(std::string_view text) {
    return std::string(text.substr(0, text.find_last_not_of(" \t\r") + 1));
  }

  /// As it was, but for what would be a line end or a byte order mark in the new place.
  void write_error(const Line& line) {
    std::string_view bytes = token(line.node + 1);
    bytes = bytes.substr(0, bytes.find_last_not_of('\r') + 1);
    if (out_.empty()) {
      while (bytes.substr(0, 3) == "\xEF\xBB\xBF") bytes.remove_prefix(3);
    }
    begin_line();
    out_.append(bytes).push_back('\n');
  }

  void write_statement(SyntaxKind kind, std::vector<Part>& parts) {
    std::stable_sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) {
      return canonical_rank(a.kind) < canonical_rank(b.kind);
    });
    const auto arrow = std::find_if(parts.begin(), parts.end(), [](const Part& part) {
      return part.kind == SyntaxKind::arrow;
    });
    std::size_t written = 0;
    if (kind == SyntaxKind::flow_line && arrow != parts.begin()) {
      written = static_cast<std::size_t>(arrow - parts.begin());
      write_padded(parts, written, kShareColumns);
    } else if (kind != SyntaxKind::heading_line && kind != SyntaxKind::counts_line &&
               kind != SyntaxKind::flow_line && !is_single(kind)) {
      written = 1;
      write_padded(parts, written, kWordColumns);
    }
    out_.append(join_parts(parts, written, parts.size()));
  }

  /// The first `count` parts, then spaces up to the tab stop, at least one.
  void write_padded(const std::vector<Part>& parts, std::size_t count, std::size_t columns) {
    const std::string head = join_parts(parts, 0, count);
    out_.append(head);
    const std::size_t width = head.size() < 4 * columns ? display_width(head) : columns;
    out_.append(width < columns ? columns - width : 1, ' ');
  }

  std::string join_parts(const std::vector<Part>& parts, std::size_t first,
                         std::size_t last) const {
    TokenJoiner joiner(yen_);
    for (std::size_t p = first; p < last; ++p) {
      for (std::size_t i = parts[p].first; i < parts[p].last; ++i) {
        if (nodes_[i].size == 1) joiner.add(nodes_[i].kind, token(i));
      }
    }
    return joiner.take();
  }

  const std::vector<SyntaxNode>& nodes_;
  std::string_view text_;
  std::string_view yen_;
  std::vector<Line> lines_;
  std::string out_;
  bool is_blank_due_ = false;
};

}  // namespace

std::string format(const SyntaxTree& tree, const TextFile& file) {
  return Formatter(tree, file).run();
}

}  // namespace cairn
