#include "render/flow/flow_card.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <utility>
#include <vector>

#include "render/picture/chips.h"
#include "render/picture/picture_numbers.h"
#include "render/picture/text_fit.h"
#include "render/picture/words.h"

namespace cairn {
namespace {

constexpr double kBarHeight = 5;
constexpr double kBarRadius = 1;
constexpr double kDotSize = 11;
constexpr double kCardRadius = 10;
constexpr double kChipHeight = 14;
constexpr double kNumberHeight = 17;
constexpr double kLongNameSize = 12;

/// A card under construction: rows of the full inner width, one under the other.
class CardRows {
 public:
  CardRows(double width, double border)
      : width_(width), left_(border + kCardPadding), y_(border), border_(border) {}

  double left() const { return left_; }
  double right() const { return width_ - left_; }
  double inner() const { return right() - left(); }
  double y() const { return y_; }

  void add_space(double height) { y_ += height; }
  void add(Shape shape) { shapes_.push_back(std::move(shape)); }

  /// A line of text in a row of this height, which is not yet used up.
  void add_word(std::string_view part, std::string_view text, double height, TextLook look) {
    const double x = look.anchor == Anchor::start ? left()
                     : look.anchor == Anchor::end ? right()
                                                  : width_ / 2;
    Shape shape = text_shape(text, {x, baseline_in(y_, height, look.size)}, look);
    shape.part = part;
    add(std::move(shape));
  }

  void add_text(std::string_view text, const TextLook& look, std::size_t most_lines) {
    const Weight weight = look.is_bold ? Weight::bold : Weight::regular;
    for (const std::string& line : wrap_text(text, look.size, inner(), most_lines, weight)) {
      const double height = line_height(line, look.size);
      add_word("", line, height, look);
      y_ += height;
    }
  }

  /// The card with its ground behind all that was added.
  CardBox finish(Colour edge, Colour ground) {
    CardBox box;
    box.width = width_;
    box.height = y_ + border_;
    box.shapes.push_back(
        rect_shape({border_ / 2, border_ / 2}, box.width - border_, box.height - border_,
                   kCardRadius, {.fill = ground.light, .stroke = edge.light, .width = border_}));
    box.shapes.insert(box.shapes.end(), shapes_.begin(), shapes_.end());
    return box;
  }

