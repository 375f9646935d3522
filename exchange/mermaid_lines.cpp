#include "exchange/mermaid_lines.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "exchange/mermaid_text.h"

namespace cairn {
namespace {

struct RawLine {
  std::string_view text;  // trimmed
  std::uint32_t begin = 0;
  std::uint32_t number = 0;
};
using RawLines = std::vector<RawLine>;

RawLines raw_lines(const TextFile& file) {
  RawLines lines;
  for (std::uint32_t number = 1; number <= file.line_starts.size(); ++number) {
    std::string_view text = line_text(file, number);
    if (number == 1 && text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
    const std::string_view trimmed = trim_blanks(text);
    const auto begin = static_cast<std::uint32_t>(trimmed.data() - file.text.data());
    lines.push_back({trimmed, trimmed.empty() ? file.line_starts[number - 1] : begin, number});
  }
  return lines;
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_fence(std::string_view text) {
  return text.substr(0, 3) == "```" || text.substr(0, 3) == "~~~";
}

// "```mermaid", "~~~ {.mermaid}", and ":::mermaid" of wikis.
bool is_mermaid_fence(std::string_view text) {
  if (!is_fence(text) && text.substr(0, 3) != ":::") return false;
  return text.substr(0, 40).find("mermaid") != std::string_view::npos;
}

bool is_ignored(std::string_view text) {
  return text.empty() || text.substr(0, 2) == "%%" || text.front() == '#';
}

// The first line of a diagram that says something: where its kind stands.
std::size_t first_significant(const RawLines& lines) {
  std::size_t i = 0;
  while (i < lines.size() && lines[i].text.empty()) ++i;
  if (i < lines.size() && lines[i].text == "---") {
    for (++i; i < lines.size() && lines[i].text != "---";) ++i;
    if (i < lines.size()) ++i;
  }
  bool is_inside = false;  // a setting over several lines
  for (; i < lines.size(); ++i) {
    const std::string_view text = lines[i].text;
    if (is_inside || text.substr(0, 3) == "%%{") {
      is_inside = text.find("}%%") == std::string_view::npos;
    } else if (!is_ignored(text)) {
      break;
    }
  }
  return i;
}

bool is_journey(const RawLines& lines) {
  const std::size_t first = first_significant(lines);
  return first < lines.size() && begins_with(lines[first].text, "journey");
}

// The ```mermaid blocks of a Markdown text, each without its fences.
std::vector<RawLines> mermaid_blocks(const RawLines& lines) {
  std::vector<RawLines> blocks;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!is_mermaid_fence(lines[i].text)) continue;
    const std::string_view fence = lines[i].text.substr(0, 3);
    RawLines block;
    for (++i; i < lines.size() && lines[i].text.substr(0, 3) != fence; ++i) {
      block.push_back(lines[i]);
    }
    blocks.push_back(std::move(block));
  }
  return blocks;
}

// What other kinds of Mermaid diagrams are called, by the word they begin with.
std::string_view diagram_kind(std::string_view line) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 20> kKinds = {{
      {"flowchart", "a flowchart"},
      {"graph", "a flowchart"},
      {"sequencediagram", "a sequence diagram"},
      {"classdiagram", "a class diagram"},
      {"statediagram", "a state diagram"},
      {"erdiagram", "an entity diagram"},
      {"gantt", "a Gantt chart"},
      {"pie", "a pie chart"},
      {"mindmap", "a mind map"},
      {"timeline", "a timeline"},
      {"gitgraph", "a git graph"},
      {"quadrantchart", "a quadrant chart"},
      {"requirementdiagram", "a requirement diagram"},
      {"c4", "a C4 diagram"},
      {"sankey", "a Sankey diagram"},
      {"xychart", "an XY chart"},
      {"block", "a block diagram"},
      {"kanban", "a Kanban board"},
      {"architecture", "an architecture diagram"},
      {"packet", "a packet diagram"},
  }};
  for (const auto& [word, kind] : kKinds) {
    if (line.size() >= word.size() && std::equal(word.begin(), word.end(), line.begin(),
                                                 [](char a, char b) { return a == lower(b); })) {
      return kind;
    }
  }
  return "";
}

class LineFinder {
 public:
  LineFinder(const TextFile& file, FileId id, Diagnostics& diagnostics)
      : file_(file), id_(id), diagnostics_(diagnostics) {}

  std::optional<MermaidLines> find() {
    const RawLines all = raw_lines(file_);
    const std::optional<RawLines> diagram = choose(all);
    if (!diagram) return std::nullopt;
    const std::size_t settings_end = read_settings(*diagram);
    const std::size_t first = first_significant(*diagram);
    if (first == diagram->size()) return missing("there is no Mermaid diagram in this file");
    const RawLine& head = (*diagram)[first];
    if (!begins_with(head.text, "journey")) return wrong_kind(head);
    RawLine rest = head;
    rest.text.remove_prefix(std::string_view("journey").size());
    rest.begin += 7;
    if (!rest.text.empty() && rest.text.find(':') == std::string_view::npos &&
        !begins_with(trim_blanks(rest.text), "title") && !is_ignored(trim_blanks(rest.text))) {
      return cairn_spec(head);
    }
    for (std::size_t i = settings_end; i < first; ++i) add((*diagram)[i]);
    add(rest);
    for (std::size_t i = first + 1; i < diagram->size(); ++i) add((*diagram)[i]);
    found_.comments = std::move(pending_);
    return std::move(found_);
  }

