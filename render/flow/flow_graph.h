// What is on the flow picture, as plain data: cards, lines, stage bands, outcomes. No layout.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "journey/journey.h"
#include "journey/prediction.h"
#include "render/picture/language.h"

namespace cairn {

struct FlowCard {
  std::string id;  // the place's name
  std::string label;
  std::string channel;            // empty: no chip
  std::optional<double> reach;    // share of entrants
  std::optional<double> leave;    // share of visits that leave (R12)
  std::optional<double> loss;     // visits per entrant that leave
  std::optional<double> feeling;  // on the scale of `emotions`
  double feeling_low = -2, feeling_high = 2;
  bool is_highlighted = false;  // one of the largest losses after the first stage
  std::string why;              // the largest pain or reason, for highlighted cards
  bool is_entry = false;        // an acquisition source
};

struct FlowStage {
  std::string key;              // "2", "entry", "loose-1": stable, part of ids
  std::string label;            // empty: places outside any stage
  std::uint32_t number = 0;     // 1 for the first stage; 0: a band that is no stage
  bool is_entry = false;        // the band of sources
  std::optional<double> reach;  // share of entrants who get into the stage
  bool reach_is_least = false;  // `reach` is a lower bound
  bool has_exits = false;       // some card has a way to `leave`
  std::optional<double> exits;  // passages to `leave` per entrant
  std::vector<FlowCard> cards;  // in file order
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
  PictureLanguage words = PictureLanguage::english;
  std::vector<FlowStage> stages;
  std::vector<FlowOutcome> outcomes;  // without `leave`
  std::vector<FlowLink> links;        // without those to `leave`
  std::uint32_t hidden_links = 0;     // left out because they carry under 0.4 % of entrants
  std::uint32_t hidden_cards = 0;     // left out because only fixes lead there
};

struct FlowInput {
  const Journey& journey;
  const Prediction* prediction = nullptr;  // none (level draw): no numbers but written shares
  PictureLanguage language = PictureLanguage::english;
};

FlowGraph build_flow_graph(const FlowInput& input);

/// One line per fact, for tests and `dump`.
std::string dump_flow_graph(const FlowGraph& graph);

}  // namespace cairn
