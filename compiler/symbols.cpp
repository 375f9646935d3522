#include "compiler/symbols.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/text.h"
#include "compiler/blocks.h"

namespace cairn {

namespace {

constexpr std::array kKinds = {
    SymbolKind::touchpoint, SymbolKind::outcome,    SymbolKind::persona, SymbolKind::source,
    SymbolKind::channel,    SymbolKind::device,     SymbolKind::fix,     SymbolKind::scenario,
    SymbolKind::experiment, SymbolKind::assumption, SymbolKind::pain,    SymbolKind::reason,
    SymbolKind::flag,
};

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

namespace {

/// A name for the second of two: "paid-touchpoint".
std::string other_name(const std::string& name, SymbolKind kind) {
  const std::string_view kind_words = describe(kind);
  return name + "-" + std::string(kind_words.substr(kind_words.find(' ') + 1));
}

}  // namespace

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
    diagnostic.help = {fmt::format(
        "a name stands for one thing in the whole project: call one of them otherwise, for example "
        "`{}`, also where it is used; the label in quotes may stay",
        other_name(name, symbol.kind))};
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

}  // namespace cairn
