#include "tests/unit/render/page/html_fault.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace cairn {
namespace {

bool is_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == ':';
}

bool is_void(const std::string& name) {
  static const std::set<std::string> kVoid{"meta", "input", "br", "hr", "img", "link"};
  return kVoid.count(name) == 1;
}

bool is_entity(std::string_view text) {
  for (const std::string_view known : {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;", "&apos;"}) {
    if (text.starts_with(known)) return true;
  }
  return false;
}

struct Reader {
  std::string_view html;
  std::size_t at = 0;
  std::vector<std::string> open;
  std::set<std::string> ids;
  std::string fault;

  std::string where() const { return " near: " + std::string(html.substr(at, 60)); }

  std::string name() {
    const std::size_t begin = at;
    while (at < html.size() && is_name(html[at])) ++at;
    return std::string(html.substr(begin, at - begin));
  }

  void skip_space() {
    while (at < html.size() && std::isspace(static_cast<unsigned char>(html[at])) != 0) ++at;
  }

  void attribute() {
    const std::string key = name();
    if (key.empty()) {
      fault = "a tag with something odd in it" + where();
      return;
    }
    if (key == "style" || key.starts_with("on")) fault = "attribute " + key + where();
    if (html[at] != '=') return;
    if (html[++at] != '"') {
      fault = "unquoted value" + where();
      return;
    }
    const std::size_t end = html.find('"', at + 1);
    const std::string value(html.substr(at + 1, end - at - 1));
    if (value.find('<') != std::string::npos) fault = "< in a value" + where();
    for (std::size_t i = value.find('&'); i != std::string::npos; i = value.find('&', i + 1)) {
      if (!is_entity(std::string_view(value).substr(i))) fault = "& in a value" + where();
    }
    if (key == "id" && !ids.insert(value).second) fault = "id twice: " + value;
    at = end + 1;
  }

  void tag() {
    ++at;
    const bool is_end = html[at] == '/';
    if (is_end) ++at;
    const std::string element = name();
    if (element.empty()) {
      fault = "< that opens nothing" + where();
      return;
    }
    bool is_closed = is_void(element);
    for (skip_space(); fault.empty() && at < html.size() && html[at] != '>'; skip_space()) {
      if (html[at] == '/') {
        is_closed = true;
        ++at;
      } else {
        attribute();
      }
    }
    ++at;
    if (!fault.empty()) return;
    if (is_end) {
      if (open.empty() || open.back() != element) {
        fault = "</" + element + "> closes " + (open.empty() ? "nothing" : open.back()) + where();
        return;
      }
      open.pop_back();
    } else if (!is_closed) {
      open.push_back(element);
      if (element == "script" || element == "style") at = html.find("</" + element, at);
    }
  }

  void text() {
    if (html[at] == '>') fault = "> in a text" + where();
    if (html[at] == '&' && !is_entity(html.substr(at))) fault = "& in a text" + where();
    ++at;
  }
};

}  // namespace

std::string html_fault(std::string_view html) {
  constexpr std::string_view kType = "<!doctype html>";
  if (!html.starts_with(kType)) return "no doctype";
  Reader reader{html, kType.size(), {}, {}, {}};
  while (reader.at < html.size() && reader.fault.empty()) {
    if (html[reader.at] == '<') {
      reader.tag();
    } else {
      reader.text();
    }
  }
  if (!reader.fault.empty()) return reader.fault;
  return reader.open.empty() ? "" : "not closed: " + reader.open.back();
}

std::vector<std::string> contents_of(std::string_view html, std::string_view open,
                                     std::string_view close) {
  std::vector<std::string> contents;
  for (std::size_t at = html.find(open); at != std::string_view::npos; at = html.find(open, at)) {
    at += open.size();
    const std::size_t end = html.find(close, at);
    contents.emplace_back(html.substr(at, end - at));
    at = end;
  }
  return contents;
}

std::vector<std::string> attribute_values(std::string_view html, std::string_view name) {
  return contents_of(html, " " + std::string(name) + "=\"", "\"");
}

}  // namespace cairn
