// Who comes: the shares of personas, sources and devices divide a whole each (R4, R7): E417.
#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

#include "journey/checks.h"
#include "journey/shares.h"

namespace cairn {
namespace {

// One whole and its parts, ready to be judged.
struct Whole {
  const char* one = "";            // "source"
  std::vector<std::string> names;  // of the parts
  std::vector<Span> spans;         // their headings, or the first line
  std::vector<ShareChoice> choices;
  bool needs_all = true;  // a part without a line is a mistake, not 0%
};

bool is_certain_part(const Journey& journey, const ShareChoice& choice) {
  return choice.line == nullptr || is_certain(journey, choice.line->value);
}

Diagnostic start_report(const Whole& whole, Code code, std::string message) {
  Diagnostic diagnostic{code, {}, std::move(message), "", {}, {}, {}, {}};
  // The last part is the one to mend.
  for (std::size_t i = 0; i < whole.choices.size(); ++i) {
    const ShareLine* line = whole.choices[i].line;
    const Span span = line != nullptr ? line->span : whole.spans[i];
    if (diagnostic.span.is_valid() && diagnostic.labels.size() < 12) {
      diagnostic.labels.push_back({diagnostic.span, ""});
    }
    diagnostic.span = span;
  }
  return diagnostic;
}

std::vector<std::size_t> missing_parts(const Whole& whole) {
  std::vector<std::size_t> missing;
  for (std::size_t i = 0; i < whole.choices.size(); ++i) {
    if (whole.choices[i].line == nullptr) missing.push_back(i);
  }
  return missing;
}

// Whether a line is missing somewhere; then nothing can be summed.
bool report_missing(const Whole& whole, const std::string& who, Diagnostics& diagnostics) {
  const std::vector<std::size_t> missing = missing_parts(whole);
  if (missing.empty() || (!whole.needs_all && missing.size() < whole.choices.size())) return false;
  // A lone part is everybody.
  if (whole.choices.size() == 1) return true;
  Diagnostic diagnostic{Code::E417, whole.spans[missing.front()], "", "", {}, {}, {}, {}};
  if (missing.size() == whole.choices.size()) {
    diagnostic.message =
        fmt::format("no {} has a share{}, so it is not known who comes how often", whole.one, who);
  } else {
    std::vector<std::string> names;
    for (const std::size_t i : missing) {
      names.push_back("\"" + whole.names[i] + "\"");
      if (names.size() > 1 && names.size() < 12) diagnostic.labels.push_back({whole.spans[i], ""});
    }
    diagnostic.message =
        fmt::format("{}{} {} {} no share{}", whole.one, missing.size() > 1 ? "s" : "",
                    list_text(names), missing.size() > 1 ? "have" : "has", who);
  }
  diagnostic.help = {"give each a share; the last one may take what is left", "+   share   rest"};
  diagnostics.add(std::move(diagnostic));
  return true;
}

void report_ties(const Journey& journey, const Whole& whole, const CustomerClass& customer,
                 std::set<std::pair<Span, Span>>& known, Diagnostics& diagnostics) {
  for (std::size_t i = 0; i < whole.choices.size(); ++i) {
    const ShareChoice& choice = whole.choices[i];
    if (choice.tied == nullptr) continue;
    const ShareLine& first = choice.line < choice.tied ? *choice.line : *choice.tied;
    const ShareLine& second = choice.line < choice.tied ? *choice.tied : *choice.line;
    if (!known.insert({first.span, second.span}).second) continue;
    const std::string scope = scope_text(journey, second.scope);
    const bool is_same = scope == scope_text(journey, first.scope);
    Diagnostic diagnostic{is_same ? Code::E405 : Code::E404, second.span, "", "", {}, {}, {}, {}};
    diagnostic.message =
        is_same ? fmt::format("the share of {} \"{}\" is given twice {}", whole.one, whole.names[i],
                              scope.empty() ? "for everyone" : scope)
                : fmt::format("two shares of {} \"{}\" fit {}", whole.one, whole.names[i],
                              scope_prose(journey, combine_scopes(journey, customer, first.scope,
                                                                  second.scope)));
    diagnostic.caption = is_same ? "" : "neither line is narrower than the other";
    diagnostic.labels = {{first.span, ""}};
    diagnostic.help = {is_same ? "keep one, or say with `for` whom each is about"
                               : "say with a third line what holds when both do"};
    diagnostics.add(std::move(diagnostic));
  }
}

bool report_rests(const Whole& whole, const std::string& who, Diagnostics& diagnostics) {
  std::vector<std::size_t> rests;
  for (std::size_t i = 0; i < whole.choices.size(); ++i) {
    if (whole.choices[i].line != nullptr && whole.choices[i].line->is_rest) rests.push_back(i);
  }
  if (rests.size() < 2) return false;
  Diagnostic diagnostic{Code::E403, whole.choices[rests[1]].line->span, "", "", {}, {}, {}, {}};
  diagnostic.message =
      fmt::format("{} {}s take `rest`{}", rests.size() == 2 ? "two" : "several", whole.one, who);
  diagnostic.labels = {{whole.choices[rests[0]].line->span, ""}};
  diagnostic.help = {"give all but one of them a share"};
  diagnostics.add(std::move(diagnostic));
  return true;
}

void report_sum(const Journey& journey, const World& world, const Whole& whole,
                const std::string& who, Diagnostics& diagnostics) {
  const DoubleDouble sum = written_sum(whole.choices, world);
  const double excess = to_double(add(sum, {-1, 0}));
  const bool has_rest = std::any_of(
      whole.choices.begin(), whole.choices.end(),
      [](const ShareChoice& choice) { return choice.line != nullptr && choice.line->is_rest; });
  const double tolerance = has_rest ? 1e-12 : 0.001 + 1e-12;
  const bool is_sure =
      std::all_of(whole.choices.begin(), whole.choices.end(),
                  [&](const ShareChoice& choice) { return is_certain_part(journey, choice); });
  const std::string what = fmt::format("{} shares add up to {}{}", whole.one,
                                       percent_text(to_double(sum), is_sure), who);
  if (excess > tolerance) {
    Diagnostic diagnostic = start_report(whole, Code::E417, what);
    diagnostic.caption = "100% is everyone";
    diagnostic.help = {"lower a share until they add up to 100%"};
    diagnostics.add(std::move(diagnostic));
  } else if (!has_rest && excess < -tolerance) {
    Diagnostic diagnostic = start_report(whole, Code::E417, what);
    diagnostic.caption = percent_text(-excess, is_sure) + " of entrants are nobody";
    diagnostic.help = {fmt::format("give the last one what is left: `{} rest`",
                                   whole.needs_all ? "share  " : "device " + whole.names.back())};
    diagnostics.add(std::move(diagnostic));
  } else if (!has_rest && !is_sure) {
    Diagnostic diagnostic = start_report(
        whole, Code::E417,
        fmt::format("{} shares need a `rest`{}: some of them are uncertain", whole.one, who));
    diagnostic.caption = "if one turns out higher or lower, they do not add up to 100%";
    diagnostic.help = {"give the last one what is left: `share   rest`"};
    diagnostics.add(std::move(diagnostic));
  }
}

void report_whole(const Journey& journey, const World& world, const Whole& whole,
                  const std::string& who, Diagnostics& diagnostics) {
  if (whole.choices.empty()) return;
  if (report_missing(whole, who, diagnostics)) return;
  if (report_rests(whole, who, diagnostics)) return;
  report_sum(journey, world, whole, who, diagnostics);
}

// Wholes that are divided anew for each persona or source: those divided by the same lines are one.
class Divisions {
 public:
  void add(Whole whole, const CustomerClass& customer) {
    std::vector<const ShareLine*> key;
    for (const ShareChoice& choice : whole.choices) key.push_back(choice.line);
    const auto [found, is_new] = index_of_.try_emplace(std::move(key), wholes_.size());
    if (is_new) wholes_.push_back({std::move(whole), {}});
    wholes_[found->second].second.push_back(customer);
    all_.push_back(customer);
  }

