#include "compiler/bake_values.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "grammar/ast.h"

namespace cairn {
namespace {

bool holds(Node node, SyntaxKind kind) {
  if (!node) return false;
  if (node.kind() == kind) return true;
  for (const Node& child : node.children()) {
    if (holds(child, kind)) return true;
  }
  return false;
}

/// The two slots of `median A, p90 B`, of `2 to 4 min`; the one of `mean A`.
std::vector<Node> slots_of(Node amount) {
  if (!amount) return {};
  if (const Node both = amount.child(SyntaxKind::median_p90)) {
    return both.children(SyntaxKind::value);
  }
  if (const Node mean = amount.child(SyntaxKind::mean)) return {value_of(mean)};
  return {amount};
}

class AmountWriter {
 public:
  AmountWriter(BakeGround& ground, const Draft& draft, const ValueKind& kind, Node old)
      : ground_(ground), draft_(draft), kind_(kind), slots_(slots_of(old)) {}

  WrittenValue write(const std::optional<Amount>& before, double otherwise,
                     const std::vector<ChangeRef>& changes) {
    Law law = before ? before->law : Law::fixed;
    std::optional<Amount> base = before;
    for (const ChangeRef ref : changes) {
      const Change& change = ground_.fix.changes[ref.change];
      if (change.kind != Change::Kind::set) continue;
      // Another law takes nothing from the numbers of the old one.
      if (law != change.amount.law) base = change.amount;
      if (law != change.amount.law || slots_.empty()) slots_ = slots_of(amount_of_change(change));
      law = change.amount.law;
    }
    if (slots_.empty() && !changes.empty()) {
      slots_ = slots_of(amount_of_change(ground_.fix.changes[changes.front().change]));
    }
    const auto number = [&](bool is_second) {
      WovenNumber woven;
      woven.clip = kind_.clip;
      woven.is_second = is_second;
      woven.otherwise = otherwise;
      if (base) woven.base = is_second ? base->second : base->first;
      woven.changes = changes;
      return number_with(ground_, std::move(woven));
    };
    const bool has_second = law == Law::lognormal_p90 || law == Law::lognormal_p5_p95;
    return in_law(law, number(false), has_second ? number(true) : Spread{});
  }

 private:
  Node amount_of_change(const Change& change) const {
    const Node line = draft_.line_at(change.span);
    return line ? amount_of(line) : Node();
  }

  Node slot(std::size_t index) const {
    if (slots_.empty()) return {};
    return slots_[std::min(index, slots_.size() - 1)];
  }

  WrittenValue in_law(Law law, const Spread& first, const Spread& second) const {
    ValueKind doubtful = kind_;
    doubtful.may_doubt = true;
    switch (law) {
      case Law::exponential: {
        WrittenValue mean = write_number(ground_, first, doubtful, slot(0));
        mean.text = "mean " + mean.text;
        return mean;
      }
      case Law::lognormal_p90: {
        const WrittenValue median = write_number(ground_, first, doubtful, slot(0));
        const WrittenValue p90 = write_number(ground_, second, doubtful, slot(1));
        return {fmt::format("median {}, p90 {}", median.text, p90.text), "",
                median.is_doubt_lost || p90.is_doubt_lost};
      }
      case Law::lognormal_p5_p95: {
        NumberStyle style =
            style_of(slot(0), kind_.unit, first.best, ground_.journey.frame.currency);
        const std::string high = write_exact(second.best, style, ground_.options.precision);
        style.behind.clear();
        return {fmt::format("{} to {}", write_exact(first.best, style, ground_.options.precision),
                            high),
                "", !first.is_exact() || !second.is_exact()};
      }
      case Law::fixed:
      case Law::woven:
        break;
    }
    return write_number(ground_, first, kind_, slot(0));
  }

