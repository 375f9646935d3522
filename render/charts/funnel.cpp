#include "render/charts/funnel.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "base/text.h"
#include "journey/figure_text.h"

namespace cairn {
namespace {

constexpr std::size_t kMostSteps = 22;  // beyond that of each stage one touchpoint
constexpr std::size_t kMostNames = 6;   // of touchpoints nobody reaches

// Columns of the page.
constexpr double kWidth = 940;
constexpr double kLabelWidth = 196;
constexpr double kBarLeft = kPageMargin + kLabelWidth + 14;
constexpr double kBarWidth = 430;
constexpr double kValueLeft = kBarLeft + kBarWidth + 12;
constexpr double kRangeLeft = kValueLeft + 50;
constexpr double kSectionHeight = 27;
constexpr double kStepGap = 10;
constexpr double kBarGap = 4;

Metric metric_at(Metric::Kind kind, PlaceId place) {
  Metric metric;
  metric.kind = kind;
  metric.place = place;
  return metric;
}

FunnelValue find_value(const ChartInput& input, PlaceId place, PersonaId persona) {
  const Prediction& shown = input.scenario != nullptr ? *input.scenario : *input.today;
  FunnelValue value;
  const Metric reach = metric_at(Metric::Kind::reach, place);
  if (const Answer* answer = find_group_answer(shown, reach, persona)) {
    value.share = headline(*answer);
    value.low = answer->estimate.low;
    value.high = answer->estimate.high;
  }
  if (input.scenario != nullptr) {
    const Answer* today = find_group_answer(*input.today, reach, persona);
    value.today = today == nullptr ? 0 : headline(*today);
  }
  const Answer* exits = find_group_answer(shown, metric_at(Metric::Kind::exits, place), persona);
  if (exits != nullptr) value.exits = headline(*exits);
  return value;
}

FunnelStep make_step(const ChartInput& input, PlaceId id) {
  const Journey& journey = input.journey;
  const Place& place = journey.places[id];
  FunnelStep step;
  step.place = id;
  step.label = clean_text(place.heading.label);
  if (place.stage.is_valid()) {
    step.section = clean_text(journey.stages[place.stage].heading.label);
  } else if (place.kind == Place::Kind::outcome) {
    step.section = word(Word::outcome, input.language);
  }
  step.counts = place.counts == Counts::conversion || place.counts == Counts::win;
  return step;
}

bool is_step(const Place& place) {
  return place.kind == Place::Kind::touchpoint || place.counts != Counts::loss;
}

/// Touchpoints in file order, then outcomes.
std::vector<PlaceId> steps_in_order(const Journey& journey) {
  std::vector<PlaceId> ids;
  for (const Place::Kind kind : {Place::Kind::touchpoint, Place::Kind::outcome}) {
    for (std::size_t i = 0; i < journey.places.size(); ++i) {
      const PlaceId id = journey.places.id_at(i);
      if (journey.places[id].kind == kind && is_step(journey.places[id])) ids.push_back(id);
    }
  }
  return ids;
}

double reach_of_all(const ChartInput& input, PlaceId place) {
  const FunnelValue value = find_value(input, place, PersonaId{});
  return std::max(value.share, value.today.value_or(0));
}

/// Of each stage the touchpoint that most people reach; what is in no stage stays.
std::vector<PlaceId> collapse(const ChartInput& input, const std::vector<PlaceId>& ids) {
  std::vector<PlaceId> kept;
  for (const PlaceId id : ids) {
    const StageId stage = input.journey.places[id].stage;
    const bool follows =
        !kept.empty() && stage.is_valid() && input.journey.places[kept.back()].stage == stage;
    if (!follows) {
      kept.push_back(id);
    } else if (reach_of_all(input, id) > reach_of_all(input, kept.back())) {
      kept.back() = id;
    }
  }
  return kept;
}

// ---- drawing ------------------------------------------------------------------------------------

double bar_height(std::size_t groups) {
  return groups == 1 ? 17 : groups == 2 ? 13 : 10.5;
}

std::string exact_words(const Funnel& funnel, std::size_t g, std::size_t s,
                        const ChartInput& input) {
  const PictureLanguage language = input.language;
  const FunnelValue& value = funnel.values[g][s];
  std::string text = fmt::format("{} · {}: {}", funnel.steps[s].label, funnel.groups[g].label,
                                 format_share(value.share, language));
  const std::string range =
      range_words(format_range(value.low, value.high, Unit::share, ""), language);
  if (!range.empty()) text += fmt::format(" ({})", range);
  if (value.today) {
    text += fmt::format(" · {} {} · {}", word(Word::chart_today, language),
                        format_share(*value.today, language),
                        format_points(value.share - *value.today, language));
  }
  if (value.exits) {
    text += fmt::format(" · {} {}", word(Word::chart_leave_there, language),
                        format_share(*value.exits, language));
  }
  return text;
}

void add_whisker(Mark& mark, const FunnelValue& value, double middle) {
  const double low = kBarLeft + kBarWidth * std::min(value.low, 1.0);
  const double high = kBarLeft + kBarWidth * std::min(value.high, 1.0);
  if (high - low < 1.2) return;
  const Paint paint{.stroke = kInk.light, .width = 1.3};
  mark.shapes.push_back(line_shape({{low, middle}, {high, middle}}, paint));
  for (const double x : {low, high}) {
    mark.shapes.push_back(line_shape({{x, middle - 2.5}, {x, middle + 2.5}}, paint));
  }
}

void add_track(Mark& mark, double top, double height) {
  mark.shapes.push_back(rect_shape({kBarLeft, top}, kBarWidth, height, 2, {.fill = kBand.light}));
}

void add_bar(Mark& mark, double top, double height, double share, const ChartGroup& group) {
  const double width = share > 0 ? std::max(kBarWidth * std::min(share, 1.0), 1.5) : 0;
  if (!(width > 0)) return;
  Shape bar = rect_shape({kBarLeft, top}, width, height, std::min(2.0, width / 2),
                         {.fill = group.colour.light});
  bar.part = "bar";
  mark.shapes.push_back(std::move(bar));
}

/// Today: an outline behind the bar and a tick on it, so that it is seen on either side of its end.
void add_today(Mark& mark, double top, double height, double share) {
  const double right = kBarLeft + kBarWidth * std::min(share, 1.0);
  mark.shapes.push_back(rect_shape({kBarLeft, top + 0.5}, std::max(right - kBarLeft, 1.0),
                                   height - 1, 2, {.stroke = kMuted.light, .width = 1}));
}

void add_today_tick(Mark& mark, double top, double height, double share) {
  const double right = kBarLeft + kBarWidth * std::min(share, 1.0);
  mark.shapes.push_back(line_shape({{right, top - 1.5}, {right, top + height + 1.5}},
                                   {.stroke = kPaper.light, .width = 3}));
  mark.shapes.push_back(line_shape({{right, top - 1.5}, {right, top + height + 1.5}},
                                   {.stroke = kInk.light, .width = 1.2}));
}

void add_change(Mark& mark, const FunnelValue& value, double baseline, PictureLanguage language) {
  const double change = value.share - *value.today;
  const bool is_same = std::abs(change) < 5e-5;
  const Colour colour = is_same ? kMuted : change > 0 ? kGood : kBad;
  const std::string arrow = is_same ? "" : change > 0 ? " ▲" : " ▼";
  mark.shapes.push_back(text_shape(
      (is_same ? localized("0pp", language) : format_points(change, language)) + arrow,
      {kWidth - kPageMargin, baseline},
      {.size = kChartSmallSize, .colour = colour, .is_bold = !is_same, .anchor = Anchor::end}));
}

void add_numbers(Mark& mark, const FunnelValue& value, double baseline, bool is_reference,
                 PictureLanguage language) {
  const Colour ink = is_reference ? kMuted : kInk;
  mark.shapes.push_back(text_shape(picture_share(value.share, language), {kValueLeft, baseline},
                                   {.colour = ink, .is_bold = !is_reference}));
  mark.shapes.push_back(text_shape(short_range(value.low, value.high, language),
                                   {kRangeLeft, baseline},
                                   {.size = kChartSmallSize, .colour = kMuted}));
  if (mark.shapes.back().text.empty()) mark.shapes.pop_back();
  if (value.today) return add_change(mark, value, baseline, language);
  if (!value.exits || !(*value.exits > 0)) return;
  mark.shapes.push_back(
      text_shape(picture_share(*value.exits, language), {kWidth - kPageMargin, baseline},
                 {.size = kChartSmallSize, .colour = kMuted, .anchor = Anchor::end}));
}

/// Where everybody begins: full bars, which name the groups.
Mark entry_mark(const Funnel& funnel, const ChartInput& input, double top, double& bottom) {
  Mark mark;
  mark.id = "step-entrants";
  const double height = bar_height(funnel.groups.size());
  double y = top;
  for (const ChartGroup& group : funnel.groups) {
    add_bar(mark, y, height, 1, group);
    const double baseline = y + height / 2 + 4.2;
    mark.shapes.push_back(text_shape("100%", {kValueLeft, baseline}, {.is_bold = true}));
    mark.shapes.push_back(
        rect_shape({kRangeLeft, y + height / 2 - 4.5}, 9, 9, 2, {.fill = group.colour.light}));
    const double left = kRangeLeft + 14;
    // The share stays whole, however long the name.
    const std::string share = group.persona.is_valid()
                                  ? " (" + picture_share(group.share, input.language) + ")"
                                  : std::string();
    const double room =
        kWidth - kPageMargin - left - text_width(share, kChartTextSize, Weight::bold);
    mark.shapes.push_back(fitted_text(group.label, {left, baseline}, room, {.is_bold = true}));
    mark.shapes.back().text += share;
    y += height + kBarGap;
  }
  add_block(mark, word(Word::arrive, input.language),
            {kPageMargin + kLabelWidth, (top + y - kBarGap) / 2}, kLabelWidth, 2,
            {.size = 12.5, .anchor = Anchor::end});
  bottom = y + kStepGap;
  return mark;
}

Mark step_mark(const Funnel& funnel, const ChartInput& input, std::size_t s, double top,
               double& bottom) {
  const FunnelStep& step = funnel.steps[s];
  Mark mark;
  mark.id = "step-" + input.journey.places[step.place].heading.name;
  mark.kind = "step";
  mark.data = {{"place", input.journey.places[step.place].heading.name}};
  const double height = bar_height(funnel.groups.size());
  double y = top;
  for (std::size_t g = 0; g < funnel.groups.size(); ++g) {
    const FunnelValue& value = funnel.values[g][s];
    const ChartGroup& group = funnel.groups[g];
    const bool is_reference = g > 0 && !group.persona.is_valid();
    add_track(mark, y, height);
    if (value.today) add_today(mark, y, height, *value.today);
    add_bar(mark, y, height, value.share, group);
    if (value.today) add_today_tick(mark, y, height, *value.today);
    add_whisker(mark, value, y + height / 2);
    add_numbers(mark, value, y + height / 2 + 4.2, is_reference, input.language);
    mark.title += (g == 0 ? "" : "\n") + exact_words(funnel, g, s, input);
    y += height + kBarGap;
  }
  add_block(mark, step.label, {kPageMargin + kLabelWidth, (top + y - kBarGap) / 2}, kLabelWidth, 2,
            {.size = 12.5, .is_bold = step.counts, .anchor = Anchor::end});
  bottom = y + kStepGap;
  return mark;
}

Mark section_mark(const std::string& section, double top) {
  Mark mark;
  mark.shapes.push_back(line_shape({{kPageMargin, top + 3}, {kWidth - kPageMargin, top + 3}},
                                   {.stroke = kHairline.light}));
  mark.shapes.push_back(fitted_text(section, {kPageMargin, top + 18}, kWidth - 2 * kPageMargin,
                                    {.size = kChartSmallSize, .colour = kMuted, .is_bold = true}));
  return mark;
}

/// The title of the last column.
Mark column_mark(const ChartInput& input, double baseline) {
  Mark mark;
  const Word title = input.scenario != nullptr ? Word::chart_change : Word::chart_leave_there;
  mark.shapes.push_back(fitted_text(
      word(title, input.language), {kWidth - kPageMargin, baseline}, 110,
      {.size = kChartSmallSize, .colour = kMuted, .is_bold = true, .anchor = Anchor::end}));
  return mark;
}

std::string notes_of(const Funnel& funnel, const ChartInput& input) {
  const PictureLanguage language = input.language;
  std::string text;
  if (funnel.hidden > 0) {
    text = words(Word::chart_funnel_collapsed, language, {std::to_string(funnel.hidden)});
  }
  if (funnel.unreached.empty()) return text;
  add_sentence(text,
               words(Word::chart_funnel_unreached, language,
                     {first_names(funnel.unreached, kMostNames, language)}),
               language);
  return text;
}

}  // namespace

Funnel find_funnel(const ChartInput& input) {
  const Journey& journey = input.journey;
  Funnel funnel;
  funnel.groups = chart_groups(journey, input.persona, input.language);
  std::vector<PlaceId> ids;
  for (const PlaceId id : steps_in_order(journey)) {
    if (reach_of_all(input, id) > 0) {
      ids.push_back(id);
    } else {
      funnel.unreached.push_back(clean_text(journey.places[id].heading.label));
    }
  }
  if (ids.size() > kMostSteps) {
    const std::vector<PlaceId> kept = collapse(input, ids);
    funnel.is_collapsed = kept.size() < ids.size();
    funnel.hidden = ids.size() - kept.size();
    ids = kept;
  }
  for (const PlaceId id : ids) funnel.steps.push_back(make_step(input, id));
  for (const ChartGroup& group : funnel.groups) {
    std::vector<FunnelValue>& values = funnel.values.emplace_back();
    for (const PlaceId id : ids) values.push_back(find_value(input, id, group.persona));
  }
  return funnel;
}

std::variant<Chart, PictureError> draw_funnel(const ChartInput& input) {
  const Funnel funnel = find_funnel(input);
  if (funnel.steps.empty()) {
    return PictureError{"nobody gets anywhere: no touchpoint or outcome is reached"};
  }
  std::vector<Mark> marks;
  marks.push_back(column_mark(input, 12));
  double y = 20;
  marks.push_back(entry_mark(funnel, input, y, y));
  std::string section;
  for (std::size_t s = 0; s < funnel.steps.size(); ++s) {
    if (funnel.steps[s].section != section) {
      section = funnel.steps[s].section;
      marks.push_back(section_mark(section, y));
      y += kSectionHeight;
    }
    marks.push_back(step_mark(funnel, input, s, y, y));
  }
  const std::string notes = notes_of(funnel, input);
  if (!notes.empty()) {
    Mark mark;
    for (const std::string& line :
         wrap_text(notes, kChartSmallSize, kWidth - 2 * kPageMargin, 2, Weight::regular)) {
      mark.shapes.push_back(
          text_shape(line, {kPageMargin, y + 8}, {.size = kChartSmallSize, .colour = kMuted}));
      y += 15;
    }
    marks.push_back(std::move(mark));
  }
  const Word how = input.scenario != nullptr ? Word::chart_funnel_how_then : Word::chart_funnel_how;
  return finish_chart(input,
                      {std::string(word(Word::chart_funnel_question, input.language)),
                       funnel_finding(input), std::string(word(how, input.language))},
                      kWidth, y, std::move(marks));
}

}  // namespace cairn
