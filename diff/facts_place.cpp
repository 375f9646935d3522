// Facts of touchpoints and outcomes.
#include <fmt/format.h>
#include <utility>

#include "diff/fact_writer.h"
#include "journey/kind_words.h"

namespace cairn {
namespace {

/// What a place is, apart from what happens there.
void add_nature(FactWriter& writer, const Place& place, const char* kind) {
  const Journey& journey = writer.journey();
  const Span span = place.heading.span;
  writer.add_single(DiffTopic::model, "kind", text_value(kind), span).is_in_heading = true;
  if (place.counts != Counts::nothing && place.heading.span.is_valid()) {
    writer.add_single(DiffTopic::model, "counts as",
                      text_value(std::string(counts_word(place.counts))), span);
  }
  if (place.channel.is_valid()) {
    writer.add_single(DiffTopic::model, "channel", text_value(journey.channels[place.channel].name),
                      span);
  }
  if (place.stage.is_valid()) {
    FactValue stage = text_value(journey.stages[place.stage].heading.name);
    stage.key = writer.names().stages[place.stage.index];
    writer.add_single(DiffTopic::words, "stage", std::move(stage), span);
  }
}

void add_pain(FactWriter& writer, const Pain& pain) {
  const std::string word = pain.is_reason ? "reason" : "pain";
  const std::string about = word + " " + pain.name;
  Fact& fact = writer.add(DiffTopic::model, "pain", about, pain.name, pain.scope, text_value(word),
                          pain.span);
  fact.key = fact.loose_key;
  fact.value = text_value(fact.subject.substr(0, word.size()) + fact.subject.substr(about.size()));
  fact.value.key = word + writer.scope(pain.scope.groups, pain.scope.conditions).key;
  fact.line = fmt::format("{} {}", about, in_quotes(pain.label));
  if (pain.severity > 0) fact.line += fmt::format(" severity {}", pain.severity);
  fact.line += fact.subject.substr(about.size());
  fact.subject = about;
  const std::string owner = fact.key;
  const auto owned = [&](DiffTopic topic, const char* what, const std::string& name,
                         const Scope& scope, FactValue value, Span span) -> Fact& {
    Fact& part = writer.add(topic, what, name, pain.name, scope, std::move(value), span);
    part.owner_key = owner;
    return part;
  };
  const std::string label = writer.is_own_label(pain.name, pain.label) ? in_quotes(pain.label) : "";
  owned(DiffTopic::words, "pain label", about + " label", {}, text_value(label), pain.span);
  if (pain.severity > 0) {
    owned(DiffTopic::model, "severity", about + " severity", {},
          writer.values().plain(Unit::feeling, pain.severity), pain.span)
        .value.text = std::to_string(pain.severity);
  }
  for (const CauseLine& cause : pain.causes) {
    FactValue value = writer.values().number(cause.share);
    append(value, " of exits");
    Fact& part = owned(DiffTopic::model, "causes", about + " causes", cause.scope, std::move(value),
                       cause.span);
    part.origin = writer.values().origin(cause.share);
    // Said on its own, for the pain's own line names none of its causes.
    part.owner_key.clear();
  }
}

void add_feelings(FactWriter& writer, const Place& place) {
  for (const FeelingLine& line : place.feels) {
    FactValue value = writer.values().number(line.value);
    if (!line.word.empty()) {
      const bool is_phrase = line.word.find_first_of(" \t\"") != std::string::npos;
      append(value, " " + (is_phrase ? in_quotes(line.word) : line.word));
    }
    writer.add(DiffTopic::model, "feels", "feels", "", line.scope, std::move(value), line.span)
        .origin = writer.values().origin(line.value);
  }
}

void add_visit_lines(FactWriter& writer, const Place& place) {
  const Journey& journey = writer.journey();
  const ValueWriter& values = writer.values();
  for (const TimeLine& line : place.takes) {
    writer
        .add(DiffTopic::model, "takes", "takes", "", line.scope, values.amount(line.amount),
             line.span)
        .origin = values.origin(line.amount.first);
  }
  writer.money(DiffTopic::model, "earns", place.earns);
  writer.money(DiffTopic::model, "costs", place.costs);
  writer.memory(place.memory);
  for (const RequiresLine& line : place.requires_lines) {
    const std::string& flag = journey.flags[line.flag].name;
    writer.add(DiffTopic::model, "requires", "requires " + flag, flag, {}, text_value(""),
               line.span);
  }
  for (const NpsLine& line : place.nps) {
    FactValue value;
    append(value, "", values.number_or_rest(line.promoters));
    append(value, " promoters, ", values.number_or_rest(line.passives));
    append(value, " passives, ", values.number_or_rest(line.detractors));
    append(value, " detractors");
    writer.add(DiffTopic::model, "nps", "nps", "", line.scope, std::move(value), line.span).origin =
        values.origin(line.promoters);
  }
  for (const RefersLine& line : place.refers) {
    const std::string about = "refers to " + journey.sources[line.source].heading.name;
    FactValue value = values.number(line.people);
    append(value, " people");
    writer
        .add(DiffTopic::model, "refers", about, writer.names().sources[line.source.index],
             line.scope, std::move(value), line.span)
        .origin = values.origin(line.people);
  }
}

}  // namespace

void add_place_facts(FactWriter& writer) {
  const Journey& journey = writer.journey();
  for (std::size_t i = 0; i < journey.places.size(); ++i) {
    const PlaceId id = journey.places.id_at(i);
    const Place& place = journey.places[id];
    const char* kind = place.kind == Place::Kind::outcome ? "outcome" : "touchpoint";
    FactBlock& block = writer.open(DiffTopic::model, kind, place.heading, writer.names().places[i]);
    // A touchpoint that became an outcome is the same place.
    block.key = "place " + writer.names().places[i];
    if (id == journey.leave) block.is_written = false;
    add_nature(writer, place, kind);
    writer.flows(place.flows);
    for (const PainId pain : place.pains) add_pain(writer, journey.pains[pain]);
    add_feelings(writer, place);
    add_visit_lines(writer, place);
    writer.texts(DiffTopic::words, place.texts);
  }
}

}  // namespace cairn
