#include "cli/why_text.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "grammar/ast.h"
#include "journey/metric_name.h"
#include "journey/scopes.h"

namespace cairn {
namespace {

std::string place_in_text(const TextFiles& files, Span span) {
  const TextFile& file = files[span.file];
  return fmt::format("{}:{}", escape_for_display(file.path), position_of(file, span.begin).line);
}

std::string words_of_line(const TextFiles& files, Span span) {
  return escape_for_display(normalise_spaces(text_of(files, span)));
}

const Heading& heading_of(const Journey& journey, Site site) {
  return site.place.is_valid() ? journey.places[site.place].heading
                               : journey.sources[site.source].heading;
}

const std::vector<FlowLine>& flows_of(const Journey& journey, Site site) {
  return site.place.is_valid() ? journey.places[site.place].flows
                               : journey.sources[site.source].flows;
}

/// Columns: place in the file, the line as written, what it does.
TextTable three_columns() {
  return {{{"", Align::left, 0, false}, {"", Align::left, 0, true}, {"", Align::left, 0, false}},
          {}};
}

/// Writes the steps of one explanation.
class StepWriter {
 public:
  StepWriter(const WhyGround& ground, Site site, TextTable& table)
      : ground_(ground), flows_(flows_of(ground.journey, site)), table_(table) {}

  void write(const FlowTrace& trace) {
    for (const std::uint32_t line : trace.overridden) {
      add(flows_[line].span, written_words(flows_[line]) + ", but a narrower line counts",
          Ink::dim);
    }
    if (!trace.chosen) return;
    const FlowLine& chosen = flows_[*trace.chosen];
    if (chosen.kind == FlowLine::Kind::rest) return write_rest(trace);
    add_assumption(chosen.value);
    add(chosen.span, written_words(chosen), Ink::plain);
    double share = trace.written;
    for (const std::uint32_t line : trace.factors) {
      add_assumption(flows_[line].value);
      const double factor = best(flows_[line].value);
      const bool is_capped = share * factor > 1;
      share = std::min(1.0, share * factor);
      add(flows_[line].span,
          fmt::format("× {} = {}{}", format_number(factor), format_share(share),
                      is_capped ? ", the most there can be" : ""),
          Ink::plain);
    }
    if (trace.was_scaled) {
      add({},
          fmt::format("scaled to {}: all ways out together exceed 100%", format_share(trace.share)),
          Ink::plain);
    }
  }

 private:
  void write_rest(const FlowTrace& trace) {
    for (const OtherWay& other : trace.others) {
      const FlowLine& line = flows_[other.line];
      add(line.span, fmt::format("− {}", format_share(other.share)), Ink::plain);
    }
    add(flows_[*trace.chosen].span, fmt::format("= {} are left", format_share(trace.share)),
        Ink::plain);
  }

  double best(ParameterId id) const { return to_double(ground_.journey.parameters[id].best); }

  std::string written_words(const FlowLine& line) const {
    if (line.kind == FlowLine::Kind::rest) return "the rest";
    if (line.kind == FlowLine::Kind::everyone) return "100%";
    return format_share(best(line.value));
  }

  /// A number that stands behind a name is written elsewhere.
  void add_assumption(ParameterId value) {
    if (!value.is_valid()) return;
    const Parameter& parameter = ground_.journey.parameters[value];
    if (!parameter.assumption.is_valid()) return;
    const Assumption& assumption = ground_.journey.assumptions[parameter.assumption];
    const bool is_share = parameter.unit == Unit::share;
    const double number = to_double(parameter.best);
    add(assumption.heading.span, is_share ? format_share(number) : format_number(number),
        Ink::plain);
  }

  void add(Span span, const std::string& what, Ink ink) {
    table_.rows.push_back(
        {{{span.is_valid() ? "  " + place_in_text(ground_.files, span) : "", Ink::dim},
          {span.is_valid() ? words_of_line(ground_.files, span) : "", ink},
          {what, ink}},
         false});
  }

