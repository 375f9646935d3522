// The five figures under the headline, today and with every set of fixes the reader may tick.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "render/page/page_input.h"

namespace cairn {

/// A figure as it stands with one set of fixes. `sense`: the change is for the better (1), for the
/// worse (-1) or neither.
struct TileFigure {
  std::optional<double> value;  // as `cairn compare --json` has it
  std::string text, range;
  std::string change, change_range;  // against today; empty today
  int sense = 0;
};

struct Tile {
  std::string id;
  std::string name;
  std::vector<TileFigure> figures;  // by combination, today first
};

/// Conversion, customers, profit per entrant, median time to the conversion, and how many leave at
/// the largest leak; those that the journey has.
std::vector<Tile> make_tiles(const PageInput& input);

/// Today's, for the page.
std::vector<PageTile> tiles_today(const std::vector<Tile>& tiles);

}  // namespace cairn
