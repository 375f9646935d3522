// Colours, type sizes and spacing of every picture, in one place.
#pragma once

#include <array>
#include <string_view>

namespace cairn {

/// A role has one hex value of its own, so that the dark rules can find it by value: where two
/// roles look the same they differ by one unit.
struct Colour {
  std::string_view light;
  std::string_view dark;
};

inline constexpr Colour kPaper{"#ffffff", "#0f141a"};
inline constexpr Colour kCard{"#fffffe", "#202834"};
inline constexpr Colour kPill{"#fefefe", "#1a212a"};
inline constexpr Colour kBand{"#f4f6f9", "#171e26"};
inline constexpr Colour kHairline{"#d5dce4", "#34404d"};
inline constexpr Colour kInk{"#17202b", "#e9eef4"};
inline constexpr Colour kMuted{"#5b6876", "#a0adbb"};
inline constexpr Colour kFlow{"#7a8a9e", "#74869b"};
inline constexpr Colour kExit{"#b3bdc9", "#4a5766"};
inline constexpr Colour kGood{"#1b63c4", "#6aa9ff"};
inline constexpr Colour kGoodSoft{"#6fa3e8", "#3f78c4"};
inline constexpr Colour kOnGood{"#fffffd", "#0f141b"};  // text on a filled win
inline constexpr Colour kBad{"#b3470b", "#ff9a4d"};
inline constexpr Colour kBadSoft{"#e79a5b", "#b8672a"};
inline constexpr Colour kNeutral{"#9aa5b1", "#748191"};
inline constexpr Colour kGoodGround{"#e6effb", "#16294a"};
inline constexpr Colour kBadGround{"#fdeee2", "#3d2413"};
inline constexpr Colour kNew{"#6b4fc0", "#b49cff"};

/// Personas in file order, differing in lightness as well; in line charts each also has a marker
/// and a dash. From the fifth on they begin again.
inline constexpr std::array<Colour, 4> kPersonas{{
    {"#5b2a63", "#ffcdea"},
    {"#2aa198", "#2aa596"},
    {"#b58900", "#e0b94d"},
    {"#4b5563", "#9fabba"},
}};

/// Ground and text of a channel's chip. Each is at least 6.6:1.
struct ChipColours {
  std::string_view channel;
  Colour ground;
  Colour text;
};

inline constexpr std::array<ChipColours, 8> kChips{{
    {"web", {"#e5eaf2", "#28323f"}, {"#33475f", "#c8d4e3"}},
    {"search", {"#eae4f8", "#2f2850"}, {"#4f3a94", "#cdbfff"}},
    {"social", {"#f9e2ee", "#46203a"}, {"#8d2260", "#ffb3d9"}},
    {"email", {"#dcf1ee", "#123c3a"}, {"#0b5b57", "#8fe0d8"}},
    {"partner", {"#f4efd0", "#3a3410"}, {"#625204", "#e8d97a"}},
    {"person", {"#f1e3da", "#402a1d"}, {"#6d3a1c", "#f0bfa0"}},
    {"parcel", {"#e3efd8", "#27381a"}, {"#3c5717", "#bfe08f"}},
    {"app", {"#daeef7", "#13374a"}, {"#0b5573", "#93d6f5"}},
}};

inline constexpr std::array<Colour, 22> kRoles{
    kPaper,       kCard,        kPill,        kBand,        kHairline,  kInk,
    kMuted,       kFlow,        kExit,        kGood,        kGoodSoft,  kOnGood,
    kBad,         kBadSoft,     kNeutral,     kGoodGround,  kBadGround, kNew,
    kPersonas[0], kPersonas[1], kPersonas[2], kPersonas[3],
};

// Type sizes in points.
inline constexpr double kTitleSize = 23;
inline constexpr double kSubtitleSize = 12.5;
inline constexpr double kStageSize = 15;
inline constexpr double kStageNumberSize = 13;
inline constexpr double kNameSize = 14;
inline constexpr double kEntryNameSize = 12.5;
inline constexpr double kLineLabelSize = 11.5;
inline constexpr double kSmallSize = 11;
inline constexpr double kFeelingSize = 10;
inline constexpr double kChipSize = 8.5;
inline constexpr double kOutcomeNumberSize = 18;
inline constexpr double kOutcomeNameSize = 11.5;

// Spacing in points.
inline constexpr double kCardWidth = 174;       // outside
inline constexpr double kStageCardWidth = 232;  // of a card that stands for a whole stage
inline constexpr double kEntryCardWidth = 150;
inline constexpr double kOutcomeWidth = 138;
inline constexpr double kCardPadding = 12;
inline constexpr double kBandMargin = 22;  // between a card and the edge of its band
inline constexpr double kBandGap = 20;     // between two bands
inline constexpr double kPageMargin = 22;

}  // namespace cairn