 private:
  Span span_of(const RawLine& line) const {
    const std::size_t word = std::min(line.text.find_first_of(" \t"), line.text.size());
    return {id_, line.begin, line.begin + static_cast<std::uint32_t>(word)};
  }

  void complain(Code code, Span span, std::string message, std::string help) {
    Diagnostic diagnostic{code, span, std::move(message), {}, {}, {}, {}, {}};
    diagnostic.help.push_back(std::move(help));
    diagnostics_.add(std::move(diagnostic));
  }

  std::optional<MermaidLines> missing(std::string message) {
    complain(Code::E105, {id_, 0, 0}, std::move(message),
             "a journey diagram begins with the word `journey` on a line of its own");
    return std::nullopt;
  }

  std::optional<MermaidLines> wrong_kind(const RawLine& line) {
    const std::string_view kind = diagram_kind(line.text);
    complain(Code::E101, span_of(line),
             kind.empty() ? std::string("this is no Mermaid journey diagram")
                          : fmt::format("this is {}, not a journey diagram", kind),
             "only Mermaid diagrams that begin with `journey` can be imported");
    return std::nullopt;
  }

  std::optional<MermaidLines> cairn_spec(const RawLine& line) {
    complain(Code::E105,
             {id_, line.begin, line.begin + static_cast<std::uint32_t>(line.text.size())},
             "something stands behind `journey`; in a Mermaid diagram the line ends there",
             "a spec of cairn needs no import: try `cairn check` with this file");
    return std::nullopt;
  }

  // The diagram to read: the first journey of a Markdown text, or the whole file.
  std::optional<RawLines> choose(const RawLines& all) {
    std::vector<RawLines> blocks = mermaid_blocks(all);
    if (blocks.empty()) return all;
    const auto journey = std::find_if(blocks.begin(), blocks.end(), is_journey);
    if (journey == blocks.end()) {
      const std::size_t first = first_significant(blocks.front());
      if (first < blocks.front().size()) {
        wrong_kind(blocks.front()[first]);
      } else {
        missing("there is no Mermaid journey diagram in this file");
      }
      return std::nullopt;
    }
    for (auto other = journey + 1; other != blocks.end(); ++other) {
      if (!is_journey(*other)) continue;
      found_.left_out.push_back(fmt::format(
          "the journey diagram from line {} on: only the first is read", other->front().number));
    }
    return *journey;
  }

  // Front matter: its title counts, the rest is about looks. Returns where it ends.
  std::size_t read_settings(const RawLines& lines) {
    std::size_t i = 0;
    while (i < lines.size() && lines[i].text.empty()) ++i;
    if (i == lines.size() || lines[i].text != "---") return i;
    for (++i; i < lines.size() && lines[i].text != "---"; ++i) {
      const std::string_view text = lines[i].text;
      if (text.substr(0, 6) == "title:") {
        std::string_view title = trim_blanks(text.substr(6));
        if (title.size() >= 2 && title.front() == title.back() &&
            (title.front() == '"' || title.front() == '\'')) {
          title = title.substr(1, title.size() - 2);
        }
        found_.title = decode_mermaid(title);
      } else if (!is_ignored(text)) {
        has_settings_ = true;
      }
    }
    note_settings(lines[i < lines.size() ? i : lines.size() - 1].number);
    return std::min(i + 1, lines.size());
  }

  void note_settings(std::uint32_t line) {
    if (!has_settings_) return;
    found_.left_out.push_back(
        fmt::format("the settings that end on line {}: they are about how Mermaid draws", line));
    has_settings_ = false;
  }

  void add(const RawLine& line) {
    std::string_view text = trim_blanks(line.text);
    if (is_setting_ || text.substr(0, 3) == "%%{") {
      is_setting_ = text.find("}%%") == std::string_view::npos;
      has_settings_ = true;
      if (!is_setting_) note_settings(line.number);
      return;
    }
    if (text.substr(0, 2) == "%%") {
      comment(text.substr(2));
      return;
    }
    const std::size_t hash = find_mermaid_comment(text);
    if (hash != std::string_view::npos) {
      comment(text.substr(hash + 1));
      text = trim_blanks(text.substr(0, hash));
    }
    if (text.empty()) return;
    found_.lines.push_back({text, static_cast<std::uint32_t>(text.data() - file_.text.data()),
                            std::exchange(pending_, {})});
  }

  void comment(std::string_view text) {
    std::string words = decode_mermaid(text);
    if (!words.empty()) pending_.push_back(std::move(words));
  }

  const TextFile& file_;
  FileId id_;
  Diagnostics& diagnostics_;
  MermaidLines found_;
  std::vector<std::string> pending_;
  bool is_setting_ = false;    // inside `%%{ … }%%`
  bool has_settings_ = false;  // not yet told
};

}  // namespace

std::string_view trim_blanks(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\f\v";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return text.substr(text.size());
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

bool begins_with(std::string_view line, std::string_view word) {
  if (line.size() < word.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (lower(line[i]) != word[i]) return false;
  }
  return line.size() == word.size() ||
         std::string_view(" \t\r:{").find(line[word.size()]) != std::string_view::npos;
}

std::optional<MermaidLines> find_mermaid_lines(const TextFile& file, FileId id,
                                               Diagnostics& diagnostics) {
  return LineFinder(file, id, diagnostics).find();
}

}  // namespace cairn
