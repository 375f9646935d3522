// `set`, `scale`, `raise`, `lower`: the same edits made in the text.
#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "compiler/bake_values.h"
#include "grammar/ast.h"
#include "journey/changes.h"
#include "journey/describe.h"
#include "journey/scopes.h"

namespace cairn {
namespace {

using Acts = ChangePlace::Kind;

/// A line that holds the number, or none where a fix begins one.
struct NumberLine {
  Span span;
  Scope scope;
  std::optional<Amount> before;
  double otherwise = 0;
};

bool is_number_change(const Change& change) {
  return change.kind != Change::Kind::remove && change.kind != Change::Kind::move;
}

/// For whom which changes hold, where their scopes cut a line's customers into parts.
struct Part {
  Scope scope;
  std::vector<ChangeRef> changes;
};

class NumberBaker {
 public:
  NumberBaker(BakeGround& ground, Draft& draft, const ChangePlace& place)
      : ground_(ground), draft_(draft), place_(place) {
    site_.place = place.kind == Acts::flow ? place.from : place.at;
    for (std::uint32_t i = 0; i < ground.fix.changes.size(); ++i) {
      const Change& change = ground.fix.changes[i];
      if (!is_number_change(change) || !(change.place == place)) continue;
      all_.push_back({ground.id, i});
      add_scope(change.scope);
    }
  }

  void bake() {
    if (place_.kind == Acts::assumption) {
      bake_assumption();
      return;
    }
    const std::vector<NumberLine> lines = find_lines();
    std::vector<Scope> scopes;
    for (const NumberLine& line : lines) scopes.push_back(line.scope);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (is_money()) {
        split_line(lines[i]);
      } else {
        narrow_line(lines[i], scopes, i);
      }
    }
    if (lines.empty()) begin_lines();
  }

 private:
  const Change& at(ChangeRef ref) const { return ground_.fix.changes[ref.change]; }
  bool is_money() const { return place_.kind == Acts::earns || place_.kind == Acts::costs; }

  void add_scope(const Scope& scope) {
    if (is_everyone(scope)) return;
    if (std::any_of(scopes_.begin(), scopes_.end(),
                    [&](const Scope& known) { return is_same_scope(known, scope); })) {
      return;
    }
    scopes_.push_back(scope);
  }

  std::vector<ChangeRef> changes_for(const Scope& scope) const {
    std::vector<ChangeRef> found;
    for (const ChangeRef ref : all_) {
      if (is_everyone(at(ref).scope) || implies(scope, at(ref).scope)) found.push_back(ref);
    }
    return found;
  }

  std::vector<NumberLine> find_lines() const {
    std::vector<NumberLine> lines;
    const Place& place = ground_.journey.places[site_.place];
    const auto add_all = [&](const auto& from) {
      for (const auto& line : from) lines.push_back({line.span, line.scope, line.amount, 0});
    };
    switch (place_.kind) {
      case Acts::flow:
        for (const FlowLine& flow : place.flows) {
          const bool is_everyone = flow.kind == FlowLine::Kind::everyone;
          if (flow.target != place_.to || (flow.kind != FlowLine::Kind::share && !is_everyone)) {
            continue;
          }
          std::optional<Amount> before;
          if (!is_everyone) before = Amount{Law::fixed, flow.value, {}};
          lines.push_back({flow.span, flow.scope, before, is_everyone ? 1.0 : 0.0});
        }
        break;
      case Acts::takes:
        add_all(place.takes);
        break;
      case Acts::earns:
        add_all(place.earns);
        break;
      case Acts::costs:
        add_all(place.costs);
        break;
      case Acts::feels:
        for (const FeelingLine& line : place.feels) {
          lines.push_back({line.span, line.scope, Amount{Law::fixed, line.value, {}}, 0});
        }
        break;
      case Acts::assumption:
        break;
    }
    return lines;
  }

  ValueKind value_kind() const {
    switch (place_.kind) {
      case Acts::flow:
        return {Unit::share, WovenNumber::Clip::share, true};
      case Acts::takes:
        return {Unit::days, WovenNumber::Clip::positive, false};
      case Acts::feels:
        return {Unit::feeling, WovenNumber::Clip::feeling, true};
      case Acts::earns:
      case Acts::costs:
      case Acts::assumption:
        break;
    }
    return {Unit::money, WovenNumber::Clip::none, true};
  }

