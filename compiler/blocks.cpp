#include "compiler/blocks.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/text.h"
#include "grammar/ast.h"
#include "grammar/line_words.h"

namespace cairn {

namespace {

constexpr unsigned bit(BlockKind kind) {
  return static_cast<unsigned>(kind);
}

constexpr std::array kHeadings = {
    BlockKind::journey, BlockKind::persona,    BlockKind::source,
    BlockKind::stage,   BlockKind::touchpoint, BlockKind::outcome,
    BlockKind::fix,     BlockKind::scenario,   BlockKind::experiment,
};

constexpr unsigned kAny = (1U << 9U) - 1;

/// Which headings take a line, by its first word.
const std::unordered_map<std::string_view, unsigned>& homes_by_word() {
  static const std::unordered_map<std::string_view, unsigned> homes = [] {
    std::unordered_map<std::string_view, unsigned> table;
    for (const LineWord& row : line_words()) {
      unsigned& bits = table[row.word];
      if (row.under == "every heading") bits = kAny;
      for (std::string_view left = row.under; !left.empty();) {
        const std::string_view one = left.substr(0, left.find(", "));
        for (const BlockKind kind : kHeadings) {
          if (to_string(kind) == one) bits |= bit(kind);
        }
        left.remove_prefix(std::min(left.size(), one.size() + 2));
      }
    }
    return table;
  }();
  return homes;
}

unsigned homes_of(Node line) {
  if (line.kind() == SyntaxKind::flow_line) {
    return bit(BlockKind::source) | bit(BlockKind::touchpoint);
  }
  const auto found = homes_by_word().find(line_word(line));
  return found == homes_by_word().end() ? kAny : found->second;
}

std::optional<BlockKind> kind_of_word(std::string_view word) {
  for (const BlockKind kind : kHeadings) {
    if (to_string(kind) == word) return kind;
  }
  return std::nullopt;
}

std::string with_article(std::string_view word) {
  const bool is_vowel = std::string_view("aeiou").find(word.front()) != std::string_view::npos;
  return fmt::format("{} {}", is_vowel ? "an" : "a", word);
}

/// "a persona or a stage"
std::string name_homes(unsigned homes) {
  std::vector<std::string> names;
  for (const BlockKind kind : kHeadings) {
    if ((homes & bit(kind)) != 0) names.push_back(with_article(to_string(kind)));
  }
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
    text += names[i];
  }
  return text;
}

/// The first two words of a line that could not be read.
std::pair<std::string_view, std::string_view> first_words(std::string_view text) {
  static constexpr std::string_view kSpaces = " \t\r\n";
  const auto take = [&text]() {
    text.remove_prefix(std::min(text.find_first_not_of(kSpaces), text.size()));
    const std::string_view word = text.substr(0, text.find_first_of(kSpaces));
    text.remove_prefix(word.size());
    return word;
  };
  const std::string_view first = take();
  return {first, take()};
}

/// Whether a line of this word declares what stands behind it, perhaps mistyped.
bool is_declaring(std::string_view word) {
  static const std::vector<std::string_view> kWords = {"assume", "pain", "reason"};
  return word.size() < 12 && nearest(word, kWords).has_value();
}

bool may_be_name(std::string_view word) {
  if (word.empty() || (word.front() >= '0' && word.front() <= '9')) return false;
  return word.find_first_of("\"'#%,.;:()<>=+*/\\“”„") == std::string_view::npos &&
         word.front() != '-';
}

class Splitter {
  static constexpr std::size_t kLongestName = 200;  // bytes; what is longer is no name

 public:
  explicit Splitter(const Project& project) : project_(project) {}

  Blocks split() {
    for (const SyntaxTree& tree : project_.trees) {
      stage_ = Block::kNoStage;
      has_wrong_run_ = false;
      Block none;
      none.span = {tree.file, 0, 0};
      blocks_.blocks.push_back(std::move(none));
      for (const Node& line : root(tree, project_.files[tree.file]).children()) take(line);
    }
    finish_run();
    return std::move(blocks_);
  }

 private:
  void take(const Node& line) {
    switch (line.kind()) {
      case SyntaxKind::blank_line:
      case SyntaxKind::bom:
      case SyntaxKind::import_line:
        return;
      case SyntaxKind::assume_line:
        blocks_.assumptions.push_back(line);
        return;
      case SyntaxKind::promise_line:
        blocks_.promises.push_back(line);
        return;
      case SyntaxKind::heading_line:
        open(line);
        return;
      case SyntaxKind::error_line:
        recover(line);
        return;
      default:
        place(line);
    }
  }

  void open(const Node& line) {
    const Node name = name_of(line);
    const Node label = line.child(SyntaxKind::text);
    Block block;
    block.kind = kind_of_word(line_word(line)).value_or(BlockKind::unknown);
    block.span = content_span(line);
    block.name_span = name ? name.span() : block.span;
    if (name) block.name = name_text(name);
    if (label) block.label = std::string(unquote(label));
    add(std::move(block));
  }

