// Slopes, by every written number, of what follow-up questions answer (conditional.h, removal.h).
//
// How many touches a buyer needs has slopes as a mean (conversion_touches over conversion, see
// ratio_gradient); its median and other quantiles are whole numbers, which jump and have none.
#pragma once

#include <cstdint>
#include <optional>

#include "simulator/exact/parameter_gradient.h"

namespace cairn {

/// Which of those who come to x and to y count.
enum class GivenOrder : std::uint8_t { ever, x_first };

/// Of those in the group who come to x, the share that comes to y. Nothing if nobody comes to x.
std::optional<FigureSlopes> given_gradient(const MixCase& mix, PlaceId x, PlaceId y,
                                           GivenOrder order);

/// As RemovalEffect, per entrant of the group; converts_after: lost, of those who come there.
enum class RoleFigure : std::uint8_t { lost, passed_on, converts_after };

/// Nothing for converts_after where nobody comes. For passed_on a step that has no way but to the
/// place keeps its customers from converting; the numbers of such a step have no slope.
std::optional<FigureSlopes> role_gradient(const MixCase& mix, PlaceId place, RoleFigure figure);

}  // namespace cairn