 private:
  double width_, left_, y_, border_;
  std::vector<Shape> shapes_;
};

/// Hands back its width.
double add_chip(std::string_view channel, double most_width, CardRows& rows) {
  if (channel.empty()) return 0;
  constexpr double kChipPadding = 6;
  const std::string text =
      wrap_text(channel_words(channel), kChipSize, most_width - 2 * kChipPadding, 1, Weight::bold)
          .front();
  const double width =
      std::min(std::ceil(text_width(text, kChipSize, Weight::bold)) + 2 * kChipPadding, most_width);
  const ChipColours& colours = channel_colours(channel);
  rows.add(
      rect_shape({rows.left(), rows.y()}, width, kChipHeight, 3, {.fill = colours.ground.light}));
  rows.add(text_shape(text,
                      {rows.left() + width / 2, baseline_in(rows.y(), kChipHeight, kChipSize)},
                      {kChipSize, colours.text, true, Anchor::middle}));
  return width;
}

Shape bar(std::string_view part, double left, double y, double width, Colour colour) {
  Shape shape =
      rect_shape({left, y}, width, kBarHeight, width > 0 ? kBarRadius : 0, {.fill = colour.light});
  shape.part = part;
  return shape;
}

/// Bar of the inner width, which stands for everybody: those who get here in grey, of whom those
/// who leave from here in orange, the rest pale.
void add_bar(const FlowCard& card, CardRows& rows) {
  const double width = rows.inner();
  const double reach = card.reach.value_or(0);
  const double leaving = std::min(reach, card.loss.value_or(reach * card.leave.value_or(0)));
  const double total = std::clamp(std::round(reach * width), reach > 0 ? 1.0 : 0.0, width);
  // What leaves shows, however little it is.
  const double lost = std::clamp(std::round(leaving * width), leaving > 0.0005 ? 1.0 : 0.0, total);
  rows.add(bar("", rows.left(), rows.y(), width, kHairline));
  rows.add(bar("reach-bar", rows.left(), rows.y(), total, kFlow));
  rows.add(bar("leave-bar", rows.left() + total - lost, rows.y(), lost, kBad));
  rows.add_space(kBarHeight);
}

/// What does not fit two lines is written smaller: a sentence for a name is read, not cut.
void add_name(const std::string& label, CardRows& rows) {
  const bool fits = text_width(label, kNameSize, Weight::bold) <= rows.inner() ||
                    wrap_text(label, kNameSize, rows.inner(), 3, Weight::bold).size() <= 2;
  rows.add_text(label, {fits ? kNameSize : kLongNameSize, kInk, true}, fits ? 2 : 5);
}

/// NEW stands where a chip would, or behind it.
void add_new(PictureLanguage language, double chip_width, CardRows& rows) {
  const double x = rows.left() + chip_width + (chip_width > 0 ? 6 : 0);
  rows.add(text_shape(word(Word::new_card, language),
                      {x, baseline_in(rows.y(), kChipHeight, kFeelingSize)},
                      {kFeelingSize, kNew, true}));
}

void add_top_row(const FlowCard& card, PictureLanguage language, CardRows& rows) {
  if (card.channel.empty() && !card.feeling && !card.is_new) return;
  constexpr double kHeight = 15;
  const double feeling_width = card.feeling ? 32 + kDotSize + 5 : 0;
  const double new_width = card.is_new ? 36 : 0;
  const double chip_width =
      add_chip(card.channel, rows.inner() - feeling_width - new_width - 4, rows);
  if (card.is_new) add_new(language, chip_width, rows);
  if (card.feeling) {
    const Colour colour = emotion_colour(*card.feeling, card.feeling_low, card.feeling_high);
    Shape dot = circle_shape({rows.right() - kDotSize / 2, rows.y() + kChipHeight / 2},
                             kDotSize / 2, {.fill = colour.light});
    dot.part = "dot";
    rows.add(std::move(dot));
    Shape number =
        text_shape(feeling_text(*card.feeling, language),
                   {rows.right() - kDotSize - 5, baseline_in(rows.y(), kChipHeight, kFeelingSize)},
                   {kFeelingSize, kMuted, false, Anchor::end});
    number.part = "feeling";
    rows.add(std::move(number));
  }
  rows.add_space(kHeight);
}

std::string share_words(double share, Word which, PictureLanguage language) {
  return fmt::format("{} {}", picture_share(share, language), word(which, language));
}

/// Where not all have gone when the time is over, the ways out do not add up without them. They
/// stand below those who leave, which a delta has at the left.
void add_still(const FlowGraph& graph, const FlowCard& card, CardRows& rows) {
  if (!card.still) return;
  rows.add_word("still", share_words(*card.still, Word::still_here, graph.words), kNumberHeight,
                {kSmallSize, kMuted, false, graph.is_delta ? Anchor::start : Anchor::end});
  rows.add_space(kNumberHeight);
}

/// A share of visits is only worth its words if somebody leaves.
void add_numbers(const FlowGraph& graph, const FlowCard& card, CardRows& rows) {
  const double leaving = card.leave.value_or(0);
  rows.add_word("reach", share_words(card.reach.value_or(0), Word::reach, graph.words),
                kNumberHeight, {kSmallSize, kMuted});
  if (leaving > 0 || graph.is_living) {
    rows.add_word(
        "leave", leaving > 0 ? share_words(leaving, Word::leave, graph.words) : "", kNumberHeight,
        {kSmallSize, card.is_highlighted ? kBad : kMuted, card.is_highlighted, Anchor::end});
  }
  // Where nobody leaves, their place is free.
  const bool is_free = leaving <= 0 && !graph.is_living && card.still;
  if (!is_free) rows.add_space(kNumberHeight);
  add_still(graph, card, rows);
  rows.add_space(2);
  add_bar(card, rows);
}

/// A number of the delta with what stands at its right: its change, or a muted word.
void add_changed(const std::string& number, const std::string& text, Colour colour,
                 CardRows& rows) {
  rows.add_word("", number, kNumberHeight, {kSmallSize, kMuted});
  const bool is_change = colour.light != kMuted.light;
  rows.add_word("", text, kNumberHeight, {kSmallSize, colour, is_change, Anchor::end});
  rows.add_space(kNumberHeight);
}

/// The bar of the delta: who comes with the fixes in grey, more of them in blue; those who come no
/// longer in soft orange.
void add_changed_bar(double reach, double today, CardRows& rows) {
  const double width = rows.inner();
  const double stays = std::round(std::min(reach, today) * width);
  const double most = std::round(std::max(reach, today) * width);
  rows.add(bar("", rows.left(), rows.y(), width, kHairline));
  rows.add(bar("", rows.left(), rows.y(), most, reach > today ? kGood : kBadSoft));
  rows.add(bar("", rows.left(), rows.y(), stays, kFlow));
  rows.add_space(kBarHeight);
}

void add_changes(const FlowGraph& graph, const FlowCard& card, CardRows& rows) {
  const PictureLanguage language = graph.words;
  const double reach = card.reach.value_or(0), today = card.reach_today.value_or(0);
  const double leave = card.leave.value_or(0);
  const bool has_leave = card.leave && std::max(leave, card.leave_today.value_or(0)) > 0;
  // Of a new card there is no share today that its own could be held against.
  const double change =
      has_leave && card.leave_today && !card.is_new ? leave - *card.leave_today : 0.0;
  std::string more = change_text(reach - today, language);
  const std::string left = change_text(change, language);
  const bool is_same = more.empty() && left.empty();
  const Colour more_colour = more.empty() ? kMuted : reach > today ? kGood : kBad;
  if (is_same) more = word(Word::same, language);
  add_changed(share_words(reach, Word::reach, language), more, more_colour, rows);
  if (has_leave) {
    add_changed(share_words(leave, Word::leave, language), left,
                left.empty() ? kMuted
                : change > 0 ? kBad
                             : kGood,
                rows);
  }
  add_still(graph, card, rows);
  rows.add_space(2);
  add_changed_bar(reach, today, rows);
}

void note_bar(const CardRows& rows, CardBox& box) {
  box.bar_left = rows.left();
  box.bar_width = rows.inner();
}

}  // namespace

double baseline_in(double top, double height, double size) {
  constexpr double kHalfCapital = 0.358;  // of Arial, in ems
  return top + height / 2 + kHalfCapital * size;
}

double line_height(std::string_view text, double size) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0xE0) return std::ceil(size * 1.42);
  }
  return std::ceil(size * 1.2) + 1;
}

