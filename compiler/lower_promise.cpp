#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "compiler/lowering.h"

namespace cairn {

namespace {

Stat stat_of(std::string_view word) {
  if (word == "mean") return Stat::mean;
  if (word == "median") return Stat::median;
  if (word == "p10") return Stat::p10;
  if (word == "p90") return Stat::p90;
  return Stat::none;
}

std::optional<Metric::Kind> kind_of(std::string_view word, bool is_at) {
  using Kind = Metric::Kind;
  if (word == "conversion") return Kind::conversion;
  if (word == "reach") return Kind::reach;
  if (word == "exits") return Kind::exits;
  if (word == "visits") return Kind::visits;
  if (word == "touches") return Kind::touches;
  if (word == "time") return is_at ? Kind::time_at : Kind::time_to;
  if (word == "revenue") return Kind::revenue;
  if (word == "cost") return Kind::cost;
  if (word == "profit") return Kind::profit;
  if (word == "value") return Kind::value;
  if (word == "emotion") return Kind::emotion;
  if (word == "nps") return Kind::nps;
  if (word == "roi") return Kind::roi;
  if (word == "payback") return Kind::payback;
  if (word == "sample") return Kind::sample;
  if (word == "duration") return Kind::duration;
  return std::nullopt;
}

bool is_money(Metric::Kind kind) {
  return kind == Metric::Kind::revenue || kind == Metric::Kind::cost ||
         kind == Metric::Kind::profit || kind == Metric::Kind::value;
}

Unit unit_of(Metric::Kind kind) {
  using Kind = Metric::Kind;
  switch (kind) {
    case Kind::conversion:
    case Kind::reach:
    case Kind::exits:
    case Kind::roi:
      return Unit::share;
    case Kind::time_to:
    case Kind::time_at:
    case Kind::payback:
    case Kind::duration:
      return Unit::days;
    case Kind::revenue:
    case Kind::cost:
    case Kind::profit:
    case Kind::value:
      return Unit::money;
    case Kind::visits:
    case Kind::touches:
    case Kind::sample:
      return Unit::people;
    case Kind::emotion:
    case Kind::nps:
      return Unit::feeling;
  }
  return Unit::feeling;
}

/// The name in a metric: `end`, a place, a fix or an experiment.
bool lower_metric_name(Lowering& lowering, Node name, std::string_view text, Metric& metric) {
  using Kind = Metric::Kind;
  const bool has_to = metric.kind == Kind::touches || metric.kind == Kind::time_to;
  if (has_to && text == "end") {
    metric.to = Metric::To::end;
    return true;
  }
  if (has_to && text == "conversion" && lowering.symbols.find("conversion") == nullptr) {
    metric.to = Metric::To::conversion;
    return true;
  }
  if (!name) return true;
  if (metric.kind == Kind::roi || metric.kind == Kind::payback) {
    const NameUse use{static_cast<SymbolKinds>(SymbolKind::fix), "`of` here"};
    metric.subject = name_text(name);
    return lowering.symbols.resolve(name, use) != nullptr;
  }
  if (metric.kind == Kind::sample || metric.kind == Kind::duration) {
    const NameUse use{static_cast<SymbolKinds>(SymbolKind::experiment), "`of` here"};
    metric.subject = name_text(name);
    return lowering.symbols.resolve(name, use) != nullptr;
  }
  const bool is_stay = metric.kind == Kind::exits || metric.kind == Kind::time_at;
  metric.place =
      resolve_place(lowering, name, {is_stay ? kTouchpointKind : kPlaceKinds, "this figure"});
  return metric.place.is_valid();
}

bool lower_metric_per(Lowering& lowering, Node per, Metric& metric) {
  if (!per) return true;
  if (!is_money(metric.kind)) {
    report(lowering, Code::E105, per.span(), "only money is asked for `per` something");
    return false;
  }
  if (has_word(per, "entrant")) {
    metric.per = Per::entrant;
    return true;
  }
  if (has_word(per, "customer")) {
    metric.per = Per::customer;
    return true;
  }
  metric.per = Per::time;
  metric.per_days = lower_per_time(lowering, per);
  return metric.per_days > 0;
}

}  // namespace

std::optional<Metric> lower_metric(Lowering& lowering, Node node) {
  if (!node) return std::nullopt;
  Metric metric;
  Node name;
  Node per;
  std::string_view target;
  std::string_view figure;
  bool is_at = false;
  for (const Node& part : parts_of(node)) {
    if (part.kind() == SyntaxKind::per) per = part;
    if (part.kind() == SyntaxKind::name) name = part;
    if (part.kind() == SyntaxKind::name) target = part.text();
    if (part.kind() != SyntaxKind::word) continue;
    const std::string_view word = part.text();
    if (figure.empty() && stat_of(word) != Stat::none) {
      metric.stat = stat_of(word);
    } else if (figure.empty()) {
      figure = word;
    } else if (word == "at") {
      is_at = true;
    } else if (word == "end" || word == "conversion") {
      target = word;
    }
  }
  const auto kind = kind_of(figure, is_at);
  if (!kind) return std::nullopt;
  metric.kind = *kind;
  if (!lower_metric_name(lowering, name, target, metric)) return std::nullopt;
  if (!lower_metric_per(lowering, per, metric)) return std::nullopt;
  return metric;
}

namespace {

/// Without a fix there is nothing to compare with.
void check_has_fix(Lowering& lowering, const Block& block) {
  const bool has_fix = std::any_of(block.lines.begin(), block.lines.end(), [](Node line) {
    return line.kind() == SyntaxKind::tests_line || line.kind() == SyntaxKind::error_line;
  });
  if (has_fix) return;
  const auto& fixes = lowering.journey.fixes;
  const std::string name = fixes.empty() ? "FIX" : fixes[fixes.id_at(0)].heading.name;
  report(lowering, Code::E105, block.span, "this experiment does not say which fix it tests",
         "add for example `tests " + name + "`");
}

}  // namespace

void lower_experiment(Lowering& lowering, const Block& block, std::uint32_t index) {
  check_has_fix(lowering, block);
  const std::string key = block_key(block);
  OnceLines once(lowering);
  for (const Node& line : block.lines) {
    Experiment& experiment = lowering.journey.experiments[index];
    if (line.kind() == SyntaxKind::text_line) {
      lower_text_line(lowering, line, experiment.texts);
      continue;
    }
    if (!once.take(line)) continue;
    const std::string word(line_word(line));
    switch (line.kind()) {
      case SyntaxKind::tests_line: {
        const NameUse use{static_cast<SymbolKinds>(SymbolKind::fix), "`tests`"};
        const Symbol* fix = lowering.symbols.resolve(name_of(line), use);
        if (fix != nullptr) experiment.tests = FixId{fix->index};
        break;
      }
      case SyntaxKind::at_line:
        experiment.at = resolve_place(lowering, name_of(line), {kTouchpointKind, "`at`"});
        break;
      case SyntaxKind::metric_line:
        experiment.metric = lower_metric(lowering, line.child(SyntaxKind::metric));
        break;
      case SyntaxKind::share_line:
        if (line.child(SyntaxKind::rest)) {
          report(lowering, Code::E105, content_span(line), "a test needs a share of its own",
                 "write the share who see the change, for example `share 50%`");
          break;
        }
        [[fallthrough]];
      case SyntaxKind::level_line: {
        Wanted wanted;
        wanted.is_any_unit = word == "detect";
        const ParameterId value =
            lower_value(lowering, value_of(line), wanted, key + "|" + word, {});
        if (!value.is_valid()) break;
        if (word == "share") experiment.share = value;
        if (word == "power") experiment.power = value;
        if (word == "confidence") experiment.confidence = value;
        if (word == "detect") experiment.detect = value;
        break;
      }
      case SyntaxKind::was_line:
        if (name_of(line)) experiment.heading.was = name_text(name_of(line));
        break;
      default:
        break;
    }
  }
}

namespace {

/// What a bound is written in: the metric's unit, or points where two shares are compared.
Wanted wanted_bound(const Metric& metric, bool is_difference) {
  Wanted wanted;
  wanted.unit = unit_of(metric.kind);
  wanted.may_be_negative = wanted.unit == Unit::money || wanted.unit == Unit::feeling;
  if (is_difference && wanted.unit == Unit::share) wanted.unit = Unit::points;
  return wanted;
}

/// Two shares differ by points: `5% above baseline` might mean a part of the baseline (E308).
bool refuse_percent(Lowering& lowering, Node quantity) {
  const QuantityView view = view_quantity(quantity);
  if (!view.number || !view.unit) return false;
  if (read_unit(view.unit.text(), "").kind != UnitKind::percent) return false;
  report(lowering, Code::E308, quantity.span(),
         fmt::format("`{}` above or below a share: points, or a part of it?",
                     normalise_spaces(quantity.text())),
         fmt::format("a difference of shares is written in points: `{}pp`", view.number.text()));
  return true;
}

/// A return may exceed 100 % and fall below 0 %, so it is read apart from shares.
std::optional<double> lower_bound_value(Lowering& lowering, Node quantity, const Metric& metric,
                                        bool is_difference) {
  if (metric.kind == Metric::Kind::roi && !is_difference) {
    const QuantityView view = view_quantity(quantity);
    const auto number = view.number ? read_number(view.number.text()) : std::nullopt;
    const bool is_percent = view.unit && read_unit(view.unit.text(), "").kind == UnitKind::percent;
    if (number && is_percent) return to_double(*number) / 100;
  }
  const Wanted wanted = wanted_bound(metric, is_difference);
  if (wanted.unit == Unit::points && refuse_percent(lowering, quantity)) return std::nullopt;
  const auto parameter =
      evaluate_quantity(quantity, wanted, lowering.currency, lowering.diagnostics);
  return parameter ? std::optional(to_double(parameter->best)) : std::nullopt;
}

std::optional<Bound> lower_bound(Lowering& lowering, Node node, const Metric& metric,
                                 bool is_difference) {
  if (!node) return std::nullopt;
  Bound bound;
  std::vector<double> values;
  for (const Node& quantity : node.children(SyntaxKind::quantity)) {
    const auto value = lower_bound_value(lowering, quantity, metric, is_difference);
    if (!value) return std::nullopt;
    values.push_back(*value);
  }
  const Node compare = node.child(SyntaxKind::compare);
  const bool is_most =
      has_word(node, "most") || (compare && (compare.text() == "<=" || compare.text() == "≤"));
  if (has_word(node, "between")) {
    if (values.size() != 2) return std::nullopt;
    bound.kind = Bound::Kind::between;
    bound.low = values[0];
    bound.high = values[1];
    if (bound.low > bound.high) {
      report(lowering, Code::E304, node.span(),
             fmt::format("`{}` runs backwards", normalise_spaces(node.text())),
             "write the smaller number first");
      return std::nullopt;
    }
    return bound;
  }
  if (values.size() != 1) return std::nullopt;
  bound.kind = is_most ? Bound::Kind::at_most : Bound::Kind::at_least;
  (is_most ? bound.high : bound.low) = values[0];
  return bound;
}

bool lower_confidence(Lowering& lowering, Node line, Expectation& expectation) {
  const Node with = line.child(SyntaxKind::with_confidence);
  if (!with) return true;
  const auto share = evaluate_quantity(with.child(SyntaxKind::quantity), {}, lowering.currency,
                                       lowering.diagnostics);
  if (!share) return false;
  const double confidence = to_double(share->best);
  if (confidence <= 0 || confidence >= 1) {
    report(lowering, Code::E304, with.span(), "a confidence lies between 0% and 100%",
           "write for example `with 90% confidence`");
    return false;
  }
  expectation.confidence = confidence;
  return true;
}

bool lower_within(Lowering& lowering, Node line, Expectation& expectation) {
  const Node within = line.child(SyntaxKind::within);
  if (!within) return true;
  Wanted wanted;
  wanted.unit = Unit::days;
  const auto time = evaluate_quantity(within.child(SyntaxKind::quantity), wanted, lowering.currency,
                                      lowering.diagnostics);
  if (!time) return false;
  expectation.within_days = to_double(time->best);
  return true;
}

bool lower_promise_names(Lowering& lowering, Node line, Expectation& expectation) {
  bool is_sound = true;
  if (const Node who = line.child(SyntaxKind::who)) {
    auto groups = lower_groups(lowering, who, TailRules{}.who_kinds);
    is_sound = groups.has_value();
    if (groups) expectation.groups = std::move(*groups);
  }
  if (const Node in = line.child(SyntaxKind::in_scenario)) {
    const NameUse use{static_cast<SymbolKinds>(SymbolKind::scenario), "`in`"};
    const Symbol* scenario = lowering.symbols.resolve(name_of(in), use);
    is_sound = is_sound && scenario != nullptr;
    if (scenario != nullptr) expectation.scenario = ScenarioId{scenario->index};
  }
  return is_sound;
}

bool refuse_repeated(Lowering& lowering, Node line) {
  for (const SyntaxKind kind :
       {SyntaxKind::who, SyntaxKind::baseline, SyntaxKind::in_scenario, SyntaxKind::with_confidence,
        SyntaxKind::within, SyntaxKind::origin}) {
    const std::vector<Node> tails = line.children(kind);
    if (tails.size() < 2) continue;
    report(lowering, Code::E105, tails[1].span(),
           fmt::format("`{}` stands twice on this line", parts_of(tails[1]).front().text()));
    return true;
  }
  return false;
}

}  // namespace

void lower_promise(Lowering& lowering, Node line) {
  Expectation expectation;
  expectation.is_target = line_word(line) == "target";
  expectation.span = content_span(line);
  expectation.text = normalise_spaces(text_of(lowering.project.files, expectation.span));
  if (refuse_repeated(lowering, line)) return;
  const auto metric = lower_metric(lowering, line.child(SyntaxKind::metric));
  const bool is_named = lower_promise_names(lowering, line, expectation);
  if (const Node baseline = line.child(SyntaxKind::baseline)) {
    expectation.baseline =
        has_word(baseline, "above") ? Expectation::Baseline::above : Expectation::Baseline::below;
  }
  const bool is_timed =
      lower_confidence(lowering, line, expectation) && lower_within(lowering, line, expectation);
  if (const Node origin = line.child(SyntaxKind::origin)) {
    if (const Node text = origin.child(SyntaxKind::text)) expectation.origin = unquote(text);
  }
  if (!metric || !is_named || !is_timed) return;
  const auto bound = lower_bound(lowering, line.child(SyntaxKind::bound), *metric,
                                 expectation.baseline != Expectation::Baseline::none);
  if (!bound) return;
  expectation.metric = *metric;
  expectation.bound = *bound;
  lowering.journey.expectations.push_back(std::move(expectation));
}

}  // namespace cairn
