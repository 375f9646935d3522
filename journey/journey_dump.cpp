#include "journey/journey_dump.h"

#include <cstdint>
#include <fmt/format.h>

#include "journey/dump_parts.h"
#include "journey/kind_words.h"

namespace cairn {
namespace {

class Dumper {
 public:
  explicit Dumper(const Journey& journey) : parts_(journey), journey_(journey) {}

  std::string dump() {
    frame();
    for (const Assumption& item : journey_.assumptions) assumption(item);
    for (const Persona& item : journey_.personas) persona(item);
    for (const Device& item : journey_.devices) device(item);
    for (const Source& item : journey_.sources) source(item);
    for (const Stage& item : journey_.stages) stage(item);
    for (const Place& item : journey_.places) place(item);
    for (const Fix& item : journey_.fixes) fix(item);
    for (const Scenario& item : journey_.scenarios) scenario(item);
    for (const Experiment& item : journey_.experiments) experiment(item);
    for (const Expectation& item : journey_.expectations) expectation(item);
    return std::move(out_);
  }

 private:
  void line(const std::string& text) { out_ += "  " + text + "\n"; }

  void heading(const char* kind, const Heading& item) {
    out_ += fmt::format("{} {} {}\n", kind, item.name, quote(item.label));
    if (!item.was.empty()) line("was " + item.was);
  }

  void frame() {
    const Frame& frame = journey_.frame;
    heading("journey", frame.heading);
    if (!frame.language.empty()) line("language " + frame.language);
    if (!frame.currency.empty()) line("currency " + frame.currency);
    if (frame.entrants.is_valid()) {
      line("entrants " + parts_.number(frame.entrants) +
           (frame.entrants_per_days ? fmt::format(" per {} days", *frame.entrants_per_days)
                                    : std::string(" once")));
    }
    if (frame.starts) line("starts " + date_text(*frame.starts));
    if (frame.horizon.is_valid()) line("horizon " + parts_.number(frame.horizon));
    if (frame.discount.is_valid()) {
      line(fmt::format("discount {} per {} days", parts_.number(frame.discount),
                       frame.discount_per_days));
    }
    line(fmt::format("emotions {} to {}", frame.emotion_low, frame.emotion_high));
    texts(frame.texts);
  }

  void assumption(const Assumption& item) {
    heading("assume", item.heading);
    line(parts_.amount(item.amount));
    line(fmt::format("used {} times", item.use_count));
  }

  void persona(const Persona& item) {
    heading("persona", item.heading);
    shares(item.shares);
    memory(item.memory);
    texts(item.texts);
  }

  void device(const Device& item) {
    out_ += "device " + item.name + "\n";
    for (const Device::Line& entry : item.lines) {
      const std::string owner =
          entry.persona.is_valid() ? journey_.personas[entry.persona].heading.name : "journey";
      line("under " + owner + " " + parts_.share(entry.share));
    }
  }

  void source(const Source& item) {
    heading("source", item.heading);
    shares(item.shares);
    channel(item.channel);
    money("costs", item.costs);
    memory(item.memory);
    flows(item.flows);
    texts(item.texts);
  }

  void stage(const Stage& item) {
    heading("stage", item.heading);
    for (const PlaceId id : item.places) line("holds " + parts_.name(id));
    texts(item.texts);
  }

  void place(const Place& item) {
    heading(item.kind == Place::Kind::outcome ? "outcome" : "touchpoint", item.heading);
    if (item.stage.is_valid()) line("stage " + journey_.stages[item.stage].heading.name);
    channel(item.channel);
    if (item.counts != Counts::nothing) line("counts as " + std::string(counts_word(item.counts)));
    texts(item.texts);
    for (const FeelingLine& entry : item.feels) {
      line(fmt::format("feels {}{}{}", parts_.number(entry.value),
                       entry.word.empty() ? "" : " " + quote(entry.word),
                       parts_.scope(entry.scope)));
    }
    for (const PainId id : item.pains) pain(journey_.pains[id]);
    for (const TimeLine& entry : item.takes) {
      line("takes " + parts_.amount(entry.amount) + parts_.scope(entry.scope));
    }
    money("earns", item.earns);
    money("costs", item.costs);
    memory(item.memory);
    for (const RequiresLine& entry : item.requires_lines) {
      line("requires " + journey_.flags[entry.flag].name);
    }
    for (const NpsLine& entry : item.nps) {
      line(fmt::format("nps {} promoters, {} passives, {} detractors{}",
                       parts_.number_or_rest(entry.promoters),
                       parts_.number_or_rest(entry.passives),
                       parts_.number_or_rest(entry.detractors), parts_.scope(entry.scope)));
    }
    for (const RefersLine& entry : item.refers) {
      line(fmt::format("refers {} people to {}{}", parts_.number(entry.people),
                       journey_.sources[entry.source].heading.name, parts_.scope(entry.scope)));
    }
    flows(item.flows);
  }

