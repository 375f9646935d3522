#include "compiler/evaluate.h"

#include <cmath>
#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "compiler/evaluate_parts.h"
#include "grammar/ast.h"

namespace cairn {

namespace {

Parameter exact_parameter(Unit unit, DoubleDouble best, Span span) {
  Parameter parameter;
  parameter.unit = unit;
  parameter.best = best;
  parameter.low = parameter.high = to_double(best);
  parameter.span = span;
  return parameter;
}

/// The unit a written quantity has of itself: of an assumption.
Unit natural_unit(UnitKind kind) {
  switch (kind) {
    case UnitKind::percent:
      return Unit::share;
    case UnitKind::points:
      return Unit::points;
    case UnitKind::money:
      return Unit::money;
    case UnitKind::time:
      return Unit::days;
    case UnitKind::none:
      return Unit::factor;
  }
  return Unit::factor;
}

class Evaluator {
 public:
  Evaluator(Wanted wanted, std::string_view currency, Diagnostics& diagnostics)
      : wanted_(wanted), reader_(currency, diagnostics) {}

  std::optional<Parameter> quantity(Node node) {
    auto read = reader_.read(node);
    if (!read) return std::nullopt;
    settle_unit(*read);
    if (!reader_.check_unit(*read, wanted_) || !reader_.check_bounds(*read, wanted_)) {
      return std::nullopt;
    }
    return exact_parameter(wanted_.unit, read->value(), node.span());
  }

  std::optional<Parameter> value(Node node) {
    for (const Node& child : parts_of(node)) {
      switch (child.kind()) {
        case SyntaxKind::quantity:
          return quantity(child);
        case SyntaxKind::range:
          return range(child);
        case SyntaxKind::plus_minus:
          return plus_minus(child);
        case SyntaxKind::observed:
          return count(child);
        case SyntaxKind::fraction:
          return fraction(child);
        case SyntaxKind::signed_number:  // `feels +1`
          return quantity(child);
        default:
          break;
      }
    }
    return std::nullopt;
  }

  const Wanted& wanted() const { return wanted_; }

 private:
  void settle_unit(const Quantity& read) {
    if (!wanted_.is_any_unit) return;
    wanted_.unit = natural_unit(read.unit.kind);
    wanted_.may_be_negative = wanted_.unit == Unit::money || wanted_.unit == Unit::factor;
    wanted_.is_any_unit = false;
  }

  std::optional<Parameter> range(Node node) {
    const std::vector<Node> ends = node.children(SyntaxKind::quantity);
    if (ends.size() != 2) return std::nullopt;
    auto low = reader_.read(ends[0]);
    auto high = reader_.read(ends[1]);
    if (!low || !high) return std::nullopt;
    // In `2 to 4 min` the unit of the second counts for both (R9).
    if (low->unit.kind == UnitKind::none) low->unit = high->unit;
    settle_unit(*high);
    for (const Quantity* end : {&*high, &*low}) {
      if (!reader_.check_unit(*end, wanted_) || !reader_.check_bounds(*end, wanted_)) {
        return std::nullopt;
      }
    }
    Parameter parameter;
    parameter.unit = wanted_.unit;
    parameter.doubt = Doubt::range;
    parameter.low = to_double(low->value());
    parameter.high = to_double(high->value());
    parameter.span = node.span();
    if (!reader_.check_range(node, *low, *high, wanted_)) return std::nullopt;
    parameter.best = {median_of_range(parameter.unit, parameter.low, parameter.high), 0.0};
    if (wanted_.is_average) reader_.warn_wide(node, parameter);
    return parameter;
  }