std::string change_text(double change, PictureLanguage language) {
  const std::string points = picture_points(change, language);
  if (points.empty()) return {};
  return (change > 0 ? "▲ " : "▼ ") + words(Word::points, language, {points});
}

CardBox touchpoint_box(const FlowGraph& graph, const FlowCard& card) {
  const bool is_edged = card.is_highlighted || card.is_new;
  const double border = is_edged ? 2 : 1;
  const bool has_numbers = card.reach || graph.is_living;
  CardRows rows(kCardWidth, border);
  rows.add_space(10 - border);
  add_top_row(card, graph.words, rows);
  rows.add_space(3);
  add_name(card.label, rows);
  if (has_numbers && graph.is_delta) {
    add_changes(graph, card, rows);
  } else if (has_numbers) {
    add_numbers(graph, card, rows);
  }
  if (!card.why.empty()) {
    rows.add_space(3);
    rows.add_text(words(Word::why, graph.words, {card.why}), {kSmallSize, kBad}, 4);
  }
  rows.add_space(10 - border);
  CardBox box = rows.finish(card.is_new ? kNew : is_edged ? kBad : kHairline, kCard);
  if (has_numbers) note_bar(rows, box);
  return box;
}

CardBox stage_box(const FlowGraph& graph, const FlowCard& card) {
  const double border = card.is_highlighted ? 2 : 1;
  CardRows rows(card.is_entry ? kEntryCardWidth : kStageCardWidth, border);
  rows.add_space(10 - border);
  rows.add_text(card.label, {kNameSize, kInk, true}, 1);
  rows.add_space(3);
  for (const FlowInside& inside : card.inside) {
    const double room = rows.inner() - (inside.reach ? 36 : 0);
    if (inside.reach) {
      rows.add_word("", picture_share(*inside.reach, graph.words), kNumberHeight,
                    {kSmallSize, kMuted, false, Anchor::end});
    }
    for (const std::string& line : wrap_text(inside.label, kSmallSize, room, 2, Weight::regular)) {
      rows.add_word("", line, kNumberHeight, {kSmallSize, kInk});
      rows.add_space(kNumberHeight - 2);
    }
    rows.add_space(3);
  }
  if (card.reach_today) {
    add_changes(graph, card, rows);
  } else if (card.reach && !graph.is_delta) {
    rows.add_space(4);
    add_bar(card, rows);
  }
  if (!card.why.empty()) {
    rows.add_space(3);
    rows.add_text(card.why, {kSmallSize, kBad}, 4);
  }
  rows.add_space(10 - border);
  CardBox box = rows.finish(card.is_highlighted ? kBad : kHairline, kCard);
  if (card.reach && !graph.is_delta) note_bar(rows, box);
  return box;
}

