#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "compiler/lowering.h"

namespace cairn {

namespace {

/// An edge or place as it means, however it is spaced and whatever its arrow looks like: "cart ->
/// order".
std::string tokens_text(Node node) {
  std::string text;
  for (const Node child : node.children()) {
    if (child.kind() == SyntaxKind::space) continue;
    if (!text.empty()) text += " ";
    if (child.kind() == SyntaxKind::edge) {
      text += tokens_text(child);
    } else {
      text += child.kind() == SyntaxKind::arrow ? "->" : child.text();
    }
  }
  return text;
}

/// The share written for everyone on a flow, if there is one: for the numbers in a message.
std::optional<double> current_share(const Lowering& lowering, const ChangePlace& place) {
  if (place.kind != ChangePlace::Kind::flow || !place.from.is_valid()) return std::nullopt;
  for (const FlowLine& flow : lowering.journey.places[place.from].flows) {
    const bool is_for_all = flow.scope.groups.empty() && flow.scope.conditions.empty();
    if (flow.target == place.to && flow.kind == FlowLine::Kind::share && is_for_all) {
      return to_double(lowering.journey.parameters[flow.value].best);
    }
  }
  return std::nullopt;
}

class FixLowering {
 public:
  FixLowering(Lowering& lowering, const Block& block, FixId id)
      : lowering_(lowering), id_(id), key_(block_key(block)), once_(lowering) {}

  void lower_line(Node line) {
    switch (line.kind()) {
      case SyntaxKind::text_line:
        lower_text_line(lowering_, line, fix().texts);
        break;
      case SyntaxKind::change_line:
        lower_change(line);
        break;
      case SyntaxKind::remove_line:
        lower_remove(line);
        break;
      case SyntaxKind::move_line:
        lower_move(line);
        break;
      case SyntaxKind::money_line:
        if (auto money = lower_money_line(lowering_, line, key_, BlockKind::fix)) {
          fix().costs.push_back(std::move(*money));
        }
        break;
      default:
        if (once_.take(line)) lower_single(line);
    }
  }

 private:
  Fix& fix() { return lowering_.journey.fixes[id_]; }

  void lower_single(Node line) {
    switch (line.kind()) {
      case SyntaxKind::starts_line:
        fix().starts = lower_start(lowering_, line, true);
        break;
      case SyntaxKind::lasts_line: {
        Wanted wanted;
        wanted.unit = Unit::days;
        const std::string word(line_word(line));
        const ParameterId days =
            lower_quantity(lowering_, line.child(SyntaxKind::quantity), wanted, key_ + "|" + word);
        (word == "ramps" ? fix().ramps : fix().lasts) = days;
        break;
      }
      case SyntaxKind::was_line:
        if (const Node name = name_of(line)) fix().heading.was = name_text(name);
        break;
      default:
        break;
    }
  }

  /// `cart -> checkout`, `takes at checkout`, `price`.
  std::optional<ChangePlace> lower_change_place(Node node) {
    const PlaceView view = view_place(node);
    ChangePlace place;
    if (view.edge) {
      const EdgeView edge = view_edge(view.edge);
      if (!edge.from) {
        report(lowering_, Code::E105, view.edge.span(), "this flow does not say where it begins",
               "write the touchpoint before the arrow: `cart -> checkout`");
        return std::nullopt;
      }
      place.from =
          resolve_place(lowering_, edge.from, {kTouchpointKind, "the left side of an arrow"});
      place.to = resolve_place(lowering_, edge.to, {kPlaceKinds, "an arrow"});
      target_span_ = edge.to.span();
      return place.from.is_valid() && place.to.is_valid() ? std::optional(place) : std::nullopt;
    }
    if (view.word) {
      const std::string_view word = view.word.text();
      place.kind = word == "takes"   ? ChangePlace::Kind::takes
                   : word == "earns" ? ChangePlace::Kind::earns
                   : word == "costs" ? ChangePlace::Kind::costs
                                     : ChangePlace::Kind::feels;
      place.at = resolve_place(lowering_, view.name, {kPlaceKinds, "`at`"});
      return place.at.is_valid() ? std::optional(place) : std::nullopt;
    }
    const NameUse use{static_cast<SymbolKinds>(SymbolKind::assumption), "a change"};
    const Symbol* symbol = lowering_.symbols.resolve(view.name, use);
    if (symbol == nullptr) return std::nullopt;
    place.kind = ChangePlace::Kind::assumption;
    place.assumption = AssumptionId{symbol->index};
    return place;
  }

