// What the answer hangs on, and what is believed with which evidence.
#pragma once

#include <optional>

#include "render/page/page_input.h"

namespace cairn {

/// How well a number is founded.
enum class Evidence : std::uint8_t { measured, sourced, assumed };

/// measured: counted, `n of m`; sourced: somebody says so (`from`); else assumed.
Evidence evidence_of(const Parameter& parameter);

/// Every assumption and every number with doubt, those that matter most first, then as written.
/// Nothing if there are none.
std::optional<PageSection> make_assumptions(const PageInput& input);

/// The tornado as data and as a table; nothing where nothing is uncertain.
std::optional<HangsOnData> hangs_on_data(const PageInput& input);
std::optional<PageChart> hangs_on_chart(const PageInput& input);

}  // namespace cairn