  void report(const Journey& journey, const World& world, Diagnostics& diagnostics) const {
    if (!wholes_.empty() && wholes_.front().first.needs_all && lack_the_same()) {
      report_missing(wholes_.front().first, "", diagnostics);
      return;
    }
    std::set<std::pair<Span, Span>> known;
    for (const auto& [whole, customers] : wholes_) {
      report_ties(journey, whole, customers.front(), known, diagnostics);
      report_whole(journey, world, whole, describe_classes(journey, customers, all_), diagnostics);
    }
  }

 private:
  // Whether the same parts have no share whoever it is: then it is one mistake.
  bool lack_the_same() const {
    const std::vector<std::size_t> missing = missing_parts(wholes_.front().first);
    return std::all_of(wholes_.begin(), wholes_.end(),
                       [&](const auto& one) { return missing_parts(one.first) == missing; }) &&
           !missing.empty() && wholes_.size() > 1;
  }

  // Only looked up, never gone through: the order of pointers decides nothing.
  std::map<std::vector<const ShareLine*>, std::size_t> index_of_;
  std::vector<std::pair<Whole, std::vector<CustomerClass>>> wholes_;
  std::vector<CustomerClass> all_;
};

Whole persona_whole(const Journey& journey) {
  Whole whole{"persona", {}, {}, choose_persona_shares(journey)};
  for (const Persona& persona : journey.personas) {
    whole.names.push_back(persona.heading.name);
    whole.spans.push_back(persona.heading.name_span);
  }
  return whole;
}

Whole source_whole(const Journey& journey, PersonaId persona) {
  Whole whole{"source", {}, {}, choose_source_shares(journey, persona)};
  for (const Source& source : journey.sources) {
    whole.names.push_back(source.heading.name);
    whole.spans.push_back(source.heading.name_span);
  }
  return whole;
}

Whole device_whole(const Journey& journey, const CustomerClass& customer) {
  Whole whole{"device", {}, {}, choose_device_shares(journey, customer.persona, customer.source)};
  whole.needs_all = false;
  for (const Device& device : journey.devices) {
    whole.names.push_back(device.name);
    whole.spans.push_back(device.lines.empty() ? Span{} : device.lines.front().share.span);
  }
  return whole;
}

}  // namespace

void check_shares(const Journey& journey, Diagnostics& diagnostics) {
  const World world = best_estimate(journey);
  Divisions personas;
  Divisions sources;
  Divisions devices;
  if (!journey.personas.empty()) personas.add(persona_whole(journey), {});
  const bool has_device_lines =
      std::any_of(journey.devices.begin(), journey.devices.end(),
                  [](const Device& device) { return !device.lines.empty(); });
  const std::size_t persona_count = std::max<std::size_t>(journey.personas.size(), 1);
  for (std::size_t p = 0; p < persona_count; ++p) {
    const PersonaId persona = journey.personas.empty() ? PersonaId{} : journey.personas.id_at(p);
    if (!journey.sources.empty()) {
      sources.add(source_whole(journey, persona), {persona, {}, {}});
    }
    if (!has_device_lines) continue;
    const bool by_source = journey.sources.size() < 1'000;
    for (std::size_t s = 0; s < (by_source ? journey.sources.size() : 1); ++s) {
      const CustomerClass customer{persona, by_source ? journey.sources.id_at(s) : SourceId{}, {}};
      devices.add(device_whole(journey, customer), customer);
    }
  }
  personas.report(journey, world, diagnostics);
  sources.report(journey, world, diagnostics);
  devices.report(journey, world, diagnostics);
}

}  // namespace cairn
