#include "cli/options/raw_options.h"

#include <cstdint>

namespace cairn {

namespace {

const std::string& worlds_text(const RawOptions& raw) {
  static const std::string none = "0";
  if (raw.options.command == Command::seek) return raw.few_worlds;
  if (raw.options.command != Command::diff) return raw.worlds;
  if (!raw.diff_worlds.empty()) return raw.diff_worlds;
  return raw.options.is_git_driver ? none : raw.few_worlds;
}

PictureKind picture_kind(const std::string& text) {
  if (text == "map") return PictureKind::map;
  if (text == "funnel") return PictureKind::funnel;
  if (text == "emotion") return PictureKind::emotion;
  if (text == "sankey") return PictureKind::sankey;
  if (text == "time") return PictureKind::time;
  return text == "compare" ? PictureKind::compare : PictureKind::flow;
}

}  // namespace

Options to_options(const RawOptions& raw) {
  Options options = raw.options;
  if (!raw.path.empty()) options.paths = {raw.path};
  if (raw.level == "draw") options.level = Level::draw;
  if (raw.level == "run") options.level = Level::run;
  if (raw.level == "decide") options.level = Level::decide;
  if (!raw.root.empty()) options.root = raw.root;
  if (raw.colour == "always") options.colour = ColourChoice::always;
  if (raw.colour == "never") options.colour = ColourChoice::never;
  if (raw.dump_what == "tree") options.dump = DumpWhat::tree;
  if (raw.dump_what == "chain") options.dump = DumpWhat::chain;
  if (raw.format == "short") options.format = DiagnosticFormat::one_line;
  if (raw.format == "json" || options.as_json) options.format = DiagnosticFormat::json;
  if (raw.format == "sarif") options.format = DiagnosticFormat::sarif;
  options.picture = picture_kind(raw.picture);
  if (raw.theme == "light") options.theme = Theme::light;
  if (raw.theme == "dark") options.theme = Theme::dark;
  options.language = parse_language(raw.language);
  if (raw.export_to == "json") options.export_to = ExportTo::json;
  if (raw.export_to == "csv") options.export_to = ExportTo::csv;
  if (raw.export_to == "prism") options.export_to = ExportTo::prism;
  if (raw.diagram == "flowchart") options.diagram = MermaidDiagram::flowchart;
  if (raw.diagram == "sankey") options.diagram = MermaidDiagram::sankey;
  if (raw.engine == "exact") options.engine = Engine::exact;
  if (raw.engine == "walk") options.engine = Engine::walk;
  if (raw.kernel == "plain") options.kernel = WalkOptions::Kernel::plain;
  options.most_states = static_cast<std::size_t>(parse_count(raw.most_states).value_or(0));
  options.precision = parse_precision(raw.precision).value_or(0);
  options.seed = parse_count(raw.seed).value_or(1);
  options.worlds = static_cast<std::uint32_t>(parse_count(worlds_text(raw)).value_or(0));
  const bool only_checks = options.command == Command::compare;
  options.people = parse_count(only_checks ? raw.checking_people : raw.people).value_or(0);
  options.threads = static_cast<unsigned>(parse_count(raw.threads).value_or(0));
  return options;
}

}  // namespace cairn