  WrittenValue write(const NumberLine& line, Node number, const std::vector<ChangeRef>& changes) {
    return write_changed(ground_, draft_, value_kind(), number, line.before, line.otherwise,
                         changes);
  }

  /// Whether the scopes in `mask` join with a scope to somebody who comes here.
  std::optional<Scope> joined(const Scope& scope, std::size_t mask) const {
    std::optional<Scope> all = scope;
    for (std::size_t i = 0; i < scopes_.size() && all; ++i) {
      if ((mask >> i & 1U) != 0) all = join_scopes(*all, scopes_[i]);
    }
    return all && is_met(ground_, site_, *all) ? all : std::nullopt;
  }

  /// All parts that the scopes of the changes cut a scope into, each once; the narrower wins.
  std::vector<Part> parts_of_scope(const Scope& scope) const {
    std::vector<Part> parts;
    for (std::size_t mask = 0; mask < std::size_t{1} << scopes_.size(); ++mask) {
      const std::optional<Scope> part = joined(scope, mask);
      if (!part || std::any_of(parts.begin(), parts.end(), [&](const Part& known) {
            return is_same_scope(known.scope, *part);
          })) {
        continue;
      }
      parts.push_back({*part, changes_for(*part)});
    }
    return parts;
  }

  /// A line that holds one value: edited, and a narrower one beside it for each part.
  void narrow_line(const NumberLine& line, const std::vector<Scope>& scopes, std::size_t index) {
    const Node node = draft_.line_at(line.span);
    const Node number = number_node(node);
    const std::vector<ChangeRef> own = changes_for(line.scope);
    if (!own.empty()) put(node, number, write(line, number, own));
    for (const Part& part : parts_of_scope(line.scope)) {
      if (is_same_scope(part.scope, line.scope) || part.changes == own) continue;
      if (!wins_within(ground_, site_, scopes, index, part.scope)) continue;
      add_below(node, number, write(line, number, part.changes), part.scope);
    }
  }

  /// Lines that add up: one for each part of the customers.
  void split_line(const NumberLine& line) {
    std::vector<Scope> pieces{line.scope};
    for (const Scope& scope : scopes_) {
      std::vector<Scope> finer;
      const auto keep = [&](const Scope& piece, const Scope& part) {
        const std::optional<Scope> both = join_scopes(piece, part);
        if (both && is_met(ground_, site_, *both)) finer.push_back(*both);
      };
      for (const Scope& piece : pieces) {
        const std::vector<Scope> others = complement_of(ground_.journey, scope);
        for (const Scope& other : others) keep(piece, other);
        keep(piece, scope);
      }
      pieces = std::move(finer);
    }
    write_pieces(line, pieces);
  }

  void write_pieces(const NumberLine& line, const std::vector<Scope>& pieces) {
    const Node node = draft_.line_at(line.span);
    const Node number = number_node(node);
    const bool is_whole = pieces.size() <= 1;
    if (std::all_of(pieces.begin(), pieces.end(),
                    [&](const Scope& piece) { return changes_for(piece).empty(); })) {
      return;
    }
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      const std::vector<ChangeRef> changes = changes_for(pieces[i]);
      const WrittenValue value = changes.empty() ? WrittenValue{normalise_spaces(number.text()), ""}
                                                 : write(line, number, changes);
      if (is_whole) {
        put(node, number, value);
      } else if (i == 0) {
        put_value(draft_, node, number, value.text);
        rescope(node, pieces[i]);
        draft_.note(content_span(node),
                    fmt::format("{} at {}: {} is {}{} now", line_word(node),
                                draft_.heading_of(node.span()), normalise_spaces(number.text()),
                                changes.empty() ? "" : value.text + " and ",
                                scope_text(ground_.journey, pieces[i])));
      } else {
        add_below(node, number, value, pieces[i]);
      }
    }
  }

  /// Another `for … when …` for a line, before its `from`.
  void rescope(Node node, const Scope& scope) {
    const TailView tails = tails_of(node);
    for (const Node& tail : {tails.who, tails.guard}) {
      if (tail) draft_.replace({tail.span().file, tail.span().begin - 1, tail.span().end}, "");
    }
    const std::string text = scope_text(ground_.journey, scope);
    if (text.empty()) return;
    const Span content = content_span(node);
    const std::uint32_t end = tails.origin ? tails.origin.span().begin - 1 : content.end;
    draft_.replace({content.file, end, end}, " " + text);
  }

