#include "cli/changes/unread_lines.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "base/text.h"
#include "diff/facts.h"
#include "grammar/ast.h"
#include "grammar/format.h"
#include "grammar/parse.h"

namespace cairn {
namespace {

std::uint64_t place_key(Span span) {
  return (static_cast<std::uint64_t>(span.file.index) << 32U) | span.begin;
}

/// One line in the canonical layout, without comment; as it stands if it cannot be laid out.
std::string canonical_text(Node line) {
  const Span span = content_span(line);
  const std::string_view whole = line.text();
  const std::uint32_t start = span.begin - line.span().begin;
  std::string text(whole.substr(start, span.end - span.begin));
  if (line.kind() == SyntaxKind::error_line) return normalise_spaces(text);
  TextFiles files;
  Diagnostics ignored;
  const FileId id = files.add(make_text_file("line", text + "\n"));
  return normalise_spaces(format(parse(files, id, ignored), files[id]));
}

class UnreadFinder {
 public:
  explicit UnreadFinder(const Opened& opened) : opened_(opened) {
    const Journey& journey = opened.compiled.journey;
    for (const FactBlock& block : find_facts(journey, own_names(journey))) {
      if (block.span.is_valid()) read_.insert(place_key(block.span));
      if (!block.name.empty()) names_.insert(block.name);
      for (const Fact& fact : block.facts) {
        if (fact.span.is_valid()) read_.insert(place_key(fact.span));
      }
    }
    for (const Diagnostic& one : opened.diagnostics.all()) {
      if (severity_of(one.code) == Severity::error && one.span.is_valid())
        wrong_.push_back(one.span);
    }
    std::sort(wrong_.begin(), wrong_.end());
  }

  std::vector<UnreadLine> find() {
    for (const SyntaxTree& tree : opened_.project.trees) {
      heading_ = "above the first heading";
      for (const Node& line : root(tree, opened_.project.files[tree.file]).children()) visit(line);
    }
    return std::move(found_);
  }

 private:
  void visit(Node line) {
    if (line.kind() == SyntaxKind::blank_line || line.kind() == SyntaxKind::bom) return;
    if (line.kind() == SyntaxKind::heading_line) heading_ = canonical_heading(line);
    if (is_unread(line)) found_.push_back({heading_, canonical_text(line), content_span(line)});
  }

  static std::string canonical_heading(Node line) {
    const Node name = name_of(line);
    return std::string(line_word(line)) + (name ? " " + std::string(name.text()) : "");
  }

  bool is_unread(Node line) const {
    switch (line.kind()) {
      case SyntaxKind::error_line:
        return true;
      case SyntaxKind::import_line:
      case SyntaxKind::was_line:
        return false;
      case SyntaxKind::currency_line:
      case SyntaxKind::language_line:
      case SyntaxKind::entrants_line:
      case SyntaxKind::horizon_line:
      case SyntaxKind::discount_line:
      case SyntaxKind::emotions_line:
      case SyntaxKind::starts_line:
      case SyntaxKind::channel_line:
      case SyntaxKind::counts_line:
      case SyntaxKind::lasts_line:
      case SyntaxKind::level_line:
        return has_mistake(line);
      case SyntaxKind::includes_line:
      case SyntaxKind::tests_line:
      case SyntaxKind::at_line:
        return has_unknown_name(line) || has_mistake(line);
      case SyntaxKind::metric_line:
        return has_unknown_name(line.child(SyntaxKind::metric)) || has_mistake(line);
      default:
        return !read_.contains(place_key(content_span(line)));
    }
  }

  bool has_unknown_name(Node node) const {
    if (!node) return false;
    const std::vector<Node> names = node.children(SyntaxKind::name);
    return std::any_of(names.begin(), names.end(),
                       [this](const Node& name) { return !names_.contains(to_nfc(name.text())); });
  }

  bool has_mistake(Node line) const {
    const Span span = line.span();
    const auto at = std::lower_bound(wrong_.begin(), wrong_.end(), Span{span.file, span.begin, 0});
    return at != wrong_.end() && at->file == span.file && at->begin < span.end;
  }

  const Opened& opened_;
  std::unordered_set<std::uint64_t> read_;  // where lines begin that the journey holds
  std::unordered_set<std::string> names_;
  std::vector<Span> wrong_;
  std::string heading_;
  std::vector<UnreadLine> found_;
};

}  // namespace

std::vector<UnreadLine> find_unread_lines(const Opened& opened) {
  return UnreadFinder(opened).find();
}

}  // namespace cairn
