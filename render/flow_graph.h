// What is on the flow picture, as plain data: cards, lines, stage bands, outcomes. No layout.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "journey/journey.h"
#include "journey/prediction.h"

namespace cairn {

struct FlowCard {
  std::string id;     // the place's name
  std::string label;
  std::string channel;              // empty: no chip
  std::optional<double> reach;      // share of entrants
  std::optional<double> leave;      // share of visits that leave
  std::optional<double> feeling;    // on the scale of `emotions`
  double feeling_low = -2, feeling_high = 2;
  bool is_highlighted = false;      // one of the three largest losses after the first stage
  std::string why;                  // the largest pain or reason, for highlighted cards
  bool is_entry = false;            // an acquisition source
};

struct FlowStage {
  std::string label;                // empty: places outside any stage
  std::optional<double> reach;      // share of entrants who get into the stage
  std::optional<double> exits;      // share of entrants who leave from it
  std::vector<FlowCard> cards;      // in file order
};

struct FlowOutcome {
  std::string id;
  std::string label;
  std::optional<double> reach;
  bool is_win = false;
  bool is_loss = false;
};

struct FlowLink {
  std::string from;
  std::string to;
  std::optional<double> volume;           // passages per entrant: line width
  std::optional<double> share_of_visits;  // label
};

struct FlowGraph {
  std::string title;
  std::string subtitle;
  std::string language;  // picks the Han forms
  std::vector<FlowStage> stages;
  std::vector<FlowOutcome> outcomes;
  std::vector<FlowLink> links;
  std::uint32_t hidden_links = 0;  // left out because they carry under 0.4 % of entrants
};

/// Without a prediction (level draw) the graph has no numbers.
FlowGraph build_flow_graph(const Journey& journey, const Prediction* prediction);

/// Scripts in the texts that no installed font covers well, with the Debian package that would:
/// filled by the caller from fontconfig; see render/fonts.h.
}  // namespace cairn
