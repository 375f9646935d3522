#include "grammar/parse.h"

#include <array>
#include <string>

#include <tao/pegtl/contrib/analyze.hpp>

#include "grammar/diagnose_line.h"
#include "grammar/line_words.h"
#include "grammar/parse_analysis.h"
#include "grammar/rules.h"
#include "grammar/unusual_characters.h"

namespace cairn {

namespace {

namespace pegtl = tao::pegtl;
using LineInput = pegtl::memory_input<pegtl::tracking_mode::lazy, pegtl::eol::lf, const char*>;

/// What the rules write to while they match one line.
struct Builder {
  std::vector<SyntaxNode>& nodes;
  const char* text = nullptr;           // where the whole text begins
  std::vector<std::size_t>& marks;      // nodes.size() at the start of each rule being matched
  const char* understood = nullptr;     // end of the furthest token that any attempt matched
  const char* statement_end = nullptr;  // end of the furthest whole statement

  std::uint32_t offset(const char* at) const { return static_cast<std::uint32_t>(at - text); }
};

template <class Rule>
concept MakesNode = requires {
  Rule::kKind;
};
template <class Rule>
concept IsBody = requires {
  Rule::kIsBody;
};

/// Opens, closes and takes back nodes. It must see every rule that can hold nodes, also the
/// nameless ones: after `opt<seq<a, b>>` fails at b, the node of a would stay behind.
template <class Rule>
struct TreeControl : pegtl::normal<Rule> {
  static constexpr bool enable =
      MakesNode<Rule> || !std::is_same_v<typename Rule::subs_t, pegtl::type_list<>>;

  static void start(const LineInput& in, Builder& builder) {
    builder.marks.push_back(builder.nodes.size());
    if constexpr (MakesNode<Rule>) {
      builder.nodes.push_back({Rule::kKind, builder.offset(in.current()), 0, 1});
    }
  }

  static void success(const LineInput& in, Builder& builder) {
    if constexpr (MakesNode<Rule>) {
      SyntaxNode& node = builder.nodes[builder.marks.back()];
      node.end = builder.offset(in.current());
      node.size = static_cast<std::uint32_t>(builder.nodes.size() - builder.marks.back());
      if (Rule::kIsLeaf && Rule::kKind != SyntaxKind::space && in.current() > builder.understood) {
        builder.understood = in.current();
      }
    }
    if constexpr (IsBody<Rule>) {
      if (in.current() > builder.statement_end) builder.statement_end = in.current();
    }
    builder.marks.pop_back();
  }

  static void failure(const LineInput&, Builder& builder) {
    builder.nodes.resize(builder.marks.back());
    builder.marks.pop_back();
  }
};

using LineParser = bool (*)(std::string_view line, Builder& builder);

template <class Rule>
bool parse_line(std::string_view line, Builder& builder) {
  LineInput in(line.data(), line.data() + line.size(), "");
  return pegtl::parse<Rule, pegtl::nothing, TreeControl>(in, builder);
}

constexpr std::array kLineParsers = {
#define CAIRN_LINE_WORD(word, rule, under, wants, example) &parse_line<rules::rule>,
#include "grammar/line_words.def"
#undef CAIRN_LINE_WORD
};

template <class Rule>
std::string_view match_prefix(std::string_view text) {
  LineInput in(text.data(), text.data() + text.size(), "");
  if (!pegtl::parse<Rule>(in)) return {};
  return text.substr(0, static_cast<std::size_t>(in.current() - text.data()));
}

struct LineChoice {
  LineParser parser = nullptr;     // none: the first word is not known
  const LineWord* word = nullptr;  // none: a flow, or nothing
};

/// The first one or two tokens decide what a line is (language.md 4, PEGTL note c).
LineChoice choose_rule(std::string_view line) {
  const std::string_view indented = line.substr(match_prefix<rules::rs>(line).size());
  const std::string_view word = match_prefix<rules::any_word>(indented);
  if (word.empty()) {
    if (match_prefix<rules::flow_start>(indented).empty()) return {};
    return {&parse_line<rules::flow_line>, nullptr};
  }
  const std::string_view behind = indented.substr(word.size());
  const bool is_flow = word == "rest" || word == "times" ||
                       !match_prefix<pegtl::seq<rules::ws, rules::arrow>>(behind).empty();
  if (is_flow) return {&parse_line<rules::flow_line>, nullptr};
  const std::vector<LineWord>& words = line_words();
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].word == word) return {kLineParsers[i], &words[i]};
  }
  return {};
}