  /// The unit of the number that is changed; nothing if the assumption's own line was wrong.
  std::optional<Unit> unit_of(const ChangePlace& place) const {
    switch (place.kind) {
      case ChangePlace::Kind::flow:
        return Unit::share;
      case ChangePlace::Kind::takes:
        return Unit::days;
      case ChangePlace::Kind::earns:
      case ChangePlace::Kind::costs:
        return Unit::money;
      case ChangePlace::Kind::feels:
        return Unit::feeling;
      case ChangePlace::Kind::assumption: {
        const ParameterId first = lowering_.journey.assumptions[place.assumption].amount.first;
        if (!first.is_valid()) return std::nullopt;
        return lowering_.journey.parameters[first].unit;
      }
    }
    return std::nullopt;
  }

  void lower_change(Node line) {
    const std::string_view word = line_word(line);
    const LineTail tail = lower_tail(lowering_, line, {});
    const Node place_node = line.child(SyntaxKind::place);
    target_span_ = {};
    const auto place = place_node ? lower_change_place(place_node) : std::nullopt;
    if (!place || !tail.is_sound) return;
    const auto unit = unit_of(*place);
    if (!unit) return;
    const std::string key = fmt::format("{}|{} {}", key_, word, tokens_text(place_node));
    Change change;
    change.place = *place;
    change.scope = tail.scope;
    change.span = content_span(line);
    change.target_span = target_span_;
    change.kind = word == "set"     ? Change::Kind::set
                  : word == "scale" ? Change::Kind::scale
                  : word == "raise" ? Change::Kind::raise
                                    : Change::Kind::lower;
    const Node amount = amount_of(line);
    Wanted wanted;
    wanted.unit = *unit;
    if (change.kind == Change::Kind::set) {
      const auto lowered = lower_amount(lowering_, amount, wanted, key, tail);
      if (!lowered) return;
      change.amount = *lowered;
    } else {
      if (change.kind == Change::Kind::scale) {
        wanted.unit = Unit::factor;
      } else {
        if (refuse_percent(line, word, *place, *unit)) return;
        wanted.may_be_negative = true;
        if (*unit == Unit::share) wanted.unit = Unit::points;
        if (*unit == Unit::factor || *unit == Unit::people) wanted.unit = Unit::feeling;
      }
      change.amount.first = lower_one_number(amount, wanted, key, tail);
      if (!change.amount.first.is_valid()) return;
    }
    fix().changes.push_back(std::move(change));
  }

  /// What is added or multiplied is one number, even where the line it changes has two.
  ParameterId lower_one_number(Node amount, const Wanted& wanted, const std::string& key,
                               const LineTail& tail) {
    const Node value = amount ? value_of(amount) : Node();
    if (amount && !value) {
      report(lowering_, Code::E305, amount.span(), "a change is one number or a range",
             "write `set … to` to give a new median and p90");
    }
    return lower_value(lowering_, value, wanted, key, tail);
  }

  /// `by 10%` has two readings wherever it stands (E308).
  bool refuse_percent(Node line, std::string_view word, const ChangePlace& place, Unit unit) {
    const Node value = amount_of(line) ? value_of(amount_of(line)) : Node();
    const Node quantity = value ? value.child(SyntaxKind::quantity) : Node();
    if (!quantity) return false;
    const QuantityView view = view_quantity(quantity);
    if (!view.number || !view.unit) return false;
    if (read_unit(view.unit.text(), "").kind != UnitKind::percent) return false;
    const auto number = read_number(view.number.text());
    if (!number) return false;
    const double part = to_double(*number) / 100;
    const bool is_raise = word == "raise";
    const double factor = is_raise ? 1 + part : 1 - part;
    const std::string points = format_number(part * 100) + "pp";
    const std::string times = fmt::format("scale … times {:.2f}", factor);
    Diagnostic diagnostic{Code::E308, quantity.span(), {}, {}, {}, {}, {}, {}};
    if (unit != Unit::share) {
      diagnostic.message = fmt::format("`{}` by a percentage", word);
      diagnostic.help = {fmt::format("write `{}` to multiply, or `by` an amount to add", times)};
    } else {
      diagnostic.message = fmt::format("`{} … by {}` on a share: points, or a part of it?", word,
                                       normalise_spaces(quantity.text()));
      const auto share = current_share(lowering_, place);
      diagnostic.help = {
          share ? fmt::format("`by {}` gives {}, `{}` gives {}", points,
                              format_share(*share + (is_raise ? part : -part)), times,
                              format_share(*share * factor))
                : fmt::format("`by {}` changes points, `{}` multiplies", points, times)};
    }
    lowering_.diagnostics.add(std::move(diagnostic));
    return true;
  }