CardBox entry_box(const FlowCard& card, PictureLanguage language) {
  CardRows rows(kEntryCardWidth, 1);
  rows.add_space(7);
  const double share_width = card.reach ? 34 : 0;
  if (!card.channel.empty() || card.reach) {
    add_chip(card.channel, rows.inner() - share_width - 2, rows);
    if (card.reach) {
      rows.add_word("reach", picture_share(*card.reach, language), kChipHeight,
                    {kSmallSize, kMuted, true, Anchor::end});
    }
    rows.add_space(15);
  }
  rows.add_space(2);
  rows.add_text(card.label, {kEntryNameSize, kInk, true}, 3);
  if (card.reach) {
    rows.add_space(3);
    add_bar(card, rows);
  }
  rows.add_space(8);
  CardBox box = rows.finish(kHairline, kCard);
  if (card.reach) note_bar(rows, box);
  return box;
}

CardBox entry_line(const FlowCard& card, PictureLanguage language) {
  CardRows rows(kEntryCardWidth, 1);
  const double share_width = card.reach ? 34 : 0;
  rows.add_space(4);
  const std::string name =
      wrap_text(card.label, kSmallSize, rows.inner() - share_width - 2, 1, Weight::bold).front();
  const double height = line_height(name, kSmallSize);
  rows.add_word("", name, height, {kSmallSize, kInk, true});
  if (card.reach) {
    rows.add_word("reach", picture_share(*card.reach, language), height,
                  {kSmallSize, kMuted, false, Anchor::end});
  }
  rows.add_space(height + 5);
  return rows.finish(kHairline, kCard);
}

CardBox outcome_box(const FlowGraph& graph, const FlowOutcome& outcome) {
  const Colour ground = outcome.is_win ? kGood : kPaper;
  const Colour edge = outcome.is_win ? kGood : outcome.is_loss ? kExit : kFlow;
  const Colour ink = outcome.is_win ? kOnGood : outcome.is_loss ? kMuted : kInk;
  CardRows rows(kOutcomeWidth, 2);
  rows.add_space(7);
  if (outcome.reach) {
    const std::string share = picture_share(*outcome.reach, graph.words);
    const double height = line_height(share, kOutcomeNumberSize);
    rows.add_word("reach", share, height, {kOutcomeNumberSize, ink, true, Anchor::middle});
    rows.add_space(height + 1);
  }
  rows.add_text(outcome.label, {kOutcomeNameSize, ink, true, Anchor::middle}, 4);
  if (graph.is_delta) {
    const double change = outcome.reach.value_or(0) - outcome.reach_today.value_or(0);
    const std::string text = change_text(change, graph.words);
    const Colour worth = (change > 0) == outcome.is_loss ? kBad : kGood;
    rows.add_word(
        "", text.empty() ? std::string(word(Word::same, graph.words)) : text, kNumberHeight,
        {kSmallSize, outcome.is_win || text.empty() ? ink : worth, !text.empty(), Anchor::middle});
    rows.add_space(kNumberHeight);
  }
  rows.add_space(8);
  return rows.finish(edge, ground);
}

}  // namespace cairn
