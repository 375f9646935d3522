// Messages that go out to people need a permission or a contract (R20): W414.
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <string_view>

#include "base/text.h"
#include "journey/checks.h"

namespace cairn {
namespace {

/// The plain name of an outbound channel, however it is written ("E-Mail" is email); empty for
/// any other channel.
std::string_view outbound_name(const Channel& channel) {
  static constexpr std::array<std::string_view, 4> kOutbound = {"email", "sms", "push",
                                                                "retargeting"};
  std::string form = look_alike_form(channel.name);
  form.erase(std::remove_if(form.begin(), form.end(), [](char c) { return c == '-' || c == '_'; }),
             form.end());
  const auto found = std::find(kOutbound.begin(), kOutbound.end(), form);
  return found == kOutbound.end() ? std::string_view() : *found;
}

struct Messages {
  std::vector<PlaceId> all;
  std::vector<PlaceId> unguarded;
  std::vector<std::string> flags;  // that they require, each once
};

std::map<std::string_view, Messages> find_messages(const Journey& journey) {
  std::vector<std::string_view> names;
  for (const Channel& channel : journey.channels) names.push_back(outbound_name(channel));
  std::map<std::string_view, Messages> found;
  for (std::size_t i = 0; i < journey.places.size(); ++i) {
    const PlaceId id = journey.places.id_at(i);
    const Place& place = journey.places[id];
    if (!place.channel.is_valid() || names[place.channel.index].empty()) continue;
    Messages& messages = found[names[place.channel.index]];
    messages.all.push_back(id);
    if (place.requires_lines.empty()) messages.unguarded.push_back(id);
    for (const RequiresLine& line : place.requires_lines) {
      const std::string& flag = journey.flags[line.flag].name;
      if (std::find(messages.flags.begin(), messages.flags.end(), flag) == messages.flags.end()) {
        messages.flags.push_back(flag);
      }
    }
  }
  return found;
}

}  // namespace

void check_outbound(const Journey& journey, Diagnostics& diagnostics) {
  for (const auto& [name, messages] : find_messages(journey)) {
    if (messages.unguarded.empty()) continue;
    // One channel, one message: usually all of them lack the same permission.
    const std::size_t count = messages.unguarded.size();
    std::vector<std::string> names;
    for (const PlaceId place : messages.unguarded) {
      names.push_back(quoted_name(journey.places[place].heading));
    }
    Diagnostic diagnostic{Code::W414, {}, "", "", {}, {}, {}, {}};
    diagnostic.span = journey.places[messages.unguarded.front()].heading.name_span;
    diagnostic.message =
        fmt::format("{} {} to people by {} and {} no `requires` line", list_text(names),
                    count == 1 ? "goes out" : "go out", name, count == 1 ? "has" : "have");
    for (std::size_t i = 1; i < count && i < 6; ++i) {
      diagnostic.labels.push_back({journey.places[messages.unguarded[i]].heading.name_span, ""});
    }
    const std::string flag =
        messages.flags.empty() ? "consent-" + std::string(name) : messages.flags.front();
    diagnostic.help = {
        "say which permission or contract allows it; cairn then proves that all "
        "who come have it",
        "+   requires " + flag};
    if (messages.flags.empty()) {
      diagnostic.help.push_back("and where people give it: `sets " + flag + " 30%`");
    }
    diagnostics.add(std::move(diagnostic));
  }
}

std::string describe_outbound(const Journey& journey) {
  std::string text;
  for (const auto& [name, messages] : find_messages(journey)) {
    const std::size_t count = messages.all.size();
    text += fmt::format("{}{} ({}", text.empty() ? "" : ", ", name,
                        count == 1 ? "1 touchpoint" : fmt::format("{} touchpoints", count));
    if (!messages.flags.empty()) text += ", requires " + list_text(messages.flags);
    if (!messages.unguarded.empty()) {
      text += messages.flags.empty()
                  ? ", nothing required"
                  : fmt::format(", {} without `requires`", messages.unguarded.size());
    }
    text += ")";
  }
  return text;
}

}  // namespace cairn
