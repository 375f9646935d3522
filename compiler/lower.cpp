#include "compiler/lower.h"

#include <algorithm>
#include <fmt/format.h>
#include <unordered_map>
#include <utility>

#include "base/text.h"
#include "compiler/lowering.h"

namespace cairn {

namespace {

/// The journey's currency; if no line states it, the first one an amount is written in. It must be
/// known before any amount is read.
void find_currency(Lowering& lowering) {
  for (std::size_t i = 0; i < lowering.blocks.blocks.size(); ++i) {
    const Block& block = lowering.blocks.blocks[i];
    if (block.kind != BlockKind::journey || !lowering.targets[i].is_declared) continue;
    for (const Node& line : block.lines) {
      if (line.kind() != SyntaxKind::currency_line) continue;
      if (const Node code = line.child(SyntaxKind::code)) {
        lowering.currency = std::string(code.text());
        return;
      }
    }
  }
  for (const SyntaxTree& tree : lowering.project.trees) {
    const TextFile& file = lowering.project.files[tree.file];
    for (const SyntaxNode& node : tree.nodes) {
      if (node.kind != SyntaxKind::unit && node.kind != SyntaxKind::symbol) continue;
      const std::string_view text =
          std::string_view(file.text).substr(node.begin, node.end - node.begin);
      const WrittenUnit unit = read_unit(text, "");
      if (unit.kind != UnitKind::money) continue;
      lowering.currency = unit.currency;
      if (!lowering.journey.frame.heading.span.is_valid()) return;
      report(lowering, Code::N213, {tree.file, node.begin, node.end},
             fmt::format("no line states the currency; amounts are read as {}", unit.currency),
             fmt::format("add `currency {}` under `journey`", unit.currency));
      return;
    }
  }
}

void lower_block(Lowering& lowering, const Block& block, std::uint32_t index) {
  switch (block.kind) {
    case BlockKind::journey:
      lower_frame(lowering, block);
      break;
    case BlockKind::persona:
      lower_persona(lowering, block, PersonaId{index});
      break;
    case BlockKind::source:
      lower_source(lowering, block, SourceId{index});
      break;
    case BlockKind::stage:
      lower_stage(lowering, block, StageId{index});
      break;
    case BlockKind::touchpoint:
    case BlockKind::outcome:
      lower_place(lowering, block, PlaceId{index});
      break;
    case BlockKind::fix:
      lower_fix(lowering, block, FixId{index});
      break;
    case BlockKind::scenario:
      lower_scenario(lowering, block, ScenarioId{index});
      break;
    case BlockKind::experiment:
      lower_experiment(lowering, block, index);
      break;
    case BlockKind::none:
    case BlockKind::unknown:
      break;
  }
}

void lower_blocks(Lowering& lowering, unsigned kinds) {
  for (std::size_t i = 0; i < lowering.blocks.blocks.size(); ++i) {
    const Block& block = lowering.blocks.blocks[i];
    const bool is_wanted = (kinds & static_cast<unsigned>(block.kind)) != 0;
    if (is_wanted && lowering.targets[i].is_declared) {
      // A key begins with its heading, so only lines of one block can have the same.
      lowering.key_counts.clear();
      lower_block(lowering, block, lowering.targets[i].index);
    }
  }
}

void warn_unasked_flags(Lowering& lowering) {
  for (std::size_t i = 0; i < lowering.journey.flags.size(); ++i) {
    const Flag& flag = lowering.journey.flags[lowering.journey.flags.id_at(i)];
    const Symbol* symbol = lowering.symbols.find(flag.name);
    if (lowering.flag_is_asked[i] || symbol == nullptr) continue;
    report(lowering, Code::W208, symbol->span,
           fmt::format("flag \"{}\" is set but never asked for", flag.name),
           fmt::format("ask for it with `when {0}` or `requires {0}`, or leave it out", flag.name));
  }
}

/// Channels that differ only by a dash or case, as `email` and `e-mail`.
void warn_near_channels(Lowering& lowering) {
  std::unordered_map<std::string, ChannelId> by_look;
  const auto& channels = lowering.journey.channels;
  for (std::size_t i = 0; i < channels.size(); ++i) {
    const ChannelId id = channels.id_at(i);
    std::string look = look_alike_form(channels[id].name);
    look.erase(std::remove(look.begin(), look.end(), '-'), look.end());
    const auto [at, is_new] = by_look.try_emplace(std::move(look), id);
    if (is_new) continue;
    const Channel* rare = &channels[id];
    const Channel* common = &channels[at->second];
    if (rare->uses.empty() || common->uses.empty()) continue;
    if (rare->uses.size() > common->uses.size()) std::swap(rare, common);
    const auto times = [](std::size_t count) {
      return count == 1   ? std::string("once")
             : count == 2 ? std::string("twice")
                          : fmt::format("{} times", count);
    };
    Diagnostic diagnostic{Code::W209, rare->uses.front(), {}, {}, {}, {}, {}, {}};
    diagnostic.message =
        fmt::format("channel \"{}\" is used {}, \"{}\" {}", rare->name, times(rare->uses.size()),
                    common->name, times(common->uses.size()));
    diagnostic.labels.push_back({common->uses.front(), "the other spelling"});
    diagnostic.help = {"is this the same channel? then write both alike"};
    lowering.diagnostics.add(std::move(diagnostic));
  }
}

/// The kinds of names a heading declares.
SymbolKinds declared_under(unsigned homes) {
  SymbolKinds kinds = 0;
  const auto add = [&](BlockKind home, SymbolKind kind) {
    if ((homes & static_cast<unsigned>(home)) != 0) kinds = kinds | kind;
  };
  add(BlockKind::persona, SymbolKind::persona);
  add(BlockKind::source, SymbolKind::source);
  add(BlockKind::touchpoint, SymbolKind::touchpoint);
  add(BlockKind::outcome, SymbolKind::outcome);
  add(BlockKind::fix, SymbolKind::fix);
  add(BlockKind::scenario, SymbolKind::scenario);
  return kinds;
}

/// Lines without their heading, and a name without its declaration: one mistake, not two.
void report_misplaced(Lowering& lowering) {
  std::vector<Misplaced>& runs = lowering.blocks.misplaced;
  if (runs.size() == 1) {
    const SymbolKinds kinds = declared_under(runs.front().homes);
    if (const auto name = lowering.symbols.lone_unknown(kinds)) {
      runs.front().report.help.push_back(
          fmt::format("`{}` is declared nowhere; is its heading the one that is missing?", *name));
      lowering.symbols.forgive(*name);
    }
  }
  for (Misplaced& run : runs) lowering.diagnostics.add(std::move(run.report));
}

}  // namespace

bool has_frame(const Project& project) {
  for (const SyntaxTree& tree : project.trees) {
    for (const Node& line : root(tree, project.files[tree.file]).children()) {
      if (line.kind() == SyntaxKind::heading_line && line_word(line) == "journey") return true;
      // A heading with a mistake in it is a frame all the same.
      if (line.kind() == SyntaxKind::error_line &&
          normalise_spaces(line.text().substr(0, 64)).starts_with("journey")) {
        return true;
      }
    }
  }
  return false;
}

Lowered lower(const Project& project, UnknownNames unknown_names, Diagnostics& diagnostics) {
  Lowering lowering(project, diagnostics);
  lowering.blocks = split_blocks(project);
  for (const std::string& name : lowering.blocks.likely_names) lowering.symbols.forgive(name);
  declare_names(lowering);
  find_currency(lowering);
  lower_assumptions(lowering);
  lower_blocks(lowering, static_cast<unsigned>(BlockKind::journey));
  constexpr unsigned kFirst = static_cast<unsigned>(BlockKind::journey);
  constexpr unsigned kLast = static_cast<unsigned>(BlockKind::fix) |
                             static_cast<unsigned>(BlockKind::scenario) |
                             static_cast<unsigned>(BlockKind::experiment);
  lower_blocks(lowering, ~(kFirst | kLast));
  lower_blocks(lowering, kLast);
  for (const Node& line : lowering.blocks.promises) lower_promise(lowering, line);

  report_misplaced(lowering);
  Lowered result;
  result.has_unknown_names = lowering.symbols.has_unknown();
  result.left_out = lowering.symbols.forgiven_uses();
  lowering.symbols.report(unknown_names);
  // A line that was left out may have asked for the flag.
  if (!diagnostics.has_errors() && !result.has_unknown_names) warn_unasked_flags(lowering);
  warn_near_channels(lowering);
  for (const Block& block : lowering.blocks.blocks) result.block_spans.push_back(block.span);
  result.journey = std::move(lowering.journey);
  return result;
}

}  // namespace cairn
