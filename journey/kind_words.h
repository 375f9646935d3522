// What the kinds of a Journey are called, in dumps, JSON (docs/journey.schema.json), CSV and diffs.
#pragma once

#include <string_view>

#include "journey/journey.h"

namespace cairn {

std::string_view unit_word(Unit unit);
std::string_view law_word(Law law);
std::string_view text_word(TextLine::Kind kind);
std::string_view flow_word(FlowLine::Kind kind);
std::string_view basis_word(MoneyLine::Basis basis);
std::string_view memory_word(MemoryLine::Kind kind);
std::string_view counts_word(Counts counts);
std::string_view change_word(Change::Kind kind);
std::string_view place_word(ChangePlace::Kind kind);

}  // namespace cairn
