#include "exchange/mermaid_journey.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <unordered_set>
#include <utility>

#include "base/text.h"
#include "exchange/mermaid_lines.h"
#include "exchange/mermaid_text.h"

namespace cairn {
namespace {

constexpr double kLowestScore = 1;
constexpr double kHighestScore = 5;

std::vector<std::string_view> split(std::string_view text, char mark) {
  std::vector<std::string_view> pieces;
  for (;;) {
    const std::size_t end = text.find(mark);
    pieces.push_back(trim_blanks(text.substr(0, end)));
    if (end == std::string_view::npos) return pieces;
    text.remove_prefix(end + 1);
  }
}

// "5", "4.5", "+3"; the whole text.
std::optional<double> plain_number(std::string_view text) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  if (text.empty() || text.find_first_not_of("-.0123456789") != std::string_view::npos) {
    return std::nullopt;
  }
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

class JourneyReader {
 public:
  JourneyReader(const TextFile& file, FileId id, Diagnostics& diagnostics)
      : file_(file), id_(id), diagnostics_(diagnostics) {}

  std::optional<MermaidJourney> read() {
    if (!is_text()) return std::nullopt;
    std::optional<MermaidLines> found = find_mermaid_lines(file_, id_, diagnostics_);
    if (!found) return std::nullopt;
    result_.title = std::move(found->title);
    result_.left_out = std::move(found->left_out);
    for (MermaidLine& line : found->lines) read_line(line);
    result_.comments = std::move(found->comments);
    if (is_description_) {
      complain(Code::E103, description_, "the description that starts here is not closed",
               "end it with `}` on a line of its own");
    }
    const bool has_task =
        std::any_of(result_.sections.begin(), result_.sections.end(),
                    [](const MermaidSection& section) { return !section.tasks.empty(); });
    if (has_complained_) return std::nullopt;
    if (!has_task) {
      complain(Code::E105, {id_, 0, 0}, "this journey diagram has no task",
               "a task is written `Make tea: 5: Me`");
      return std::nullopt;
    }
    return std::move(result_);
  }

 private:
  bool is_text() {
    const std::optional<std::size_t> invalid = find_invalid_utf8(file_.text);
    if (!invalid) return true;
    const auto at = static_cast<std::uint32_t>(*invalid);
    complain(Code::E107, {id_, at, at + 1},
             fmt::format("the file is not UTF-8 (byte 0x{:02X}, line {})",
                         static_cast<unsigned>(static_cast<unsigned char>(file_.text[*invalid])),
                         position_of(file_, at).line),
             "save the file as UTF-8");
    return false;
  }

  Span span_of(std::string_view piece) const {
    const auto begin = static_cast<std::uint32_t>(piece.data() - file_.text.data());
    return {id_, begin, begin + static_cast<std::uint32_t>(piece.size())};
  }

  void complain(Code code, Span span, std::string message, std::string help) {
    Diagnostic diagnostic{code, span, std::move(message), {}, {}, {}, {}, {}};
    diagnostic.help.push_back(std::move(help));
    diagnostics_.add(std::move(diagnostic));
    has_complained_ = true;
  }

  void read_line(MermaidLine& line) {
    if (is_description_) {
      const std::size_t close = line.text.find('}');
      is_description_ = close == std::string_view::npos;
      block_ += ' ';
      block_ += line.text.substr(0, close);
      if (!is_description_) describe(std::exchange(block_, {}));
      keep_comments(line);
    } else if (begins_with(line.text, "title") && is_statement(line.text, 5)) {
      set_title(line);
    } else if (begins_with(line.text, "section") && is_statement(line.text, 7)) {
      result_.sections.push_back({decode_mermaid(line.text.substr(7)), {}, take_comments(line)});
      if (result_.sections.back().name.empty()) {
        complain(Code::E105, span_of(line.text), "a section needs a name",
                 "for example `section Purchase`");
      }
    } else if (begins_with(line.text, "acctitle") || begins_with(line.text, "accdescr")) {
      read_description(line);
    } else {
      read_task(line);
    }
  }

  // `title:` and `section:` are names of tasks, as Mermaid reads them.
  static bool is_statement(std::string_view text, std::size_t word) {
    return text.size() == word || text[word] == ' ' || text[word] == '\t';
  }

