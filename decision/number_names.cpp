#include "decision/number_names.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace cairn {
namespace {

using Labels = std::unordered_map<std::string_view, std::string_view>;

Labels find_labels(const Journey& journey) {
  Labels labels;
  const auto add = [&](const auto& table) {
    for (const auto& one : table) labels.emplace(one.heading.name, one.heading.label);
  };
  add(journey.places);
  add(journey.personas);
  add(journey.sources);
  add(journey.fixes);
  add(journey.scenarios);
  for (const Pain& pain : journey.pains) labels.emplace(pain.name, pain.label);
  return labels;
}

/// Parts of a key: "touchpoint checkout", "-> order", "for mobile".
std::vector<std::string_view> parts_of(std::string_view key, char mark) {
  std::vector<std::string_view> parts;
  while (!key.empty()) {
    const std::size_t end = std::min(key.find(mark), key.size());
    if (end > 0) parts.push_back(key.substr(0, end));
    key.remove_prefix(std::min(end + 1, key.size()));
  }
  return parts;
}

/// A part begins with a word of the language or an arrow; what follows may be names.
std::string with_labels(std::string_view part, const Labels& labels) {
  std::string text;
  for (const std::string_view word : parts_of(part, ' ')) {
    const auto found = text.empty() ? labels.end() : labels.find(word);
    if (!text.empty()) text += ' ';
    text += found != labels.end() ? found->second : word == "->" ? "→" : word;
  }
  return text;
}

std::string number_label(const Parameter& parameter, const Labels& labels) {
  const std::vector<std::string_view> parts = parts_of(parameter.key, '|');
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    std::string words = with_labels(parts[i], labels);
    // Whether it is a touchpoint or a persona, the label says.
    if (i == 0) words.erase(0, std::min(words.find(' ') + 1, words.size()));
    text += (i == 0 ? "" : i == 1 ? ": " : " ") + words;
  }
  return text;
}

}  // namespace

std::string number_name(const Parameter& parameter) {
  const std::vector<std::string_view> parts = parts_of(parameter.key, '|');
  std::string name;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    constexpr std::string_view kTouchpoint = "touchpoint ";
    std::string_view words = parts[i];
    if (i == 0 && words.starts_with(kTouchpoint)) words.remove_prefix(kTouchpoint.size());
    name += (i == 0 ? "" : i == 1 ? ": " : " ") + std::string(words);
  }
  return name;
}

std::vector<std::string> number_labels(const Journey& journey) {
  const Labels labels = find_labels(journey);
  std::vector<std::string> names;
  for (const Parameter& parameter : journey.parameters) {
    names.push_back(number_label(parameter, labels));
  }
  return names;
}

}  // namespace cairn
