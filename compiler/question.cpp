#include "compiler/question.h"

#include "base/text.h"
#include "compiler/lowering.h"
#include "grammar/parse.h"

namespace cairn {
namespace {

constexpr const char* kShownAs = "your question";

/// The question as a flow line, which has all it may say: a name, an arrow, a name, `for`, `when`.
/// "reach order" asks for every way there, which is what an arrow without a left side says (R14).
std::string as_flow_line(const std::string& text) {
  const std::string line = normalise_spaces(text);
  constexpr std::string_view kReach = "reach ";
  if (line.starts_with(kReach) && line.find("->") == std::string::npos) {
    return "-> " + line.substr(kReach.size());
  }
  return line;
}

std::optional<WhyQuestion> read_flow(Lowering& lowering, Node line) {
  const FlowView view = view_flow(line);
  const Node from = view.value ? name_of(view.value) : Node{};
  if (view.is_rest || view.factor || (view.value && !from)) {
    report(lowering, Code::E105, content_span(line), "this is a line of a spec, not a question",
           "name where the flow begins: `cart -> checkout`");
    return std::nullopt;
  }
  TailRules rules;
  rules.may_origin = false;
  const LineTail tail = lower_tail(lowering, line, rules);
  WhyQuestion question;
  question.scope = tail.scope;
  question.to = resolve_place(lowering, view.target, {kPlaceKinds, "an arrow"});
  if (!from && !tail.scope.conditions.empty()) {
    report(lowering, Code::E105, tail.scope.span, "`when` cannot be asked of everyone who comes",
           "ask about one way in: `cart -> checkout when member`");
    return std::nullopt;
  }
  if (from) {
    const NameUse use{SymbolKind::touchpoint | SymbolKind::source, "the left side of an arrow"};
    const Symbol* symbol = lowering.symbols.resolve(from, use);
    if (symbol == nullptr) return std::nullopt;
    if (symbol->kind == SymbolKind::source) {
      question.from.source = SourceId{symbol->index};
    } else {
      question.from.place = PlaceId{symbol->index};
    }
  }
  return tail.is_sound && question.to.is_valid() ? std::optional(question) : std::nullopt;
}

}  // namespace

std::optional<WhyQuestion> read_question(Project& project, const std::string& text,
                                         Diagnostics& diagnostics) {
  const FileId file = project.files.add(make_text_file(kShownAs, as_flow_line(text)));
  // Said in other words below: what a line of a spec may be is no help with a question.
  Diagnostics unread;
  const SyntaxTree tree = parse(project.files, file, unread);
  // What is wrong with the spec itself has been said when it was compiled.
  Diagnostics of_the_spec;
  Lowering lowering(project, of_the_spec);
  lowering.blocks = split_blocks(project);
  declare_names(lowering);
  std::optional<WhyQuestion> question;
  bool is_flow = false;
  for (const Node& line : root(tree, project.files[file]).children()) {
    is_flow = line.kind() == SyntaxKind::flow_line;
    if (is_flow) question = read_flow(lowering, line);
    break;
  }
  lowering.symbols.report(UnknownNames::are_errors);
  for (const Diagnostic& one : of_the_spec.all()) {
    if (one.span.file == file) diagnostics.add(one);
  }
  if (!is_flow) {
    const auto size = static_cast<std::uint32_t>(project.files[file].text.size());
    Diagnostic diagnostic{Code::E105, {file, 0, size}, {}, {}, {}, {}, {}, {}};
    diagnostic.message = "this is neither a flow nor `reach` and a place";
    diagnostic.help = {
        "ask \"cart -> checkout for mobile when member\" or \"reach checkout\", "
        "in quotes, since the shell takes `>` as its own"};
    diagnostics.add(std::move(diagnostic));
  }
  return diagnostics.has_errors() ? std::nullopt : question;
}

}  // namespace cairn
