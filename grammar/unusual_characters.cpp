#include "grammar/unusual_characters.h"

#include <algorithm>

#include "base/text.h"
#include "grammar/canonical_token.h"

namespace cairn {

namespace {

bool is_plain(char c) {
  return static_cast<unsigned char>(c) < 0x80U;
}

std::string_view character_at(std::string_view text, std::size_t at) {
  return text.substr(at, first_character(text.substr(at)).size);
}

/// Plain spaces as wide as what stands there: an ideographic space takes two cells, a byte order
/// mark none.
std::string plain_spaces(std::string_view token) {
  std::string out;
  for (std::size_t at = 0; at < token.size();) {
    const Character c = first_character(token.substr(at));
    if (c.code < 0x80U) {
      out += token[at];
    } else if (c.code != 0xFEFFU) {
      out += c.code == 0x3000U ? "  " : " ";
    }
    at += c.size;
  }
  return out.empty() ? " " : out;
}

}  // namespace

std::vector<TextEdit> plain_character_edits(const SyntaxTree& tree, const TextFile& file) {
  std::vector<TextEdit> edits;
  for (const SyntaxNode& node : tree.nodes) {
    const bool is_kept = node.kind == SyntaxKind::error || node.kind == SyntaxKind::bom;
    if (node.size > 1 || is_kept) continue;
    const std::string_view token =
        std::string_view(file.text).substr(node.begin, node.end - node.begin);
    if (find_unusual(node.kind, token).empty()) continue;
    std::string plain =
        node.kind == SyntaxKind::space ? plain_spaces(token) : canonical_token(node.kind, token);
    if (plain != token) edits.push_back({{tree.file, node.begin, node.end}, std::move(plain)});
  }
  return edits;
}

std::string_view find_unusual(SyntaxKind kind, std::string_view token) {
  switch (kind) {
    case SyntaxKind::name:
    case SyntaxKind::comment:
      return {};
    case SyntaxKind::symbol:  // `€` is as good as EUR
      return {};
    case SyntaxKind::text:
      // Only the quotes: what is inside belongs to the writer. With a `"` inside they must stay.
      if (token.find('"') != std::string_view::npos) return {};
      return character_at(token, 0);
    case SyntaxKind::unit:
      if (token != "\xEF\xBC\x85") return {};
      return token;
    default:
      break;
  }
  const auto found = std::find_if_not(token.begin(), token.end(), is_plain);
  if (found == token.end()) return {};
  return character_at(token, static_cast<std::size_t>(found - token.begin()));
}

void UnusualCharacters::count(const SyntaxTree& tree, std::string_view text,
                              std::size_t first_node) {
  for (std::size_t i = first_node; i < tree.nodes.size(); ++i) {
    const SyntaxNode& node = tree.nodes[i];
    if (node.size > 1) continue;
    const std::string_view token = text.substr(node.begin, node.end - node.begin);
    const std::string_view found = find_unusual(node.kind, token);
    if (found.empty()) continue;
    if (line_count_ == 0) {
      const auto begin = static_cast<std::uint32_t>(found.data() - text.data());
      first_ = {tree.file, begin, begin + static_cast<std::uint32_t>(found.size())};
    }
    ++line_count_;
    return;
  }
}

void UnusualCharacters::report(FileId, Diagnostics& diagnostics) const {
  if (line_count_ == 0) return;
  Diagnostic d;
  d.code = Code::N108;
  d.span = first_;
  d.message = "full-width, curly or pasted characters on " + std::to_string(line_count_) +
              (line_count_ == 1 ? " line" : " lines") + "; the meaning is clear";
  d.caption = line_count_ == 1 ? "" : "the first of them";
  d.help = {"`cairn fmt` rewrites them"};
  diagnostics.add(std::move(d));
}

}  // namespace cairn
