// How far people get, and where and why they leave.
#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "journey/metric_name.h"
#include "journey/state_space.h"
#include "render/terminal/report_parts.h"

namespace cairn {
namespace {

constexpr std::size_t kReachBarCells = 24;
constexpr std::size_t kLossBarCells = 10;
constexpr std::size_t kMostLosses = 8;      // rows unless all are asked for
constexpr std::size_t kMostReasons = 3;     // per place, likewise
constexpr std::size_t kMostReachRows = 60;  // likewise; a longer list is no longer read
constexpr std::size_t kMostPersonaColumns = 3;

/// Personas get a column each only while the table stays readable.
std::vector<Who> columns_of(const ReportInput& input) {
  if (input.whos.size() > 1 + kMostPersonaColumns) return {input.whos.front()};
  return input.whos;
}

/// In file order, but outcomes behind all touchpoints.
std::vector<PlaceId> touchpoints_first(const Journey& journey) {
  std::vector<PlaceId> ids;
  for (const Place::Kind kind : {Place::Kind::touchpoint, Place::Kind::outcome}) {
    for (std::size_t i = 0; i < journey.places.size(); ++i) {
      const PlaceId id = journey.places.id_at(i);
      if (journey.places[id].kind == kind) ids.push_back(id);
    }
  }
  return ids;
}

std::string section_title(const Journey& journey, const Place& place) {
  if (place.stage.is_valid()) return escape_for_display(journey.stages[place.stage].heading.label);
  return place.kind == Place::Kind::outcome ? "Where it ends" : "Outside any stage";
}

TextRow reach_row(const ReportInput& input, PlaceId place, const std::vector<Who>& whos,
                  const Answer* everyone) {
  TextRow row;
  const double share = everyone == nullptr ? 0 : everyone->estimate.value;
  const Heading& heading = input.journey.places[place].heading;
  row.cells.push_back({"  " + shown_name(heading), Ink::plain});
  row.cells.push_back({bar(share, bar_cells(kReachBarCells, input.options.style)), Ink::plain});
  for (const Who& who : whos) {
    const Answer* answer =
        input.answers.find(place_metric(Metric::Kind::reach, place), who.persona);
    const bool is_everyone = !who.persona.is_valid();
    row.cells.push_back({shown_value(input, answer), is_everyone ? Ink::bold : Ink::plain});
  }
  return row;
}

/// `share` of exits at best estimates, with the words of whom it is about.
struct Reason {
  std::string words;
  double share = 0;
};

std::string scope_words(const Journey& journey, const Scope& scope) {
  std::string words;
  if (!scope.groups.empty()) words += " for " + groups_name(journey, scope.groups);
  if (!scope.conditions.empty()) words += " for some";
  return words.empty() ? words : words + ":";
}

std::vector<Reason> reasons_at(const Journey& journey, const Place& place, bool& is_complete) {
  std::vector<Reason> reasons;
  for (const PainId id : place.pains) {
    const Pain& pain = journey.pains[id];
    for (const CauseLine& cause : pain.causes) {
      const double share = to_double(journey.parameters[cause.share].best);
      const std::string scope = scope_words(journey, cause.scope);
      is_complete = is_complete && scope.empty();
      // The number first: a long label may be cut.
      reasons.push_back({fmt::format("{}{} {}", written_share(share), scope, pain.label), share});
    }
  }
  std::stable_sort(reasons.begin(), reasons.end(),
                   [](const Reason& a, const Reason& b) { return a.share > b.share; });
  return reasons;
}

/// The reasons written at a place, largest first, then what they leave unexplained. Where some are
/// about part of the people only, that remainder is not one number and is left out.
std::vector<TextCell> why_cells(const Journey& journey, const Place& place, bool show_all) {
  bool is_complete = true;
  const std::vector<Reason> reasons = reasons_at(journey, place, is_complete);
  if (reasons.empty()) return {{"no reason given", Ink::dim}};
  std::vector<TextCell> cells;
  double explained = 0;
  std::size_t hidden = 0;
  for (const Reason& reason : reasons) {
    explained += reason.share;
    if (show_all || cells.size() < kMostReasons) {
      cells.push_back({reason.words, Ink::plain});
    } else {
      ++hidden;
    }
  }
  if (hidden > 0) cells.push_back({fmt::format("and {} more (--all)", hidden), Ink::dim});
  if (is_complete && explained < 1 - 1e-9) {
    cells.push_back({fmt::format("{} unexplained", written_share(1 - explained)), Ink::dim});
  }
  return cells;
}

struct Loss {
  PlaceId place;    // valid, or
  SourceId source;  // … of those who leave as soon as it has brought them
  double per_entrant = 0;
};

/// Passages from each touchpoint and each source to a loss, per entrant, largest first.
std::vector<Loss> find_losses(const ReportInput& input) {
  std::vector<Loss> losses;
  for (std::size_t i = 0; i < input.journey.places.size(); ++i) {
    losses.push_back({input.journey.places.id_at(i), {}, 0});
  }
  for (const FlowVolume& flow : input.prediction.flows) {
    if (!flow.from.is_valid() || !is_loss(input.journey, flow.to)) continue;
    losses[flow.from.index].per_entrant += flow.per_entrant;
  }
  const std::vector<double> at_once = lost_at_sources(input.journey, input.prediction.flows);
  for (std::size_t i = 0; i < at_once.size(); ++i) {
    losses.push_back({{}, input.journey.sources.id_at(i), at_once[i]});
  }
  losses.erase(std::remove_if(losses.begin(), losses.end(),
                              [](const Loss& loss) { return !(loss.per_entrant > 0); }),
               losses.end());
  std::stable_sort(losses.begin(), losses.end(),
                   [](const Loss& a, const Loss& b) { return a.per_entrant > b.per_entrant; });
  return losses;
}

/// Of all whom the source brings, how many leave at once.
std::string share_of_brought(const ReportInput& input, const Loss& loss) {
  double brought = 0;
  for (const FlowVolume& flow : input.prediction.flows) {
    if (flow.source == loss.source) brought += flow.per_entrant;
  }
  return brought > 0 ? format_share(loss.per_entrant / brought) : "";
}

/// The cells of one loss, and of the lines below it.
std::vector<TextRow> loss_rows(const ReportInput& input, const Loss& loss, std::size_t bar_cells) {
  const bool is_source = loss.source.is_valid();
  const Answer* exits =
      is_source ? nullptr
                : input.answers.find(place_metric(Metric::Kind::exits, loss.place), PersonaId{});
  const std::vector<TextCell> why =
      is_source
          ? std::vector<TextCell>{{"leave as soon as it has brought them", Ink::dim}}
          : why_cells(input.journey, input.journey.places[loss.place], input.options.show_all);
  const Heading& heading = is_source ? input.journey.sources[loss.source].heading
                                     : input.journey.places[loss.place].heading;
  std::vector<TextRow> rows(1);
  rows[0].cells = {
      {"  " + heading.label, Ink::plain},
      {bar(loss.per_entrant, bar_cells), Ink::yellow},
      {format_share(loss.per_entrant), Ink::bold},
      {is_source ? share_of_brought(input, loss) : shown_value(input, exits), Ink::plain},
      why.front()};
  for (std::size_t k = 1; k < why.size(); ++k) rows.push_back({{{}, {}, {}, {}, why[k]}, false});
  return rows;
}

std::string more_words(std::size_t hidden, const TerminalStyle& style) {
  if (hidden == 0) return "";
  return paint(
             fmt::format("  and {} more (--all)", format_count(static_cast<std::int64_t>(hidden))),
             Ink::dim, style) +
         "\n";
}

}  // namespace

std::string report_reach(const ReportInput& input) {
  const Journey& journey = input.journey;
  const std::vector<Who> whos = columns_of(input);
  TextTable table;
  table.columns = {{"How far people get", Align::left, 20, true},
                   {"", Align::left, bar_cells(kReachBarCells, input.options.style), false}};
  for (const Who& who : whos) {
    table.columns.push_back(
        {who.persona.is_valid() ? shorten(who.shown, 16) : "everyone", Align::right, 0, false});
  }
  std::string section;
  std::size_t hidden = 0;
  for (const PlaceId id : touchpoints_first(journey)) {
    const Place& place = journey.places[id];
    const Answer* everyone = input.answers.find(place_metric(Metric::Kind::reach, id), PersonaId{});
    if (everyone == nullptr) continue;
    if (!input.options.show_all && table.rows.size() >= kMostReachRows) {
      ++hidden;
      continue;
    }
    const std::string title = section_title(journey, place);
    if (title != section && !journey.stages.empty()) {
      table.rows.push_back({{{title, Ink::dim}}, true});
    }
    section = title;
    table.rows.push_back(reach_row(input, id, whos, everyone));
  }
  if (table.rows.empty()) return "";
  return print_table(table, input.options.style) + more_words(hidden, input.options.style);
}

std::string report_leavers(const ReportInput& input) {
  const std::vector<Loss> losses = find_losses(input);
  if (losses.empty()) return "";
  const std::size_t shown =
      input.options.show_all ? losses.size() : std::min(losses.size(), kMostLosses);
  const std::size_t loss_cells = bar_cells(kLossBarCells, input.options.style);
  TextTable table;
  table.columns = {{"Where people leave", Align::left, 0, true},
                   {"", Align::left, loss_cells, false},
                   {"of entrants", Align::right, 0, false},
                   {"of visits", Align::right, 0, false},
                   {"why", Align::left, 0, true}};
  for (std::size_t i = 0; i < shown; ++i) {
    for (TextRow& row : loss_rows(input, losses[i], loss_cells)) {
      table.rows.push_back(std::move(row));
    }
  }
  return print_table(table, input.options.style) +
         more_words(losses.size() - shown, input.options.style);
}

}  // namespace cairn