  BakeGround& ground_;
  const Draft& draft_;
  ValueKind kind_;
  std::vector<Node> slots_;
};

/// The text of a lone `set`, which may say more than its number: counts, a fraction, a name.
std::optional<WrittenValue> copy_set(BakeGround& ground, Draft& draft, const ValueKind& kind,
                                     const std::vector<ChangeRef>& changes) {
  if (changes.size() != 1) return std::nullopt;
  const Change& change = ground.fix.changes[changes.front().change];
  if (change.kind != Change::Kind::set || kind.unit == Unit::feeling) return std::nullopt;
  const Node line = draft.line_at(change.span);
  const Node amount = line ? amount_of(line) : Node();
  if (!amount) return std::nullopt;
  return WrittenValue{normalise_spaces(amount.text()), "", false};
}

}  // namespace

WrittenValue write_number(const BakeGround& ground, const Spread& number, const ValueKind& kind,
                          Node old, int extra_digits) {
  const std::string& currency = ground.journey.frame.currency;
  const NumberStyle style = style_of(old, kind.unit, number.best, currency);
  const int precision = ground.options.precision + extra_digits;
  if (!number.is_exact() && kind.may_doubt) {
    const std::string shown = show_number(number.best, kind.unit, currency);
    if (holds(old, SyntaxKind::plus_minus)) {
      if (auto text = write_plus_minus(number, style)) return {*text, "", false};
    }
    if (auto text = write_range(number, style, precision)) return {*text, shown, false};
  }
  return {write_exact(number.best, style, precision), "", !number.is_exact()};
}

WrittenValue write_changed(BakeGround& ground, Draft& draft, const ValueKind& kind, Node old,
                           const std::optional<Amount>& before, double otherwise,
                           const std::vector<ChangeRef>& changes) {
  if (auto copied = copy_set(ground, draft, kind, changes)) return *copied;
  return AmountWriter(ground, draft, kind, old).write(before, otherwise, changes);
}

WrittenValue write_assumed(BakeGround& ground, Draft& draft, const ValueKind& kind, Node old,
                           ParameterId id, const std::vector<ChangeRef>& changes) {
  if (auto copied = copy_set(ground, draft, kind, changes)) return *copied;
  WovenNumber number;  // assumptions are changed before all else (woven.h)
  number.base = id;
  return write_number(ground, number_with(ground, std::move(number)), kind, old);
}

Node number_node(Node line) {
  if (!line) return {};
  switch (line.kind()) {
    case SyntaxKind::flow_line:
      return view_flow(line).value;
    case SyntaxKind::pain_line:
      return line.child(SyntaxKind::causes) ? value_of(line.child(SyntaxKind::causes)) : Node();
    case SyntaxKind::feels_line:
      for (const SyntaxKind kind :
           {SyntaxKind::plus_minus, SyntaxKind::range, SyntaxKind::signed_number}) {
        if (const Node found = line.child(kind)) return found;
      }
      return {};
    default:
      return amount_of(line);
  }
}

void put_value(Draft& draft, Node line, Node number, const std::string& text) {
  if (line.kind() == SyntaxKind::flow_line) {
    replace_head(draft, line, text);
  } else if (number) {
    draft.replace(number.span(), text);
  }
}

std::string became_text(const Draft& draft, Node line, Node number, const WrittenValue& value) {
  std::string what;
  if (line.kind() == SyntaxKind::flow_line) {
    what = fmt::format("{} -> {}", draft.heading_of(line.span()), view_flow(line).target.text());
  } else if (line.kind() == SyntaxKind::pain_line || line.kind() == SyntaxKind::assume_line) {
    what = name_text(name_of(line));
  } else {
    what = fmt::format("{} at {}", line_word(line), draft.heading_of(line.span()));
  }
  const TailView tails = tails_of(line);
  for (const Node& tail : {tails.who, tails.guard}) {
    if (tail) what += " " + normalise_spaces(tail.text());
  }
  const std::string old = number ? normalise_spaces(number.text()) : "everyone";
  const std::string shown =
      value.shown.empty() ? value.text : fmt::format("{} ({})", value.shown, value.text);
  return fmt::format("{}: {} becomes {}{}", what, old, shown,
                     value.is_doubt_lost ? "; how far it is not known cannot be said here" : "");
}

void insert_flow(const BakeGround& ground, Draft& draft, const Site& site, std::string_view text) {
  const std::vector<FlowLine>& flows = flows_at(ground.journey, site);
  for (const FlowLine& flow : flows) {
    if (flow.kind != FlowLine::Kind::rest) continue;
    draft.insert_above(draft.line_at(flow.span), text);
    draft.note(flow.span, fmt::format("new: `{}`", normalise_spaces(text)));
    return;
  }
  if (flows.empty()) return;
  draft.insert_below(draft.line_at(flows.back().span), text);
  draft.note(flows.back().span, fmt::format("new: `{}`", normalise_spaces(text)));
}

void insert_at_place(const BakeGround& ground, Draft& draft, PlaceId id, std::string_view text) {
  const Place& place = ground.journey.places[id];
  if (!place.flows.empty()) {
    draft.insert_above(draft.line_at(place.flows.front().span), text);
    draft.note(place.flows.front().span, fmt::format("new: `{}`", normalise_spaces(text)));
    return;
  }
  const Node heading = draft.line_at(place.heading.span);
  if (!heading) {
    draft.refuse(fmt::format("\"{}\" has no heading to write under", place.heading.name));
    return;
  }
  draft.insert_below(heading, "  " + std::string(text));
  draft.note(place.heading.span, fmt::format("new: `{}`", normalise_spaces(text)));
}

}  // namespace cairn