  void lower_remove(Node line) {
    const LineTail tail = lower_tail(lowering_, line, {});
    const std::vector<Node> names = line.children(SyntaxKind::name);
    if (names.empty()) return;
    const NameUse use{SymbolKind::pain | SymbolKind::reason, "`remove`"};
    const Symbol* pain = lowering_.symbols.resolve(names[0], use);
    Change change;
    change.kind = Change::Kind::remove;
    change.scope = tail.scope;
    change.span = content_span(line);
    bool is_sound = tail.is_sound && pain != nullptr;
    if (names.size() > 1) {
      change.toward = resolve_place(lowering_, names[1], {kPlaceKinds, "`toward`"});
      change.target_span = names[1].span();
      is_sound = is_sound && change.toward.is_valid();
    }
    change.amount.first = lower_value(lowering_, value_of(line), {},
                                      fmt::format("{}|remove {}", key_, name_text(names[0])), tail);
    if (!is_sound || !change.amount.first.is_valid()) return;
    change.pain = PainId{pain->index};
    fix().changes.push_back(std::move(change));
  }

  void lower_move(Node line) {
    const LineTail tail = lower_tail(lowering_, line, {});
    const Node edge_node = line.child(SyntaxKind::edge);
    const Node target = name_of(line);
    if (!edge_node) return;
    const EdgeView edge = view_edge(edge_node);
    Change change;
    change.kind = Change::Kind::move;
    change.scope = tail.scope;
    change.span = content_span(line);
    bool is_sound = tail.is_sound;
    if (edge.from) {
      change.place.from =
          resolve_place(lowering_, edge.from, {kTouchpointKind, "the left side of an arrow"});
      is_sound = is_sound && change.place.from.is_valid();
    }
    change.place.to = resolve_place(lowering_, edge.to, {kPlaceKinds, "an arrow"});
    change.toward = resolve_place(lowering_, target, {kPlaceKinds, "`move … to`"});
    if (target) change.target_span = target.span();
    change.amount.first =
        lower_value(lowering_, value_of(line), {},
                    fmt::format("{}|move {}", key_, tokens_text(edge_node)), tail);
    is_sound = is_sound && change.place.to.is_valid() && change.toward.is_valid();
    if (is_sound && change.amount.first.is_valid()) fix().changes.push_back(std::move(change));
  }

  Lowering& lowering_;
  FixId id_;
  std::string key_;
  OnceLines once_;
  Span target_span_;  // of the flow being read
};

}  // namespace

void lower_fix(Lowering& lowering, const Block& block, FixId id) {
  FixLowering fix(lowering, block, id);
  for (const Node& line : block.lines) fix.lower_line(line);
}

void lower_scenario(Lowering& lowering, const Block& block, ScenarioId id) {
  Scenario& scenario = lowering.journey.scenarios[id];
  OnceLines once(lowering);
  for (const Node& line : block.lines) {
    if (line.kind() == SyntaxKind::text_line) {
      lower_text_line(lowering, line, scenario.texts);
    } else if (line.kind() == SyntaxKind::was_line) {
      if (once.take(line) && name_of(line)) scenario.heading.was = name_text(name_of(line));
    } else if (line.kind() == SyntaxKind::includes_line) {
      const NameUse use{static_cast<SymbolKinds>(SymbolKind::fix), "`includes`"};
      for (const Node& name : line.children(SyntaxKind::name)) {
        if (const Symbol* fix = lowering.symbols.resolve(name, use)) {
          scenario.fixes.push_back(FixId{fix->index});
        }
      }
    }
  }
  // Taken together is taken once.
  std::sort(scenario.fixes.begin(), scenario.fixes.end());
  scenario.fixes.erase(std::unique(scenario.fixes.begin(), scenario.fixes.end()),
                       scenario.fixes.end());
}

}  // namespace cairn
