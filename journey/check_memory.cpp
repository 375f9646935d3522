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

void blame_classes(const Journey& journey, std::uint64_t class_count, Diagnostics& diagnostics) {
  Diagnostic diagnostic{Code::E415, journey.frame.heading.name_span, "", "", {}, {}, {}, {}};
  diagnostic.message = fmt::format(
      "there are {} kinds of customers, one for each persona, source and device that a "
      "`for` can tell apart; the limit is {}",
      format_count(static_cast<std::int64_t>(class_count)),
      format_count(static_cast<std::int64_t>(kDefaultStateLimit)));
  diagnostic.help = {
      "use `for` with a channel or a persona instead of many sources, or merge personas"};
  diagnostics.add(std::move(diagnostic));
}

void blame_count(const Journey& journey, const MemoryLayout::CountField& field,
                 const std::string& found, Diagnostics& diagnostics) {
  const std::string name = journey.places[field.place].heading.name;
  Diagnostic diagnostic{Code::E415, field.asked_at, "", "", {}, {}, {}, {}};
  diagnostic.message =
      fmt::format("{}; `visited {} {} times` alone multiplies by {}", found, name,
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

// A place nobody comes to is a finding of its own where ways are judged.
bool is_explained(const CheckGround& ground, const Scope& scope, Level level) {
  return level != Level::draw && std::any_of(scope.conditions.begin(), scope.conditions.end(),
                                             [&](const Condition& condition) {
                                               return condition.place.is_valid() &&
                                                      !condition.is_negated &&
                                                      ground.sites[condition.place.index].empty();
                                             });
}

}  // namespace

void check_memory(const Journey& journey, const StateSpaces& spaces, Diagnostics& diagnostics) {
  if (spaces.is_complete) return;
  const std::uint64_t class_count = count_classes(journey);
  if (class_count > kDefaultStateLimit) return blame_classes(journey, class_count, diagnostics);
  const MemoryLayout layout = layout_memory(journey);
  const std::string found =
      layout.total_bits > 64
          ? fmt::format("customers would have to remember {} bits, and 64 is the limit",
                        layout.total_bits)
          : fmt::format("memory makes more than {} states",
                        format_count(static_cast<std::int64_t>(kDefaultStateLimit)));
  const MemoryLayout::CountField* count = largest_count(layout);
  if (count != nullptr && (count->most >= 4 || layout.flags.size() < 8)) {
    return blame_count(journey, *count, found, diagnostics);
  }
  if (!layout.flags.empty()) return blame_flags(journey, layout, found, diagnostics);
  if (class_count > 100) return blame_classes(journey, class_count, diagnostics);
  Diagnostic diagnostic{Code::E415, journey.frame.heading.name_span, found, "", {}, {}, {}, {}};
  diagnostic.help = {"split the journey into several specs, or leave out steps"};
  diagnostics.add(std::move(diagnostic));
}

void check_guards(const CheckGround& ground, Level level, Diagnostics& diagnostics) {
  const Journey& journey = ground.journey;
  for (const NeverFits& never : ground.spaces.never) {
    if (is_explained(ground, *never.scope, level)) continue;
    const bool has_customers = std::any_of(
        ground.spaces.spaces.begin(), ground.spaces.spaces.end(), [&](const StateSpace& space) {
          return fits_any(journey, space.customer, never.scope->groups);
        });
    Diagnostic diagnostic{Code::W416, never.scope->span, "", "", {}, {}, {}, {}};
    if (!has_customers) {
      Scope who = *never.scope;
      who.conditions.clear();
      diagnostic.message = fmt::format("`{}` fits nobody", scope_text(journey, who));
      diagnostic.help = {
          "names side by side must all fit; with a comma between them either will do"};
    } else {
      diagnostic.message =
          fmt::format("`{}` can never be true at {}", scope_text(journey, *never.scope),
                      quoted_name(journey, never.site));
      diagnostic.caption = "no way leads here like that";
    }
    diagnostics.add(std::move(diagnostic));
  }
}

}  // namespace cairn
