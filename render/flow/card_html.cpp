#include "render/flow/card_html.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <utility>
#include <vector>

#include "render/picture/picture_numbers.h"
#include "render/picture/text_fit.h"
#include "render/picture/words.h"

namespace cairn {
namespace {

constexpr double kBarHeight = 5;
constexpr double kDotSize = 11;

/// Room for one line of text: CJK faces are taller than Arial.
double line_height(std::string_view text, double size) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0xE0) return std::ceil(size * 1.42);
  }
  return std::ceil(size * 1.2) + 1;
}

std::string empty_cell(double width, double height) {
  return fmt::format(R"(<TD FIXEDSIZE="TRUE" WIDTH="{:.0f}" HEIGHT="{:.0f}"></TD>)", width, height);
}

std::string filled_cell(double width, double height, Colour colour) {
  return fmt::format(R"(<TD FIXEDSIZE="TRUE" WIDTH="{:.0f}" HEIGHT="{:.0f}" BGCOLOR="{}"></TD>)",
                     width, height, colour.light);
}

std::string inner_table(const std::string& cells) {
  return R"(<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0"><TR>)" + cells +
         "</TR></TABLE>";
}

/// A card under construction: rows of the full inner width, one under the other.
class CardRows {
 public:
  explicit CardRows(double inner_width) : inner_width_(inner_width) {}

  /// `cells` is one cell, or an inner table's cells that fill the width.
  void add(const std::string& cell, double height) {
    rows_ += "<TR>" + empty_cell(kCardPadding, height) + cell + empty_cell(kCardPadding, height) +
             "</TR>";
    height_ += height;
  }
  void add_cells(const std::string& cells, double height) {
    add("<TD>" + inner_table(cells) + "</TD>", height);
  }
  void add_space(double height) { add(empty_cell(inner_width_, height), height); }
  void add_text(const std::string& text, double size, Colour colour, bool is_bold, double width,
                std::size_t most_lines, std::string_view align = "LEFT") {
    for (const std::string& line :
         wrap_text(text, size, width, most_lines, is_bold ? Weight::bold : Weight::regular)) {
      const double height = line_height(line, size);
      add(text_cell(line, inner_width_, height, {size, colour.light, is_bold, align}), height);
    }
  }
  double height() const { return height_; }
  std::string table(int border, Colour edge, Colour ground) const {
    return fmt::format(
        R"(<TABLE BORDER="{}" COLOR="{}" BGCOLOR="{}" STYLE="ROUNDED" CELLBORDER="0" )"
        R"(CELLSPACING="0" CELLPADDING="0">{}</TABLE>)",
        border, edge.light, ground.light, rows_);
  }

 private:
  double inner_width_;
  double height_ = 0;
  std::string rows_;
};