  const WhyGround& ground_;
  const std::vector<FlowLine>& flows_;
  TextTable& table_;
};

bool is_at(const StateSpaces& spaces, StateRef ref, Site site) {
  const State& state = state_at(spaces, ref);
  return site.place.is_valid() ? state.place == site.place : state.source == site.source;
}

std::vector<StateRef> states_at(const WhyGround& ground, Site site) {
  for (std::vector<StateRef>& refs : group_by_site(ground.journey, ground.spaces)) {
    if (!refs.empty() && is_at(ground.spaces, refs.front(), site)) return std::move(refs);
  }
  return {};
}

/// " for regular on mobile" -> "for regular on mobile".
std::string whom(const WhyGround& ground, Site site, const std::vector<StateRef>& some,
                 const std::vector<StateRef>& all) {
  const std::vector<const Scope*> scopes = site.place.is_valid()
                                               ? scopes_of(ground.journey, site.place)
                                               : scopes_of(ground.journey.sources[site.source]);
  const std::string words = describe_some(ground.journey, ground.spaces, some, all, scopes);
  return words.empty() ? "for everyone" : words.substr(1);
}

double passages(const Prediction& prediction, Site from, PlaceId to) {
  for (const FlowVolume& flow : prediction.flows) {
    if (flow.from == from.place && flow.source == from.source && flow.to == to) {
      return flow.per_entrant;
    }
  }
  return 0;
}

double all_passages(const Prediction& prediction, Site from) {
  double sum = 0;
  for (const FlowVolume& flow : prediction.flows) {
    if (flow.from == from.place && flow.source == from.source) sum += flow.per_entrant;
  }
  return sum;
}

}  // namespace

std::string explain_flow(const WhyGround& ground, const WhyQuestion& question) {
  const Journey& journey = ground.journey;
  std::vector<std::string> without_effect;
  const std::vector<FlowTrace> traces = trace_flow(journey, ground.spaces, question.from,
                                                   question.to, question.scope, without_effect);
  const std::string& from = heading_of(journey, question.from).name;
  std::string text = fmt::format("{} -> {}{}\n", from, journey.places[question.to].heading.name,
                                 question.scope.groups.empty() && question.scope.conditions.empty()
                                     ? ""
                                     : " " + scope_text(journey, question.scope));
  for (const std::string& words : without_effect) {
    text +=
        fmt::format("`{}` makes no difference here: no line of \"{}\" asks for it\n", words, from);
  }
  if (traces.empty()) return text + fmt::format("nobody like that comes to \"{}\"\n", from);
  const std::vector<StateRef> all = states_at(ground, question.from);
  TextTable table = three_columns();
  for (const FlowTrace& trace : traces) {
    const std::string share = trace.chosen ? format_share(trace.share) : "0%, no line leads there";
    table.rows.push_back(
        {{{fmt::format("{}: {}", whom(ground, question.from, trace.states, all), share),
           Ink::bold}},
         true});
    StepWriter(ground, question.from, table).write(trace);
  }
  text += print_table(table, ground.style);
  const double visits = all_passages(ground.prediction, question.from);
  if (traces.size() > 1 && visits > 0) {
    text += fmt::format(
        "together: {} of all who leave \"{}\"\n",
        format_share(passages(ground.prediction, question.from, question.to) / visits), from);
  }
  return text + "Shares are best estimates.\n";
}

namespace {

struct WayIn {
  Site from;
  double per_entrant = 0;
};

/// All ways into a place, the most travelled first.
std::vector<WayIn> ways_into(const Prediction& prediction, PlaceId place) {
  std::vector<WayIn> ways;
  for (const FlowVolume& flow : prediction.flows) {
    if (flow.to != place || !(flow.per_entrant > 0)) continue;
    Site from;
    from.place = flow.from;
    from.source = flow.source;
    ways.push_back({from, flow.per_entrant});
  }
  std::stable_sort(ways.begin(), ways.end(),
                   [](const WayIn& a, const WayIn& b) { return a.per_entrant > b.per_entrant; });
  return ways;
}

/// The lines that lead from a site to a place: "shop.journey:95, 96 and 97".
std::string lines_between(const WhyGround& ground, Site from, PlaceId to) {
  std::string text;
  for (const FlowLine& line : flows_of(ground.journey, from)) {
    if (line.target != to) continue;
    const TextFile& file = ground.files[line.span.file];
    const std::uint32_t number = position_of(file, line.span.begin).line;
    text += text.empty() ? fmt::format("{}:{}", escape_for_display(file.path), number)
                         : fmt::format(", {}", number);
  }
  return text;
}

std::string per_thousand(double per_entrant) {
  return format_number(per_entrant * 1'000);
}

/// The share of a step: as the lines give it where they give everyone the same, else the mean over
/// those who took it.
double step_share(const WhyGround& ground, const WhyQuestion& question, Site from, PlaceId to) {
  Scope who;
  who.groups = question.scope.groups;
  std::vector<std::string> ignored;
  const std::vector<FlowTrace> traces =
      trace_flow(ground.journey, ground.spaces, from, to, who, ignored);
  const bool is_same = std::all_of(traces.begin(), traces.end(), [&](const FlowTrace& trace) {
    return trace.share == traces.front().share;
  });
  if (is_same && !traces.empty()) return traces.front().share;
  return passages(ground.prediction, from, to) / all_passages(ground.prediction, from);
}

/// The road to a place that most take: from each place back to where most came from.
std::vector<std::pair<Site, PlaceId>> main_road(const Prediction& prediction, PlaceId to) {
  std::vector<std::pair<Site, PlaceId>> steps;
  std::vector<PlaceId> seen = {to};
  for (PlaceId at = to;;) {
    const std::vector<WayIn> ways = ways_into(prediction, at);
    const auto next = std::find_if(ways.begin(), ways.end(), [&](const WayIn& way) {
      return !way.from.place.is_valid() ||
             std::find(seen.begin(), seen.end(), way.from.place) == seen.end();
    });
    if (next == ways.end()) break;
    steps.emplace_back(next->from, at);
    if (!next->from.place.is_valid()) break;
    at = next->from.place;
    seen.push_back(at);
  }
  std::reverse(steps.begin(), steps.end());
  return steps;
}

std::string headline(const WhyGround& ground, const WhyQuestion& question) {
  Metric metric;
  metric.kind = Metric::Kind::reach;
  metric.place = question.to;
  const Answer* answer = find_answer(ground.prediction, metric, question.scope.groups);
  const std::string name = metric_name(ground.journey, metric);
  const std::string who = question.scope.groups.empty()
                              ? ""
                              : " for " + groups_name(ground.journey, question.scope.groups);
  if (answer == nullptr || !answer->is_defined) return fmt::format("{}{}: nobody\n", name, who);
  const bool has_horizon = ground.prediction.record.horizon_days > 0;
  return fmt::format(
      "{}{}: {} of entrants{}, at best estimates\n", name, who, format_share(answer->estimate.best),
      has_horizon
          ? fmt::format(" within {}", format_duration(ground.prediction.record.horizon_days))
          : "");
}

}  // namespace

std::string explain_reach(const WhyGround& ground, const WhyQuestion& question) {
  const Journey& journey = ground.journey;
  std::string text = headline(ground, question);
  const std::vector<WayIn> ways = ways_into(ground.prediction, question.to);
  if (ways.empty()) return text;
  text += "\nof 1 000 entrants come by each way (again and again counts each time):\n";
  TextTable table{{{"", Align::left, 0, true},
                   {"visits", Align::right, 0, false},
                   {"× share", Align::right, 0, false},
                   {"= arrivals", Align::right, 0, false},
                   {"", Align::left, 0, false}},
                  {}};
  for (const WayIn& way : ways) {
    const double visits = all_passages(ground.prediction, way.from);
    table.rows.push_back(
        {{{"  " + heading_of(journey, way.from).name, Ink::plain},
          {per_thousand(visits), Ink::plain},
          {format_share(step_share(ground, question, way.from, question.to)), Ink::plain},
          {per_thousand(way.per_entrant), Ink::bold},
          {lines_between(ground, way.from, question.to), Ink::dim}},
         false});
  }
  text += print_table(table, ground.style) + "\nthe road most take:\n";
  TextTable road = three_columns();
  for (const auto& [from, to] : main_road(ground.prediction, question.to)) {
    const double share = step_share(ground, question, from, to);
    road.rows.push_back({{{fmt::format("  {} -> {}", heading_of(journey, from).name,
                                       journey.places[to].heading.name),
                           Ink::plain},
                          {format_share(share), Ink::plain},
                          {lines_between(ground, from, to), Ink::dim}},
                         false});
  }
  text += print_table(road, ground.style);
  return text + fmt::format("\nhelp: `cairn why FILE \"{} -> {}\"` explains one step\n",
                            heading_of(journey, ways.front().from).name,
                            journey.places[question.to].heading.name);
}

}  // namespace cairn
