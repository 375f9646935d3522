#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "compiler/lowering.h"

namespace cairn {

namespace {

bool is_bare(Unit unit) {
  return unit == Unit::factor || unit == Unit::people || unit == Unit::feeling;
}

bool is_compatible(Unit has, Unit wants) {
  return has == wants || (is_bare(has) && is_bare(wants));
}

std::string_view plain_words(Unit unit) {
  switch (unit) {
    case Unit::share:
      return "a share";
    case Unit::points:
      return "a change of a share";
    case Unit::money:
      return "money";
    case Unit::days:
      return "a time";
    case Unit::factor:
    case Unit::feeling:
    case Unit::people:
      return "a bare number";
  }
  return "";
}

/// The assumption a value names; nothing if it names none or one that does not fit here.
Assumption* find_assumption(Lowering& lowering, Node name, const Wanted& wanted) {
  const NameUse use{static_cast<SymbolKinds>(SymbolKind::assumption), "a number"};
  const Symbol* symbol = lowering.symbols.resolve(name, use);
  if (symbol == nullptr) return nullptr;
  Assumption& assumption = lowering.journey.assumptions[AssumptionId{symbol->index}];
  if (!assumption.amount.first.is_valid()) return nullptr;  // its own line was wrong
  const Parameter& first = lowering.journey.parameters[assumption.amount.first];
  ++assumption.use_count;
  if (!is_compatible(first.unit, wanted.unit)) {
    Diagnostic diagnostic{Code::E305, name.span(), {}, {}, {}, {}, {}, {}};
    diagnostic.message =
        fmt::format("\"{}\" is {}, but {} was expected", assumption.heading.name,
                    plain_words(first.unit), describe_unit(wanted.unit, lowering.currency));
    diagnostic.labels.push_back({first.span, "assumed here"});
    lowering.diagnostics.add(std::move(diagnostic));
    return nullptr;
  }
  const bool is_bare_range = first.unit == Unit::feeling && first.doubt == Doubt::range;
  const bool is_negative =
      first.low < 0 || to_double(first.best) < 0 || (is_bare_range && first.low <= 0);
  if (is_negative && !wanted.may_be_negative && wanted.unit != Unit::feeling &&
      wanted.unit != Unit::points) {
    Diagnostic diagnostic{Code::E304, name.span(), {}, {}, {}, {}, {}, {}};
    diagnostic.message = fmt::format("\"{}\" may fall below zero", assumption.heading.name);
    diagnostic.labels.push_back({first.span, "assumed here"});
    lowering.diagnostics.add(std::move(diagnostic));
    return nullptr;
  }
  return &assumption;
}

}  // namespace

void report(Lowering& lowering, Code code, Span span, std::string message, std::string help) {
  Diagnostic diagnostic{code, span, std::move(message), {}, {}, {}, {}, {}};
  if (!help.empty()) diagnostic.help.push_back(std::move(help));
  lowering.diagnostics.add(std::move(diagnostic));
}

ParameterId add_parameter(Lowering& lowering, Parameter parameter, std::string key,
                          const LineTail& tail) {
  const std::uint32_t count = ++lowering.key_counts[key];
  if (count > 1) key += fmt::format("#{}", count);
  parameter.key = std::move(key);
  parameter.origin = tail.origin;
  return lowering.journey.parameters.add(std::move(parameter));
}

ParameterId lower_value(Lowering& lowering, Node value, const Wanted& wanted,
                        const std::string& key, const LineTail& tail) {
  if (!value) return {};
  if (const Node name = name_of(value)) {
    const Assumption* assumption = find_assumption(lowering, name, wanted);
    if (assumption == nullptr) return {};
    if (assumption->amount.law != Law::fixed) {
      report(lowering, Code::E305, name.span(),
             fmt::format("\"{}\" differs from customer to customer, but one number was expected",
                         assumption->heading.name));
      return {};
    }
    return assumption->amount.first;
  }
  auto parameter = evaluate_value(value, wanted, lowering.currency, lowering.diagnostics);
  if (!parameter) return {};
  return add_parameter(lowering, std::move(*parameter), key + tail.scope_text, tail);
}

ParameterId lower_quantity(Lowering& lowering, Node quantity, const Wanted& wanted,
                           const std::string& key) {
  auto parameter = evaluate_quantity(quantity, wanted, lowering.currency, lowering.diagnostics);
  return parameter ? add_parameter(lowering, std::move(*parameter), key, {}) : ParameterId{};
}

std::optional<Amount> lower_amount(Lowering& lowering, Node amount, const Wanted& wanted,
                                   const std::string& key, const LineTail& tail) {
  if (!amount) return std::nullopt;
  const Node value = value_of(amount);
  if (value && name_of(value)) {
    const Assumption* assumption = find_assumption(lowering, name_of(value), wanted);
    return assumption == nullptr ? std::nullopt : std::optional(assumption->amount);
  }
  auto evaluated = evaluate_amount(amount, wanted, lowering.currency, lowering.diagnostics);
  if (!evaluated) return std::nullopt;
  std::string_view first_slot;
  std::string_view second_slot;
  if (evaluated->law == Law::lognormal_p90) {
    first_slot = "|median";
    second_slot = "|p90";
  } else if (evaluated->law == Law::lognormal_p5_p95) {
    first_slot = "|p5";
    second_slot = "|p95";
  }
  const std::string line_key = key + tail.scope_text;
  Amount result;
  result.law = evaluated->law;
  result.first = add_parameter(lowering, std::move(evaluated->first),
                               line_key + std::string(first_slot), tail);
  if (evaluated->second) {
    result.second = add_parameter(lowering, std::move(*evaluated->second),
                                  line_key + std::string(second_slot), tail);
  }
  return result;
}

double lower_per_time(Lowering& lowering, Node per) {
  const std::vector<Node> words = parts_of(per);
  if (words.size() < 2) return 0;
  const double days = days_of_unit(words[1].text());
  if (days > 0) return days;
  report(lowering, Code::E305, per.span(),
         fmt::format("`{}` here, but a time was expected", normalise_spaces(per.text())),
         "write `per day`, `per week`, `per month` or `per year`");
  return 0;
}

void lower_assumptions(Lowering& lowering) {
  for (const Node& line : lowering.blocks.assumptions) {
    const Node name = name_of(line);
    const Symbol* symbol = name ? lowering.symbols.find(name_text(name)) : nullptr;
    if (symbol == nullptr || symbol->kind != SymbolKind::assumption ||
        symbol->span != name.span()) {
      continue;  // declared twice, or under a reserved word
    }
    TailRules rules;
    rules.may_who = rules.may_guard = false;
    const LineTail tail = lower_tail(lowering, line, rules);
    const AssumptionId id{symbol->index};
    const Node value = amount_of(line) ? value_of(amount_of(line)) : Node();
    if (value && name_of(value)) {
      report(lowering, Code::E105, value.span(), "an `assume` needs a number, not another name",
             "use the other name itself wherever it is meant");
      continue;
    }
    Wanted wanted;
    wanted.is_any_unit = true;
    wanted.is_doubt = true;
    const auto amount =
        lower_amount(lowering, amount_of(line), wanted,
                     "assume " + lowering.journey.assumptions[id].heading.name, tail);
    if (!amount) continue;
    lowering.journey.assumptions[id].amount = *amount;
    Parameter& first = lowering.journey.parameters[amount->first];
    first.assumption = id;
    // A bare range down to zero or below can only be a feeling, whose family is normal.
    const bool is_bare_range = first.unit == Unit::factor && first.doubt == Doubt::range;
    if (is_bare_range && first.low <= 0) first.unit = Unit::feeling;
    if (amount->second.is_valid()) lowering.journey.parameters[amount->second].assumption = id;
  }
}

}  // namespace cairn
