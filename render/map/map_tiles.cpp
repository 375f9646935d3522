// A few figures in the head of the map, with their ranges or today's beside them.
#include <algorithm>
#include <cmath>
#include <optional>

#include "base/text.h"
#include "render/map/map_pen.h"
#include "render/picture/picture_numbers.h"
#include "render/picture/text_fit.h"

namespace cairn {
namespace {

constexpr double kTileWidth = 150;

struct Tile {
  std::string id, name, value, today, note;
  int sense = 0;
};

std::string range_words(const MapPage& page, const Answer& answer, std::string low,
                        std::string high) {
  const bool has_range = answer.estimate.low < answer.estimate.high && low != high;
  return has_range ? words_of(page, Word::map_range, {low, high}) : std::string();
}

bool is_asked(const Question& question, const Metric& metric, PersonaId persona) {
  if (!(question.metric == metric)) return false;
  if (!persona.is_valid()) return question.groups.empty();
  return question.groups.size() == 1 && question.groups.front().traits.size() == 1 &&
         question.groups.front().traits.front().persona == persona;
}

/// The figure of a scenario in its comparison with today, where that has it: as `cairn compare`
/// prints it.
const ComparedFigure* compared_figure(const MapInput& input, const Metric& metric) {
  if (input.comparison == nullptr || input.fixes.empty()) return nullptr;
  std::vector<FixId> fixes = input.fixes;
  std::sort(fixes.begin(), fixes.end());
  const PersonaId persona = input.journey.personas.size() > 1 ? input.persona : PersonaId{};
  for (const ComparedAlternative& one : input.comparison->alternatives) {
    if (one.alternative.fixes != fixes) continue;
    for (const ComparedFigure& figure : one.figures) {
      if (is_asked(figure.answer.question, metric, persona)) return &figure;
    }
  }
  return nullptr;
}

const Answer* shown_answer(const MapInput& input, const Metric& metric) {
  const ComparedFigure* compared = compared_figure(input, metric);
  if (compared != nullptr && compared->answer.is_defined) return &compared->answer;
  return answer_for(input.journey, shown_numbers(input).prediction, metric, input.persona);
}

/// "+1.77pp", "+0.536 EUR"; empty where no comparison has it.
std::string change_words(const MapInput& input, const Metric& metric) {
  const ComparedFigure* compared = compared_figure(input, metric);
  if (compared == nullptr || !compared->effect) return "";
  const double change = compared->effect->value;
  if (compared->answer.unit == Unit::share) return format_points(change, input.language);
  if (compared->answer.unit != Unit::money) return "";
  return (change < 0 ? "−" : "+") +
         format_money(std::fabs(change), input.journey.frame.currency, input.language);
}

constexpr std::string (*kPrintShare)(double, PictureLanguage) = format_share;
constexpr std::string (*kPrintDuration)(double, PictureLanguage) = format_duration;

/// A tile of an answer, printed by `print`; nothing if it was not found.
template <class Print>
std::optional<Tile> tile_of(const MapPage& page, const Metric& metric, std::string id,
                            std::string name, bool more_is_better, Print print) {
  const MapInput& input = page.input;
  const Answer* answer = shown_answer(input, metric);
  if (answer == nullptr || !std::isfinite(answer->estimate.value)) return std::nullopt;
  Tile tile{
      std::move(id), std::move(name), print(answer->estimate.value, input.language), {}, {}, 0};
  tile.note = range_words(page, *answer, print(answer->estimate.low, input.language),
                          print(answer->estimate.high, input.language));
  if (!page.facts.is_delta) return tile;
  const Answer* today = answer_for(input.journey, input.today.prediction, metric, input.persona);
  if (today == nullptr) return tile;
  const std::string before = print(today->estimate.value, input.language);
  if (before == tile.value) return tile;
  tile.today = words_of(page, Word::map_today_was, {before});
  const std::string change = change_words(input, metric);
  if (!change.empty()) tile.today = listed({tile.today, change}, page.input.language);
  tile.sense = (answer->estimate.value > today->estimate.value) == more_is_better ? 1 : -1;
  return tile;
}

Metric time_metric(Stat stat) {
  Metric metric = map_metric(Metric::Kind::time_to);
  metric.to = Metric::To::conversion;
  metric.stat = stat;
  return metric;
}

std::optional<Tile> time_tile(const MapPage& page) {
  auto tile = tile_of(page, time_metric(Stat::median), "time", words_of(page, Word::map_time),
                      false, kPrintDuration);
  if (!tile || tile->value == format_duration(0, page.input.language)) return std::nullopt;
  const Answer* p90 = answer_for(page.input.journey, shown_numbers(page.input).prediction,
                                 time_metric(Stat::p90), page.input.persona);
  tile->note.clear();
  if (p90 != nullptr) {
    tile->note = words_of(page, Word::map_within,
                          {format_duration(p90->estimate.value, page.input.language)});
  }
  return tile;
}

/// The win that most people reach.
std::optional<PlaceId> largest_win(const MapPage& page) {
  const MapInput& input = page.input;
  std::optional<PlaceId> largest;
  double most = -1;
  for (std::size_t i = 0; i < input.journey.places.size(); ++i) {
    const PlaceId id = input.journey.places.id_at(i);
    if (input.journey.places[id].counts != Counts::win) continue;
    const Answer* answer = answer_for(input.journey, shown_numbers(input).prediction,
                                      map_metric(Metric::Kind::reach, id), input.persona);
    if (answer == nullptr || answer->estimate.value <= most) continue;
    most = answer->estimate.value;
    largest = id;
  }
  return largest;
}

std::optional<Tile> profit_tile(const MapPage& page) {
  Metric metric = map_metric(Metric::Kind::profit);
  metric.per = Per::entrant;
  return tile_of(page, metric, "profit", words_of(page, Word::map_profit), true,
                 [&](double value, PictureLanguage language) {
                   return format_money(value, page.input.journey.frame.currency, language);
                 });
}

std::optional<Tile> nps_tile(const MapPage& page) {
  return tile_of(page, map_metric(Metric::Kind::nps), "nps", "NPS", true,
                 [](double value, PictureLanguage language) {
                   return signed_number(std::round(value), language);
                 });
}

std::vector<Tile> find_tiles(const MapPage& page) {
  std::vector<std::optional<Tile>> found;
  found.push_back(tile_of(page, map_metric(Metric::Kind::conversion), "converts",
                          words_of(page, Word::map_converts), true, kPrintShare));
  found.push_back(time_tile(page));
  std::optional<Tile> win;
  if (const auto place = largest_win(page)) {
    const Heading& heading = page.input.journey.places[*place].heading;
    win = tile_of(page, map_metric(Metric::Kind::reach, *place), "win", heading.label, true,
                  kPrintShare);
  }
  // Where the win is the conversion, it needs no second tile.
  const bool is_told = win && found.front() && win->value == found.front()->value;
  found.push_back(win && !is_told ? win : nps_tile(page));
  found.push_back(profit_tile(page));
  std::vector<Tile> tiles;
  for (auto& tile : found) {
    if (tile) tiles.push_back(std::move(*tile));
  }
  return tiles;
}

void draw_tile(MapPage& page, const Tile& tile, double x, double y) {
  Mark mark;
  mark.id = "tile__" + tile.id;
  mark.kind = "tile";
  mark.title = tile.name + " " + tile.value;
  if (!tile.note.empty()) mark.title += " (" + tile.note + ")";
  if (!tile.today.empty()) mark.title += " · " + tile.today;
  mark.shapes.push_back(line_shape({{x, y}, {x, y + 66}}, {.stroke = kHairline.light}));
  const double width = kTileWidth - 22;
  add_line(mark, tile.name, {x + 14, y + 13}, width, {11, kMuted});
  double size = 20;
  while (size > 12 && text_width(tile.value, size, Weight::bold) > width) size -= 1;
  add_line(mark, tile.value, {x + 14, y + 38}, width, {size, sense_colour(tile.sense, kInk), true});
  add_text(mark, tile.today.empty() ? tile.note : tile.today, {x + 14, y + 46}, width,
           {kMapNote, kMuted}, 2);
  page.drawing.marks.push_back(std::move(mark));
}

}  // namespace

double draw_tiles(MapPage& page, double y) {
  const std::vector<Tile> tiles = find_tiles(page);
  const double left = page.right() - kTileWidth * static_cast<double>(tiles.size());
  double x = left + 8;
  for (const Tile& tile : tiles) {
    draw_tile(page, tile, x, y);
    x += kTileWidth;
  }
  return left;
}

}  // namespace cairn