  /// A heading that could not be read would leave its lines to the heading above and so cause a
  /// mistake per line; what can be told of it is used.
  void recover(const Node& line) {
    const std::string_view text = line.text();
    auto [word, name] = first_words(text);
    if (name.ends_with(':')) name.remove_suffix(1);
    if (is_declaring(word)) blocks_.likely_names.push_back(name_text(name));
    std::optional<BlockKind> kind = kind_of_word(word);
    if (!kind && homes_by_word().count(word) == 0 && may_be_name(word)) {
      std::vector<std::string_view> words;
      for (const BlockKind heading : kHeadings) words.push_back(to_string(heading));
      if (const auto near = nearest(word, words)) kind = kind_of_word(*near);
    }
    if (!kind) return;
    const std::string joined =
        join_name(text.substr(static_cast<std::size_t>(name.data() - text.data())));
    note_likely_names(joined);
    Block block;
    block.kind = may_be_name(name) ? *kind : BlockKind::unknown;
    block.span = line.span();
    block.name_span = block.span;
    if (block.kind != BlockKind::unknown) {
      // Whichever of the two is meant, uses of the other are no further mistakes.
      blocks_.likely_names.push_back(name_text(name));
      block.name = may_be_name(joined) ? name_text(joined) : name_text(name);
      const auto at = static_cast<std::uint32_t>(name.data() - text.data());
      block.name_span.begin = block.span.begin + at;
      block.name_span.end = block.name_span.begin + static_cast<std::uint32_t>(name.size());
    }
    add(std::move(block));
  }

  /// The words of a heading as one name: `style guide` is meant as style-guide and used so
  /// elsewhere.
  static std::string join_name(std::string_view words) {
    words = words.substr(0, words.find_first_of("\"#:"));
    if (words.size() > kLongestName) return {};
    std::string joined = normalise_spaces(words);
    std::replace(joined.begin(), joined.end(), ' ', '-');
    return joined;
  }

  /// `2sign-up` is used as sign-up.
  void note_likely_names(const std::string& joined) {
    if (joined.empty()) return;
    blocks_.likely_names.push_back(name_text(joined));
    const std::size_t letters = joined.find_first_not_of("0123456789-");
    if (letters == std::string::npos || letters == 0) return;
    blocks_.likely_names.push_back(name_text(std::string_view(joined).substr(letters)));
  }

  void add(Block block) {
    has_wrong_run_ = false;
    const auto index = static_cast<std::uint32_t>(blocks_.blocks.size());
    if (block.kind == BlockKind::stage) {
      stage_ = index;
    } else if (block.kind == BlockKind::touchpoint) {
      block.stage = stage_;
    } else if (block.kind != BlockKind::unknown) {
      stage_ = Block::kNoStage;
    }
    blocks_.blocks.push_back(std::move(block));
  }

  void place(const Node& line) {
    Block& block = blocks_.blocks.back();
    if (block.kind == BlockKind::unknown) return;
    const unsigned homes = homes_of(line);
    if ((homes & bit(block.kind)) != 0) {
      has_wrong_run_ = false;
      block.lines.push_back(line);
    } else {
      // What it declares is missed elsewhere, which is no further mistake.
      if (is_declaring(line_word(line)) && name_of(line)) {
        blocks_.likely_names.push_back(name_text(name_of(line)));
      }
      if (has_wrong_run_) {
        ++run_length_;
      } else {
        finish_run();
        report(line, homes, block);
      }
    }
  }

  void report(const Node& line, unsigned homes, const Block& block) {
    has_wrong_run_ = true;
    run_length_ = 1;
    const bool is_flow = line.kind() == SyntaxKind::flow_line;
    const std::string what = is_flow ? "a flow" : fmt::format("`{}`", line_word(line));
    const Span span = content_span(line);
    Diagnostic diagnostic{Code::E102, span, {}, {}, {}, {}, {}, {}};
    const std::string where = name_homes(homes);
    if (block.kind == BlockKind::none) {
      diagnostic.message = fmt::format("{} belongs under {}, but no heading stands above this line",
                                       what, homes == kAny ? "a heading" : where);
      diagnostic.help = {"move it below the heading it describes"};
    } else {
      diagnostic.message = fmt::format("{} belongs under {}, but this line is under {} \"{}\"",
                                       what, where, to_string(block.kind), block.name);
      const TextFile& file = project_.files[span.file];
      diagnostic.labels.push_back({block.span, "the heading it stands under"});
      diagnostic.help = {
          fmt::format("did a heading get lost above line {}?", position_of(file, span.begin).line)};
    }
    pending_ = Misplaced{std::move(diagnostic), homes};
  }

  /// Hands over the report of a run of wrong lines once its length is known.
  void finish_run() {
    if (!pending_) return;
    if (run_length_ > 1) {
      pending_->report.notes.push_back(
          fmt::format("the same goes for {} below it",
                      run_length_ == 2 ? "the line" : fmt::format("{} lines", run_length_ - 1)));
    }
    blocks_.misplaced.push_back(std::move(*pending_));
    pending_.reset();
  }

  const Project& project_;
  Blocks blocks_;
  std::uint32_t stage_ = Block::kNoStage;
  bool has_wrong_run_ = false;
  std::size_t run_length_ = 0;
  std::optional<Misplaced> pending_;
};

}  // namespace

std::string_view to_string(BlockKind kind) {
  switch (kind) {
    case BlockKind::journey:
      return "journey";
    case BlockKind::persona:
      return "persona";
    case BlockKind::source:
      return "source";
    case BlockKind::stage:
      return "stage";
    case BlockKind::touchpoint:
      return "touchpoint";
    case BlockKind::outcome:
      return "outcome";
    case BlockKind::fix:
      return "fix";
    case BlockKind::scenario:
      return "scenario";
    case BlockKind::experiment:
      return "experiment";
    case BlockKind::none:
    case BlockKind::unknown:
      return "";
  }
  return "";
}

std::string name_text(std::string_view name) {
  const bool is_ascii = std::all_of(name.begin(), name.end(),
                                    [](char c) { return static_cast<signed char>(c) >= 0; });
  return is_ascii ? std::string(name) : to_nfc(name);
}

std::string name_text(Node name) {
  return name_text(name.text());
}

Blocks split_blocks(const Project& project) {
  return Splitter(project).split();
}

}  // namespace cairn
