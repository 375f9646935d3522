#include <algorithm>
#include <fmt/format.h>
#include <tuple>

#include "base/text.h"
#include "compiler/bake_parts.h"
#include "grammar/ast.h"

namespace cairn {
namespace {

constexpr std::size_t kShareColumns = 6;  // D17

Node arrow_of(Node line) {
  return line.child(SyntaxKind::arrow);
}

bool ends_line(std::string_view text) {
  return !text.empty() && text.back() == '\n';
}

}  // namespace

Draft::Draft(const Project& project) : project_(project), blocks_(split_blocks(project)) {
  const auto know = [&](Node line) {
    const Span span = content_span(line);
    lines_.emplace(std::pair(span.file.index, span.begin), line);
  };
  for (std::size_t i = 0; i < project.trees.size(); ++i) {
    const FileId file = project.files.id_at(i);
    for (const Node& line : root(project.trees[i], project.files[file]).children()) {
      if (line.kind() != SyntaxKind::bom && line.kind() != SyntaxKind::blank_line) know(line);
    }
  }
}

Node Draft::line_at(Span span) const {
  const auto found = lines_.find({span.file.index, span.begin});
  return found == lines_.end() ? Node() : found->second;
}

void Draft::replace(Span span, std::string text) {
  edits_.push_back({span, std::move(text)});
}

std::string Draft::insertion(Node line, std::string_view text, bool is_below) const {
  const std::string_view old = line.text();
  const Span content = content_span(line);
  const std::string_view indent = old.substr(0, content.begin - line.span().begin);
  const bool is_crlf = old.size() >= 2 && old.substr(old.size() - 2) == "\r\n";
  const std::string_view end = is_crlf ? "\r\n" : "\n";
  if (is_below && !ends_line(old)) return fmt::format("{}{}{}", end, indent, text);
  return fmt::format("{}{}{}", indent, text, end);
}

void Draft::insert_below(Node line, std::string_view text) {
  const Span span = line.span();
  edits_.push_back({{span.file, span.end, span.end}, insertion(line, text, true)});
}

void Draft::insert_above(Node line, std::string_view text) {
  const Span span = line.span();
  edits_.push_back({{span.file, span.begin, span.begin}, insertion(line, text, false)});
}

void Draft::comment_out(Node line) {
  // One byte is replaced, so that it stays behind what is inserted above the line.
  const Span span = line.span();
  if (span.begin == span.end) return;
  edits_.push_back(
      {{span.file, span.begin, span.begin + 1}, "# " + std::string(line.text().substr(0, 1))});
}

void Draft::comment_out_inside(Node line) {
  const Span content = content_span(line);
  const auto first = line.text().substr(content.begin - line.span().begin, 1);
  edits_.push_back({{content.file, content.begin, content.begin + 1}, "# " + std::string(first)});
}

std::string Draft::place_of(Span span) const {
  const TextFile& file = project_.files[span.file];
  return fmt::format("{}:{}", escape_for_display(file.path), position_of(file, span.begin).line);
}

std::string Draft::heading_of(Span span) const {
  std::string name;
  for (const Block& block : blocks_.blocks) {
    if (block.span.file == span.file && block.span.begin <= span.begin) name = block.name;
  }
  return name;
}

Baked Draft::take() {
  Baked baked;
  baked.refused = std::move(refused_);
  if (!baked.refused.empty()) return baked;
  std::stable_sort(edits_.begin(), edits_.end(), [](const TextEdit& a, const TextEdit& b) {
    return std::tie(a.span.file, a.span.begin, a.span.end) <
           std::tie(b.span.file, b.span.begin, b.span.end);
  });
  std::stable_sort(notes_.begin(), notes_.end(), [](const BakeNote& a, const BakeNote& b) {
    return std::tie(a.span.file, a.span.begin) < std::tie(b.span.file, b.span.begin);
  });
  baked.edits = std::move(edits_);
  baked.notes = std::move(notes_);
  return baked;
}

std::string padded_share(std::string_view share) {
  if (share.empty()) return {};
  const std::size_t width = display_width(share);
  return std::string(share) + std::string(width < kShareColumns ? kShareColumns - width : 1, ' ');
}

void replace_head(Draft& draft, Node line, std::string_view head) {
  const Node arrow = arrow_of(line);
  const Span content = content_span(line);
  const std::string_view old =
      line.text().substr(content.begin - line.span().begin, arrow.span().begin - content.begin);
  const std::size_t last = old.find_last_not_of(" \t");
  const std::string_view share = last == std::string_view::npos ? "" : old.substr(0, last + 1);
  const std::string_view gap = old.substr(share.size());
  const bool was_padded = share.empty() || padded_share(share).size() == old.size();
  std::string text = was_padded ? padded_share(head) : std::string(head);
  if (!was_padded && gap.size() < 2) text += gap;
  if (!was_padded && gap.size() >= 2) {  // a column of the writer's own
    const std::size_t column = display_width(old), width = display_width(head);
    text += std::string(width < column ? column - width : 1, ' ');
  }
  draft.replace({content.file, content.begin, arrow.span().begin}, std::move(text));
}

std::string line_with(Node line, Node number, std::string_view text, std::string_view scope) {
  std::string result;
  const auto add = [&](Node node, auto&& self) -> void {
    if (number && node.span() == number.span() && node.kind() == number.kind()) {
      result += text;
      return;
    }
    const bool holds_number =
        number && node.span().begin <= number.span().begin && node.span().end >= number.span().end;
    if (!holds_number) {
      result += node.text();
      return;
    }
    for (const Node& child : node.children()) self(child, self);
  };
  for (const Node& child : line.children()) {
    switch (child.kind()) {
      case SyntaxKind::after:
      case SyntaxKind::who:
      case SyntaxKind::guard:
      case SyntaxKind::origin:
      case SyntaxKind::comment:
      case SyntaxKind::newline:
        break;
      default:
        add(child, add);
    }
  }
  const std::size_t first = result.find_first_not_of(" \t");
  const std::size_t last = result.find_last_not_of(" \t\r");
  result = first == std::string::npos ? "" : result.substr(first, last - first + 1);
  if (!scope.empty()) result += " " + std::string(scope);
  return result;
}

}  // namespace cairn
