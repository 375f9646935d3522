#include "compiler/symbols.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/text.h"
#include "compiler/blocks.h"

namespace cairn {

namespace {

constexpr std::size_t kPlacesShown = 5;

constexpr std::array kKinds = {
    SymbolKind::touchpoint, SymbolKind::outcome,    SymbolKind::persona, SymbolKind::source,
    SymbolKind::channel,    SymbolKind::device,     SymbolKind::fix,     SymbolKind::scenario,
    SymbolKind::experiment, SymbolKind::assumption, SymbolKind::pain,    SymbolKind::reason,
    SymbolKind::flag,
};

bool has(SymbolKinds kinds, SymbolKind kind) {
  return (kinds & static_cast<SymbolKinds>(kind)) != 0;
}

std::string_view why_reserved(std::string_view name) {
  if (name == "rest") return "it means \"everyone else\"";
  if (name == "leave") return "it is the outcome of all who go";
  if (name == "end") return "it means the end of a journey";
  if (name == "baseline") return "it means the journey as it is today";
  if (name == "least" || name == "most") return "it belongs to `at least` and `at most`";
  return "it joins the parts of a line";
}

std::string lower_ascii(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lowered;
}

}  // namespace

std::string_view describe(SymbolKind kind) {
  switch (kind) {
    case SymbolKind::persona:
      return "a persona";
    case SymbolKind::source:
      return "a source";
    case SymbolKind::touchpoint:
      return "a touchpoint";
    case SymbolKind::outcome:
      return "an outcome";
    case SymbolKind::fix:
      return "a fix";
    case SymbolKind::scenario:
      return "a scenario";
    case SymbolKind::experiment:
      return "an experiment";
    case SymbolKind::assumption:
      return "an assumption";
    case SymbolKind::pain:
      return "a pain";
    case SymbolKind::reason:
      return "a reason";
    case SymbolKind::device:
      return "a device";
    case SymbolKind::channel:
      return "a channel";
    case SymbolKind::flag:
      return "a flag";
  }
  return "";
}

std::string describe_kinds(SymbolKinds kinds) {
  std::vector<std::string_view> words;
  for (const SymbolKind kind : kKinds) {
    if (has(kinds, kind)) words.push_back(describe(kind));
  }
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

std::string describe_difference(std::string_view a, std::string_view b) {
  std::string left(a);
  std::string right(b);
  std::replace(left.begin(), left.end(), '_', '-');
  std::replace(right.begin(), right.end(), '_', '-');
  if (left == right) return "in `-` and `_`";
  if (lower_ascii(left) == lower_ascii(right)) return "in letter case";
  return "in letter case or width";
}

bool is_reserved(std::string_view name) {
  static constexpr std::array<std::string_view, 21> kReserved = {
      "rest", "leave", "least", "most", "end", "baseline", "for",  "when",  "from", "after", "and",
      "not",  "to",    "of",    "by",   "at",  "in",       "with", "times", "per",  "above",
  };
  return std::find(kReserved.begin(), kReserved.end(), name) != kReserved.end() || name == "below";
}

std::string place_text(const TextFiles& files, Span span, FileId seen_from) {
  const TextFile& file = files[span.file];
  const std::uint32_t line = position_of(file, span.begin).line;
  return span.file == seen_from ? fmt::format("line {}", line)
                                : fmt::format("{}:{}", file.path, line);
}

std::string two_places_text(const TextFiles& files, Span a, Span b) {
  if (b < a) std::swap(a, b);
  if (a.file != b.file) {
    return fmt::format("{} and {}", place_text(files, a, {}), place_text(files, b, {}));
  }
  const TextFile& file = files[a.file];
  return fmt::format("on lines {} and {}", position_of(file, a.begin).line,
                     position_of(file, b.begin).line);
}

bool Symbols::declare(const std::string& name, const Symbol& symbol) {
  const bool is_leave = name == "leave" && symbol.kind == SymbolKind::outcome;
  if (is_reserved(name) && !is_leave) {
    diagnostics_.add({Code::E207,
                      symbol.span,
                      fmt::format("`{}` cannot be a name; {}", name, why_reserved(name)),
                      {},
                      {},
                      {},
                      {"choose another name; the label in quotes is free"},
                      {}});
    forgive(name);
    return false;
  }
  const Symbol* taken = find(name);
  if (taken == nullptr && symbol.kind != SymbolKind::source) taken = find_channel(name);
  if (taken != nullptr) {
    const Symbol& first = *taken;
    Diagnostic diagnostic{Code::E202, symbol.span, {}, {}, {}, {}, {}, {}};
    diagnostic.message = fmt::format("\"{}\" is declared twice: {}", name,
                                     two_places_text(files_, first.span, symbol.span));
    diagnostic.caption = fmt::format("here as {}", describe(symbol.kind));
    diagnostic.labels.push_back({first.span, fmt::format("first as {}", describe(first.kind))});
    diagnostic.help = {"give one of them another name; the label in quotes may stay"};
    diagnostics_.add(std::move(diagnostic));
    return false;
  }
  by_name_.emplace(name, symbol);
  check_look_alike(name, symbol);
  declared_.push_back({name, symbol});
  return true;
}

bool Symbols::declare_channel(const std::string& name, const Symbol& symbol) {
  const auto found = by_name_.find(name);
  if (found != by_name_.end() && found->second.kind != SymbolKind::source) {
    return declare(name, symbol);
  }
  if (is_reserved(name)) return declare(name, symbol);
  channels_.try_emplace(name, symbol);
  if (found == by_name_.end()) {
    check_look_alike(name, symbol);
    declared_.push_back({name, symbol});
  }
  return true;
}

void Symbols::check_look_alike(const std::string& name, const Symbol& symbol) {
  const auto [at, is_new] = by_look_.try_emplace(look_alike_form(name), Known{name, symbol});
  if (is_new || at->second.name == name) return;
  const Known& first = at->second;
  Diagnostic diagnostic{Code::E204, symbol.span, {}, {}, {}, {}, {}, {}};
  diagnostic.message = fmt::format("\"{}\" and \"{}\" differ only {}", first.name, name,
                                   describe_difference(first.name, name));
  diagnostic.labels.push_back({first.symbol.span, fmt::format("\"{}\" is here", first.name)});
  diagnostic.help = {"use one spelling, or names that can be told apart"};
  diagnostics_.add(std::move(diagnostic));
}

void Symbols::declare_implied(const std::string& name, const Symbol& symbol) {
  by_name_.emplace(name, symbol);
  by_look_.try_emplace(look_alike_form(name), Known{name, symbol});
}

void Symbols::forgive(const std::string& name) {
  forgiven_[name] = true;
}

const Symbol* Symbols::find(const std::string& name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : &found->second;
}

const Symbol* Symbols::find_channel(const std::string& name) const {
  const auto found = channels_.find(name);
  return found == channels_.end() ? nullptr : &found->second;
}

const Symbol* Symbols::resolve(Node node, const NameUse& use) {
  if (!node) return nullptr;
  const std::string name = name_text(node);
  const auto found = by_name_.find(name);
  const Symbol* symbol = found == by_name_.end() ? nullptr : &found->second;
  if (symbol != nullptr && has(use.kinds, symbol->kind)) {
    found->second.is_used = true;
    return symbol;
  }
  if (has(use.kinds, SymbolKind::channel)) {
    if (const Symbol* channel = find_channel(name)) return channel;
  }
  if (forgiven_.count(name) != 0) {
    forgiven_uses_.push_back(node.span());
    return nullptr;
  }
  if (symbol == nullptr) symbol = find_channel(name);
  if (symbol != nullptr) {
    note(wrong_kind_, wrong_kind_index_, name + "|" + std::string(use.role), name, use,
         node.span());
  } else {
    note(unknown_, unknown_index_, name, name, use, node.span());
  }
  return nullptr;
}

void Symbols::note(std::vector<Trouble>& troubles,
                   std::unordered_map<std::string, std::size_t>& index, const std::string& key,
                   const std::string& name, const NameUse& use, Span place) {
  const auto [at, is_new] = index.try_emplace(key, troubles.size());
  if (is_new) troubles.push_back({name, use, {}});
  Trouble& trouble = troubles[at->second];
  trouble.use.kinds |= use.kinds;
  trouble.places.push_back(place);
}

std::optional<std::string> Symbols::lone_unknown(SymbolKinds kinds) const {
  const bool is_lone = unknown_.size() == 1 && (unknown_.front().use.kinds & kinds) != 0;
  return is_lone ? std::optional(unknown_.front().name) : std::nullopt;
}

std::vector<Span> Symbols::forgiven_uses() const {
  std::vector<Span> uses = forgiven_uses_;
  for (const Trouble& trouble : unknown_) {
    if (forgiven_.count(trouble.name) == 0) continue;
    uses.insert(uses.end(), trouble.places.begin(), trouble.places.end());
  }
  return uses;
}

void Symbols::report(UnknownNames unknown_names) {
  for (Trouble& trouble : unknown_) {
    if (unknown_names == UnknownNames::are_silent) break;
    if (forgiven_.count(trouble.name) != 0) continue;
    std::sort(trouble.places.begin(), trouble.places.end());
    report_unknown(trouble, unknown_names == UnknownNames::are_notes);
  }
  for (Trouble& trouble : wrong_kind_) {
    std::sort(trouble.places.begin(), trouble.places.end());
    report_wrong_kind(trouble);
  }
}

namespace {

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

void Symbols::report_wrong_kind(const Trouble& trouble) {
  const Symbol* symbol = find(trouble.name);
  if (symbol == nullptr) symbol = find_channel(trouble.name);
  if (symbol == nullptr) return;
  Diagnostic diagnostic{Code::E203, trouble.places.front(), {}, {}, {}, {}, {}, {}};
  diagnostic.message =
      fmt::format("\"{}\" is {}; {} needs {}", trouble.name, describe(symbol->kind),
                  trouble.use.role, describe_kinds(trouble.use.kinds));
  if (symbol->span.is_valid()) diagnostic.labels.push_back({symbol->span, "declared here"});
  const bool wants_flag = trouble.use.kinds == static_cast<SymbolKinds>(SymbolKind::flag);
  if (wants_flag && symbol->kind == SymbolKind::touchpoint && trouble.use.role == "`when`") {
    diagnostic.help = {fmt::format("write `when visited {}`", trouble.name)};
  }
  add_places(trouble.places, diagnostic);
  diagnostics_.add(std::move(diagnostic));
}

}  // namespace cairn
