#include "journey/metric_name.h"

#include <cmath>
#include <fmt/format.h>
#include <string_view>

namespace cairn {
namespace {

std::string_view stat_prefix(Stat stat) {
  switch (stat) {
    case Stat::none:
      return "";
    case Stat::mean:
      return "mean ";
    case Stat::median:
      return "median ";
    case Stat::p10:
      return "p10 ";
    case Stat::p90:
      return "p90 ";
  }
  return "";
}

/// The word of a metric; those that ask "of what" end in the preposition that leads to it.
std::string_view kind_words(const Metric& metric) {
  switch (metric.kind) {
    case Metric::Kind::conversion:
      return "conversion";
    case Metric::Kind::reach:
      return "reach";
    case Metric::Kind::exits:
      return "exits at";
    case Metric::Kind::visits:
      return "visits of";
    case Metric::Kind::touches:
      return "touches to";
    case Metric::Kind::time_to:
      return "time to";
    case Metric::Kind::time_at:
      return "time at";
    case Metric::Kind::revenue:
      return "revenue";
    case Metric::Kind::cost:
      return "cost";
    case Metric::Kind::profit:
      return "profit";
    case Metric::Kind::value:
      return "value";
    case Metric::Kind::emotion:
      return metric.place.is_valid() ? "emotion at" : "emotion";
    case Metric::Kind::nps:
      return metric.place.is_valid() ? "nps at" : "nps";
    case Metric::Kind::roi:
      return "roi of";
    case Metric::Kind::payback:
      return "payback of";
    case Metric::Kind::sample:
      return "sample of";
    case Metric::Kind::duration:
      return "duration of";
  }
  return "";
}

std::string time_unit_name(double days) {
  struct Row {
    double days;
    std::string_view name;
  };
  // language.md R3: month = 30.4375 days, year = 365.25.
  constexpr Row kRows[] = {{1.0 / 86'400, "second"},
                           {1.0 / 1'440, "minute"},
                           {1.0 / 24, "hour"},
                           {1, "day"},
                           {7, "week"},
                           {30.4375, "month"},
                           {365.25, "year"}};
  for (const Row& row : kRows) {
    if (std::abs(days - row.days) < 1e-9 * row.days) return std::string(row.name);
  }
  return fmt::format("{:.12g} days", days);
}

std::string per_words(const Metric& metric) {
  switch (metric.per) {
    case Per::none:
      return "";
    case Per::entrant:
      return " per entrant";
    case Per::customer:
      return " per customer";
    case Per::time:
      return " per " + time_unit_name(metric.per_days);
  }
  return "";
}

bool waits(const Metric& metric) {
  return metric.kind == Metric::Kind::time_to || metric.kind == Metric::Kind::touches;
}

}  // namespace

std::string metric_words(const Metric& metric) {
  std::string words =
      fmt::format("{}{}{}", stat_prefix(metric.stat), kind_words(metric), per_words(metric));
  if (waits(metric) && metric.to == Metric::To::end) words += " end";
  if (waits(metric) && metric.to == Metric::To::conversion) words += " conversion";
  return words;
}

std::string metric_subject(const Journey& journey, const Metric& metric) {
  if (metric.place.is_valid()) return journey.places[metric.place].heading.name;
  return metric.subject;
}

std::string metric_name(const Journey& journey, const Metric& metric) {
  const std::string subject = metric_subject(journey, metric);
  return subject.empty() ? metric_words(metric) : metric_words(metric) + " " + subject;
}

std::string groups_name(const Journey& journey, const std::vector<Group>& groups) {
  if (groups.empty()) return "all";
  std::string name;
  for (const Group& group : groups) {
    if (!name.empty()) name += ", ";
    for (std::size_t i = 0; i < group.traits.size(); ++i) {
      if (i > 0) name += " ";
      name += trait_name(journey, group.traits[i]);
    }
  }
  return name;
}

std::string trait_name(const Journey& journey, const Trait& trait) {
  if (trait.persona.is_valid()) return journey.personas[trait.persona].heading.name;
  if (trait.source.is_valid()) return journey.sources[trait.source].heading.name;
  if (trait.channel.is_valid()) return journey.channels[trait.channel].name;
  if (trait.device.is_valid()) return journey.devices[trait.device].name;
  return "";
}

}  // namespace cairn
