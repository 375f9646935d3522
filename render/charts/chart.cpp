#include "render/charts/chart.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "base/text.h"
#include "journey/classes.h"
#include "render/picture/picture_numbers.h"

namespace cairn {
namespace {

constexpr double kFindingSize = 14;
constexpr double kLineGap = 1.28;  // from baseline to baseline, in type sizes
constexpr double kMinorSize = 11;

ChartGroup everyone_group(PictureLanguage language) {
  ChartGroup group;
  group.label = word(Word::chart_everyone, language);
  return group;
}

ChartGroup persona_group(const Journey& journey, PersonaId id) {
  ChartGroup group;
  group.persona = id;
  group.label = clean_text(journey.personas[id].heading.label);
  group.share = 0;
  group.colour = kPersonas[id.index % kPersonas.size()];
  constexpr Dash kDashes[] = {Dash::none, Dash::dashed, Dash::dotted, Dash::dashed};
  constexpr ChartGroup::Marker kMarkers[] = {ChartGroup::Marker::circle, ChartGroup::Marker::square,
                                             ChartGroup::Marker::triangle,
                                             ChartGroup::Marker::circle};
  group.dash = kDashes[id.index % 4];
  group.marker = kMarkers[id.index % 4];
  return group;
}

void add_lines(Mark& mark, const std::vector<std::string>& lines, double& y, const TextLook& look) {
  for (const std::string& line : lines) {
    y += look.size * kLineGap;
    mark.shapes.push_back(text_shape(line, {kPageMargin, y - 0.28 * look.size}, look));
  }
}

/// Height of the head; 0 without one.
double add_head(const ChartInput& input, const ChartHead& head, double width, Mark& mark) {
  if (!input.has_head) return 0;
  const double room = width - 2 * kPageMargin;
  double y = kPageMargin - 6;
  const auto add = [&](std::string_view text, std::size_t most_lines, const TextLook& look) {
    if (text.empty()) return;
    const Weight weight = look.is_bold ? Weight::bold : Weight::regular;
    add_lines(mark, wrap_text(clean_text(text), look.size, room, most_lines, weight), y, look);
  };
  std::string eyebrow = input.journey.frame.heading.label;
  if (!input.scenario_label.empty()) {
    eyebrow += "  ·  " + words(Word::chart_with, input.language, {input.scenario_label});
  }
  add(eyebrow, 1, {.size = kMinorSize, .colour = kMuted});
  y += 2;
  add(head.question, 2, {.size = kTitleSize, .is_bold = true});
  y += 4;
  add(head.finding, 3, {.size = kFindingSize});
  y += 2;
  add(head.how_to_read, 3, {.size = kSubtitleSize, .colour = kMuted});
  return y + 16;
}

void move_down(Shape& shape, double dy) {
  shape.at.y += dy;
  for (Point& point : shape.points) point.y += dy;
}

}  // namespace

std::vector<ChartGroup> chart_groups(const Journey& journey, PersonaId persona,
                                     PictureLanguage language) {
  std::vector<ChartGroup> groups;
  const std::size_t count = journey.personas.size();
  if (persona.is_valid()) {
    groups.push_back(persona_group(journey, persona));
  } else if (count > 1 && count <= kMostGroups) {
    for (std::size_t i = 0; i < count; ++i) {
      groups.push_back(persona_group(journey, journey.personas.id_at(i)));
    }
  }
  const std::vector<CustomerClass> classes = find_classes(journey);
  const std::vector<double> shares = class_shares(journey, classes, best_estimate(journey));
  for (ChartGroup& group : groups) {
    for (std::size_t i = 0; i < classes.size(); ++i) {
      if (classes[i].persona == group.persona) group.share += shares[i];
    }
  }
  if (groups.empty() || (persona.is_valid() && count > 1)) {
    groups.push_back(everyone_group(language));
  }
  if (groups.size() > 1 && !groups.back().persona.is_valid()) {
    groups.back().colour = kNeutral;
    groups.back().marker = ChartGroup::Marker::none;
    groups.back().dash = Dash::dashed;
  }
  return groups;
}

const Answer* find_group_answer(const Prediction& prediction, const Metric& metric,
                                PersonaId persona) {
  std::vector<Group> groups;
  if (persona.is_valid()) {
    Trait trait;
    trait.persona = persona;
    groups.push_back({{trait}});
  }
  const Answer* answer = find_answer(prediction, metric, groups);
  return answer == nullptr || !answer->is_defined ? nullptr : answer;
}

Chart finish_chart(const ChartInput& input, const ChartHead& head, double width, double body_height,
                   std::vector<Mark> body) {
  Chart chart;
  chart.question = head.question;
  chart.finding = head.finding;
  chart.how_to_read = head.how_to_read;
  Drawing& drawing = chart.drawing;
  drawing.width = width;
  drawing.title = clean_text(head.question);
  for (const std::string& part : {head.finding, head.how_to_read}) {
    if (part.empty()) continue;
    add_sentence(drawing.description, clean_text(part), input.language);
  }
  drawing.language = drawing_language(input.journey.frame.language, input.language);
  Mark mark;
  mark.id = "head";
  const double top = add_head(input, head, width, mark);
  if (!mark.shapes.empty()) drawing.marks.push_back(std::move(mark));
  for (Mark& one : body) {
    for (Shape& shape : one.shapes) move_down(shape, top);
    drawing.marks.push_back(std::move(one));
  }
  drawing.height = std::ceil(top + body_height + kPageMargin);
  return chart;
}

std::size_t add_block(Mark& mark, std::string_view text, Point middle, double width,
                      std::size_t most_lines, const TextLook& look) {
  const Weight weight = look.is_bold ? Weight::bold : Weight::regular;
  const std::vector<std::string> lines =
      wrap_text(clean_text(text), look.size, width, most_lines, weight);
  const double step = look.size * 1.18;
  double y = middle.y - step * static_cast<double>(lines.size() - 1) / 2 + 0.36 * look.size;
  for (const std::string& line : lines) {
    mark.shapes.push_back(text_shape(line, {middle.x, y}, look));
    y += step;
  }
  return lines.size();
}

Shape fitted_text(std::string_view text, Point at, double width, const TextLook& look) {
  const Weight weight = look.is_bold ? Weight::bold : Weight::regular;
  return text_shape(wrap_text(clean_text(text), look.size, width, 1, weight).front(), at, look);
}

std::string short_name(std::string_view label) {
  constexpr std::size_t kCells = 60;
  return shorten(clean_text(label), kCells);
}

Shape pill_shape(Point at, double width, double size) {
  return rect_shape({at.x - 3, at.y - 0.86 * size}, width + 6, 1.18 * size, 3,
                    {.fill = kPill.light, .opacity = 0.86});
}

void add_on_pill(Mark& mark, std::string_view text, Point at, const TextLook& look) {
  const Weight weight = look.is_bold ? Weight::bold : Weight::regular;
  const double width = text_width(text, look.size, weight);
  const double left = look.anchor == Anchor::start    ? at.x
                      : look.anchor == Anchor::middle ? at.x - width / 2
                                                      : at.x - width;
  mark.shapes.push_back(pill_shape({left, at.y}, width, look.size));
  mark.shapes.push_back(text_shape(text, at, look));
}

Shape marker_shape(ChartGroup::Marker marker, Point centre, double size, const Paint& paint) {
  const double half = size / 2;
  switch (marker) {
    case ChartGroup::Marker::square:
      return rect_shape({centre.x - half * 0.9, centre.y - half * 0.9}, size * 0.9, size * 0.9, 0,
                        paint);
    case ChartGroup::Marker::triangle:
      return area_shape({{centre.x, centre.y - half * 1.1},
                         {centre.x + half * 1.1, centre.y + half * 0.8},
                         {centre.x - half * 1.1, centre.y + half * 0.8}},
                        paint);
    case ChartGroup::Marker::circle:
    case ChartGroup::Marker::none:
      break;
  }
  return circle_shape(centre, half, paint);
}

std::vector<double> round_ticks(double low, double high, std::size_t count) {
  if (!(high > low)) return {low};
  const double rough = (high - low) / static_cast<double>(std::max<std::size_t>(count, 1));
  const double power = std::pow(10, std::floor(std::log10(rough)));
  double step = 10 * power;
  for (const double nice : {1.0, 2.0, 5.0}) {
    if (nice * power >= rough * 0.999) {
      step = nice * power;
      break;
    }
  }
  std::vector<double> ticks;
  const double first = std::floor(low / step + 1e-9), last = std::ceil(high / step - 1e-9);
  for (double i = first; i <= last; ++i) ticks.push_back(i * step);
  return ticks;
}

std::string first_names(std::vector<std::string> names, std::size_t most,
                        PictureLanguage language) {
  if (names.size() > most) {
    names.resize(most);
    names.emplace_back("…");
  }
  return listed(names, language);
}

std::string short_range(double low, double high, PictureLanguage language) {
  std::string from = picture_share(low, language);
  const std::string to = picture_share(high, language);
  if (from == to) return "";
  from.pop_back();
  return from + " – " + to;
}

std::string range_words(const std::string& range, PictureLanguage language) {
  constexpr std::string_view kTo = " to ";
  const std::size_t at = range.find(kTo);
  if (at == std::string::npos) return localized(range, language);
  return words(Word::report_range, language,
               {localized(range.substr(0, at), language),
                localized(range.substr(at + kTo.size()), language)});
}

}  // namespace cairn
