// A Journey as a table for spreadsheets.
#pragma once

#include <string>

#include "journey/journey.h"

namespace cairn {

/// One row per flow line: from where to where, for whom, which share with its range and source.
/// RFC 4180 with CRLF, UTF-8 with a byte order mark so that spreadsheets know. Shares run from 0 to
/// 1, times are in days; texts that a spreadsheet would take for a formula begin with `'`.
std::string flow_table(const Journey& journey);

/// One cell of such a table.
std::string csv_text(std::string_view text);

}  // namespace cairn
