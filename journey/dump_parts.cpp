#include "journey/dump_parts.h"

#include <fmt/format.h>

#include "journey/describe.h"
#include "journey/kind_words.h"
#include "journey/metric_name.h"

namespace cairn {
namespace {}  // namespace

std::string quote(const std::string& text) {
  std::string out = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') {
      out += '\\';
      out += letter;
    } else if (static_cast<unsigned char>(letter) < 0x20) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned>(letter));
    } else {
      out += letter;
    }
  }
  return out + "\"";
}

std::string date_text(const StartDate& date) {
  if (date.year == 0) return fmt::format("month {}", date.month_number);
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

std::string DumpParts::number(ParameterId id) const {
  const Parameter& parameter = journey_.parameters[id];
  std::string out;
  if (parameter.assumption.is_valid()) {
    out = journey_.assumptions[parameter.assumption].heading.name + " = ";
  }
  out += fmt::format("{}", parameter.best.hi);
  // The digits beyond a double, where they matter at all.
  if (parameter.best.lo != 0) out += fmt::format(" + {}", parameter.best.lo);
  out += " " + std::string(unit_word(parameter.unit));
  if (parameter.doubt == Doubt::range) {
    out += fmt::format(" in {} to {}", parameter.low, parameter.high);
  } else if (parameter.doubt == Doubt::observed) {
    out += fmt::format(" seen {} of {}", parameter.observed, parameter.total);
    if (!parameter.count_group.empty()) out += " drawn with " + quote(parameter.count_group);
  }
  if (!parameter.origin.empty()) out += " from " + quote(parameter.origin);
  return out + " key " + quote(parameter.key);
}

std::string DumpParts::number_or_rest(ParameterId id) const {
  return id.is_valid() ? number(id) : "rest";
}

std::string DumpParts::amount(const Amount& amount) const {
  const std::string first = "(" + number(amount.first) + ")";
  const std::string second = amount.second.is_valid() ? "(" + number(amount.second) + ")" : "";
  switch (amount.law) {
    case Law::fixed:
      return first;
    case Law::exponential:
      return "mean " + first;
    case Law::lognormal_p90:
      return "median " + first + ", p90 " + second;
    case Law::lognormal_p5_p95:
      return "p5 " + first + ", p95 " + second;
    case Law::woven:
      return "woven " + first;
  }
  return "";
}

std::string DumpParts::scope(const Scope& scope) const {
  const std::string text = scope_text(journey_, scope);
  return text.empty() ? "" : " " + text;
}

std::string DumpParts::share(const ShareLine& line) const {
  return "share " + (line.is_rest ? "rest" : number(line.value)) + scope(line.scope);
}

std::string DumpParts::flow(const FlowLine& line) const {
  std::string out;
  switch (line.kind) {
    case FlowLine::Kind::share:
      out = number(line.value) + " ";
      break;
    case FlowLine::Kind::rest:
      out = "rest ";
      break;
    case FlowLine::Kind::everyone:
      break;
    case FlowLine::Kind::factor:
      out = "times " + number(line.value) + " ";
      break;
  }
  out += "-> " + name(line.target);
  if (line.after) out += " after " + amount(*line.after);
  return out + scope(line.scope);
}

std::string DumpParts::money(const MoneyLine& line) const {
  std::string out = amount(line.amount);
  if (line.basis == MoneyLine::Basis::once) out += " once";
  if (line.basis == MoneyLine::Basis::time) out += fmt::format(" per {} days", line.per_days);
  return out + scope(line.scope);
}

std::string DumpParts::memory(const MemoryLine& line) const {
  std::string out = line.kind == MemoryLine::Kind::set_flag ? "sets " : "clears ";
  out += line.kind == MemoryLine::Kind::clear_count ? "visits of " + name(line.place)
                                                    : journey_.flags[line.flag].name;
  if (line.probability.is_valid()) out += " " + number(line.probability);
  return out + scope(line.scope);
}

std::string DumpParts::text(const TextLine& line) const {
  static constexpr const char* kWords[] = {"note", "goal",   "need", "fear",
                                           "does", "thinks", "idea"};
  std::string out = kWords[static_cast<std::size_t>(line.kind)];
  out += " " + quote(line.text) + scope(line.scope);
  if (!line.origin.empty()) out += " from " + quote(line.origin);
  return out;
}

std::string DumpParts::change(const Change& line) const {
  std::string out(change_word(line.kind));
  static constexpr const char* kPlaces[] = {"flow",  "takes", "earns",
                                            "costs", "feels", "assumption"};
  if (line.kind == Change::Kind::remove) {
    out += line.pain.is_valid() ? " of " + journey_.pains[line.pain].name : "";
  } else {
    out += std::string(" ") + kPlaces[static_cast<std::size_t>(line.place.kind)];
    if (line.place.from.is_valid()) out += " " + name(line.place.from);
    if (line.place.to.is_valid()) out += " -> " + name(line.place.to);
    if (line.place.at.is_valid()) out += " at " + name(line.place.at);
    if (line.place.assumption.is_valid()) {
      out += " " + journey_.assumptions[line.place.assumption].heading.name;
    }
  }
  if (line.toward.is_valid()) out += " toward " + name(line.toward);
  if (line.amount.first.is_valid()) out += " by " + amount(line.amount);
  return out + scope(line.scope);
}

std::string DumpParts::metric(const Metric& metric) const {
  return metric_name(journey_, metric);
}

}  // namespace cairn
