#include "base/line_break.h"

#include <algorithm>

#include "base/text.h"

namespace cairn {
namespace {

/// One character, or a colour, which takes no room.
struct Step {
  std::size_t bytes = 1;
  std::size_t cells = 0;
};

Step step_at(std::string_view text, std::size_t at) {
  if (text.substr(at, 2) == "\x1b[") {
    const std::size_t end = text.find('m', at);
    if (end != std::string_view::npos) return {end + 1 - at, 0};
  }
  const std::size_t bytes = first_character(text.substr(at)).size;
  return {bytes, display_width(text.substr(at, bytes))};
}

/// A space between two digits groups a number.
bool may_break_at_space(std::string_view text, std::size_t at) {
  const auto is_digit = [&](std::size_t i) {
    return i < text.size() && text[i] >= '0' && text[i] <= '9';
  };
  return !(at > 0 && is_digit(at - 1) && is_digit(at + 1));
}

/// Signs that end something and do not begin a line.
bool is_closing(std::string_view text, std::size_t at) {
  for (const std::string_view sign :
       {"，", "。", "、", "：", "；", "！", "？", "）", "」", "』", "》", "”", "…"}) {
    if (text.substr(at, sign.size()) == sign) return true;
  }
  return false;
}

/// One line as several: the first as it begins, the others indented.
class LineBreaker {
 public:
  LineBreaker(std::string_view text, std::size_t indent, std::size_t width)
      : text_(text), indent_(indent), width_(std::max(width, indent + 8)) {}

  std::string broken() {
    while (at_ < text_.size()) {
      const Step step = step_at(text_, at_);
      const bool is_space = text_[at_] == ' ';
      if (is_space && has_text_ && may_break_at_space(text_, at_)) space_ = {at_, cells_};
      if (step.cells > 1 && has_text_ && !is_closing(text_, at_)) wide_ = {at_, cells_};
      if (!is_space && cells_ + step.cells > width_ && end_line()) continue;
      has_text_ = has_text_ || (!is_space && step.cells > 0);
      cells_ += step.cells;
      at_ += step.bytes;
    }
    return out_ + std::string(text_.substr(begin_));
  }

 private:
  struct Break {
    std::size_t at = 0, cells = 0;  // at 0: none
  };

  /// Ends the line at the last place where it may end; false if there is none.
  bool end_line() {
    const bool prefers_space = space_.at > 0 && (wide_.at == 0 || space_.cells * 2 >= width_);
    const std::size_t at = prefers_space ? space_.at : wide_.at;
    if (at == 0) return false;
    const std::string_view line = text_.substr(begin_, at - begin_);
    out_ += line.substr(0, line.find_last_not_of(' ') + 1);
    out_ += "\n" + std::string(indent_, ' ');
    begin_ = std::min(text_.find_first_not_of(' ', at), text_.size());
    at_ = begin_;
    cells_ = indent_;
    has_text_ = false;
    space_ = wide_ = {};
    return true;
  }

  std::string_view text_;
  std::size_t indent_, width_;
  std::size_t begin_ = 0, at_ = 0, cells_ = 0;
  bool has_text_ = false;  // on this line
  Break space_, wide_;
  std::string out_;
};

}  // namespace

std::size_t shown_width(std::string_view line) {
  std::size_t cells = 0;
  for (std::size_t at = 0; at < line.size();) {
    const Step step = step_at(line, at);
    cells += step.cells;
    at += step.bytes;
  }
  return cells;
}

std::string break_line(std::string_view line, std::size_t indent, std::size_t width) {
  return LineBreaker(line, indent, width).broken();
}

std::string break_lines(std::string_view text, std::size_t width) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    if (shown_width(line) <= width) {
      out += line;
    } else {
      const std::size_t spaces = std::min(line.find_first_not_of(' '), line.size());
      out += break_line(line, spaces + 2 <= width / 2 ? spaces + 2 : 0, width);
    }
    if (end < text.size()) out += '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace cairn
