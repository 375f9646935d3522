// `30.000` by people who write thirty thousand like that: W314.
#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <string_view>

#include "base/text.h"
#include "compiler/evaluate_parts.h"
#include "grammar/ast.h"

namespace cairn {
namespace {

/// One to three digits, not 0 alone, then a dot and just three.
bool has_look_of_thousands(std::string_view number) {
  const std::size_t dot = number.find('.');
  if (dot == std::string_view::npos || dot < 1 || dot > 3 || number.size() != dot + 4) return false;
  if (number.front() == '0') return false;
  return std::all_of(number.begin(), number.end(),
                     [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
}

}  // namespace

void warn_dotted_thousands(const Quantity& quantity, Unit unit, Diagnostics& diagnostics) {
  // Shares and factors do have three decimals; amounts, people and times hardly ever.
  const bool may_be_large = unit == Unit::money || unit == Unit::people || unit == Unit::days;
  const Node written = view_quantity(quantity.node).number;
  if (!may_be_large || !written || !has_look_of_thousands(written.text())) return;
  std::string grouped(written.text());
  std::replace(grouped.begin(), grouped.end(), '.', ' ');
  Diagnostic warning{Code::W314, written.span(), {}, {}, {}, {}, {}, {}};
  warning.message = fmt::format("`{}` is read as {}, for a dot begins the decimals", written.text(),
                                format_number(to_double(quantity.number)));
  warning.help = {fmt::format("write `{}` for thousands, or leave out the last decimal", grouped)};
  diagnostics.add(std::move(warning));
}

}  // namespace cairn
