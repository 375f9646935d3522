#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "compiler/lowering.h"

namespace cairn {

namespace {

Wanted wanted_unit(Unit unit) {
  Wanted wanted;
  wanted.unit = unit;
  return wanted;
}

LineTail lower_origin_tail(Lowering& lowering, Node line) {
  TailRules rules;
  rules.may_who = rules.may_guard = false;
  return lower_tail(lowering, line, rules);
}

void lower_entrants(Lowering& lowering, Node line) {
  Frame& frame = lowering.journey.frame;
  const LineTail tail = lower_origin_tail(lowering, line);
  const ParameterId people =
      lower_value(lowering, value_of(line), wanted_unit(Unit::people), "journey|entrants", tail);
  if (!people.is_valid()) return;
  if (const Node per = line.child(SyntaxKind::per)) {
    const double days = lower_per_time(lowering, per);
    if (days == 0) return;
    frame.entrants_per_days = days;
  }
  frame.entrants = people;
}

void lower_discount(Lowering& lowering, Node line) {
  Frame& frame = lowering.journey.frame;
  const LineTail tail = lower_origin_tail(lowering, line);
  const Node per = line.child(SyntaxKind::per);
  const double days = per ? lower_per_time(lowering, per) : 0;
  if (days == 0) return;
  frame.discount_per_days = days;
  frame.discount =
      lower_value(lowering, value_of(line), wanted_unit(Unit::share), "journey|discount", tail);
}

void lower_emotions(Lowering& lowering, Node line) {
  const std::vector<Node> ends = line.children(SyntaxKind::signed_number);
  if (ends.size() != 2) return;
  const auto low = read_number(ends[0].text());
  const auto high = read_number(ends[1].text());
  if (!low || !high || to_double(*low) >= to_double(*high)) {
    report(lowering, Code::E304, content_span(line), "the scale of feelings runs backwards",
           "write the lower end first, for example `emotions -2 to +2`");
    return;
  }
  lowering.journey.frame.emotion_low = to_double(*low);
  lowering.journey.frame.emotion_high = to_double(*high);
}

void lower_horizon(Lowering& lowering, Node line) {
  const ParameterId horizon = lower_quantity(lowering, line.child(SyntaxKind::quantity),
                                             wanted_unit(Unit::days), "journey|horizon");
  if (!horizon.is_valid()) return;
  if (to_double(lowering.journey.parameters[horizon].best) <= 0) {
    report(lowering, Code::E304, content_span(line), "a horizon of no time leaves nothing to see",
           "leave the line out to look for ever");
    return;
  }
  lowering.journey.frame.horizon = horizon;
}

void lower_device(Lowering& lowering, Node line, const std::string& key, PersonaId persona) {
  const Node name = name_of(line);
  const Symbol* symbol = name ? lowering.symbols.find(name_text(name)) : nullptr;
  if (symbol == nullptr || symbol->kind != SymbolKind::device) return;
  TailRules rules;
  // A device is chosen after persona and source and before anything happens (R7).
  rules.may_guard = false;
  rules.who_kinds = SymbolKind::persona | SymbolKind::source | SymbolKind::channel;
  auto share =
      lower_share_line(lowering, line, fmt::format("{}|device {}", key, name_text(name)), rules);
  if (!share) return;
  lowering.journey.devices[DeviceId{symbol->index}].lines.push_back({persona, std::move(*share)});
}

}  // namespace

void lower_frame(Lowering& lowering, const Block& block) {
  Frame& frame = lowering.journey.frame;
  OnceLines once(lowering);
  for (const Node& line : block.lines) {
    switch (line.kind()) {
      case SyntaxKind::text_line:
        lower_text_line(lowering, line, frame.texts);
        continue;
      case SyntaxKind::device_line:
        lower_device(lowering, line, "journey", {});
        continue;
      default:
        break;
    }
    if (!once.take(line)) continue;
    switch (line.kind()) {
      case SyntaxKind::currency_line:
        frame.currency = lowering.currency;
        break;
      case SyntaxKind::language_line:
        if (const Node lang = line.child(SyntaxKind::lang)) frame.language = lang.text();
        break;
      case SyntaxKind::entrants_line:
        lower_entrants(lowering, line);
        break;
      case SyntaxKind::horizon_line:
        lower_horizon(lowering, line);
        break;
      case SyntaxKind::discount_line:
        lower_discount(lowering, line);
        break;
      case SyntaxKind::emotions_line:
        lower_emotions(lowering, line);
        break;
      case SyntaxKind::starts_line:
        frame.starts = lower_start(lowering, line, false);
        break;
      case SyntaxKind::was_line:
        if (const Node name = name_of(line)) frame.heading.was = name_text(name);
        break;
      default:
        break;
    }
  }
}

void lower_persona(Lowering& lowering, const Block& block, PersonaId id) {
  const std::string key = block_key(block);
  Persona& persona = lowering.journey.personas[id];
  OnceLines once(lowering);
  for (const Node& line : block.lines) {
    switch (line.kind()) {
      case SyntaxKind::text_line:
        lower_text_line(lowering, line, persona.texts);
        break;
      case SyntaxKind::device_line:
        lower_device(lowering, line, key, id);
        break;
      case SyntaxKind::share_line: {
        TailRules rules;
        rules.may_who = rules.may_guard = false;  // the persona comes first (R7)
        if (auto share = lower_share_line(lowering, line, key + "|share", rules)) {
          persona.shares.push_back(std::move(*share));
        }
        break;
      }
      case SyntaxKind::memory_line:
        if (auto memory = lower_memory_line(lowering, line, key, block.kind)) {
          persona.memory.push_back(std::move(*memory));
        }
        break;
      case SyntaxKind::was_line:
        if (once.take(line) && name_of(line)) persona.heading.was = name_text(name_of(line));
        break;
      default:
        break;
    }
  }
}

namespace {

void lower_source_line(Lowering& lowering, Node line, const Block& block, const std::string& key,
                       Source& source) {
  switch (line.kind()) {
    case SyntaxKind::text_line:
      lower_text_line(lowering, line, source.texts);
      break;
    case SyntaxKind::share_line: {
      TailRules rules;
      rules.may_guard = false;
      rules.who_kinds = static_cast<SymbolKinds>(SymbolKind::persona);
      if (auto share = lower_share_line(lowering, line, key + "|share", rules)) {
        source.shares.push_back(std::move(*share));
      }
      break;
    }
    case SyntaxKind::money_line:
      if (auto money = lower_money_line(lowering, line, key, block.kind)) {
        source.costs.push_back(std::move(*money));
      }
      break;
    case SyntaxKind::memory_line:
      if (auto memory = lower_memory_line(lowering, line, key, block.kind)) {
        source.memory.push_back(std::move(*memory));
      }
      break;
    case SyntaxKind::flow_line:
      if (auto flow = lower_flow_line(lowering, line, key))
        source.flows.push_back(std::move(*flow));
      break;
    default:
      break;
  }
}

}  // namespace

void lower_source(Lowering& lowering, const Block& block, SourceId id) {
  const std::string key = block_key(block);
  Source& source = lowering.journey.sources[id];
  OnceLines once(lowering);
  for (const Node& line : block.lines) {
    const bool is_single =
        line.kind() == SyntaxKind::channel_line || line.kind() == SyntaxKind::was_line;
    if (!is_single) {
      lower_source_line(lowering, line, block, key, source);
    } else if (once.take(line) && name_of(line)) {
      const std::string name = name_text(name_of(line));
      if (line.kind() == SyntaxKind::was_line) {
        source.heading.was = name;
      } else if (const Symbol* channel = lowering.symbols.find_channel(name)) {
        source.channel = ChannelId{channel->index};
        lowering.journey.channels[source.channel].uses.push_back(name_of(line).span());
      }
    }
  }
}

void lower_stage(Lowering& lowering, const Block& block, StageId id) {
  Stage& stage = lowering.journey.stages[id];
  OnceLines once(lowering);
  for (const Node& line : block.lines) {
    if (line.kind() == SyntaxKind::text_line) {
      lower_text_line(lowering, line, stage.texts);
    } else if (line.kind() == SyntaxKind::was_line && once.take(line) && name_of(line)) {
      stage.heading.was = name_text(name_of(line));
    }
  }
}

}  // namespace cairn