  std::optional<Parameter> plus_minus(Node node) {
    const std::vector<Node> sides = node.children(SyntaxKind::quantity);
    if (sides.size() != 2) return std::nullopt;
    auto centre = reader_.read(sides[0]);
    auto half = reader_.read(sides[1]);
    if (!centre || !half) return std::nullopt;
    if (centre->unit.kind == UnitKind::none && half->unit.kind != UnitKind::points) {
      centre->unit = half->unit;
    }
    settle_unit(*centre);
    if (!reader_.check_unit(*centre, wanted_) || !reader_.check_bounds(*centre, wanted_) ||
        !reader_.check_half(node, *centre, *half, wanted_)) {
      return std::nullopt;
    }
    Parameter parameter;
    parameter.unit = wanted_.unit;
    parameter.doubt = Doubt::range;
    parameter.best = centre->value();
    parameter.low = to_double(add(centre->value(), negate(half->value())));
    parameter.high = to_double(add(centre->value(), half->value()));
    parameter.span = node.span();
    if (!reader_.check_reach(node, parameter, *centre, *half, wanted_)) return std::nullopt;
    reader_.warn_lopsided(node, parameter, *centre);
    return parameter;
  }

  std::optional<Parameter> count(Node node) {
    const std::vector<Node> numbers = node.children(SyntaxKind::integer);
    if (numbers.size() != 2 || !settle_share(node)) return std::nullopt;
    const auto observed = read_integer(numbers[0].text());
    const auto total = read_integer(numbers[1].text());
    if (!reader_.check_count(node, observed, total)) return std::nullopt;
    Parameter parameter;
    parameter.unit = Unit::share;
    parameter.doubt = Doubt::observed;
    parameter.observed = *observed;
    parameter.total = *total;
    parameter.span = node.span();
    const auto n = static_cast<double>(*observed);
    const auto m = static_cast<double>(*total);
    // A best estimate of exactly 0% or 100% would say more than was seen (language.md 9.19).
    const bool is_extreme = *observed == 0 || *observed == *total;
    parameter.best = is_extreme ? divide({n + 0.5, 0.0}, {m + 1, 0.0}) : divide({n, 0.0}, {m, 0.0});
    reader_.warn_count(node, parameter);
    return parameter;
  }

  std::optional<Parameter> fraction(Node node) {
    const std::vector<Node> numbers = node.children(SyntaxKind::integer);
    if (numbers.size() != 2 || !settle_share(node)) return std::nullopt;
    const auto part = read_integer(numbers[0].text());
    const auto whole = read_integer(numbers[1].text());
    if (!reader_.check_count(node, part, whole)) return std::nullopt;
    const DoubleDouble share =
        divide({static_cast<double>(*part), 0.0}, {static_cast<double>(*whole), 0.0});
    return exact_parameter(Unit::share, share, node.span());
  }

  bool settle_share(Node node) {
    if (wanted_.is_any_unit) wanted_.unit = Unit::share;
    return reader_.check_share_wanted(node, wanted_);
  }

