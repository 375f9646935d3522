// The fix as a comment, and those who name it: scenarios, experiments, promises.
#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "compiler/bake_parts.h"
#include "grammar/ast.h"
#include "journey/describe.h"

namespace cairn {
namespace {

class Mentions {
 public:
  Mentions(const BakeGround& ground, Draft& draft)
      : ground_(ground), draft_(draft), name_(ground.fix.heading.name) {}

  void bake() {
    for (const Block& block : draft_.blocks().blocks) {
      if (block.kind == BlockKind::fix && block.span == ground_.fix.heading.span) {
        comment_block(block, fmt::format("fix {}", name_));
      }
      if (block.kind == BlockKind::scenario) leave_scenario(block);
      if (block.kind == BlockKind::experiment) leave_experiment(block);
    }
    for (const Node& line : draft_.blocks().promises) leave_promise(line);
  }

 private:
  std::string mark(std::string_view what) const {
    return fmt::format("# applied {}: {}", ground_.options.date, what);
  }

  void comment_block(const Block& block, const std::string& what, std::string_view why = {}) {
    const Node heading = draft_.line_at(block.span);
    draft_.insert_above(heading, mark(what + std::string(why)));
    draft_.comment_out(heading);
    for (const Node& line : block.lines) draft_.comment_out(line);
    draft_.note(block.span, fmt::format("{} is a comment now{}", what, why));
  }

  bool names(Node name) const { return name && name_text(name) == name_; }

  void leave_scenario(const Block& block) {
    std::vector<Node> includes;
    std::size_t others = 0, own = 0;
    for (const Node& line : block.lines) {
      if (line.kind() != SyntaxKind::includes_line) continue;
      includes.push_back(line);
      for (const Node& name : line.children(SyntaxKind::name)) ++(names(name) ? own : others);
    }
    if (own == 0) return;
    if (others == 0) {
      emptied_.push_back(block.name);
      comment_block(block, "scenario " + block.name, ", with nothing left to include");
      return;
    }
    for (const Node& line : includes) leave_includes(line, block.name);
    smaller_.push_back(block.name);
  }

  void leave_includes(Node line, const std::string& scenario) {
    const std::vector<Node> all = line.children(SyntaxKind::name);
    const auto stays = [&](const Node& name) { return !names(name); };
    if (std::all_of(all.begin(), all.end(), stays)) return;
    draft_.note(content_span(line), fmt::format("scenario {} loses {}", scenario, name_));
    if (std::none_of(all.begin(), all.end(), stays)) {
      if (line.child(SyntaxKind::comment)) {
        draft_.comment_out_inside(line);
      } else {
        draft_.replace(line.span(), "");
      }
      return;
    }
    std::string text;
    for (const Node& name : all) {
      if (names(name)) continue;
      text += fmt::format("{}{}", text.empty() ? "" : ", ", name.text());
    }
    draft_.replace({line.span().file, all.front().span().begin, all.back().span().end}, text);
  }

  void leave_experiment(const Block& block) {
    for (const Node& line : block.lines) {
      if (line.kind() != SyntaxKind::tests_line || !names(name_of(line))) continue;
      experiments_.push_back(block.name);
      comment_block(block, "experiment " + block.name, ", for its fix is launched");
      return;
    }
  }

  static bool has(const std::vector<std::string>& list, const std::string& name) {
    return std::find(list.begin(), list.end(), name) != list.end();
  }

  void comment_promise(Node line, const std::string& what) {
    draft_.insert_above(line, mark(what));
    draft_.comment_out(line);
    draft_.note(content_span(line), "a comment now: " + what);
  }

  void leave_promise(Node line) {
    const Node metric = line.child(SyntaxKind::metric);
    const Node subject = metric ? name_of(metric) : Node();
    const bool is_about_fix = has_word(metric, "roi") || has_word(metric, "payback");
    const bool is_about_test = has_word(metric, "sample") || has_word(metric, "duration");
    if (is_about_fix && names(subject)) {
      comment_promise(line, "the fix that this promise names is launched");
      return;
    }
    if (is_about_test && subject && has(experiments_, name_text(subject))) {
      comment_promise(line, "the experiment that this promise names is over");
      return;
    }
    const Node in = line.child(SyntaxKind::in_scenario);
    if (!in) return;
    const std::string scenario = name_text(name_of(in));
    const bool is_difference = static_cast<bool>(line.child(SyntaxKind::baseline));
    if (has(emptied_, scenario)) {
      leave_emptied(line, in, is_difference);
    } else if (has(smaller_, scenario) && is_difference) {
      draft_.note(content_span(line),
                  "the baseline holds the fix now: look whether the bound is still meant");
    }
  }

  void leave_emptied(Node line, Node in, bool is_difference) {
    if (is_difference) {
      comment_promise(line, "the baseline holds the fix now");
      return;
    }
    // With the space before it.
    const Span span = in.span();
    const std::string_view before = line.text().substr(0, span.begin - line.span().begin);
    const std::size_t last = before.find_last_not_of(" \t");
    const auto begin = line.span().begin + static_cast<std::uint32_t>(last + 1);
    draft_.replace({span.file, begin, span.end}, "");
    draft_.note(content_span(line), "a promise about today, which holds the fix now");
  }

  const BakeGround& ground_;
  Draft& draft_;
  const std::string& name_;
  std::vector<std::string> emptied_, smaller_, experiments_;
};

}  // namespace

void bake_mentions(const BakeGround& ground, Draft& draft) {
  Mentions(ground, draft).bake();
}

}  // namespace cairn
