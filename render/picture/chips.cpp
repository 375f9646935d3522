#include "render/picture/chips.h"

#include <array>
#include <cstddef>
#include <utility>

namespace cairn {

const ChipColours& channel_colours(std::string_view channel) {
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

std::string channel_words(std::string_view channel) {
  std::string words;
  for (const char c : channel) {
    if (c == '-' || c == '_') {
      words += ' ';
    } else {
      words += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
  }
  return words;
}

Colour emotion_colour(double feeling, double low, double high) {
  const double half = (high - low) / 2;
  const double place = half > 0 ? 2 * (feeling - (low + high) / 2) / half : 0;
  if (place < -1) return kBad;
  if (place < -0.35) return kBadSoft;
  if (place <= 0.35) return kNeutral;
  return place <= 1 ? kGoodSoft : kGood;
}

}  // namespace cairn
