// What hurts and what it costs; what would help and what it brings.
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "base/text.h"
#include "journey/doubt.h"
#include "render/map/map_pen.h"
#include "render/picture/picture_numbers.h"
#include "render/picture/text_fit.h"

namespace cairn {
namespace {

constexpr double kCardWidth = 190;  // least, where a column has several side by side
constexpr double kDot = 3.4;        // radius of a dot of severity

struct CardBox {
  double x = 0, y = 0, width = 0;
};

/// Cards of a cell, each drawn by `draw(i, box)`, which returns its height; in as many columns as
/// there is room for.
template <class Draw>
double place_cards(const ColumnPlace& place, std::size_t count, double y, Draw draw) {
  const double most =
      std::clamp(std::floor((place.width + kMapCardGap) / (kCardWidth + kMapCardGap)), 1.0,
                 static_cast<double>(std::max<std::size_t>(count, 1)));
  const double width = (place.width - kMapCardGap * (most - 1)) / most;
  std::vector<double> ends(static_cast<std::size_t>(most), y);
  for (std::size_t i = 0; i < count; ++i) {
    const auto shortest = std::min_element(ends.begin(), ends.end());
    const double x = place.x + (width + kMapCardGap) * static_cast<double>(shortest - ends.begin());
    *shortest += draw(i, CardBox{x, *shortest, width}) + kMapCardGap;
  }
  return *std::max_element(ends.begin(), ends.end()) - kMapCardGap;
}

/// The card's ground goes before what stands on it.
void set_ground(Mark& mark, const CardBox& box, double height, const Paint& paint) {
  mark.shapes.insert(mark.shapes.begin(), rect_shape({box.x, box.y}, box.width, height, 8, paint));
}

Word severity_word(int severity) {
  switch (severity) {
    case 1:
      return Word::map_severity_1;
    case 2:
      return Word::map_severity_2;
    case 3:
      return Word::map_severity_3;
    case 4:
      return Word::map_severity_4;
    default:
      return Word::map_severity_5;
  }
}

/// Five dots and a word, in one line. Returns its height.
double add_severity(const MapPage& page, Mark& mark, int severity, Point at) {
  for (int i = 0; i < 5; ++i) {
    const Point centre{at.x + kDot + i * (2 * kDot + 2.2), at.y + 7.5};
    const Paint full{.fill = kBad.light};
    const Paint empty{.fill = {}, .stroke = kBad.light};
    mark.shapes.push_back(i < severity ? circle_shape(centre, kDot, full)
                                       : circle_shape(centre, kDot - 0.5, empty));
  }
  add_line(mark, words_of(page, severity_word(severity)),
           {at.x + 5 * (2 * kDot + 2.2) + 4, at.y + 11.3}, 90, {kMapNote, kBad, severity >= 4});
  return 15;
}

std::string signed_money(const MapPage& page, double amount) {
  return (amount < 0 ? "−" : "+") +
         format_money(std::fabs(amount), page.input.journey.frame.currency, page.input.language);
}

/// "+1.1pp": shorter than in tables.
std::string short_points(const MapPage& page, double difference) {
  const double points = std::fabs(difference) * 100;
  if (points < 0.005) return localized("±0pp", page.input.language);
  const std::string digits = points < 0.095  ? fmt::format("{:.2f}", points)
                             : points < 9.95 ? fmt::format("{:.1f}", points)
                                             : fmt::format("{:.0f}", points);
  return localized((difference < 0 ? "−" : "+") + digits + "pp", page.input.language);
}

std::string relief_words(const MapPage& page, const PainRelief& relief) {
  const std::string points = short_points(page, relief.conversion);
  if (relief.profit) {
    return words_of(page, Word::map_relief_money, {points, signed_money(page, *relief.profit)});
  }
  return words_of(page, Word::map_relief, {points});
}

double draw_pain(MapPage& page, const MapPain& found, const CardBox& box) {
  const Pain& pain = page.input.journey.pains[found.pain];
  Mark mark;
  mark.id = "pain__" + name_id(pain.name);
  mark.kind = pain.is_reason ? "reason" : "pain";
  mark.title = pain.label;
  const double x = box.x + kMapCardPadding, width = box.width - 2 * kMapCardPadding;
  double y = box.y + 7;
  y += add_text(mark, pain.label, {x, y}, width, {kMapText, kInk, !pain.is_reason}, 4) + 2;
  if (pain.severity > 0 && !pain.is_reason) y += add_severity(page, mark, pain.severity, {x, y});
  const FigureText lost = share_text(page, found.lost, false);
  if (!lost.value.empty()) {
    const TextLook figure{11.5, pain.is_reason ? kMuted : kBad, true};
    const double wide = add_figure(mark, lost, {x, y + 12}, figure);
    const std::string note =
        words_of(page, pain.is_reason ? Word::map_leave_for : Word::map_lost_to);
    const TextLook quiet{11, kMuted};
    if (wide + 5 + width_of(note, quiet) <= width) {
      add_line(mark, note, {x + wide + 5, y + 12}, width - wide - 5, quiet);
      y += 16;
    } else {
      y += 16 + add_text(mark, note, {x, y + 16}, width, quiet, 2);
    }
  }
  if (found.relief != nullptr && !pain.is_reason) {
    y += add_text(mark, relief_words(page, *found.relief), {x, y}, width, {11, kMuted}, 3);
  }
  const double height = y - box.y + 7;
  set_ground(mark, box, height,
             pain.is_reason ? Paint{.fill = kCard.light, .stroke = kHairline.light}
                            : Paint{.fill = kBadGround.light});
  page.drawing.marks.push_back(std::move(mark));
  return height;
}

// ---- fixes --------------------------------------------------------------------------------------

struct FixFigures {
  const ComparedAlternative* alternative = nullptr;
  const Advised* advised = nullptr;
};

FixFigures figures_of(const MapInput& input, FixId fix) {
  FixFigures found;
  if (input.comparison == nullptr) return found;
  for (std::size_t a = 0; a < input.comparison->alternatives.size(); ++a) {
    const ComparedAlternative& one = input.comparison->alternatives[a];
    if (one.alternative.kind != Alternative::Kind::fix || one.alternative.fixes.size() != 1 ||
        one.alternative.fixes.front() != fix) {
      continue;
    }
    found.alternative = &one;
    if (input.advice != nullptr && a < input.advice->size()) found.advised = &(*input.advice)[a];
  }
  return found;
}

/// The change of conversion: of the persona if it was asked, else of everyone.
const Effect* conversion_effect(const MapInput& input, const ComparedAlternative& alternative) {
  const Effect* of_everyone = nullptr;
  for (const ComparedFigure& figure : alternative.figures) {
    const Question& question = figure.answer.question;
    if (question.metric.kind != Metric::Kind::conversion || !figure.effect) continue;
    if (question.groups.empty()) of_everyone = &*figure.effect;
    const bool is_theirs = input.persona.is_valid() && question.groups.size() == 1 &&
                           question.groups.front().traits.size() == 1 &&
                           question.groups.front().traits.front().persona == input.persona;
    if (is_theirs) return &*figure.effect;
  }
  return of_everyone;
}

std::string advice_words(const MapPage& page, Advice advice) {
  switch (advice) {
    case Advice::do_it:
      return words_of(page, Word::verdict_do_it);
    case Advice::test_first:
      return words_of(page, Word::verdict_test_first);
    case Advice::not_now:
      return words_of(page, Word::verdict_not_now);
  }
  return "";
}

/// "31%": of a thousand draws no decimals are worth reading, but 100 is said of all alone.
std::string chance_text(double chance, PictureLanguage language) {
  if (chance > 0 && chance < 0.01) return "<1%";
  return chance < 0.0995 ? fmt::format("{:.0f}%", 100 * chance) : picture_share(chance, language);
}

/// What the verdict rests on: the net value by the calendar, else how sure the gain is.
std::string reason_words(const MapPage& page, const FixFigures& figures) {
  const ComparedAlternative& alternative = *figures.alternative;
  // Of numbers without doubt every draw is the same.
  const bool has_draws = has_doubt(page.input.journey) && page.input.comparison->record.worlds > 0;
  if (alternative.business) {
    const BusinessCase& business = *alternative.business;
    const std::string net = signed_money(page, business.net.value);
    if (!has_draws) return words_of(page, Word::map_net_alone, {net});
    return words_of(page, Word::map_net,
                    {net, chance_text(business.chance_net, page.input.language)});
  }
  const ComparedFigure* profit =
      find_figure(*page.input.comparison, alternative, Metric::Kind::profit, Per::entrant);
  if (profit != nullptr && profit->effect && has_draws) {
    return words_of(page, Word::map_gain_chance,
                    {chance_text(profit->effect->chance_up, page.input.language)});
  }
  return "";
}

/// "do it · +1.1pp convert", and what that rests on.
double add_fix_figures(MapPage& page, Mark& mark, const MapFix& found, const FixFigures& figures,
                       Point at, double width) {
  std::string verdict;
  const auto add = [&](const std::string& part) {
    if (!part.empty()) verdict += (verdict.empty() ? "" : " · ") + part;
  };
  if (found.is_taken) add(words_of(page, Word::map_taken));
  const bool is_good = figures.advised != nullptr && figures.advised->advice == Advice::do_it;
  if (figures.advised != nullptr) add(advice_words(page, figures.advised->advice));
  if (figures.alternative != nullptr) {
    if (const Effect* effect = conversion_effect(page.input, *figures.alternative)) {
      add(words_of(page, Word::map_converts_share, {short_points(page, effect->value)}));
    }
  }
  double height = add_text(mark, verdict, at, width, {11.5, is_good ? kGood : kInk, true}, 3);
  if (figures.alternative != nullptr) {
    height +=
        add_text(mark, reason_words(page, figures), {at.x, at.y + height}, width, {11, kMuted}, 3);
  }
  return height;
}

/// The effect to the digits of a table, with its range.
std::string fix_title(const MapPage& page, const Fix& fix, const FixFigures& figures) {
  std::string title = fix.heading.label;
  if (figures.alternative == nullptr) return title;
  const Effect* effect = conversion_effect(page.input, *figures.alternative);
  if (effect == nullptr) return title;
  title += " · " + words_of(page, Word::map_converts_share,
                            {format_points(effect->value, page.input.language)});
  if (effect->low < effect->high) {
    title += " (" +
             words_of(page, Word::map_range,
                      {format_points(effect->low, page.input.language),
                       format_points(effect->high, page.input.language)}) +
             ")";
  }
  return title;
}

double draw_idea(MapPage& page, const MapFix& found, const std::string& id, const CardBox& box) {
  Mark mark;
  mark.id = id;
  mark.kind = "idea";
  const double x = box.x + kMapCardPadding, width = box.width - 2 * kMapCardPadding;
  double y = box.y + 7;
  y += add_text(mark, found.idea, {x, y}, width, {kMapText, kInk}, 4) + 1;
  y += add_text(mark, words_of(page, Word::map_not_modelled), {x, y}, width, {11, kMuted}, 1);
  set_ground(mark, box, y - box.y + 7,
             {.fill = kCard.light, .stroke = kExit.light, .dash = Dash::dashed});
  page.drawing.marks.push_back(std::move(mark));
  return y - box.y + 7;
}

double draw_fix(MapPage& page, const MapFix& found, const CardBox& box) {
  const Fix& fix = page.input.journey.fixes[found.fix];
  const FixFigures figures = figures_of(page.input, found.fix);
  const bool is_good = figures.advised != nullptr && figures.advised->advice == Advice::do_it;
  Mark mark;
  mark.id = "fix__" + name_id(fix.heading.name);
  mark.kind = "fix";
  mark.title = fix_title(page, fix, figures);
  const double x = box.x + kMapCardPadding + (is_good ? 3 : 0);
  const double width = box.x + box.width - kMapCardPadding - x;
  double y = box.y + 7;
  y += add_text(mark, fix.heading.label, {x, y}, width, {kMapText, kInk, true}, 4) + 1;
  y += add_fix_figures(page, mark, found, figures, {x, y}, width);
  const double height = y - box.y + 7;
  if (is_good) {
    set_ground(mark, box, height, {.fill = kGoodGround.light});
    mark.shapes.push_back(rect_shape({box.x, box.y}, 3.5, height, 1.5, {.fill = kGood.light}));
  } else {
    set_ground(mark, box, height, {.fill = kCard.light, .stroke = kExit.light});
  }
  page.drawing.marks.push_back(std::move(mark));
  return height;
}

}  // namespace

double draw_pains(MapPage& page, double y) {
  const bool has_costs = std::any_of(
      page.facts.columns.begin(), page.facts.columns.end(), [](const MapColumn& column) {
        return std::any_of(column.pains.begin(), column.pains.end(),
                           [](const MapPain& pain) { return pain.lost.value.has_value(); });
      });
  double bottom =
      y + add_row_label(page, words_of(page, Word::map_pains),
                        words_of(page, has_costs ? Word::map_pains_cost : Word::map_pains_note), y);
  for (std::size_t c = 0; c < page.columns.size(); ++c) {
    const std::vector<MapPain>& pains = page.facts.columns[c].pains;
    if (pains.empty()) continue;
    const double end = place_cards(
        page.columns[c], pains.size(), y,
        [&](std::size_t i, const CardBox& box) { return draw_pain(page, pains[i], box); });
    bottom = std::max(bottom, end);
  }
  return bottom;
}

double draw_fixes(MapPage& page, double y) {
  const bool is_simulated = page.input.comparison != nullptr;
  double bottom = y + add_row_label(page, words_of(page, Word::map_fixes),
                                    is_simulated ? words_of(page, page.input.persona.is_valid()
                                                                      ? Word::map_fixes_note_persona
                                                                      : Word::map_fixes_note)
                                                 : "",
                                    y);
  for (std::size_t c = 0; c < page.columns.size(); ++c) {
    const MapColumn& column = page.facts.columns[c];
    if (column.fixes.empty()) continue;
    const double end = place_cards(
        page.columns[c], column.fixes.size(), y, [&](std::size_t i, const CardBox& box) {
          const MapFix& fix = column.fixes[i];
          if (fix.fix.is_valid()) return draw_fix(page, fix, box);
          return draw_idea(page, fix, fmt::format("idea__{}-{}", c + 1, i + 1), box);
        });
    bottom = std::max(bottom, end);
  }
  return bottom;
}

}  // namespace cairn
