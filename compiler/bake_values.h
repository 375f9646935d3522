// Values of lines after changes, as text, and where in a line they stand. Private to the room.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/bake_parts.h"

namespace cairn {

struct ValueKind {
  Unit unit = Unit::share;
  WovenNumber::Clip clip = WovenNumber::Clip::none;
  /// Whether a range is what we do not know. In a time it is how people differ.
  bool may_doubt = true;
};

struct WrittenValue {
  std::string text;   // as it stands in the line
  std::string shown;  // the best estimate, where the text is a range
  bool is_doubt_lost = false;
};

/// One number that is not the number of a law.
WrittenValue write_number(const BakeGround& ground, const Spread& number, const ValueKind& kind,
                          Node old, int extra_digits = 0);

/// A line's amount after changes; `old` is what it replaces (or nothing).
WrittenValue write_changed(BakeGround& ground, Draft& draft, const ValueKind& kind, Node old,
                           const std::optional<Amount>& before, double otherwise,
                           const std::vector<ChangeRef>& changes);
/// The same for an assumption that changes wherever it is used.
WrittenValue write_assumed(BakeGround& ground, Draft& draft, const ValueKind& kind, Node old,
                           ParameterId id, const std::vector<ChangeRef>& changes);

/// The number of a line: its value, amount, feeling or cause. Empty for a lone arrow.
Node number_node(Node line);
void put_value(Draft& draft, Node line, Node number, const std::string& text);
/// "checkout -> order: 418 of 1 024 becomes 43.9% (41.2% to 46.6%)".
std::string became_text(const Draft& draft, Node line, Node number, const WrittenValue& value);

/// A new flow line before the `rest` line, or behind all others.
void insert_flow(const BakeGround& ground, Draft& draft, const Site& site, std::string_view text);
/// A new line under a place, before its flows.
void insert_at_place(const BakeGround& ground, Draft& draft, PlaceId place, std::string_view text);

}  // namespace cairn
