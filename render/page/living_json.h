// The data that the script of the page reads (#cairn-data), as JSON.
#pragma once

#include <string>
#include <vector>

#include "render/page/chart_data.h"
#include "render/page/page_input.h"
#include "render/page/tiles.h"

namespace cairn {

std::string living_json(const PageInput& input, const std::vector<Tile>& tiles);

}  // namespace cairn
