#include "render/charts/compare.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "base/text.h"
#include "journey/figure_text.h"

namespace cairn {
namespace {

// Columns of the page: left edges, or right edges of numbers.
constexpr double kWidth = 1080;
constexpr double kLabelWidth = 236;
constexpr double kPlotLeft = kPageMargin + kLabelWidth + 22;
constexpr double kPlotRight = 640;
constexpr double kValueRight = 774;
constexpr double kChanceRight = 830;
constexpr double kCustomersRight = 902;
constexpr double kCostRight = 966;
constexpr double kAdviceLeft = 978;
constexpr double kHeaderHeight = 26;
constexpr double kRowHeight = 44;
constexpr double kBandHeight = 8;

std::string label_of(const Journey& journey, const Alternative& alternative) {
  if (alternative.kind == Alternative::Kind::scenario) {
    return clean_text(journey.scenarios[alternative.scenario].heading.label);
  }
  std::string names;
  for (const FixId fix : alternative.fixes) {
    names += (names.empty() ? "" : " + ") + clean_text(journey.fixes[fix].heading.label);
  }
  return names;
}

std::string parts_of(const Journey& journey, const Alternative& alternative) {
  if (alternative.kind != Alternative::Kind::scenario) return "";
  Alternative fixes = alternative;
  fixes.kind = Alternative::Kind::chosen;
  return label_of(journey, fixes);
}

const ComparedFigure* conversion_of(const Comparison& comparison, const ComparedAlternative& row,
                                    PersonaId persona) {
  if (!persona.is_valid()) return find_figure(comparison, row, Metric::Kind::conversion);
  for (std::size_t q = 0; q < row.figures.size(); ++q) {
    const Question& question = comparison.questions[q];
    if (question.metric.kind != Metric::Kind::conversion || question.groups.size() != 1) continue;
    const std::vector<Trait>& traits = question.groups.front().traits;
    if (traits.size() == 1 && traits.front().persona == persona) return &row.figures[q];
  }
  return nullptr;
}

Benefits::Basis basis_of(const ChartInput& input, const Comparison& comparison) {
  if (input.persona.is_valid()) return Benefits::Basis::conversion;
  bool is_by_calendar = !input.journey.frame.currency.empty();
  for (std::size_t a = 1; a < comparison.alternatives.size(); ++a) {
    is_by_calendar = is_by_calendar && comparison.alternatives[a].business.has_value();
  }
  if (is_by_calendar) return Benefits::Basis::net;
  const bool has_profit = find_figure(comparison, comparison.alternatives.front(),
                                      Metric::Kind::profit, Per::entrant) != nullptr;
  return has_profit ? Benefits::Basis::profit : Benefits::Basis::conversion;
}

void set_effect(const ComparedFigure* figure, const std::string& currency, Unit unit,
                PictureLanguage language, BenefitRow& row, double& chance) {
  if (figure == nullptr || !figure->effect) return;
  const Effect& effect = *figure->effect;
  row.value = effect.value;
  row.low = effect.low;
  row.high = effect.high;
  row.text = localized(shown_change(effect.value, unit, currency), language);
  row.range = range_words(shown_change_range(effect.low, effect.high, unit, currency), language);
  chance = effect.chance_up;
}

BenefitRow make_row(const ChartInput& input, const Comparison& comparison, const Benefits& benefits,
                    const ComparedAlternative& compared) {
  const Journey& journey = input.journey;
  const std::string& currency = journey.frame.currency;
  BenefitRow row;
  row.kind = compared.alternative.kind;
  row.id = alternative_name(journey, compared.alternative);
  row.label = label_of(journey, compared.alternative);
  row.parts = parts_of(journey, compared.alternative);
  double chance = 0;
  if (benefits.basis == Benefits::Basis::net) {
    const Estimate& net = compared.business->net;
    row.value = net.value;
    row.low = net.low;
    row.high = net.high;
    row.text = localized(shown_change(net.value, Unit::money, ""), input.language);
    row.range = range_words(shown_change_range(net.low, net.high, Unit::money, ""), input.language);
    chance = compared.business->chance_net;
  } else if (benefits.basis == Benefits::Basis::profit) {
    set_effect(find_figure(comparison, compared, Metric::Kind::profit, Per::entrant), currency,
               Unit::money, input.language, row, chance);
  } else {
    set_effect(conversion_of(comparison, compared, input.persona), currency, Unit::share,
               input.language, row, chance);
    const ComparedFigure* all = conversion_of(comparison, compared, {});
    if (input.persona.is_valid() && all != nullptr && all->effect) {
      row.reference = all->effect->value;
    }
  }
  row.chance = benefits.has_ranges ? chance_words(chance) : "–";
  // By the calendar nobody is told apart.
  if (compared.business && !input.persona.is_valid()) {
    row.customers = localized(
        shown_change(compared.business->customers.value, Unit::people, currency), input.language);
    const double cost = compared.business->cost.value;
    row.cost = cost == 0 ? "–" : format_money(cost, "", input.language);
  }
  return row;
}

// ---- drawing ------------------------------------------------------------------------------------

struct Axis {
  double low = 0, high = 1;
  std::vector<double> ticks;

