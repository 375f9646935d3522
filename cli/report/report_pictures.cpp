#include "cli/report/report_pictures.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "base/parallel.h"
#include "cli/pictures/map_parts.h"
#include "cli/pictures/stage_reach.h"
#include "cli/project/console.h"
#include "render/flow/flow_draw.h"
#include "render/picture/words.h"

namespace cairn {
namespace {

std::vector<FixId> fixes_of(const Journey& journey) {
  std::vector<FixId> fixes;
  for (std::size_t i = 0; i < journey.fixes.size(); ++i) fixes.push_back(journey.fixes.id_at(i));
  return fixes;
}

using StageReach = std::vector<std::optional<double>>;

/// By combination: how many get into each stage. Of so many combinations that it would take longer
/// than all else, the flows say what it is at least: of all of them, for the page writes the figure
/// of one in the place of another's.
std::vector<StageReach> reach_by_combination(const Journey& journey, const Comparison& combinations,
                                             unsigned threads) {
  constexpr std::size_t kMostSolutions = 64;
  const std::vector<ComparedAlternative>& rows = combinations.alternatives;
  const std::vector<StageReach> none(rows.size());
  if (rows.size() * count_wide_stages(journey) > kMostSolutions) return none;
  std::vector<Alternative> sets;
  for (const ComparedAlternative& row : rows) {
    // Today, with no fix, is what the others are compared with.
    if (!row.alternative.fixes.empty()) sets.push_back(row.alternative);
  }
  std::vector<StageReach> reach = find_stage_reach(journey, sets, threads);
  if (reach.size() + 1 != rows.size()) return none;
  reach.insert(reach.begin(), find_stage_reach(journey, PersonaId{}, threads));
  return reach;
}

/// Everything that any set of fixes may bring, with the numbers of one.
FlowGraph living_graph(const PageInput& input, const Prediction& prediction,
                       const StageReach& reach) {
  FlowInput flow{input.journey};
  flow.prediction = &prediction;
  flow.language = input.how.language;
  flow.fixes = fixes_of(input.journey);
  flow.keeps_everything = true;
  flow.stage_reach = reach;
  return build_flow_graph(flow);
}

FlowGraph graph_today(const PageInput& input, const Prediction* prediction,
                      const StageReach& reach) {
  FlowInput flow{input.journey};
  flow.stage_reach = reach;
  flow.prediction = prediction;
  flow.language = input.how.language;
  return build_flow_graph(flow);
}

/// A combination of fixes as the flow shows it.
struct Shown {
  const Prediction& prediction;
  const StageReach& reach;
};

FlowGraph delta_graph(const PageInput& input, const Shown& today, const Shown& with,
                      const Alternative& shown) {
  FlowInput flow{input.journey};
  flow.prediction = &with.prediction;
  flow.today = &today.prediction;
  flow.stage_reach = with.reach;
  flow.stage_reach_today = today.reach;
  flow.fixes = shown.fixes;
  flow.scenario = alternative_label(input.journey, shown);
  flow.language = input.how.language;
  return build_flow_graph(flow);
}

/// Rules of a picture, once.
void add_style(PageInput& input, const std::string& style) {
  if (input.picture_style.find(style) == std::string::npos) input.picture_style += style;
}

/// A picture for the page; its ids begin with `prefix`.
std::optional<std::string> svg_of(PageInput& input,
                                  const std::variant<Drawing, PictureError>& drawn,
                                  const std::string& prefix) {
  if (const PictureError* error = std::get_if<PictureError>(&drawn)) {
    print_note(fmt::format("note: a picture is left out: {}\n", error->message));
    return std::nullopt;
  }
  const Drawing& drawing = std::get<Drawing>(drawn);
  add_style(input, drawing.style);
  return to_svg(drawing, Theme::light, prefix);
}

// ---- flow ---------------------------------------------------------------------------------------

std::string start_name(const Journey& journey, const FlowVolume& flow) {
  return name_id(flow.source.is_valid() ? journey.sources[flow.source].heading.name
                                        : journey.places[flow.from].heading.name);
}

/// The places and lines of the living flow; ways to `leave` are no lines.
LivingFlow frame_of(const Journey& journey, const ComparedAlternative& today,
                    const FlowGraph& graph) {
  LivingFlow flow;
  for (const FlowVolume& one : today.flows) {
    if (one.to == journey.leave) continue;
    flow.lines.push_back(start_name(journey, one) + "__" +
                         name_id(journey.places[one.to].heading.name));
  }
  for (const PlaceEffect& place : today.places) {
    if (place.place == journey.leave) continue;
    flow.places.push_back(name_id(journey.places[place.place].heading.name));
  }
  for (const FlowStage& stage : graph.stages) {
    if (!stage.is_entry) flow.stages.push_back(stage.key);
  }
  return flow;
}

LivingFlow::Row row_of(const Journey& journey, const ComparedAlternative& row,
                       const FlowGraph& graph) {
  LivingFlow::Row shown;
  std::vector<double> visits(journey.places.size(), 0), still(journey.places.size(), 0);
  for (const FlowVolume& one : row.flows) {
    visits[one.to.index] += one.per_entrant;
    still[one.to.index] += one.per_entrant;
    if (one.from.is_valid()) still[one.from.index] -= one.per_entrant;
    if (one.to != journey.leave) shown.volume.push_back(one.per_entrant);
  }
  for (const PlaceEffect& place : row.places) {
    if (place.place == journey.leave) continue;
    shown.reach.push_back(place.reach);
    shown.visits.push_back(visits[place.place.index]);
    shown.exits.push_back(place.lost);
    shown.still.push_back(std::max(0.0, still[place.place.index]));
    shown.feeling.push_back(place.feeling);
  }
  for (const FlowStage& stage : graph.stages) {
    if (stage.is_entry) continue;
    shown.stage_reach.push_back(stage.reach.value_or(0));
    shown.stage_exits.push_back(stage.exits.value_or(0));
    shown.stage_still.push_back(stage.still.value_or(0));
  }
  return shown;
}

void find_living_flow(const PageInput& input, const std::vector<StageReach>& reach,
                      ReportNumbers& numbers) {
  const std::vector<ComparedAlternative>& rows = numbers.combinations->alternatives;
  const FlowGraph today = living_graph(input, numbers.by_combination.front(), reach.front());
  LivingFlow flow = frame_of(input.journey, rows.front(), today);
  for (std::size_t k = 0; k < rows.size(); ++k) {
    flow.rows.push_back(
        row_of(input.journey, rows[k], living_graph(input, numbers.by_combination[k], reach[k])));
  }
  numbers.living.flow = std::move(flow);
}

std::variant<Drawing, PictureError> draw(const FlowGraph& graph) {
  bool was_stacked = false;
  FlowDrawing how;
  how.was_stacked = &was_stacked;
  auto drawn = draw_flow(graph, how);
  if (was_stacked) print_note("note: the layout of a flow did not come to an end; it is stacked\n");
  return drawn;
}

void add_flow(PageInput& input, const FlowGraph& graph, std::string id, std::string label,
              const std::string& prefix, std::string living) {
  if (auto svg = svg_of(input, draw(graph), prefix)) {
    input.flows.push_back(
        {std::move(id), std::move(label), {}, std::move(*svg), std::move(living)});
  }
}

/// The combination with exactly these fixes.
std::optional<std::size_t> combination_of(const ReportNumbers& numbers,
                                          const Alternative& alternative) {
  const std::vector<ComparedAlternative>& rows = numbers.combinations->alternatives;
  std::vector<FixId> wanted = alternative.fixes;
  std::sort(wanted.begin(), wanted.end());
  for (std::size_t k = 0; k < rows.size(); ++k) {
    std::vector<FixId> held = rows[k].alternative.fixes;
    std::sort(held.begin(), held.end());
    if (held == wanted) return k;
  }
  return std::nullopt;
}

void add_flows(ReportNumbers* numbers, const std::optional<Alternative>& shown, unsigned threads,
               PageInput& input) {
  const std::string today(word(Word::page_today, input.how.language));
  const bool is_living = numbers != nullptr && input.living != nullptr;
  if (!is_living) {
    StageReach reach;
    if (numbers != nullptr) reach = find_stage_reach(input.journey, PersonaId{}, threads);
    add_flow(input, graph_today(input, numbers == nullptr ? nullptr : &numbers->today, reach),
             "flow-today", today, "flow-", "");
    return;
  }
  const std::vector<StageReach> reach =
      reach_by_combination(input.journey, *numbers->combinations, threads);
  const Shown now{numbers->by_combination.front(), reach.front()};
  const FlowGraph by_stages = graph_today(input, &now.prediction, now.reach);
  // Cards that stand for many touchpoints have no figures of their own to follow.
  if (by_stages.collapsed > 0) {
    add_flow(input, by_stages, "flow-today", today, "flow-", "");
    if (!input.flows.empty() && input.living->masks.size() > 1) {
      input.flows.back().caption = word(Word::report_flow_by_stages, input.how.language);
    }
  } else {
    find_living_flow(input, reach, *numbers);
    add_flow(input, living_graph(input, now.prediction, now.reach), "flow-today", today, "flow-",
             "flow");
  }
  const auto with = shown ? combination_of(*numbers, *shown) : std::nullopt;
  if (!with) return;
  const Shown then{numbers->by_combination[*with], reach[*with]};
  add_flow(
      input, delta_graph(input, now, then, *shown), "flow-with",
      words(Word::page_with_fixes, input.how.language, {alternative_label(input.journey, *shown)}),
      "delta-", "");
}

// ---- map ----------------------------------------------------------------------------------------

constexpr std::size_t kMostMaps = 8;  // as many tabs as the page's style has room for

/// One map per persona; one of everyone where there are none.
std::vector<PersonaId> people_of_maps(const Journey& journey) {
  std::vector<PersonaId> people;
  for (std::size_t i = 0; i < std::min(journey.personas.size(), kMostMaps); ++i) {
    people.push_back(journey.personas.id_at(i));
  }
  if (people.empty()) people.emplace_back();
  return people;
}

Drawing map_of(const ReportNumbers* numbers, const StageTable& stages, PersonaId persona,
               const Options& options, const PageInput& input) {
  MapWish wish;
  wish.persona = persona;
  wish.language = input.how.language;
  wish.seed = options.seed;
  wish.worlds = options.worlds;
  wish.threads = options.threads;
  if (numbers == nullptr) return draw_map(map_input(input.journey, wish, nullptr));
  wish.today = &numbers->today;
  wish.stages = &stages;
  if (numbers->comparison) {
    wish.comparison = &*numbers->comparison;
    wish.advice = &numbers->advice;
  }
  const MapParts parts = gather_map(input.journey, wish);
  return draw_map(map_input(input.journey, wish, &parts));
}

void add_maps(const ReportNumbers* numbers, const Options& options, PageInput& input) {
  StageTable stages;
  if (numbers != nullptr) {
    MapWish wish;
    wish.seed = options.seed;
    wish.worlds = options.worlds;
    wish.threads = options.threads;
    stages = find_stage_table(input.journey, numbers->today, wish);
  }
  const std::vector<PersonaId> people = people_of_maps(input.journey);
  std::vector<Drawing> maps(people.size());
  const PageInput& told = input;
  for_each_index(people.size(), options.threads, [&](std::size_t i) {
    maps[i] = map_of(numbers, stages, people[i], options, told);
  });
  for (std::size_t i = 0; i < people.size(); ++i) {
    const PersonaId persona = people[i];
    const std::string id =
        persona.is_valid() ? fmt::format("map-{}", persona.index + 1) : std::string("map-all");
    const std::string label = persona.is_valid()
                                  ? input.journey.personas[persona].heading.label
                                  : std::string(word(Word::page_everybody, input.how.language));
    if (auto svg = svg_of(input, std::move(maps[i]), id + "-")) {
      input.maps.push_back({id, label, {}, std::move(*svg), {}});
    }
  }
}

}  // namespace

void add_pictures(ReportNumbers* numbers, const std::optional<Alternative>& shown,
                  const Options& options, PageInput& input) {
  add_flows(numbers, shown, options.threads, input);
  add_maps(numbers, options, input);
}

}  // namespace cairn
