// The report as plain data: every text as it shall be read, nothing escaped, in reading order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "journey/advice.h"
#include "render/picture/language.h"
#include "render/picture/picture.h"

namespace cairn {

/// How a text is judged: blue, orange, or grey. Never the only sign of it.
enum class Tone : std::uint8_t { plain, muted, good, bad };

struct PageCell {
  std::string text;
  std::string small{};  // a second line, muted
  Tone tone = Tone::plain;
  std::string mark{};  // class of the text: "evidence-measured"
};

struct PageColumn {
  std::string title;
  bool is_number = false;
};

struct PageTable {
  std::vector<PageColumn> columns;
  std::vector<std::vector<PageCell>> rows;
};

/// One of the figures under the headline.
struct PageTile {
  std::string id;  // "conversion"
  std::string name;
  std::optional<double> value;  // as machines read it
  std::string text, range;
};

/// A row of the table of fixes. `fixes` are the names a scenario takes.
struct PageFix {
  std::string name;
  std::string label;
  bool is_scenario = false;
  std::vector<std::string> fixes{};
  Advice advice = Advice::not_now;
  std::string verdict;  // the word
  std::string why;      // in numbers
  std::vector<PageCell> cells{};
};

struct PageFixTable {
  std::string heading, intro;
  std::vector<PageColumn> columns;  // of `cells`; label and verdict stand around them
  std::string label_title, verdict_title, show_title;
  std::vector<PageFix> rows;
  std::string note;
};

/// An SVG in the page. Several of one section become tabs.
struct PagePicture {
  std::string id;       // "flow-today": unique in the page
  std::string label;    // of its tab
  std::string caption;  // may be empty
  std::string svg;      // its ids start with a prefix of their own
  std::string living;   // what the script changes: "flow"; empty: nothing
};

/// A chart: what it answers, how to read it, and the same as a table.
struct PageChart {
  std::string name;  // "funnel"
  std::string heading, reading;
  std::string svg;  // may be empty
  PageTable data;
};

/// A line of the checks: a sign, what it is about, and more.
struct PageNote {
  Tone tone = Tone::plain;
  std::string sign;   // "✓"
  std::string text;   // one line
  std::string small;  // below it, muted; may be empty
};

struct PageSection {
  std::string id;
  std::string heading, intro;
  std::string short_heading;  // in the bar
  std::vector<PagePicture> pictures;
  std::optional<PageChart> chart;
  std::optional<PageTable> table;
  std::vector<PageNote> notes;
};

struct ReportPage {
  PictureLanguage language = PictureLanguage::english;
  Theme theme = Theme::automatic;
  std::string brand;  // the label of the journey
  std::string heading;
  std::vector<std::string> lead;  // paragraphs
  std::vector<PageTile> tiles;
  std::optional<PageFixTable> fixes;
  std::string short_fixes;  // its name in the bar
  std::vector<PageSection> sections;
  std::vector<std::string> footer;  // lines
  std::string picture_style;        // rules that pictures ask for
  std::string data;                 // JSON for the script; empty: none
};

}  // namespace cairn
