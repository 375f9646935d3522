// What all charts share: whom they tell apart, the head of a page, texts that fit, scales.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "journey/journey.h"
#include "journey/prediction.h"
#include "render/picture/drawing.h"
#include "render/picture/picture.h"
#include "render/picture/picture_numbers.h"
#include "render/picture/text_fit.h"
#include "render/picture/words.h"

namespace cairn {

/// A chart and its words, for pages that say them themselves.
struct Chart {
  Drawing drawing;  // its title is the question, its description all three
  std::string question;
  std::string finding;      // the answer in a sentence
  std::string how_to_read;  // one or two short sentences
};

/// What charts of one prediction start from.
struct ChartInput {
  const Journey& journey;
  const Prediction* today = nullptr;     // needed by all but `compare`
  const Prediction* scenario = nullptr;  // with fixes; null: today alone
  std::string scenario_label = {};
  PersonaId persona = {};  // invalid: all of them
  PictureLanguage language = PictureLanguage::english;
  bool has_head = true;  // false: no title in the drawing, the page has it
};

/// Customers drawn alike: a persona in its colour or, muted, everyone.
struct ChartGroup {
  PersonaId persona;  // invalid: everyone
  std::string label;
  double share = 1;  // of entrants, at best estimates
  Colour colour = kFlow;
  Dash dash = Dash::none;  // of its line; its marker follows
  enum class Marker : std::uint8_t { circle, square, triangle, none };
  Marker marker = Marker::circle;
};

/// More personas than colours are not told apart.
inline constexpr std::size_t kMostGroups = 4;

/// The personas; everyone where there is one persona or more than kMostGroups. With a persona: it,
/// then everyone as the reference.
std::vector<ChartGroup> chart_groups(const Journey& journey, PersonaId persona,
                                     PictureLanguage language);

/// The answer about a group, or null if it was not asked or is not defined.
const Answer* find_group_answer(const Prediction& prediction, const Metric& metric,
                                PersonaId persona);

// ---- a page -------------------------------------------------------------------------------------

inline constexpr double kChartTextSize = 12;
inline constexpr double kChartSmallSize = 11;

/// The head of a chart, put above what is drawn in coordinates of its own by `finish_chart`.
struct ChartHead {
  std::string question, finding, how_to_read;
};

/// Moves the marks below the head and gives the page its height: that of the body (without margins)
/// and the head.
Chart finish_chart(const ChartInput& input, const ChartHead& head, double width, double body_height,
                   std::vector<Mark> body);

/// Adds up to `most_lines` lines, each at most `width` wide, so that the block is centred at
/// `middle.y`; how many there are.
std::size_t add_block(Mark& mark, std::string_view text, Point middle, double width,
                      std::size_t most_lines, const TextLook& look);

/// One clean line that fits in `width`.
Shape fitted_text(std::string_view text, Point at, double width, const TextLook& look);

/// A line of text on a pill of paper, so that it can be read on lines and bands.
void add_on_pill(Mark& mark, std::string_view text, Point at, const TextLook& look);

/// The ground of a text that begins at `at`.
Shape pill_shape(Point at, double width, double size);

/// A name as sentences say it: of any length in the spec, at most a line here.
std::string short_name(std::string_view label);

/// The marker of a group, `size` across.
Shape marker_shape(ChartGroup::Marker marker, Point centre, double size, const Paint& paint);

// ---- scales -------------------------------------------------------------------------------------

/// Round values from at most `low` to at least `high`, about `count` of them; 0 is one of them if
/// it lies between.
std::vector<double> round_ticks(double low, double high, std::size_t count);

/// "a, b, …": not more names than `most`.
std::string first_names(std::vector<std::string> names, std::size_t most, PictureLanguage language);

/// "3.5 – 4.2%"; empty where both ends print alike.
std::string short_range(double low, double high, PictureLanguage language);

/// A range of journey/figure_text.h in the picture's language.
std::string range_words(const std::string& range, PictureLanguage language);

}  // namespace cairn
