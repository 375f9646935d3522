// Figures as people read them, the same in tables and pictures (language.md 9.26).
#pragma once

#include <string>
#include <string_view>

#include "journey/parameter.h"
#include "journey/prediction.h"

namespace cairn {

/// The figure an answer is told by: the mean over worlds. Where the bracket of a solved figure is
/// wider than the noise of the walk, the walk's figure, which then is the better known, moved by
/// what doubt does to the mean.
double headline(const Answer& answer);

/// A figure in its unit; "–" if there is none.
std::string format_figure(double value, Unit unit, std::string_view currency);

/// The distance between two figures, without sign: "0.14pp", "19 000 EUR", "2.1 d".
std::string format_distance(double distance, Unit unit, std::string_view currency);

/// "3.5% to 4.2%"; empty where both ends print alike, for such a range says nothing.
std::string format_range(double low, double high, Unit unit, std::string_view currency);

/// "+1.08pp", "−0.12 EUR", "+34 people"; "0" where nothing changes at all.
std::string shown_change(double change, Unit unit, const std::string& currency);

/// "+0.9 to +1.2pp"; empty where both ends print alike.
std::string shown_change_range(double low, double high, Unit unit, const std::string& currency);

/// "97%", ">99%", "<1%".
std::string chance_words(double chance);

}  // namespace cairn