std::string chip_text(std::string_view channel) {
  std::string text;
  for (const char c : channel) {
    if (c == '-' || c == '_')
      text += ' ';
    else
      text += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return text;
}

struct Chip {
  std::string cells;
  double width = 0;
};

Chip make_chip(std::string_view channel, double most_width) {
  Chip chip;
  if (channel.empty()) return chip;
  constexpr double kChipPadding = 6;
  const std::string text =
      wrap_text(chip_text(channel), kChipSize, most_width - 2 * kChipPadding, 1, Weight::bold)
          .front();
  chip.width =
      std::min(std::ceil(text_width(text, kChipSize, Weight::bold)) + 2 * kChipPadding, most_width);
  const ChipColours& colours = chip_colours(channel);
  chip.cells = fmt::format(
      R"(<TD FIXEDSIZE="TRUE" WIDTH="{:.0f}" HEIGHT="14" BGCOLOR="{}"><FONT POINT-SIZE="{}" )"
      R"(COLOR="{}"><B>{}</B></FONT></TD>)",
      chip.width, colours.ground.light, kChipSize, colours.text.light, escape_label(text));
  return chip;
}

/// Bar of the inner width, which stands for everybody: those who get here in grey, of whom those
/// who leave from here in orange, the rest pale.
std::string bar_cells(const FlowCard& card, double width) {
  const double reach = *card.reach;
  const double leaving = std::min(reach, card.loss.value_or(reach * card.leave.value_or(0)));
  const double total = std::clamp(std::round(reach * width), reach > 0 ? 1.0 : 0.0, width);
  // What leaves shows, however little it is.
  const double lost = std::clamp(std::round(leaving * width), leaving > 0.0005 ? 1.0 : 0.0, total);
  std::string cells;
  if (total - lost > 0) cells += filled_cell(total - lost, kBarHeight, kFlow);
  if (lost > 0) cells += filled_cell(lost, kBarHeight, kBad);
  if (width - total > 0) cells += filled_cell(width - total, kBarHeight, kHairline);
  return cells;
}

void add_top_row(const FlowCard& card, double inner, double border, CardRows& rows, CardBox& box) {
  if (card.channel.empty() && !card.feeling) return;
  constexpr double kHeight = 15;
  const double feeling_width = card.feeling ? 32 + kDotSize + 5 : 0;
  const Chip chip = make_chip(card.channel, inner - feeling_width - 4);
  std::string cells = chip.cells;
  if (inner - chip.width - feeling_width > 0) {
    cells += empty_cell(inner - chip.width - feeling_width, kHeight - 1);
  }
  if (card.feeling) {
    cells += text_cell(feeling_text(*card.feeling), 32, kHeight - 1,
                       {kFeelingSize, kMuted.light, false, "RIGHT"});
    cells += empty_cell(kDotSize + 5, kHeight - 1);
    box.has_dot = true;
    box.dot_colour = feeling_colour(*card.feeling, card.feeling_low, card.feeling_high);
    box.dot_x = border + kCardPadding + inner - kDotSize / 2;
    box.dot_y = border + rows.height() + kHeight / 2 - 0.5;
  }
  rows.add_cells(cells, kHeight);
}

/// A share of visits is only worth its words if somebody leaves.
void add_numbers(const FlowCard& card, double inner, CardRows& rows) {
  if (!card.reach) return;
  const double leaving = card.leave.value_or(0);
  const std::string reach =
      picture_share(*card.reach) + " " + std::string(word(Word::reach, PictureLanguage::english));
  const std::string leave =
      leaving > 0
          ? picture_share(leaving) + " " + std::string(word(Word::leave, PictureLanguage::english))
          : "";
  const Colour leave_colour = card.is_highlighted ? kBad : kMuted;
  const double half = std::floor(inner / 2);
  rows.add_cells(text_cell(reach, inner - half, 17, {kSmallSize, kMuted.light, false, "LEFT"}) +
                     text_cell(leave, half, 17,
                               {kSmallSize, leave_colour.light, card.is_highlighted, "RIGHT"}),
                 17);
  rows.add_space(2);
  rows.add_cells(bar_cells(card, inner), kBarHeight);
}

}  // namespace

std::string text_cell(std::string_view text, double width, double height, const TextStyle& style) {
  if (text.empty()) return empty_cell(width, height);
  const std::string bold_open = style.is_bold ? "<B>" : "";
  const std::string bold_close = style.is_bold ? "</B>" : "";
  return fmt::format(
      R"(<TD FIXEDSIZE="TRUE" WIDTH="{:.0f}" HEIGHT="{:.0f}" ALIGN="{}"><FONT POINT-SIZE="{}" )"
      R"(COLOR="{}">{}{}{}</FONT></TD>)",
      width, height, style.align, style.size, style.colour, bold_open, escape_label(text),
      bold_close);
}

std::string plain_table(std::string_view rows) {
  return fmt::format(
      R"(<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0">{}</TABLE>)", rows);
}

CardBox touchpoint_box(const FlowCard& card) {
  CardBox box;
  const int border = card.is_highlighted ? 2 : 1;
  const double inner = kCardWidth - 2 * kCardPadding - 2 * border;
  CardRows rows(inner);
  rows.add_space(card.is_highlighted ? 8 : 9);
  add_top_row(card, inner, border, rows, box);
  rows.add_space(3);
  rows.add_text(card.label, kNameSize, kInk, true, inner, 2);
  add_numbers(card, inner, rows);
  if (!card.why.empty()) {
    rows.add_space(3);
    rows.add_text(std::string(word(Word::why, PictureLanguage::english)) + " " + card.why,
                  kSmallSize, kBad, false, inner, 2);
  }
  rows.add_space(card.is_highlighted ? 8 : 9);
  box.html = rows.table(border, card.is_highlighted ? kBad : kHairline, kCard);
  box.width = kCardWidth;
  box.height = rows.height() + 2 * border;
  return box;
}

