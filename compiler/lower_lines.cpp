#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "compiler/lowering.h"

namespace cairn {

namespace {

bool is_leap(int year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int days_of_month(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kDays[month - 1];
}

/// Digits of "2025-01-31", full-width ones too.
std::vector<int> date_numbers(std::string_view text) {
  std::vector<int> numbers;
  for (std::string_view left = text; !left.empty();) {
    const std::string_view one = left.substr(0, left.find('-'));
    numbers.push_back(static_cast<int>(read_integer(one).value_or(0)));
    left.remove_prefix(std::min(left.size(), one.size() + 1));
  }
  return numbers;
}

/// Counts of one total, place and scope are drawn together (language.md 9.19).
void group_counts(Lowering& lowering, ParameterId id, const std::string& key,
                  const LineTail& tail) {
  if (!id.is_valid()) return;
  Parameter& parameter = lowering.journey.parameters[id];
  if (parameter.doubt != Doubt::observed || parameter.assumption.is_valid()) return;
  parameter.count_group = fmt::format("{}|of {}{}", key, parameter.total, tail.scope_text);
}

}  // namespace

std::string block_key(const Block& block) {
  return fmt::format("{} {}", to_string(block.kind), block.name);
}

bool OnceLines::take(Node line) {
  const std::string_view word = line_word(line);
  for (const auto& [known, span] : seen_) {
    if (known != word) continue;
    Diagnostic diagnostic{Code::E212, content_span(line), {}, {}, {}, {}, {}, {}};
    diagnostic.message =
        fmt::format("a second `{}` line under one heading", word == "counts" ? "counts as" : word);
    diagnostic.labels.push_back({span, "the first"});
    const TextFile& file = lowering_.project.files[diagnostic.span.file];
    diagnostic.help = {
        fmt::format("keep the one that is meant; or did a heading get lost above line {}?",
                    position_of(file, diagnostic.span.begin).line)};
    constexpr unsigned kAnyHeading = ~0U;
    lowering_.blocks.misplaced.push_back({std::move(diagnostic), kAnyHeading});
    return false;
  }
  seen_.emplace_back(word, content_span(line));
  return true;
}

void lower_text_line(Lowering& lowering, Node line, std::vector<TextLine>& texts) {
  const std::string_view word = line_word(line);
  const LineTail tail = lower_tail(lowering, line, {});
  const Node text = line.child(SyntaxKind::text);
  if (!tail.is_sound || !text) return;
  TextLine result;
  result.kind = word == "goal"     ? TextLine::Kind::goal
                : word == "need"   ? TextLine::Kind::need
                : word == "fear"   ? TextLine::Kind::fear
                : word == "does"   ? TextLine::Kind::does
                : word == "thinks" ? TextLine::Kind::thinks
                : word == "idea"   ? TextLine::Kind::idea
                                   : TextLine::Kind::note;
  result.text = std::string(unquote(text));
  result.origin = tail.origin;
  result.scope = tail.scope;
  result.span = content_span(line);
  texts.push_back(std::move(result));
}

std::optional<ShareLine> lower_share_line(Lowering& lowering, Node line, const std::string& key,
                                          const TailRules& rules) {
  const LineTail tail = lower_tail(lowering, line, rules);
  ShareLine share;
  share.scope = tail.scope;
  share.span = content_span(line);
  if (line.child(SyntaxKind::rest)) {
    share.is_rest = true;
  } else {
    share.value = lower_value(lowering, value_of(line), {}, key, tail);
    if (!share.value.is_valid()) return std::nullopt;
  }
  return tail.is_sound ? std::optional(std::move(share)) : std::nullopt;
}

std::optional<FlowLine> lower_flow_line(Lowering& lowering, Node line, const std::string& key) {
  const FlowView view = view_flow(line);
  TailRules rules;
  rules.may_after = true;
  LineTail tail = lower_tail(lowering, line, rules);
  FlowLine flow;
  flow.span = content_span(line);
  flow.scope = tail.scope;
  flow.target = resolve_place(lowering, view.target, {kPlaceKinds, "an arrow"});
  if (view.target) flow.target_span = view.target.span();
  const std::string target = view.target ? name_text(view.target) : std::string();
  const std::string line_key = fmt::format("{}|{}-> {}", key, view.factor ? "times " : "", target);
  if (view.is_rest) {
    flow.kind = FlowLine::Kind::rest;
  } else if (!view.value) {
    flow.kind = FlowLine::Kind::everyone;
  } else {
    Wanted wanted;
    flow.kind = view.factor ? FlowLine::Kind::factor : FlowLine::Kind::share;
    if (view.factor) wanted.unit = Unit::factor;
    flow.value = lower_value(lowering, view.value, wanted, line_key, tail);
    group_counts(lowering, flow.value, key, tail);
    if (!flow.value.is_valid()) return std::nullopt;
  }
  if (tail.after && flow.kind == FlowLine::Kind::factor) {
    report(lowering, Code::E105, tail.after.span(), "a `times` line only multiplies a share",
           "write `after` on the line that it multiplies");
    return std::nullopt;
  }
  if (tail.after) {
    Wanted wanted;
    wanted.unit = Unit::days;
    flow.after = lower_amount(lowering, amount_of(tail.after), wanted, line_key + " after", tail);
    if (!flow.after) return std::nullopt;
  }
  if (!tail.is_sound || !flow.target.is_valid()) return std::nullopt;
  return flow;
}

std::optional<MoneyLine> lower_money_line(Lowering& lowering, Node line, const std::string& key,
                                          BlockKind under) {
  TailRules rules;
  rules.may_who = rules.may_guard = under != BlockKind::fix;
  const LineTail tail = lower_tail(lowering, line, rules);
  const std::string_view word = line_word(line);
  MoneyLine money;
  money.span = content_span(line);
  money.scope = tail.scope;
  const Node per = line.child(SyntaxKind::per);
  const bool is_once = has_word(line, "once");
  std::string slot;
  if (per) {
    money.basis = MoneyLine::Basis::time;
    money.per_days = lower_per_time(lowering, per);
    if (money.per_days == 0) return std::nullopt;
    slot = " " + normalise_spaces(per.text());
  } else if (is_once) {
    money.basis = MoneyLine::Basis::once;
    slot = " once";
  }
  if (under == BlockKind::fix && !per && !is_once) {
    report(lowering, Code::E305, money.span, "the cost of a fix is paid `once` or `per` time",
           "add `once`, or `per month`");
    return std::nullopt;
  }
  if (per && (under == BlockKind::source || under == BlockKind::outcome)) {
    report(lowering, Code::E305, per.span(),
           fmt::format("nobody spends time at {}, so nothing adds up there",
                       under == BlockKind::source ? "a source" : "an outcome"),
           under == BlockKind::source
               ? "write the cost of one arrival, for example `costs 0.40 EUR`"
               : "write the line under a touchpoint that takes time");
    return std::nullopt;
  }
  Wanted wanted;
  wanted.unit = Unit::money;
  wanted.is_average = under != BlockKind::fix;
  const auto amount = lower_amount(lowering, amount_of(line), wanted,
                                   fmt::format("{}|{}{}", key, word, slot), tail);
  if (!amount || !tail.is_sound) return std::nullopt;
  money.amount = *amount;
  return money;
}

std::optional<MemoryLine> lower_memory_line(Lowering& lowering, Node line, const std::string& key,
                                            BlockKind under) {
  TailRules rules;
  rules.may_guard = under == BlockKind::touchpoint;
  const LineTail tail = lower_tail(lowering, line, rules);
  const Node name = name_of(line);
  if (!name) return std::nullopt;
  const bool is_set = line_word(line) == "sets";
  MemoryLine memory;
  memory.scope = tail.scope;
  memory.span = content_span(line);
  if (is_set) {
    memory.flag = resolve_flag(lowering, name, "`sets`", false);
  } else {
    const NameUse use{SymbolKind::flag | SymbolKind::touchpoint, "`clears`"};
    const Symbol* symbol = lowering.symbols.resolve(name, use);
    if (symbol == nullptr) return std::nullopt;
    if (symbol->kind == SymbolKind::touchpoint) {
      memory.kind = MemoryLine::Kind::clear_count;
      memory.place = PlaceId{symbol->index};
    } else {
      memory.kind = MemoryLine::Kind::clear_flag;
      memory.flag = resolve_flag(lowering, name, "`clears`", false);
    }
  }
  if (const Node value = value_of(line)) {
    memory.probability = lower_value(
        lowering, value, {}, fmt::format("{}|{} {}", key, line_word(line), name_text(name)), tail);
    if (!memory.probability.is_valid()) return std::nullopt;
  }
  const bool is_known = memory.flag.is_valid() || memory.place.is_valid();
  return is_known && tail.is_sound ? std::optional(std::move(memory)) : std::nullopt;
}

std::optional<StartDate> lower_start(Lowering& lowering, Node line, bool may_be_month) {
  StartDate start;
  start.span = content_span(line);
  if (const Node number = line.child(SyntaxKind::integer)) {
    const auto month = read_integer(number.text());
    if (!may_be_month) {
      report(lowering, Code::E105, start.span, "the journey itself starts on a date",
             "write a date, for example `starts 2025-01-01`");
      return std::nullopt;
    }
    if (!month || *month < 1 || *month > 12'000) {
      report(lowering, Code::E304, number.span(),
             fmt::format("there is no month {}", normalise_spaces(number.text())),
             "month 1 is the first month of the journey");
      return std::nullopt;
    }
    start.month_number = static_cast<int>(*month);
    return start;
  }
  const Node date = line.child(SyntaxKind::date);
  if (!date) return std::nullopt;
  const std::vector<int> numbers = date_numbers(date.text());
  const bool is_date = numbers.size() == 3 && numbers[0] > 0 && numbers[1] >= 1 &&
                       numbers[1] <= 12 && numbers[2] >= 1 &&
                       numbers[2] <= days_of_month(numbers[0], numbers[1]);
  if (!is_date) {
    report(lowering, Code::E304, date.span(), fmt::format("there is no day `{}`", date.text()),
           "a date is year, month, day: `2025-01-31`");
    return std::nullopt;
  }
  start.year = numbers[0];
  start.month = numbers[1];
  start.day = numbers[2];
  return start;
}

}  // namespace cairn