  void pain(const Pain& item) {
    const std::string severity =
        item.severity > 0 ? fmt::format(" severity {}", item.severity) : "";
    line(fmt::format("{} {} {}{}{}", item.is_reason ? "reason" : "pain", item.name,
                     quote(item.label), severity, parts_.scope(item.scope)));
    for (const CauseLine& entry : item.causes) {
      line("  causes " + parts_.number(entry.share) + " of exits" + parts_.scope(entry.scope));
    }
  }

  void fix(const Fix& item) {
    heading("fix", item.heading);
    for (const Change& entry : item.changes) line(parts_.change(entry));
    money("costs", item.costs);
    if (item.starts) line("starts " + date_text(*item.starts));
    if (item.ramps.is_valid()) line("ramps " + parts_.number(item.ramps));
    if (item.lasts.is_valid()) line("lasts " + parts_.number(item.lasts));
    texts(item.texts);
  }

  void scenario(const Scenario& item) {
    heading("scenario", item.heading);
    for (const FixId id : item.fixes) line("includes " + journey_.fixes[id].heading.name);
    texts(item.texts);
  }

  void experiment(const Experiment& item) {
    heading("experiment", item.heading);
    if (item.tests.is_valid()) line("tests " + journey_.fixes[item.tests].heading.name);
    if (item.at.is_valid()) line("at " + parts_.name(item.at));
    const auto number = [this](const char* word, const std::optional<ParameterId>& value) {
      if (value) line(word + (" " + parts_.number_or_rest(*value)));
    };
    number("share", item.share);
    number("power", item.power);
    number("confidence", item.confidence);
    number("detect", item.detect);
    if (item.metric) line("metric " + parts_.metric(*item.metric));
    texts(item.texts);
  }

  void expectation(const Expectation& item) {
    out_ += fmt::format("{} {}", item.is_target ? "target" : "expect", parts_.metric(item.metric));
    if (item.bound.kind == Bound::Kind::at_least) {
      out_ += fmt::format(" at least {}", item.bound.low);
    } else if (item.bound.kind == Bound::Kind::at_most) {
      out_ += fmt::format(" at most {}", item.bound.high);
    } else {
      out_ += fmt::format(" between {} and {}", item.bound.low, item.bound.high);
    }
    out_ += parts_.scope({item.groups, {}, {}});
    if (item.baseline == Expectation::Baseline::above) out_ += " above baseline";
    if (item.baseline == Expectation::Baseline::below) out_ += " below baseline";
    if (item.scenario.is_valid()) {
      out_ += " in " + journey_.scenarios[item.scenario].heading.name;
    }
    if (item.confidence) out_ += fmt::format(" with {} confidence", *item.confidence);
    if (item.within_days) out_ += fmt::format(" within {} days", *item.within_days);
    if (!item.origin.empty()) out_ += " from " + quote(item.origin);
    out_ += "\n";
  }

  void channel(ChannelId id) {
    if (id.is_valid()) line("channel " + journey_.channels[id].name);
  }
  void shares(const std::vector<ShareLine>& lines) {
    for (const ShareLine& entry : lines) line(parts_.share(entry));
  }
  void flows(const std::vector<FlowLine>& lines) {
    for (const FlowLine& entry : lines) line(parts_.flow(entry));
  }
  void money(const char* word, const std::vector<MoneyLine>& lines) {
    for (const MoneyLine& entry : lines) line(word + (" " + parts_.money(entry)));
  }
  void memory(const std::vector<MemoryLine>& lines) {
    for (const MemoryLine& entry : lines) line(parts_.memory(entry));
  }
  void texts(const std::vector<TextLine>& lines) {
    for (const TextLine& entry : lines) line(parts_.text(entry));
  }

  DumpParts parts_;
  const Journey& journey_;
  std::string out_;
};

}  // namespace

std::string dump_journey(const Journey& journey) {
  return Dumper(journey).dump();
}

}  // namespace cairn
