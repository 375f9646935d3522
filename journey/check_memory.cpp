// How much customers carry along (E415), and guards that nobody ever fits (W416).
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "base/text.h"
#include "journey/checks.h"

namespace cairn {
namespace {

const MemoryLayout::CountField* largest_count(const MemoryLayout& layout) {
  const auto found = std::max_element(layout.counts.begin(), layout.counts.end(),
                                      [](const auto& a, const auto& b) { return a.most < b.most; });
  return found == layout.counts.end() ? nullptr : &*found;
}

void blame_classes(const Journey& journey, std::uint64_t class_count, std::size_t state_limit,
                   const std::string& found, Diagnostics& diagnostics) {
  Diagnostic diagnostic{Code::E415, journey.frame.heading.name_span, "", "", {}, {}, {}, {}};
  const std::string count = format_count(static_cast<std::int64_t>(class_count));
  diagnostic.message =
      class_count > state_limit
          ? fmt::format(
                "there are {} kinds of customers, one for each persona, source and device "
                "that a `for` can tell apart; the limit is {}",
                count, format_count(static_cast<std::int64_t>(state_limit)))
          : fmt::format(
                "{}; {} kinds of customers multiply by that: one for each persona, source "
                "and device that a `for` can tell apart",
                found, count);
  diagnostic.help = {
      "use `for` with a channel or a persona instead of many sources, or merge personas"};
  diagnostics.add(std::move(diagnostic));
}

void blame_count(const Journey& journey, const MemoryLayout::CountField& field,
                 const std::string& found, Diagnostics& diagnostics) {
  const std::string name = journey.places[field.place].heading.name;
  Diagnostic diagnostic{Code::E415, field.asked_at, "", "", {}, {}, {}, {}};
  diagnostic.message =
      fmt::format("{}; `visited {} {} times` alone multiplies by up to {}", found, name,
                  format_count(field.most), format_count(std::int64_t{field.most} + 1));
  diagnostic.caption = "every number of visits up to this one is remembered";
  diagnostic.help = {
      field.most > 12
          ? fmt::format("a smaller number says nearly the same: `visited {} 12 times`", name)
          : "ask for fewer visits, flags or places"};
  diagnostics.add(std::move(diagnostic));
}

void blame_flags(const Journey& journey, const MemoryLayout& layout, const std::string& found,
                 Diagnostics& diagnostics) {
  Diagnostic diagnostic{Code::E415, {}, "", "", {}, {}, {}, {}};
  diagnostic.message =
      fmt::format("{}; {} flags alone multiply by up to {}", found, layout.flags.size(),
                  format_number(std::pow(2.0, static_cast<double>(layout.flags.size()))));
  for (const MemoryLayout::FlagField& field : layout.flags) {
    const Flag& flag = journey.flags[field.flag];
    if (flag.uses.empty()) continue;
    if (!diagnostic.span.is_valid()) {
      diagnostic.span = flag.uses.front();
    } else if (diagnostic.labels.size() < 5) {
      diagnostic.labels.push_back({flag.uses.front(), ""});
    }
  }
  diagnostic.help = {"clear flags where they no longer matter, or make several of them one"};
  diagnostics.add(std::move(diagnostic));
}

void blame_lasts(const Journey& journey, const MemoryLayout& layout, const std::string& found,
                 Diagnostics& diagnostics) {
  Diagnostic diagnostic{Code::E415, journey.frame.heading.name_span, "", "", {}, {}, {}, {}};
  diagnostic.message =
      fmt::format("{}; `last` with {} different places alone multiplies by up to {}", found,
                  layout.lasts.size(), layout.lasts.size() + 1);
  diagnostic.help = {"ask with `when last …` for fewer places"};
  diagnostics.add(std::move(diagnostic));
}

// How many states there would be; known before any of them is built.
std::string found_text(const MemoryLayout& layout, double bound, std::size_t state_limit) {
  const std::string limit = format_count(static_cast<std::int64_t>(state_limit));
  if (layout.total_bits > 64) {
    return fmt::format("customers would have to remember {} bits, and 64 is the limit",
                       layout.total_bits);
  }
  if (bound >= 1e15) return fmt::format("memory makes more than {} states", limit);
  if (bound <= static_cast<double>(state_limit)) {
    return "flags set by chance make more ways than can be kept";
  }
  // Three digits are enough of a number that is a bound.
  return fmt::format("memory makes up to {} states, and {} is the limit", format_number(bound),
                     limit);
}

// A place nobody comes to is a finding of its own where ways are judged.
bool is_explained(const CheckGround& ground, const Scope& scope, Level level) {
  return level != Level::draw && std::any_of(scope.conditions.begin(), scope.conditions.end(),
                                             [&](const Condition& condition) {
                                               return condition.place.is_valid() &&
                                                      !condition.is_negated &&
                                                      ground.sites[condition.place.index].empty();
                                             });
}

void report_nobody(const Journey& journey, const Scope& scope, Diagnostics& diagnostics) {
  Scope who = scope;
  who.conditions.clear();
  Diagnostic diagnostic{Code::W416, scope.span, "", "", {}, {}, {}, {}};
  diagnostic.message = fmt::format("`{}` fits nobody", scope_text(journey, who));
  diagnostic.help = {"names side by side must all fit; with a comma between them either will do"};
  diagnostics.add(std::move(diagnostic));
}

// Shares decide who comes, so they are looked at apart from what happens to those who came.
void check_entry_guards(const Journey& journey, Diagnostics& diagnostics) {
  std::vector<PersonaId> personas = {PersonaId{}};
  if (!journey.personas.empty()) personas.clear();
  for (std::size_t i = 0; i < journey.personas.size(); ++i) {
    personas.push_back(journey.personas.id_at(i));
  }
  std::vector<SourceId> sources;
  for (std::size_t i = 0; i < journey.sources.size(); ++i) {
    sources.push_back(journey.sources.id_at(i));
  }
  const auto fits_some = [&](const Scope& scope, const std::vector<SourceId>& by) {
    return scope.groups.empty() ||
           std::any_of(personas.begin(), personas.end(), [&](PersonaId persona) {
             return std::any_of(by.begin(), by.end(), [&](SourceId source) {
               return fits_any(journey, {persona, source, {}}, scope.groups);
             });
           });
  };
  for (const Source& source : journey.sources) {
    for (const ShareLine& line : source.shares) {
      if (!fits_some(line.scope, {SourceId{}})) report_nobody(journey, line.scope, diagnostics);
    }
  }
  for (const Device& device : journey.devices) {
    for (const Device::Line& line : device.lines) {
      if (fits_some(line.share.scope, sources)) continue;
      report_nobody(journey, line.share.scope, diagnostics);
    }
  }
}

}  // namespace

void check_memory(const Journey& journey, const StateSpaces& spaces, std::size_t state_limit,
                  Diagnostics& diagnostics) {
  if (spaces.is_complete) return;
  const std::uint64_t class_count = count_classes(journey);
  if (class_count > state_limit) {
    return blame_classes(journey, class_count, state_limit, "", diagnostics);
  }
  const MemoryLayout layout = layout_memory(journey);
  const std::string found = found_text(layout, spaces.state_bound, state_limit);
  // What multiplies most is to blame.
  const MemoryLayout::CountField* count = largest_count(layout);
  const double by_count = count == nullptr ? 1 : count->most + 1.0;
  const double by_flags = std::pow(2.0, static_cast<double>(layout.flags.size()));
  const double by_lasts = static_cast<double>(layout.lasts.size()) + 1;
  const double most = std::max({by_count, by_flags, by_lasts});
  const bool has_many_classes = static_cast<double>(class_count) > most;
  if (has_many_classes && class_count > 1) {
    return blame_classes(journey, class_count, state_limit, found, diagnostics);
  }
  if (most > 1 && most == by_count) return blame_count(journey, *count, found, diagnostics);
  if (most > 1 && most == by_flags) return blame_flags(journey, layout, found, diagnostics);
  if (most > 1) return blame_lasts(journey, layout, found, diagnostics);
  Diagnostic diagnostic{Code::E415, journey.frame.heading.name_span, found, "", {}, {}, {}, {}};
  diagnostic.help = {"split the journey into several specs, or leave out steps"};
  diagnostics.add(std::move(diagnostic));
}

void check_guards(const CheckGround& ground, Level level, Diagnostics& diagnostics) {
  const Journey& journey = ground.journey;
  check_entry_guards(journey, diagnostics);
  for (const NeverFits& never : ground.spaces.never) {
    if (is_explained(ground, *never.scope, level)) continue;
    const bool has_customers = std::any_of(
        ground.spaces.spaces.begin(), ground.spaces.spaces.end(), [&](const StateSpace& space) {
          return fits_any(journey, space.customer, never.scope->groups);
        });
    if (!has_customers) {
      report_nobody(journey, *never.scope, diagnostics);
      continue;
    }
    Diagnostic diagnostic{Code::W416, never.scope->span, "", "", {}, {}, {}, {}};
    diagnostic.message =
        fmt::format("`{}` can never be true at {}", scope_text(journey, *never.scope),
                    quoted_name(journey, never.site));
    diagnostic.caption = "no way leads here like that";
    diagnostics.add(std::move(diagnostic));
  }
}

}  // namespace cairn
