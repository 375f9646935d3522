// Which things of an old journey live on under another name, because the new one says `was`.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "journey/journey.h"

namespace cairn {

using Renames = std::unordered_map<std::string, std::string>;  // old name -> new name

/// Of one kind of things: where the new side says `was` and nothing else bears either name.
template <class Items>
Renames find_renames(const Items& before, const Items& after) {
  std::unordered_set<std::string_view> old_names, new_names;
  for (const auto& item : before) old_names.insert(item.heading.name);
  for (const auto& item : after) new_names.insert(item.heading.name);
  Renames renames;
  for (const auto& item : after) {
    const Heading& heading = item.heading;
    const bool is_rename = !heading.was.empty() && old_names.contains(heading.was) &&
                           !new_names.contains(heading.was) && !old_names.contains(heading.name);
    if (is_rename) renames.try_emplace(heading.was, heading.name);
  }
  return renames;
}

}  // namespace cairn
