#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "compiler/lowering.h"

namespace cairn {

namespace {

constexpr std::int64_t kMostVisits = 1'000'000;  // far beyond what the state space can hold

std::optional<Trait> lower_trait(Lowering& lowering, Node name, SymbolKinds kinds) {
  const bool takes_all = kinds == TailRules{}.who_kinds;
  const Symbol* symbol =
      lowering.symbols.resolve(name, {kinds, takes_all ? "`for`" : "`for` on this line"});
  if (symbol == nullptr) return std::nullopt;
  Trait trait;
  switch (symbol->kind) {
    case SymbolKind::persona:
      trait.persona = PersonaId{symbol->index};
      break;
    case SymbolKind::source:
      trait.source = SourceId{symbol->index};
      break;
    case SymbolKind::device:
      trait.device = DeviceId{symbol->index};
      break;
    case SymbolKind::channel:
      trait.channel = ChannelId{symbol->index};
      break;
    default:
      return std::nullopt;
  }
  return trait;
}

std::optional<Condition> lower_condition(Lowering& lowering, Node node) {
  const ConditionView view = view_condition(node);
  Condition condition;
  condition.is_negated = view.is_negated;
  if (view.word.empty()) {
    condition.kind = Condition::Kind::flag;
    condition.flag = resolve_flag(lowering, view.name, "`when`", true);
    return condition.flag.is_valid() ? std::optional(condition) : std::nullopt;
  }
  const bool is_visited = view.word == "visited";
  condition.kind = is_visited ? Condition::Kind::visited : Condition::Kind::last;
  condition.place =
      resolve_place(lowering, view.name, {kTouchpointKind, is_visited ? "`visited`" : "`last`"});
  if (view.times) {
    const auto times = read_integer(view.times.text());
    if (!times || *times < 1 || *times > kMostVisits) {
      report(lowering, Code::E304, view.times.span(),
             fmt::format("`{} times` is no number of visits", normalise_spaces(view.times.text())),
             "write a number from 1 on, for example `visited cart 3 times`");
      return std::nullopt;
    }
    condition.times = static_cast<std::uint32_t>(*times);
  }
  return condition.place.is_valid() ? std::optional(condition) : std::nullopt;
}

std::string condition_text(Node node) {
  const ConditionView view = view_condition(node);
  std::string text = view.is_negated ? "not " : "";
  if (!view.word.empty()) text += std::string(view.word) + " ";
  if (view.name) text += name_text(view.name);
  if (view.times) {
    const auto times = read_integer(view.times.text()).value_or(0);
    if (times != 1) text += fmt::format(" {} times", times);
  }
  return text;
}

std::string join_sorted(std::vector<std::string> parts, std::string_view separator) {
  std::sort(parts.begin(), parts.end());
  parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
  return fmt::format("{}", fmt::join(parts, separator));
}

/// Meaning does not depend on the order of what stands behind `for` and `when`, so keys do not
/// either.
std::string normalise_scope(const TailView& view) {
  std::string text;
  if (view.who) {
    std::vector<std::string> groups;
    for (const Node& group : view.who.children(SyntaxKind::group)) {
      std::vector<std::string> names;
      for (const Node& name : group.children(SyntaxKind::name)) names.push_back(name_text(name));
      groups.push_back(join_sorted(std::move(names), " "));
    }
    text += "|for " + join_sorted(std::move(groups), ", ");
  }
  if (view.guard) {
    std::vector<std::string> conditions;
    for (const Node& condition : view.guard.children(SyntaxKind::condition)) {
      conditions.push_back(condition_text(condition));
    }
    text += "|when " + join_sorted(std::move(conditions), " and ");
  }
  return text;
}

void refuse(Lowering& lowering, Node tail, std::string_view why) {
  const std::vector<Node> words = parts_of(tail);
  const std::string word = words.empty() ? "" : std::string(words.front().text());
  report(lowering, Code::E105, tail.span(), fmt::format("`{}` does not fit on this line", word),
         std::string(why));
}

void extend(Span& span, Node node) {
  if (!span.is_valid()) {
    span = node.span();
    return;
  }
  span.begin = std::min(span.begin, node.span().begin);
  span.end = std::max(span.end, node.span().end);
}

bool refuse_repeated(Lowering& lowering, const TailView& view) {
  // The first of them is enough: a line can have as many as it is long.
  if (!view.repeated.empty()) {
    const Node& tail = view.repeated.front();
    const std::string word(parts_of(tail).front().text());
    std::string help;
    if (tail.kind() == SyntaxKind::who) help = "a comma means either, side by side means both";
    if (tail.kind() == SyntaxKind::guard) help = "join the conditions by `and`";
    report(lowering, Code::E105, tail.span(), fmt::format("`{}` stands twice on this line", word),
           help);
  }
  return view.repeated.empty();
}

}  // namespace

std::optional<std::vector<Group>> lower_groups(Lowering& lowering, Node who, SymbolKinds kinds) {
  std::vector<Group> groups;
  bool is_sound = true;
  for (const Node& node : who.children(SyntaxKind::group)) {
    Group group;
    for (const Node& name : node.children(SyntaxKind::name)) {
      if (const auto trait = lower_trait(lowering, name, kinds)) {
        group.traits.push_back(*trait);
      } else {
        is_sound = false;
      }
    }
    groups.push_back(std::move(group));
  }
  return is_sound ? std::optional(std::move(groups)) : std::nullopt;
}

LineTail lower_tail(Lowering& lowering, Node line, const TailRules& rules) {
  const TailView view = tails_of(line);
  LineTail tail;
  tail.is_sound = refuse_repeated(lowering, view);
  if (view.after) {
    if (rules.may_after) {
      tail.after = view.after;
    } else {
      refuse(lowering, view.after,
             "`after` is the time on the way of a flow: `24% -> b after 2 days`");
      tail.is_sound = false;
    }
  }
  if (view.who) {
    extend(tail.scope.span, view.who);
    if (!rules.may_who) {
      refuse(lowering, view.who, "this holds for everyone");
      tail.is_sound = false;
    } else if (auto groups = lower_groups(lowering, view.who, rules.who_kinds)) {
      tail.scope.groups = std::move(*groups);
    } else {
      tail.is_sound = false;
    }
  }
  if (view.guard) {
    extend(tail.scope.span, view.guard);
    if (!rules.may_guard) {
      refuse(lowering, view.guard, "this is settled before anything has happened");
      tail.is_sound = false;
    } else {
      for (const Node& node : view.guard.children(SyntaxKind::condition)) {
        if (const auto condition = lower_condition(lowering, node)) {
          tail.scope.conditions.push_back(*condition);
        } else {
          tail.is_sound = false;
        }
      }
    }
  }
  if (view.origin && rules.may_origin) {
    if (const Node text = view.origin.child(SyntaxKind::text)) tail.origin = unquote(text);
  } else if (view.origin) {
    refuse(lowering, view.origin, "`from` says where a number comes from");
  }
  tail.scope_text = normalise_scope(view);
  return tail;
}

PlaceId resolve_place(Lowering& lowering, Node name, const NameUse& use) {
  const Symbol* symbol = lowering.symbols.resolve(name, use);
  return symbol == nullptr ? PlaceId{} : PlaceId{symbol->index};
}

FlagId resolve_flag(Lowering& lowering, Node name, std::string_view role, bool is_asked) {
  const NameUse use{static_cast<SymbolKinds>(SymbolKind::flag), role};
  const Symbol* symbol = lowering.symbols.resolve(name, use);
  if (symbol == nullptr) return {};
  const FlagId id{symbol->index};
  lowering.journey.flags[id].uses.push_back(name.span());
  if (is_asked) lowering.flag_is_asked[id.index] = true;
  return id;
}

}  // namespace cairn