CardBox entry_box(const FlowCard& card) {
  CardBox box;
  const double inner = kEntryCardWidth - 2 * kCardPadding - 2;
  CardRows rows(inner);
  rows.add_space(7);
  const std::string share = card.reach ? picture_share(*card.reach) : "";
  const double share_width = share.empty() ? 0 : 34;
  const Chip chip = make_chip(card.channel, inner - share_width - 2);
  if (chip.width > 0 || share_width > 0) {
    rows.add_cells(chip.cells + empty_cell(std::max(1.0, inner - chip.width - share_width), 14) +
                       (share.empty() ? ""
                                      : text_cell(share, share_width, 14,
                                                  {kSmallSize, kMuted.light, true, "RIGHT"})),
                   15);
  }
  rows.add_space(2);
  rows.add_text(card.label, kEntryNameSize, kInk, true, inner, 2);
  if (card.reach) {
    rows.add_space(3);
    rows.add_cells(bar_cells(card, inner), kBarHeight);
  }
  rows.add_space(8);
  box.html = rows.table(1, kHairline, kCard);
  box.width = kEntryCardWidth;
  box.height = rows.height() + 2;
  return box;
}

CardBox entry_line(const FlowCard& card) {
  CardBox box;
  const double inner = kEntryCardWidth - 2 * kCardPadding - 2;
  const double share_width = card.reach ? 34 : 0;
  CardRows rows(inner);
  rows.add_space(4);
  const std::string name =
      wrap_text(card.label, kSmallSize, inner - share_width - 2, 1, Weight::bold).front();
  const double height = line_height(name, kSmallSize);
  std::string cells =
      text_cell(name, inner - share_width, height, {kSmallSize, kInk.light, true, "LEFT"});
  if (card.reach) {
    cells += text_cell(picture_share(*card.reach), share_width, height,
                       {kSmallSize, kMuted.light, false, "RIGHT"});
  }
  rows.add_cells(cells, height);
  rows.add_space(5);
  box.html = rows.table(1, kHairline, kCard);
  box.width = kEntryCardWidth;
  box.height = rows.height() + 2;
  return box;
}

CardBox outcome_box(const FlowOutcome& outcome) {
  CardBox box;
  const double inner = kOutcomeWidth - 2 * kCardPadding - 4;
  const Colour ground = outcome.is_win ? kGood : kPaper;
  const Colour edge = outcome.is_win ? kGood : outcome.is_loss ? kExit : kFlow;
  const Colour ink = outcome.is_win ? kOnGood : outcome.is_loss ? kMuted : kInk;
  CardRows rows(inner);
  rows.add_space(7);
  if (outcome.reach) {
    rows.add_text(picture_share(*outcome.reach), kOutcomeNumberSize, ink, true, inner, 1, "CENTER");
    rows.add_space(1);
  }
  rows.add_text(outcome.label, kOutcomeNameSize, ink, true, inner, 2, "CENTER");
  rows.add_space(8);
  box.html = rows.table(2, edge, ground);
  box.width = kOutcomeWidth;
  box.height = rows.height() + 4;
  return box;
}

const ChipColours& chip_colours(std::string_view channel) {
  // Words that occur in channels, and the chip they share.
  static constexpr std::array<std::pair<std::string_view, std::size_t>, 26> kWordsOfChannels{{
      {"search", 1}, {"seo", 1},     {"social", 2},    {"video", 2},    {"mail", 3},
      {"news", 3},   {"partner", 4}, {"affiliate", 4}, {"referral", 4}, {"market", 4},
      {"person", 5}, {"phone", 5},   {"call", 5},      {"chat", 5},     {"store", 5},
      {"mouth", 5},  {"sales", 5},   {"branch", 5},    {"shop", 5},     {"meeting", 5},
      {"parcel", 6}, {"post", 6},    {"print", 6},     {"app", 7},      {"push", 7},
      {"sms", 7},
  }};
  for (const ChipColours& chip : kChips) {
    if (chip.channel == channel) return chip;
  }
  for (const auto& [part, chip] : kWordsOfChannels) {
    if (channel.find(part) != std::string_view::npos) return kChips[chip];
  }
  return kChips[0];
}

Colour feeling_colour(double feeling, double low, double high) {
  const double half = (high - low) / 2;
  const double place = half > 0 ? 2 * (feeling - (low + high) / 2) / half : 0;
  if (place < -1) return kBad;
  if (place < -0.35) return kBadSoft;
  if (place <= 0.35) return kNeutral;
  return place <= 1 ? kGoodSoft : kGood;
}

}  // namespace cairn
