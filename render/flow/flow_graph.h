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

/// A touchpoint named on the card that stands for its stage.
struct FlowInside {
  std::string label;
  std::optional<double> reach;
};

struct FlowCard {
  std::string id;  // the place's name
  std::string label;
  std::string channel;                // empty: no chip
  std::optional<double> reach;        // share of entrants
  std::optional<double> leave;        // share of visits that leave (R12)
  std::optional<double> loss;         // visits per entrant that leave
  std::optional<double> still;        // share of visits that go on at the horizon; none if too few
  std::optional<double> feeling;      // on the scale of `emotions`
  std::optional<double> reach_today;  // FlowGraph::is_delta: before the fixes
  std::optional<double> leave_today;
  double feeling_low = -2, feeling_high = 2;
  bool is_highlighted = false;     // one of the largest losses after the first stage
  std::string why;                 // the largest pain or reason, for highlighted cards
  bool is_entry = false;           // an acquisition source
  bool is_new = false;             // only fixes lead here
  bool is_none = false;            // kept although nobody comes here
  std::vector<FlowInside> inside;  // not empty: the card stands for all touchpoints of its band
};

struct FlowStage {
  std::string key;                    // "2", "_entry", "_loose-1": stable, part of ids
  StageId id;                         // invalid: a band that is no stage
  std::string label;                  // empty: places outside any stage
  std::uint32_t number = 0;           // 1 for the first stage; 0: a band that is no stage
  bool is_entry = false;              // the band of sources
  std::optional<double> reach;        // share of entrants who get into the stage
  bool reach_is_least = false;        // `reach` is a lower bound
  std::optional<double> reach_today;  // FlowGraph::is_delta; none where one of both is a bound
  bool has_exits = false;             // some card has a way to `leave`
  std::optional<double> exits;        // passages to `leave` per entrant
  std::optional<double> exits_today;  // FlowGraph::is_delta
  std::optional<double> still;        // share of entrants who are here at the horizon
  double other = 0;                   // passages per entrant from here by lines that are left out
  std::vector<FlowCard> cards;        // in file order
};

struct FlowOutcome {
  std::string id;
  std::string label;
  std::optional<double> reach;
  std::optional<double> reach_today;  // FlowGraph::is_delta
  bool is_win = false;
  bool is_loss = false;
};

struct FlowLink {
  std::string from;
  std::string to;
  std::optional<double> volume;           // passages per entrant: line width
  std::optional<double> share_of_visits;  // label
  std::optional<double> volume_today;     // FlowGraph::is_delta
  bool is_none = false;                   // kept although it is as thin as those left out
};

struct FlowGraph {
  std::string title;
  std::string subtitle;
  std::string language;  // picks the Han forms
  PictureLanguage words = PictureLanguage::english;
  bool is_delta = false;   // figures with the fixes, beside those of today
  bool is_living = false;  // a page changes it: every part is there, be it empty
  std::vector<FlowStage> stages;
  std::vector<FlowOutcome> outcomes;  // without `leave`
  std::vector<FlowLink> links;        // without those to `leave`
  std::uint32_t hidden_links = 0;     // left out because they carry under 0.4 % of entrants
  std::uint32_t hidden_cards = 0;     // left out because only fixes lead there
  std::uint32_t collapsed = 0;        // above 0: drawn by stages, which hold so many touchpoints
};

struct FlowInput {
  const Journey& journey;
  const Prediction* prediction = nullptr;  // none (level draw): no numbers but written shares
  PictureLanguage language = PictureLanguage::english;
  PersonaId persona = {};  // valid: the prediction's flows are of this persona
  /// By StageId: the share of entrants who get there, for it is no figure of one touchpoint. Where
  /// it is not given, the flows say what it is at least.
  std::vector<std::optional<double>> stage_reach = {};
  std::vector<std::optional<double>> stage_reach_today = {};
  /// Whose ways and touchpoints are on the picture, beside those of today. If the prediction is of
  /// the journey with these fixes, `scenario` says how they are called.
  std::vector<FixId> fixes = {};
  std::string scenario = {};
  const Prediction* today = nullptr;  // set: what changes from it to `prediction`
  /// For a page that changes the picture: every card and line stays, whoever comes there, so that
  /// all predictions of the same fixes give the same cards and lines in the same order. Never drawn
  /// by stages.
  bool keeps_everything = false;
  bool is_full = false;  // every touchpoint, also of a journey so large that stages are drawn
};

FlowGraph build_flow_graph(const FlowInput& input);

/// What the picture asks of `predict`, which must be told the same groups for its flows.
std::vector<Question> flow_questions(const Journey& journey, const std::vector<Group>& groups);

/// For `groups` above: everyone, or one persona.
std::vector<Group> flow_groups(PersonaId persona);

/// Of a line, today or with the fixes: what its width shows.
double larger_volume(const FlowLink& link);

/// Changes below this share of all entrants are not worth a colour.
inline constexpr double kUnchanged = 0.0025;

/// Of is_delta: with the fixes less today; 0 if one of them is not known.
double change_of(const FlowLink& link);

/// One line per fact, for tests and `dump`.
std::string dump_flow_graph(const FlowGraph& graph);

}  // namespace cairn
