// What is said of names that mean nothing, or another thing than their place wants.
#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "compiler/symbols.h"

namespace cairn {
namespace {

constexpr std::size_t kPlacesShown = 5;

/// Further places: the first ones as labels, the rest as a number.
void add_places(const std::vector<Span>& places, Diagnostic& diagnostic) {
  for (std::size_t i = 1; i < places.size() && i < kPlacesShown; ++i) {
    diagnostic.labels.push_back({places[i], "also here"});
  }
  if (places.size() > kPlacesShown) {
    diagnostic.notes.push_back(
        places.size() == kPlacesShown + 1
            ? std::string("and in one more place")
            : fmt::format("and in {} more places",
                          format_count(static_cast<std::int64_t>(places.size() - kPlacesShown))));
  }
}

/// What somebody who put a name in the wrong place will have meant; empty if nothing comes to mind.
std::string what_was_meant(const std::string& name, SymbolKind kind, std::string_view role) {
  const bool is_who = kind == SymbolKind::persona || kind == SymbolKind::source ||
                      kind == SymbolKind::channel || kind == SymbolKind::device;
  const bool is_pain = kind == SymbolKind::pain || kind == SymbolKind::reason;
  if (role == "`when`" && kind == SymbolKind::touchpoint) {
    return fmt::format("write `when visited {}`", name);
  }
  if (role == "`when`" && is_who) {
    return fmt::format("who people are stands behind `for`: write `for {}`", name);
  }
  if (role == "`for`" && kind == SymbolKind::touchpoint) {
    return fmt::format("where people have been stands behind `when`: write `when visited {}`",
                       name);
  }
  if (role == "`for`" && kind == SymbolKind::flag) {
    return fmt::format("what people have done stands behind `when`: write `when {}`", name);
  }
  if (role == "`visited`" && kind == SymbolKind::outcome) {
    return "a journey ends at an outcome, so nobody comes on from there";
  }
  if (role == "`visited`" && kind == SymbolKind::flag) return fmt::format("write `when {}`", name);
  const bool is_place = kind == SymbolKind::touchpoint || kind == SymbolKind::outcome;
  if (role == "a change" && is_place) {
    return fmt::format("say which of its numbers: `home -> {0}`, `takes at {0}`, `feels at {0}` …",
                       name);
  }
  if (role == "an arrow" && is_pain) {
    return "an arrow says where people go; why they leave is said by the pain alone, with `causes "
           "… of exits`";
  }
  return "";
}

}  // namespace

void Symbols::report_unknown(const Trouble& trouble, bool is_fragment) {
  const auto look = by_look_.find(look_alike_form(trouble.name));
  Diagnostic diagnostic{
      is_fragment ? Code::N211 : Code::E201, trouble.places.front(), {}, {}, {}, {}, {}, {}};
  const bool is_flag = trouble.use.kinds == static_cast<SymbolKinds>(SymbolKind::flag);
  if (look != by_look_.end() && !is_fragment) {
    const Known& known = look->second;
    diagnostic.code = Code::E204;
    diagnostic.message = fmt::format("\"{}\" and \"{}\" differ only {}", known.name, trouble.name,
                                     describe_difference(known.name, trouble.name));
    diagnostic.labels.push_back({known.symbol.span, "declared here"});
    diagnostic.help = {fmt::format("write `{}`", known.name)};
  } else if (is_fragment) {
    diagnostic.message = is_flag
                             ? fmt::format("nothing in this text sets \"{}\"", trouble.name)
                             : fmt::format("nothing in this text is called \"{}\"", trouble.name);
  } else if (is_flag) {
    diagnostic.message = fmt::format("nothing sets \"{}\"", trouble.name);
    diagnostic.help = {fmt::format("a `sets {}` line says where it happens", trouble.name)};
  } else {
    diagnostic.message = fmt::format("nothing is called \"{}\"", trouble.name);
    diagnostic.help = {
        fmt::format("this is the place for the name of {}", describe_kinds(trouble.use.kinds))};
  }
  if (diagnostic.code != Code::E204) suggest(trouble, diagnostic);
  add_places(trouble.places, diagnostic);
  diagnostics_.add(std::move(diagnostic));
}

void Symbols::suggest(const Trouble& trouble, Diagnostic& diagnostic) {
  if (comparisons_left_ < declared_.size()) return;
  comparisons_left_ -= declared_.size();
  std::vector<std::string_view> candidates;
  for (const Known& known : declared_) {
    if (has(trouble.use.kinds, known.symbol.kind)) candidates.push_back(known.name);
  }
  if (has(trouble.use.kinds, SymbolKind::outcome)) candidates.push_back("leave");
  const auto near = nearest(trouble.name, candidates);
  if (!near) return suggest_unused(trouble, diagnostic);
  const auto known = std::find_if(declared_.begin(), declared_.end(),
                                  [&near](const Known& one) { return one.name == *near; });
  diagnostic.help = {known == declared_.end() ? fmt::format("did you mean `{}`?", *near)
                                              : fmt::format("did you mean `{}`, {}?", *near,
                                                            place_text(files_, known->symbol.span,
                                                                       diagnostic.span.file))};
  Repair repair;
  for (const Span& place : trouble.places) repair.edits.push_back({place, *near});
  diagnostic.repair = std::move(repair);
}

/// A heading that was renamed while its uses were not: one name too many and one too few.
void Symbols::suggest_unused(const Trouble& trouble, Diagnostic& diagnostic) const {
  const bool is_place = has(trouble.use.kinds, SymbolKind::touchpoint);
  if (!is_place || unknown_.size() > 1) return;
  const Known* unused = nullptr;
  for (const Known& known : declared_) {
    const bool is_candidate =
        has(trouble.use.kinds, known.symbol.kind) &&
        (known.symbol.kind == SymbolKind::touchpoint || known.symbol.kind == SymbolKind::outcome);
    const Symbol* symbol = find(known.name);
    if (!is_candidate || symbol == nullptr || symbol->is_used) continue;
    if (unused != nullptr) return;
    unused = &known;
  }
  if (unused == nullptr) return;
  diagnostic.labels.push_back({unused->symbol.span, "nothing leads here"});
  diagnostic.help = {fmt::format("was it renamed? `{}` on {} is used nowhere", unused->name,
                                 place_text(files_, unused->symbol.span, diagnostic.span.file))};
}

/// Names that would fit, the first few.
std::string Symbols::fitting_names(SymbolKinds kinds) const {
  constexpr std::size_t kMostNames = 4;
  std::vector<std::string_view> names;
  for (const Known& known : declared_) {
    if (has(kinds, known.symbol.kind)) names.push_back(known.name);
  }
  if (names.empty()) return fmt::format("name {}; none is written yet", describe_kinds(kinds));
  const bool has_more = names.size() > kMostNames;
  if (has_more) names.resize(kMostNames);
  return fmt::format("name {}, such as `{}`{}", describe_kinds(kinds), fmt::join(names, "`, `"),
                     has_more ? " …" : "");
}

void Symbols::report_wrong_kind(const Trouble& trouble) {
  const Symbol* symbol = find(trouble.name);
  if (symbol == nullptr) symbol = find_channel(trouble.name);
  if (symbol == nullptr) return;
  Diagnostic diagnostic{Code::E203, trouble.places.front(), {}, {}, {}, {}, {}, {}};
  diagnostic.message =
      fmt::format("\"{}\" is {}; {} needs {}", trouble.name, describe(symbol->kind),
                  trouble.use.role, describe_kinds(trouble.use.kinds));
  if (symbol->span.is_valid()) diagnostic.labels.push_back({symbol->span, "declared here"});
  std::string help = what_was_meant(trouble.name, symbol->kind, trouble.use.role);
  diagnostic.help = {help.empty() ? fitting_names(trouble.use.kinds) : std::move(help)};
  add_places(trouble.places, diagnostic);
  diagnostics_.add(std::move(diagnostic));
}

}  // namespace cairn