  double x(double value) const {
    return kPlotLeft + (value - low) / (high - low) * (kPlotRight - kPlotLeft);
  }
};

Axis axis_of(const Benefits& benefits) {
  double low = 0, high = 0;
  for (const BenefitRow& row : benefits.rows) {
    low = std::min({low, row.low, row.value, row.reference.value_or(0)});
    high = std::max({high, row.high, row.value, row.reference.value_or(0)});
  }
  if (!(high > low)) high = low + 1;
  // Some air, so that no dot lies on the edge.
  const double air = 0.04 * (high - low);
  Axis axis{low - air, high + air, round_ticks(low, high, 5)};
  std::erase_if(axis.ticks, [&](double tick) { return tick < axis.low || tick > axis.high; });
  return axis;
}

std::string tick_text(const Benefits& benefits, double value, const std::string& currency,
                      PictureLanguage language) {
  if (value == 0) return "0";
  const std::string sign = value > 0 ? "+" : "";
  if (benefits.unit == Unit::share) {
    return localized(fmt::format("{}{:.3g}pp", value > 0 ? "+" : "−", std::abs(value) * 100),
                     language);
  }
  return sign + short_number(value, language) +
         (benefits.basis == Benefits::Basis::profit ? " " + currency : "");
}

Mark axis_mark(const Benefits& benefits, const Axis& axis, const ChartInput& input, double bottom) {
  Mark mark;
  mark.id = "axis";
  double last_right = -1e9;
  for (const double tick : axis.ticks) {
    const bool is_zero = std::abs(tick) < 1e-12;
    const double x = axis.x(tick);
    mark.shapes.push_back(line_shape(
        {{x, kHeaderHeight - 4}, {x, bottom}},
        {.stroke = is_zero ? kMuted.light : kHairline.light, .width = is_zero ? 1.4 : 0.8}));
    const std::string text =
        is_zero ? std::string(word(Word::chart_today, input.language))
                : tick_text(benefits, tick, input.journey.frame.currency, input.language);
    const double half = text_width(text, kChartSmallSize, Weight::regular) / 2;
    if (!is_zero && x - half < last_right + 6) continue;
    last_right = x + half;
    mark.shapes.push_back(text_shape(
        text, {x, bottom + 15},
        {.size = kChartSmallSize, .colour = is_zero ? kInk : kMuted, .anchor = Anchor::middle}));
  }
  return mark;
}

Mark header_mark(const Benefits& benefits, const ChartInput& input) {
  Mark mark;
  const auto add = [&](const std::string& text, double x, Anchor anchor, double width) {
    mark.shapes.push_back(fitted_text(
        text, {x, 12}, width,
        {.size = kChartSmallSize, .colour = kMuted, .is_bold = true, .anchor = anchor}));
  };
  const PictureLanguage language = input.language;
  const std::string value =
      benefits.basis == Benefits::Basis::net
          ? words(Word::chart_net, language, {input.journey.frame.currency})
          : std::string(word(benefits.basis == Benefits::Basis::profit ? Word::chart_profit
                                                                       : Word::chart_conversion,
                             language));
  add(value, kValueRight, Anchor::end, 130);
  if (benefits.has_ranges) {
    add(std::string(word(Word::chart_gains_in, language)), kChanceRight, Anchor::end, 56);
  }
  const bool has_calendar = std::any_of(benefits.rows.begin(), benefits.rows.end(),
                                        [](const BenefitRow& row) { return !row.cost.empty(); });
  if (has_calendar) {
    add(std::string(word(Word::chart_customers, language)), kCustomersRight, Anchor::end, 68);
    add(std::string(word(Word::chart_cost, language)), kCostRight, Anchor::end, 60);
  }
  return mark;
}

Word advice_word(Advice advice) {
  switch (advice) {
    case Advice::do_it:
      return Word::verdict_do_it;
    case Advice::test_first:
      return Word::verdict_test_first;
    case Advice::not_now:
      return Word::verdict_not_now;
  }
  return Word::verdict_not_now;
}

void add_advice(Mark& mark, Advice advice, double middle, PictureLanguage language) {
  const bool is_filled = advice == Advice::do_it;
  const Colour edge = is_filled ? kGood : advice == Advice::not_now ? kBad : kMuted;
  const char* sign = is_filled ? "▲ " : advice == Advice::not_now ? "▼ " : "? ";
  const double width = kWidth - kPageMargin - kAdviceLeft;
  Paint paint{.fill = is_filled ? edge.light : kCard.light, .stroke = edge.light, .width = 1.2};
  mark.shapes.push_back(rect_shape({kAdviceLeft, middle - 10}, width, 20, 10, paint));
  mark.shapes.push_back(fitted_text(sign + std::string(word(advice_word(advice), language)),
                                    {kAdviceLeft + width / 2, middle + 4}, width - 8,
                                    {.size = kChartSmallSize,
                                     .colour = is_filled ? kOnGood : edge,
                                     .is_bold = true,
                                     .anchor = Anchor::middle}));
}

/// The range, blue where it is a gain and orange where it is a loss.
void add_band(Mark& mark, const BenefitRow& row, const Axis& axis, double middle) {
  const auto add = [&](double low, double high, Colour colour) {
    const double width = axis.x(high) - axis.x(low);
    if (width < 0.5) return;
    mark.shapes.push_back(rect_shape({axis.x(low), middle - kBandHeight / 2}, width, kBandHeight,
                                     std::min(3.0, width / 2), {.fill = colour.light}));
  };
  add(std::min(row.low, 0.0), std::min(row.high, 0.0), kBadSoft);
  add(std::max(row.low, 0.0), std::max(row.high, 0.0), kGoodSoft);
}

void add_dot(Mark& mark, const BenefitRow& row, const Axis& axis, double middle) {
  const Colour colour = row.value > 0 ? kGood : row.value < 0 ? kBad : kNeutral;
  const Paint paint{.fill = colour.light, .stroke = kPaper.light, .width = 1.6};
  const Point at{axis.x(row.value), middle};
  const auto marker = row.value < 0 ? ChartGroup::Marker::square : ChartGroup::Marker::circle;
  if (row.reference) {
    const double x = axis.x(*row.reference);
    mark.shapes.push_back(
        line_shape({{x, middle - 9}, {x, middle + 9}}, {.stroke = kNeutral.light, .width = 2}));
  }
  Shape dot = marker_shape(marker, at, 13, paint);
  dot.part = "dot";
  mark.shapes.push_back(std::move(dot));
}

void add_label(Mark& mark, const BenefitRow& row, double middle) {
  const Point left{kPageMargin, middle};
  if (row.parts.empty()) {
    add_block(mark, row.label, left, kLabelWidth, 2, {.size = 12.5});
    return;
  }
  mark.shapes.push_back(
      fitted_text(row.label, {left.x, middle - 8}, kLabelWidth, {.size = 12.5, .is_bold = true}));
  add_block(mark, row.parts, {left.x, middle + 8}, kLabelWidth, 2, {.size = 10, .colour = kMuted});
}

void add_figures(Mark& mark, const Benefits& benefits, const BenefitRow& row, double middle) {
  const Colour colour = row.value > 0 ? kGood : row.value < 0 ? kBad : kMuted;
  const double up = row.range.empty() ? -4.5 : 2;
  mark.shapes.push_back(
      text_shape(row.text, {kValueRight, middle - up},
                 {.size = 13, .colour = colour, .is_bold = true, .anchor = Anchor::end}));
  if (!row.range.empty()) {
    mark.shapes.push_back(fitted_text(row.range, {kValueRight, middle + 12}, 132,
                                      {.size = 10.5, .colour = kMuted, .anchor = Anchor::end}));
  }
  const TextLook look{.anchor = Anchor::end};
  if (benefits.has_ranges) {
    mark.shapes.push_back(text_shape(row.chance, {kChanceRight, middle + 4.5}, look));
  }
  if (row.cost.empty()) return;
  mark.shapes.push_back(text_shape(row.customers, {kCustomersRight, middle + 4.5}, look));
  mark.shapes.push_back(text_shape(row.cost, {kCostRight, middle + 4.5}, look));
}

Mark row_mark(const Benefits& benefits, const BenefitRow& row, const Axis& axis, double top,
              PictureLanguage language) {
  Mark mark;
  mark.id = (row.kind == Alternative::Kind::fix ? "fix-" : "scenario-") + row.id;
  mark.kind = "benefit";
  mark.title = row.label + ": " + row.text + (row.range.empty() ? "" : " (" + row.range + ")");
  if (!row.why.empty()) mark.title += "\n" + row.why;
  const double middle = top + kRowHeight / 2;
  mark.shapes.push_back(
      line_shape({{kPageMargin, top + kRowHeight}, {kWidth - kPageMargin, top + kRowHeight}},
                 {.stroke = kHairline.light, .width = 0.8}));
  add_label(mark, row, middle);
  add_band(mark, row, axis, middle);
  add_dot(mark, row, axis, middle);
  add_figures(mark, benefits, row, middle);
  add_advice(mark, row.advice, middle, language);
  return mark;
}

std::string finding_of(const Benefits& benefits, const ChartInput& input) {
  const BenefitRow& best = benefits.rows.front();
  std::string text = best.text;
  if (benefits.basis == Benefits::Basis::net) text += " " + input.journey.frame.currency;
  if (!best.range.empty()) {
    text = words(Word::in_brackets, input.language, {text, best.range});
  }
  const Word sentence = best.value > 0 ? Word::chart_compare_best : Word::chart_compare_none;
  return words(sentence, input.language, {short_name(best.label), text});
}

std::string how_to_read(const Benefits& benefits, const ChartInput& input) {
  const Word basis = benefits.basis == Benefits::Basis::net      ? Word::chart_compare_net
                     : benefits.basis == Benefits::Basis::profit ? Word::chart_compare_profit
                                                                 : Word::chart_compare_conversion;
  std::string text(word(basis, input.language));
  const Word dots = benefits.has_ranges ? Word::chart_compare_how : Word::chart_compare_dots;
  add_sentence(text, word(dots, input.language), input.language);
  if (input.persona.is_valid() && input.journey.personas.size() > 1) {
    add_sentence(text,
                 words(Word::chart_compare_for, input.language,
                       {short_name(input.journey.personas[input.persona].heading.label)}),
                 input.language);
  }
  return text;
}

}  // namespace

Benefits find_benefits(const ChartInput& input, const Comparison& comparison,
                       const std::vector<Advised>& advice) {
  Benefits benefits;
  benefits.basis = basis_of(input, comparison);
  benefits.unit = benefits.basis == Benefits::Basis::conversion ? Unit::share : Unit::money;
  benefits.has_ranges = comparison.record.worlds > 0;
  for (std::size_t a = 1; a < comparison.alternatives.size(); ++a) {
    BenefitRow row = make_row(input, comparison, benefits, comparison.alternatives[a]);
    row.advice = advice[a].advice;
    row.why = advice[a].why;
    benefits.rows.push_back(std::move(row));
  }
  std::stable_sort(benefits.rows.begin(), benefits.rows.end(),
                   [](const BenefitRow& a, const BenefitRow& b) { return a.value > b.value; });
  return benefits;
}

std::variant<Chart, PictureError> draw_compare(const ChartInput& input,
                                               const Comparison& comparison,
                                               const std::vector<Advised>& advice) {
  const Benefits benefits = find_benefits(input, comparison, advice);
  if (benefits.rows.empty()) return PictureError{"there is no fix to compare"};
  const Axis axis = axis_of(benefits);
  const double bottom = kHeaderHeight + kRowHeight * static_cast<double>(benefits.rows.size());
  std::vector<Mark> marks;
  marks.push_back(axis_mark(benefits, axis, input, bottom));
  marks.push_back(header_mark(benefits, input));
  double y = kHeaderHeight;
  for (const BenefitRow& row : benefits.rows) {
    marks.push_back(row_mark(benefits, row, axis, y, input.language));
    y += kRowHeight;
  }
  return finish_chart(input,
                      {std::string(word(Word::chart_compare_question, input.language)),
                       finding_of(benefits, input), how_to_read(benefits, input)},
                      kWidth, bottom + 20, std::move(marks));
}

}  // namespace cairn
