#include <fmt/format.h>
#include <utility>

#include "base/label.h"
#include "compiler/lowering.h"

namespace cairn {

namespace {

Heading make_heading(const Block& block) {
  Heading heading;
  heading.name = block.name;
  heading.label = block.label.empty() ? label_from_name(block.name) : block.label;
  heading.name_span = block.name_span;
  heading.span = block.span;
  return heading;
}

template <class IdType, class T>
Target add_named(Lowering& lowering, const Block& block, SymbolKind kind, Table<IdType, T>& table) {
  const auto index = static_cast<std::uint32_t>(table.size());
  if (!lowering.symbols.declare(block.name, {kind, index, block.name_span})) return {};
  T item;
  item.heading = make_heading(block);
  table.add(std::move(item));
  return {index, true};
}

Target add_place(Lowering& lowering, const Block& block) {
  const bool is_touchpoint = block.kind == BlockKind::touchpoint;
  Journey& journey = lowering.journey;
  const Target target =
      add_named(lowering, block, is_touchpoint ? SymbolKind::touchpoint : SymbolKind::outcome,
                journey.places);
  if (!target.is_declared) return target;
  const PlaceId id{target.index};
  Place& place = journey.places[id];
  place.kind = is_touchpoint ? Place::Kind::touchpoint : Place::Kind::outcome;
  if (block.name == "leave") {
    journey.leave = id;
    place.counts = Counts::loss;
  }
  if (block.stage != Block::kNoStage && lowering.targets[block.stage].is_declared) {
    const StageId stage{lowering.targets[block.stage].index};
    place.stage = stage;
    journey.stages[stage].places.push_back(id);
  }
  return target;
}

/// Stages have names of their own: nothing refers to a stage but its heading (language.md 9.14).
Target add_stage(Lowering& lowering, const Block& block) {
  Stage stage;
  stage.heading = make_heading(block);
  return {lowering.journey.stages.add(std::move(stage)).index, true};
}

Target add_experiment(Lowering& lowering, const Block& block) {
  const auto index = static_cast<std::uint32_t>(lowering.journey.experiments.size());
  if (!lowering.symbols.declare(block.name, {SymbolKind::experiment, index, block.name_span})) {
    return {};
  }
  Experiment experiment;
  experiment.heading = make_heading(block);
  lowering.journey.experiments.push_back(std::move(experiment));
  return {index, true};
}

/// One project has one frame; the first heading in order of reading wins.
Target add_frame(Lowering& lowering, const Block& block) {
  Heading& heading = lowering.journey.frame.heading;
  if (heading.span.is_valid()) {
    Diagnostic diagnostic{Code::E206, block.span, {}, {}, {}, {}, {}, {}};
    diagnostic.message =
        fmt::format("two `journey` headings: {}",
                    two_places_text(lowering.project.files, heading.span, block.span));
    diagnostic.labels.push_back({heading.span, "the first"});
    diagnostic.help = {"one project has one frame; keep one of them, with all its lines"};
    lowering.diagnostics.add(std::move(diagnostic));
    return {};
  }
  heading = make_heading(block);
  return {0, true};
}

Target declare_block(Lowering& lowering, const Block& block) {
  Journey& journey = lowering.journey;
  switch (block.kind) {
    case BlockKind::journey:
      return add_frame(lowering, block);
    case BlockKind::persona:
      return add_named(lowering, block, SymbolKind::persona, journey.personas);
    case BlockKind::source:
      return add_named(lowering, block, SymbolKind::source, journey.sources);
    case BlockKind::stage:
      return add_stage(lowering, block);
    case BlockKind::touchpoint:
    case BlockKind::outcome:
      return add_place(lowering, block);
    case BlockKind::fix:
      return add_named(lowering, block, SymbolKind::fix, journey.fixes);
    case BlockKind::scenario:
      return add_named(lowering, block, SymbolKind::scenario, journey.scenarios);
    case BlockKind::experiment:
      return add_experiment(lowering, block);
    case BlockKind::none:
    case BlockKind::unknown:
      return {};
  }
  return {};
}

/// A pain belongs to one touchpoint; repeated there it is an override of its `causes` (R5).
void declare_pain(Lowering& lowering, const Node& line, PlaceId place) {
  const Node name = name_of(line);
  if (!name) return;
  const std::string key = name_text(name);
  const bool is_reason = line_word(line) == "reason";
  const SymbolKind kind = is_reason ? SymbolKind::reason : SymbolKind::pain;
  Journey& journey = lowering.journey;
  if (const Symbol* known = lowering.symbols.find(key)) {
    const bool is_repeated =
        known->kind == kind && journey.pains[PainId{known->index}].place == place;
    if (is_repeated) return;
  }
  const auto index = static_cast<std::uint32_t>(journey.pains.size());
  if (!lowering.symbols.declare(key, {kind, index, name.span()})) return;
  const Node text = line.child(SyntaxKind::text);
  Pain pain;
  pain.name = key;
  pain.label = text ? std::string(unquote(text)) : label_from_name(key);
  pain.is_reason = is_reason;
  pain.place = place;
  pain.span = content_span(line);
  pain.name_span = name.span();
  journey.places[place].pains.push_back(journey.pains.add(std::move(pain)));
}

void declare_assumption(Lowering& lowering, const Node& line) {
  const Node name = name_of(line);
  if (!name) return;
  const std::string key = name_text(name);
  const auto index = static_cast<std::uint32_t>(lowering.journey.assumptions.size());
  if (!lowering.symbols.declare(key, {SymbolKind::assumption, index, name.span()})) return;
  Assumption assumption;
  assumption.heading.name = key;
  assumption.heading.label = label_from_name(key);
  assumption.heading.name_span = name.span();
  assumption.heading.span = content_span(line);
  lowering.journey.assumptions.add(std::move(assumption));
}

void declare_device(Lowering& lowering, const Node& name) {
  const std::string key = name_text(name);
  const Symbol* known = lowering.symbols.find(key);
  if (known != nullptr && known->kind == SymbolKind::device) return;
  const auto index = static_cast<std::uint32_t>(lowering.journey.devices.size());
  if (!lowering.symbols.declare(key, {SymbolKind::device, index, name.span()})) return;
  lowering.journey.devices.add({key, {}});
}

void declare_channel(Lowering& lowering, const Node& name) {
  const std::string key = name_text(name);
  if (lowering.symbols.find_channel(key) != nullptr) return;
  const auto index = static_cast<std::uint32_t>(lowering.journey.channels.size());
  if (!lowering.symbols.declare_channel(key, {SymbolKind::channel, index, name.span()})) return;
  lowering.journey.channels.add({key, {}});
}

/// A flag exists by being set. A name of another kind here is reported where the line is read.
void declare_flag(Lowering& lowering, const Node& name) {
  const std::string key = name_text(name);
  if (lowering.symbols.find(key) != nullptr) return;
  const auto index = static_cast<std::uint32_t>(lowering.journey.flags.size());
  if (!lowering.symbols.declare(key, {SymbolKind::flag, index, name.span()})) return;
  lowering.journey.flags.add({key, {}});
  lowering.flag_is_asked.push_back(false);
}

using Declare = void (*)(Lowering&, const Node&);

/// Names that are declared by use: the name on each line of a kind.
void declare_by_use(Lowering& lowering, SyntaxKind kind, std::string_view word, Declare declare) {
  for (const Block& block : lowering.blocks.blocks) {
    for (const Node& line : block.lines) {
      if (line.kind() != kind || line_word(line) != word) continue;
      if (const Node name = name_of(line)) declare(lowering, name);
    }
  }
}

/// What stands under a heading that was declared twice is left out, and so are mistakes about it.
void forgive_lost_names(Lowering& lowering) {
  for (std::size_t i = 0; i < lowering.blocks.blocks.size(); ++i) {
    if (lowering.targets[i].is_declared) continue;
    for (const Node& line : lowering.blocks.blocks[i].lines) {
      if (line.kind() != SyntaxKind::pain_line) continue;
      if (const Node name = name_of(line)) lowering.symbols.forgive(name_text(name));
    }
  }
}

}  // namespace

void declare_names(Lowering& lowering) {
  const std::vector<Block>& blocks = lowering.blocks.blocks;
  lowering.targets.resize(blocks.size());
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    lowering.targets[i] = declare_block(lowering, blocks[i]);
  }
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (blocks[i].kind != BlockKind::touchpoint || !lowering.targets[i].is_declared) continue;
    for (const Node& line : blocks[i].lines) {
      if (line.kind() != SyntaxKind::pain_line) continue;
      declare_pain(lowering, line, PlaceId{lowering.targets[i].index});
    }
  }
  for (const Node& line : lowering.blocks.assumptions) declare_assumption(lowering, line);
  declare_by_use(lowering, SyntaxKind::device_line, "device", declare_device);
  declare_by_use(lowering, SyntaxKind::channel_line, "channel", declare_channel);
  declare_by_use(lowering, SyntaxKind::memory_line, "sets", declare_flag);
  forgive_lost_names(lowering);

  Journey& journey = lowering.journey;
  if (!journey.leave.is_valid()) {
    Place leave;
    leave.kind = Place::Kind::outcome;
    leave.heading.name = "leave";
    leave.heading.label = "Leave";
    leave.counts = Counts::loss;
    journey.leave = journey.places.add(std::move(leave));
    lowering.symbols.declare_implied("leave", {SymbolKind::outcome, journey.leave.index, {}});
  }
}

}  // namespace cairn
