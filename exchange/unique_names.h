// Names for a spec, made from texts.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace cairn {

/// Gives each text a name that no other has, not even one that looks alike.
class UniqueNames {
 public:
  /// `is_reserved` tells the words that cannot be names.
  explicit UniqueNames(bool (*is_reserved)(std::string_view)) : is_reserved_(is_reserved) {}

  /// "Sit down" -> "sit-down", then "sit-down-2"; `kind` ("step") goes before what cannot stand
  /// alone: "step-2nd-visit".
  std::string make(std::string_view text, std::string_view kind);

 private:
  bool (*is_reserved_)(std::string_view);
  std::unordered_set<std::string> taken_;                  // look-alike forms
  std::unordered_map<std::string, unsigned> next_number_;  // by name: the suffix to try
};

}  // namespace cairn