  void set_title(MermaidLine& line) {
    const std::string title = decode_mermaid(line.text.substr(5));
    if (!result_.title.empty() && result_.title != title) {
      result_.left_out.push_back(
          fmt::format("the title \"{}\": a later one replaces it", result_.title));
    }
    result_.title = title;
    keep_comments(line);
  }

  void read_description(MermaidLine& line) {
    keep_comments(line);
    const std::size_t mark = line.text.find_first_of(":{");
    if (mark == std::string_view::npos) {
      read_task(line);
      return;
    }
    const std::string_view rest = line.text.substr(mark + 1);
    if (line.text[mark] == ':') {
      describe(rest);
      return;
    }
    const std::size_t close = rest.find('}');
    description_ = span_of(line.text);
    is_description_ = close == std::string_view::npos;
    block_ = rest.substr(0, close);
    if (!is_description_) describe(std::exchange(block_, {}));
  }

  void describe(std::string_view text) {
    std::string words = decode_mermaid(text);
    if (!words.empty()) result_.descriptions.push_back(std::move(words));
  }

  // Comments stand above the next task or section.
  void keep_comments(MermaidLine& line) {
    waiting_.insert(waiting_.end(), line.comments.begin(), line.comments.end());
    line.comments.clear();
  }

  std::vector<std::string> take_comments(MermaidLine& line) {
    keep_comments(line);
    return std::exchange(waiting_, {});
  }

  void read_task(MermaidLine& line) {
    const std::size_t colon = line.text.find(':');
    MermaidTask task;
    task.name = decode_mermaid(line.text.substr(0, colon));
    task.comments = take_comments(line);
    if (task.name.empty()) {
      complain(Code::E105, span_of(line.text), "a task needs a name",
               "a task is written `Make tea: 5: Me`");
      return;
    }
    if (colon == std::string_view::npos) {
      complain(Code::E105, span_of(line.text), "this is no task: no score follows",
               fmt::format("a task is written `{}: 3`, with a score from 1 to 5",
                           shorten(task.name, 40)));
      return;
    }
    const std::vector<std::string_view> pieces = split(line.text.substr(colon + 1), ':');
    if (!read_score(pieces, task)) return;
    if (pieces.size() > 2) {
      complain(Code::E105, span_of(pieces[2]), "a task ends with its actors; this is left over",
               "a colon inside a name is written `#58;`");
      return;
    }
    if (pieces.size() == 2) read_actors(pieces[1], task);
    if (result_.sections.empty()) result_.sections.emplace_back();
    result_.sections.back().tasks.push_back(std::move(task));
  }

  bool read_score(const std::vector<std::string_view>& pieces, MermaidTask& task) {
    const std::string_view piece = pieces.front();
    const std::optional<double> score = plain_number(piece);
    const bool is_late = pieces.size() > 2 && plain_number(pieces[1]);
    if (!score || is_late) {
      complain(Code::E105, span_of(piece),
               piece.empty() ? "a score is missing"
                             : fmt::format("a score from 1 to 5 belongs here, not `{}`",
                                           shorten(escape_for_display(piece), 40)),
               is_late || pieces.size() > 2 ? "a colon inside a name is written `#58;`"
                                            : "a task is written `Make tea: 5: Me`");
      return false;
    }
    if (*score < kLowestScore || *score > kHighestScore) {
      complain(Code::E304, span_of(piece),
               fmt::format("the score {} is outside 1 to 5", shorten(piece, 20)),
               "1 is the worst, 5 the best; 3 is neither");
      return false;
    }
    task.score = *score;
    return true;
  }

  static void read_actors(std::string_view text, MermaidTask& task) {
    std::unordered_set<std::string> known;
    for (const std::string_view piece : split(text, ',')) {
      std::string actor = decode_mermaid(piece);
      if (!actor.empty() && known.insert(actor).second) task.actors.push_back(std::move(actor));
    }
  }

  const TextFile& file_;
  FileId id_;
  Diagnostics& diagnostics_;
  MermaidJourney result_;
  std::vector<std::string> waiting_;
  Span description_{};
  std::string block_;            // what stands in `accDescr {` so far
  bool is_description_ = false;  // inside `accDescr {`
  bool has_complained_ = false;
};

}  // namespace

std::optional<MermaidJourney> read_mermaid_journey(const TextFiles& files, FileId id,
                                                   Diagnostics& diagnostics) {
  return JourneyReader(files[id], id, diagnostics).read();
}

}  // namespace cairn