bool is_readable_line(std::string_view line) {
  const LineChoice choice = choose_rule(line);
  if (choice.parser == nullptr) return false;
  std::vector<SyntaxNode> nodes;
  std::vector<std::size_t> marks;
  Builder builder{nodes, line.data(), marks, line.data(), line.data()};
  return choice.parser(line, builder);
}

bool is_blank_line(std::string_view line) {
  const std::string_view rest = line.substr(match_prefix<rules::rs>(line).size());
  return rest.empty() || rest.front() == '#';
}

/// Reads a text line by line into the tree.
class FileParser {
  // Fewer than in real specs, so that the tree seldom has to move; what is not used costs nothing.
  static constexpr std::size_t kBytesPerNode = 2;

 public:
  FileParser(const TextFiles& files, FileId file, Diagnostics& diagnostics)
      : file_(file), text_(files[file].text), diagnostics_(diagnostics), tree_{file, {}} {}

  SyntaxTree parse() {
    tree_.nodes.reserve(text_.size() / kBytesPerNode);
    add(SyntaxKind::file, 0, text_.size());
    std::size_t at = 0;
    if (text_.substr(0, 3) == "\xEF\xBB\xBF") {
      add(SyntaxKind::bom, 0, 3);
      at = 3;
    }
    while (at < text_.size()) at = parse_line_at(at);
    tree_.nodes.front().size = static_cast<std::uint32_t>(tree_.nodes.size());
    unusual_.report(file_, diagnostics_);
    return std::move(tree_);
  }

 private:
  std::size_t parse_line_at(std::size_t begin) {
    const std::size_t lf = text_.find('\n', begin);
    const std::size_t stop = lf == std::string_view::npos ? text_.size() : lf + 1;
    std::size_t end = lf == std::string_view::npos ? stop : lf;
    if (end < stop && end > begin && text_[end - 1] == '\r') --end;
    const std::size_t node = tree_.nodes.size();
    add_line(begin, text_.substr(begin, end - begin));
    if (end < stop) add(SyntaxKind::newline, end, stop);
    tree_.nodes[node].end = static_cast<std::uint32_t>(stop);
    tree_.nodes[node].size = static_cast<std::uint32_t>(tree_.nodes.size() - node);
    return stop;
  }

  void add_line(std::size_t begin, std::string_view line) {
    if (is_blank_line(line)) {
      add(SyntaxKind::blank_line, begin, begin);
      const std::size_t indent = match_prefix<rules::rs>(line).size();
      if (indent > 0) add(SyntaxKind::space, begin, begin + indent);
      if (indent < line.size()) add(SyntaxKind::comment, begin + indent, begin + line.size());
      return;
    }
    const std::size_t node = tree_.nodes.size();
    const LineChoice choice = choose_rule(line);
    Builder builder{tree_.nodes, text_.data(), marks_, line.data(), line.data()};
    if (choice.parser != nullptr && choice.parser(line, builder)) {
      unusual_.count(tree_, text_, node);
      return;
    }
    add(SyntaxKind::error_line, begin, begin);
    add(SyntaxKind::error, begin, begin + line.size());
    diagnostics_.add(diagnose_line({file_, static_cast<std::uint32_t>(begin), line,
                                    static_cast<std::size_t>(builder.understood - line.data()),
                                    static_cast<std::size_t>(builder.statement_end - line.data()),
                                    choice.word, choice.parser != nullptr},
                                   &is_readable_line));
  }

  void add(SyntaxKind kind, std::size_t begin, std::size_t end) {
    tree_.nodes.push_back(
        {kind, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), 1});
  }

  FileId file_;
  std::string_view text_;
  Diagnostics& diagnostics_;
  SyntaxTree tree_;
  std::vector<std::size_t> marks_;  // kept between lines for its memory only
  UnusualCharacters unusual_;
};

}  // namespace

const std::vector<LineWord>& line_words() {
  static const std::vector<LineWord> kWords = {
#define CAIRN_LINE_WORD(word, rule, under, wants, example) {word, under, wants, example},
#include "grammar/line_words.def"
#undef CAIRN_LINE_WORD
  };
  return kWords;
}

SyntaxTree parse(const TextFiles& files, FileId file, Diagnostics& diagnostics) {
  return FileParser(files, file, diagnostics).parse();
}

std::size_t count_grammar_problems() {
  return pegtl::analyze<rules::statement>(0);
}

}  // namespace cairn