  void put(Node node, Node number, const WrittenValue& value) {
    put_value(draft_, node, number, value.text);
    draft_.note(content_span(node), became_text(draft_, node, number, value));
  }

  void add_below(Node node, Node number, const WrittenValue& value, const Scope& scope) {
    const std::string who = scope_text(ground_.journey, scope);
    std::string text;
    if (node.kind() == SyntaxKind::flow_line) {
      text = fmt::format("{}-> {}{}{}", padded_share(value.text), view_flow(node).target.text(),
                         who.empty() ? "" : " ", who);
    } else {
      text = line_with(node, number, value.text, who);
    }
    draft_.insert_below(node, text);
    draft_.note(content_span(node), fmt::format("new: `{}`", normalise_spaces(text)));
  }

  // ---- where nothing is written

  bool may_begin(ChangeRef ref) const {
    return at(ref).kind == Change::Kind::set || at(ref).kind == Change::Kind::raise ||
           place_.kind == Acts::feels;
  }

  void begin_lines() {
    for (const Part& part : parts_of_scope({})) {
      if (std::none_of(part.changes.begin(), part.changes.end(),
                       [&](ChangeRef ref) { return may_begin(ref); })) {
        continue;
      }
      const WrittenValue value = write({}, Node(), part.changes);
      const std::string who = scope_text(ground_.journey, part.scope);
      begin_line(value.text, who);
    }
  }

  void begin_line(const std::string& value, const std::string& who) {
    const std::string tail = who.empty() ? "" : " " + who;
    if (place_.kind == Acts::flow) {
      insert_flow(
          ground_, draft_, site_,
          padded_share(value) + "-> " + ground_.journey.places[place_.to].heading.name + tail);
      return;
    }
    const std::string_view word = place_.kind == Acts::takes   ? "takes"
                                  : place_.kind == Acts::earns ? "earns"
                                  : place_.kind == Acts::costs ? "costs"
                                                               : "feels";
    insert_at_place(ground_, draft_, site_.place, fmt::format("{:<7} {}{}", word, value, tail));
  }

  // ---- assumptions

  void bake_assumption() {
    const Assumption& assumption = ground_.journey.assumptions[place_.assumption];
    const Node node = draft_.line_at(assumption.heading.span);
    const bool is_plain =
        assumption.amount.law == Law::fixed &&
        std::all_of(all_.begin(), all_.end(), [&](ChangeRef ref) {
          return at(ref).kind != Change::Kind::set || at(ref).amount.law == Law::fixed;
        });
    if (!node || !scopes_.empty()) return;  // refused by bake_fix
    if (!is_plain) {
      draft_.refuse(
          fmt::format("{}: \"{}\" differs from customer to customer: write its numbers "
                      "by hand",
                      draft_.place_of(assumption.heading.span), assumption.heading.name));
      return;
    }
    const Parameter& parameter = ground_.journey.parameters[assumption.amount.first];
    const ValueKind kind{parameter.unit, WovenNumber::Clip::none, true};
    const Node number = number_node(node);
    put(node, number, write_assumed(ground_, draft_, kind, number, assumption.amount.first, all_));
  }

  BakeGround& ground_;
  Draft& draft_;
  const ChangePlace& place_;
  Site site_;
  std::vector<ChangeRef> all_;
  std::vector<Scope> scopes_;
};

}  // namespace

void bake_numbers(BakeGround& ground, Draft& draft) {
  std::vector<const ChangePlace*> done;
  for (const Change& change : ground.fix.changes) {
    if (!is_number_change(change)) continue;
    const bool is_known = std::any_of(
        done.begin(), done.end(), [&](const ChangePlace* known) { return *known == change.place; });
    if (is_known) continue;
    done.push_back(&change.place);
    Site site;
    site.place = change.place.from;
    if (change.place.kind == Acts::flow && is_row_site(ground, site)) continue;
    NumberBaker(ground, draft, change.place).bake();
  }
}

}  // namespace cairn
