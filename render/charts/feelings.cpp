#include <algorithm>
#include <cmath>

#include "journey/figure_text.h"
#include "render/charts/emotion.h"

namespace cairn {
namespace {

constexpr std::size_t kMostPoints = 24;  // beyond that stages

Metric metric_at(Metric::Kind kind, PlaceId place) {
  Metric metric;
  metric.kind = kind;
  metric.place = place;
  return metric;
}

std::optional<double> figure_of(const Prediction& prediction, Metric::Kind kind, PlaceId place,
                                PersonaId persona) {
  const Answer* answer = find_group_answer(prediction, metric_at(kind, place), persona);
  if (answer == nullptr) return std::nullopt;
  return headline(*answer);
}

/// The word of a line that says exactly this.
std::string felt_word(const Journey& journey, const Place& place, double value) {
  for (const FeelingLine& line : place.feels) {
    if (std::abs(to_double(journey.parameters[line.value].best) - value) < 0.005) {
      return clean_text(line.word);
    }
  }
  return "";
}

FeelingPoint touchpoint_point(const ChartInput& input, const FeelingCurve& curve, PlaceId id) {
  const Journey& journey = input.journey;
  const Place& place = journey.places[id];
  const Prediction& shown = input.scenario != nullptr ? *input.scenario : *input.today;
  FeelingPoint point;
  point.id = place.heading.name;
  point.label = clean_text(place.heading.label);
  if (place.stage.is_valid()) point.stage = clean_text(journey.stages[place.stage].heading.label);
  for (const ChartGroup& group : curve.groups) {
    point.values.push_back(figure_of(shown, Metric::Kind::emotion, id, group.persona));
    point.felt.push_back(point.values.back() ? felt_word(journey, place, *point.values.back())
                                             : "");
    if (input.scenario == nullptr) continue;
    point.today.push_back(figure_of(*input.today, Metric::Kind::emotion, id, group.persona));
  }
  return point;
}

bool has_value(const FeelingPoint& point) {
  const auto is_there = [](const std::optional<double>& value) { return value.has_value(); };
  return std::any_of(point.values.begin(), point.values.end(), is_there) ||
         std::any_of(point.today.begin(), point.today.end(), is_there);
}

/// Mean over the visits to touchpoints of a stage that say what is felt.
std::optional<double> stage_feeling(const Journey& journey, const Prediction& prediction,
                                    StageId stage, PersonaId persona) {
  double visits = 0, sum = 0;
  for (const PlaceId id : journey.stages[stage].places) {
    const auto feeling = figure_of(prediction, Metric::Kind::emotion, id, persona);
    const auto count = figure_of(prediction, Metric::Kind::visits, id, persona);
    if (!feeling || !count) continue;
    visits += *count;
    sum += *count * *feeling;
  }
  if (!(visits > 0)) return std::nullopt;
  return sum / visits;
}

std::vector<FeelingPoint> stage_points(const ChartInput& input, const FeelingCurve& curve) {
  const Journey& journey = input.journey;
  const Prediction& shown = input.scenario != nullptr ? *input.scenario : *input.today;
  std::vector<FeelingPoint> points;
  for (std::size_t i = 0; i < journey.stages.size(); ++i) {
    const StageId id = journey.stages.id_at(i);
    FeelingPoint point;
    point.id = journey.stages[id].heading.name;
    point.label = clean_text(journey.stages[id].heading.label);
    for (const ChartGroup& group : curve.groups) {
      point.values.push_back(stage_feeling(journey, shown, id, group.persona));
      point.felt.emplace_back();
      if (input.scenario == nullptr) continue;
      point.today.push_back(stage_feeling(journey, *input.today, id, group.persona));
    }
    if (has_value(point)) points.push_back(std::move(point));
  }
  return points;
}

bool is_same(const std::vector<std::optional<double>>& values) {
  return std::all_of(values.begin(), values.end(), [&](const std::optional<double>& value) {
    return value.has_value() == values.front().has_value() &&
           (!value || std::abs(*value - *values.front()) < 0.005);
  });
}

/// Personas who feel alike everywhere are one curve.
void merge_groups(FeelingCurve& curve, PictureLanguage language) {
  for (const FeelingPoint& point : curve.points) {
    if (!is_same(point.values) || !is_same(point.today)) return;
  }
  ChartGroup everyone;
  everyone.label = word(Word::chart_everyone, language);
  curve.groups = {everyone};
  for (FeelingPoint& point : curve.points) {
    point.values.resize(1);
    point.felt.resize(1);
    if (!point.today.empty()) point.today.resize(1);
  }
}

}  // namespace

FeelingCurve find_feelings(const ChartInput& input) {
  FeelingCurve curve;
  curve.groups = chart_groups(input.journey, input.persona, input.language);
  for (std::size_t i = 0; i < input.journey.places.size(); ++i) {
    const PlaceId id = input.journey.places.id_at(i);
    if (input.journey.places[id].kind != Place::Kind::touchpoint) continue;
    FeelingPoint point = touchpoint_point(input, curve, id);
    if (has_value(point)) {
      curve.points.push_back(std::move(point));
    } else {
      curve.without.push_back(point.label);
    }
  }
  if (curve.points.size() > kMostPoints && input.journey.stages.size() > 1) {
    curve.points = stage_points(input, curve);
    curve.is_collapsed = true;
  }
  if (curve.groups.size() > 1 && !input.persona.is_valid()) merge_groups(curve, input.language);
  return curve;
}

}  // namespace cairn
