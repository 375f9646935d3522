// Facts of the frame, of assumptions, and of who the customers are and how the picture is grouped.
#include <fmt/format.h>
#include <utility>

#include "diff/fact_writer.h"
#include "journey/journey.h"

namespace cairn {
namespace {

std::string date_words(const StartDate& date) {
  if (date.year == 0) return fmt::format("month {}", date.month_number);
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

void frame_numbers(FactWriter& writer, const Frame& frame, Span span) {
  const ValueWriter& values = writer.values();
  if (frame.entrants.is_valid()) {
    FactValue value = values.number(frame.entrants);
    // "1 000 people per month" is written without the word.
    append(value, frame.entrants_per_days ? per_text(*frame.entrants_per_days) : " once");
    const Span at = writer.journey().parameters[frame.entrants].span;
    writer.add_single(DiffTopic::model, "entrants", std::move(value), at).origin =
        values.origin(frame.entrants);
  }
  if (frame.horizon.is_valid()) {
    writer.add_single(DiffTopic::model, "horizon", values.number(frame.horizon),
                      writer.journey().parameters[frame.horizon].span);
  }
  if (frame.discount.is_valid()) {
    FactValue value = values.number(frame.discount);
    append(value, per_text(frame.discount_per_days));
    writer
        .add_single(DiffTopic::model, "discount", std::move(value),
                    writer.journey().parameters[frame.discount].span)
        .origin = values.origin(frame.discount);
  }
  FactValue scale = values.plain(Unit::feeling, frame.emotion_low);
  append(scale, " to ", values.plain(Unit::feeling, frame.emotion_high));
  writer.add_single(DiffTopic::model, "emotions", std::move(scale), span).is_in_heading = true;
}

void add_frame(FactWriter& writer) {
  const Journey& journey = writer.journey();
  const Frame& frame = journey.frame;
  // There is at most one, so its name does not tell it from others.
  FactBlock& block = writer.open(DiffTopic::model, "journey", frame.heading, "");
  block.is_written = frame.heading.span.is_valid();
  const Span span = frame.heading.span;
  if (!frame.language.empty()) {
    writer.add_single(DiffTopic::words, "language", text_value(frame.language), span);
  }
  if (!frame.currency.empty()) {
    writer.add_single(DiffTopic::model, "currency", text_value(frame.currency), span);
  }
  if (frame.starts) {
    writer.add_single(DiffTopic::model, "starts", text_value(date_words(*frame.starts)),
                      frame.starts->span);
  }
  frame_numbers(writer, frame, span);
  for (const Device& device : journey.devices) {
    for (const Device::Line& line : device.lines) {
      if (line.persona.is_valid()) continue;
      writer.shares("device", "device " + device.name, line.share);
    }
  }
  writer.texts(DiffTopic::words, frame.texts);
}

void add_assumptions(FactWriter& writer) {
  const Journey& journey = writer.journey();
  for (std::size_t i = 0; i < journey.assumptions.size(); ++i) {
    const Assumption& item = journey.assumptions[journey.assumptions.id_at(i)];
    writer.open(DiffTopic::model, "assume", item.heading, writer.names().assumptions[i]);
    if (!item.amount.first.is_valid()) continue;  // its line had a mistake
    FactValue value = writer.values().written_amount(item.amount);
    const std::string text = value.text;
    Fact& fact = writer.add_single(DiffTopic::model, "value", std::move(value), item.heading.span);
    fact.is_in_heading = true;
    fact.subject.clear();
    fact.origin = journey.parameters[item.amount.first].origin;
    writer.last().line += " " + text;
  }
}

/// Lines `device …` of personas, by persona: one walk over all devices serves all of them.
std::vector<std::vector<std::pair<DeviceId, const ShareLine*>>> device_lines(
    const Journey& journey) {
  std::vector<std::vector<std::pair<DeviceId, const ShareLine*>>> lines(journey.personas.size());
  for (std::size_t i = 0; i < journey.devices.size(); ++i) {
    const DeviceId id = journey.devices.id_at(i);
    for (const Device::Line& line : journey.devices[id].lines) {
      if (line.persona.is_valid()) lines[line.persona.index].emplace_back(id, &line.share);
    }
  }
  return lines;
}

void add_personas(FactWriter& writer) {
  const Journey& journey = writer.journey();
  const auto devices = device_lines(journey);
  for (std::size_t i = 0; i < journey.personas.size(); ++i) {
    const Persona& item = journey.personas[journey.personas.id_at(i)];
    writer.open(DiffTopic::model, "persona", item.heading, writer.names().personas[i]);
    for (const ShareLine& line : item.shares) writer.shares("share", "share", line);
    for (const auto& [device, line] : devices[i]) {
      writer.shares("device", "device " + journey.devices[device].name, *line);
    }
    writer.memory(item.memory);
    writer.texts(DiffTopic::words, item.texts);
  }
}

void add_sources(FactWriter& writer) {
  const Journey& journey = writer.journey();
  for (std::size_t i = 0; i < journey.sources.size(); ++i) {
    const Source& item = journey.sources[journey.sources.id_at(i)];
    writer.open(DiffTopic::model, "source", item.heading, writer.names().sources[i]);
    if (item.channel.is_valid()) {
      writer.add_single(DiffTopic::model, "channel",
                        text_value(journey.channels[item.channel].name), item.heading.span);
    }
    for (const ShareLine& line : item.shares) writer.shares("share", "share", line);
    writer.money(DiffTopic::model, "costs", item.costs);
    writer.memory(item.memory);
    writer.flows(item.flows);
    writer.texts(DiffTopic::words, item.texts);
  }
}

void add_stages(FactWriter& writer) {
  const Journey& journey = writer.journey();
  for (std::size_t i = 0; i < journey.stages.size(); ++i) {
    const Stage& item = journey.stages[journey.stages.id_at(i)];
    writer.open(DiffTopic::words, "stage", item.heading, writer.names().stages[i]);
    writer.texts(DiffTopic::words, item.texts);
  }
}

}  // namespace

void add_people_facts(FactWriter& writer) {
  add_frame(writer);
  add_assumptions(writer);
  add_personas(writer);
  add_sources(writer);
  add_stages(writer);
}

}  // namespace cairn