  Wanted wanted_;
  QuantityReader reader_;
};

/// A slot of `median A, p90 B`: above zero, for the logarithm is taken.
std::optional<Parameter> evaluate_slot(Node node, const Wanted& wanted, std::string_view currency,
                                       Diagnostics& diagnostics) {
  auto slot = evaluate_value(node, wanted, currency, diagnostics);
  if (slot && to_double(slot->best) <= 0) {
    diagnostics.add({Code::E304,
                     node.span(),
                     fmt::format("`{}` must be above 0 here", normalise_spaces(node.text())),
                     {},
                     {},
                     {},
                     {"a value that differs between customers has a median above 0"},
                     {}});
    return std::nullopt;
  }
  return slot;
}

std::optional<EvaluatedAmount> evaluate_median_p90(Node node, const Wanted& wanted,
                                                   std::string_view currency,
                                                   Diagnostics& diagnostics) {
  const std::vector<Node> slots = node.children(SyntaxKind::value);
  if (slots.size() != 2) return std::nullopt;
  Wanted slot_wanted = wanted;
  slot_wanted.is_doubt = true;
  slot_wanted.is_average = false;
  auto p90 = evaluate_slot(slots[1], slot_wanted, currency, diagnostics);
  if (p90 && slot_wanted.is_any_unit) {
    slot_wanted.is_any_unit = false;
    slot_wanted.unit = p90->unit;
  }
  auto median = evaluate_slot(slots[0], slot_wanted, currency, diagnostics);
  if (!p90 || !median) return std::nullopt;
  if (median->unit != Unit::days && median->unit != Unit::money) {
    diagnostics.add({Code::E305,
                     node.span(),
                     "`median` and `p90` are for times and money that differ between customers",
                     {},
                     {},
                     {},
                     {"write one number, or a range for doubt"},
                     {}});
    return std::nullopt;
  }
  const bool is_above = to_double(p90->best) > to_double(median->best) && p90->low >= median->high;
  if (!is_above) {
    const bool is_overlap = to_double(p90->best) > to_double(median->best);
    const std::string median_text = normalise_spaces(slots[0].text());
    const std::string p90_text = normalise_spaces(slots[1].text());
    Diagnostic diagnostic{Code::E307, slots[1].span(), {}, {}, {}, {}, {}, {}};
    diagnostic.message =
        is_overlap ? fmt::format("the ranges of the median ({}) and of p90 ({}) overlap",
                                 median_text, p90_text)
                   : fmt::format("p90 ({}) is not above the median ({})", p90_text, median_text);
    diagnostic.labels.push_back({slots[0].span(), "half of all customers are below this"});
    diagnostic.caption = "nine in ten are below this";
    diagnostics.add(std::move(diagnostic));
    return std::nullopt;
  }
  return EvaluatedAmount{Law::lognormal_p90, std::move(*median), std::move(*p90)};
}

}  // namespace

double median_of_range(Unit unit, double low, double high) {
  switch (unit) {
    case Unit::share: {
      const double mean_logit = (std::log(low / (1 - low)) + std::log(high / (1 - high))) / 2;
      return 1 / (1 + std::exp(-mean_logit));
    }
    case Unit::money:
    case Unit::days:
    case Unit::factor:
    case Unit::people:
      if (low > 0) return std::exp((std::log(low) + std::log(high)) / 2);
      return low / 2 + high / 2;
    case Unit::points:
    case Unit::feeling:
      return low / 2 + high / 2;
  }
  return low;
}

std::optional<Parameter> evaluate_value(Node value, const Wanted& wanted, std::string_view currency,
                                        Diagnostics& diagnostics) {
  if (!value) return std::nullopt;
  return Evaluator(wanted, currency, diagnostics).value(value);
}

std::optional<Parameter> evaluate_quantity(Node quantity, const Wanted& wanted,
                                           std::string_view currency, Diagnostics& diagnostics) {
  if (!quantity) return std::nullopt;
  return Evaluator(wanted, currency, diagnostics).quantity(quantity);
}

std::optional<EvaluatedAmount> evaluate_amount(Node amount, const Wanted& wanted,
                                               std::string_view currency,
                                               Diagnostics& diagnostics) {
  if (!amount) return std::nullopt;
  if (const Node both = amount.child(SyntaxKind::median_p90)) {
    return evaluate_median_p90(both, wanted, currency, diagnostics);
  }
  if (const Node mean = amount.child(SyntaxKind::mean)) {
    if (wanted.unit != Unit::days && !wanted.is_any_unit) {
      diagnostics.add({Code::E305,
                       mean.span(),
                       "`mean` is for times only",
                       {},
                       {},
                       {},
                       {"a plain amount is the average already; write it without `mean`"},
                       {}});
      return std::nullopt;
    }
    Wanted time;
    time.unit = Unit::days;
    time.is_doubt = true;
    auto parameter = evaluate_slot(value_of(mean), time, currency, diagnostics);
    if (!parameter) return std::nullopt;
    return EvaluatedAmount{Law::exponential, std::move(*parameter), std::nullopt};
  }
  auto parameter = evaluate_value(value_of(amount), wanted, currency, diagnostics);
  if (!parameter) return std::nullopt;
  if (parameter->unit == Unit::days && parameter->doubt == Doubt::range && !wanted.is_doubt) {
    // Times describe people: a range is how long different people take (R9).
    Parameter low = exact_parameter(Unit::days, {parameter->low, 0.0}, parameter->span);
    Parameter high = exact_parameter(Unit::days, {parameter->high, 0.0}, parameter->span);
    return EvaluatedAmount{Law::lognormal_p5_p95, std::move(low), std::move(high)};
  }
  return EvaluatedAmount{Law::fixed, std::move(*parameter), std::nullopt};
}

}  // namespace cairn
