#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "compiler/lowering.h"

namespace cairn {

namespace {

/// Reads the lines of one touchpoint or outcome.
class PlaceLowering {
 public:
  PlaceLowering(Lowering& lowering, const Block& block, PlaceId id)
      : lowering_(lowering), block_(block), id_(id), key_(block_key(block)), once_(lowering) {}

  void lower() {
    for (const Node& line : block_.lines) lower_line(line);
    // A pain may be written on several lines, so a stray repetition shows only at the end.
    for (const Node& line : bare_pains_) report_bare_pain(line);
  }

 private:
  Place& place() { return lowering_.journey.places[id_]; }

  void lower_line(Node line) {
    switch (line.kind()) {
      case SyntaxKind::text_line:
        lower_text_line(lowering_, line, place().texts);
        break;
      case SyntaxKind::flow_line:
        if (auto flow = lower_flow_line(lowering_, line, key_)) {
          place().flows.push_back(std::move(*flow));
        }
        break;
      case SyntaxKind::takes_line:
        lower_takes(line);
        break;
      case SyntaxKind::money_line:
        if (auto money = lower_money_line(lowering_, line, key_, block_.kind)) {
          auto& lines = line_word(line) == "earns" ? place().earns : place().costs;
          lines.push_back(std::move(*money));
        }
        break;
      case SyntaxKind::feels_line:
        lower_feels(line);
        break;
      case SyntaxKind::memory_line:
        if (auto memory = lower_memory_line(lowering_, line, key_, block_.kind)) {
          place().memory.push_back(std::move(*memory));
        }
        break;
      case SyntaxKind::pain_line:
        lower_pain(line);
        break;
      case SyntaxKind::requires_line: {
        const FlagId flag = resolve_flag(lowering_, name_of(line), "`requires`", true);
        if (flag.is_valid()) place().requires_lines.push_back({flag, content_span(line)});
        break;
      }
      case SyntaxKind::nps_line:
        lower_nps(line);
        break;
      case SyntaxKind::refers_line:
        lower_refers(line);
        break;
      default:
        lower_single(line);
    }
  }

  void lower_single(Node line) {
    if (!once_.take(line)) return;
    if (line.kind() == SyntaxKind::counts_line) {
      lower_counts(line);
      return;
    }
    const Node name = name_of(line);
    if (!name) return;
    if (line.kind() == SyntaxKind::was_line) place().heading.was = name_text(name);
    if (line.kind() != SyntaxKind::channel_line) return;
    if (const Symbol* channel = lowering_.symbols.find_channel(name_text(name))) {
      place().channel = ChannelId{channel->index};
      lowering_.journey.channels[place().channel].uses.push_back(name.span());
    }
  }

  void lower_counts(Node line) {
    Counts counts = Counts::nothing;
    if (has_word(line, "micro-conversion")) counts = Counts::micro_conversion;
    if (has_word(line, "conversion")) counts = Counts::conversion;
    if (has_word(line, "win")) counts = Counts::win;
    if (has_word(line, "loss")) counts = Counts::loss;
    if (id_ == lowering_.journey.leave && counts != Counts::loss) {
      report(lowering_, Code::E105, content_span(line), "`leave` always counts as loss",
             "give another outcome a name of its own, for example `outcome subscribed`");
      return;
    }
    place().counts = counts;
  }

  void lower_takes(Node line) {
    const LineTail tail = lower_tail(lowering_, line, {});
    Wanted wanted;
    wanted.unit = Unit::days;
    const auto amount = lower_amount(lowering_, amount_of(line), wanted, key_ + "|takes", tail);
    if (!amount || !tail.is_sound) return;
    place().takes.push_back({*amount, tail.scope, content_span(line)});
  }

  void lower_feels(Node line) {
    const LineTail tail = lower_tail(lowering_, line, {});
    Wanted wanted;
    wanted.unit = Unit::feeling;
    FeelingLine feeling;
    feeling.span = content_span(line);
    feeling.scope = tail.scope;
    if (const Node text = line.child(SyntaxKind::text)) feeling.word = std::string(unquote(text));
    if (const Node name = name_of(line)) feeling.word = name_text(name);
    // The number stands in the line itself, without a `value` around it.
    const auto parameter = evaluate_value(line, wanted, lowering_.currency, lowering_.diagnostics);
    if (!parameter || !check_scale(*parameter) || !tail.is_sound) return;
    feeling.value = add_parameter(lowering_, *parameter, key_ + "|feels" + tail.scope_text, tail);
    place().feels.push_back(std::move(feeling));
  }

  bool check_scale(const Parameter& parameter) {
    const Frame& frame = lowering_.journey.frame;
    const bool is_above = parameter.high > frame.emotion_high;
    if (!is_above && parameter.low >= frame.emotion_low) return true;
    const double value = is_above ? parameter.high : parameter.low;
    report(lowering_, Code::E304, parameter.span,
           fmt::format("{:+g} is {} the scale of feelings, {:+g} to {:+g}", value,
                       is_above ? "above" : "below", frame.emotion_low, frame.emotion_high),
           "`emotions` under `journey` sets another scale");
    return false;
  }

  void lower_pain(Node line) {
    const Node name = name_of(line);
    const Symbol* symbol = name ? lowering_.symbols.find(name_text(name)) : nullptr;
    const bool is_pain = symbol != nullptr &&
                         (symbol->kind == SymbolKind::pain || symbol->kind == SymbolKind::reason);
    if (!is_pain) return;
    const PainId id{symbol->index};
    if (lowering_.journey.pains[id].place != id_) return;  // declared elsewhere, reported
    const bool is_first = symbol->span == name.span();
    const LineTail tail = lower_tail(lowering_, line, {});
    lower_severity(line, lowering_.journey.pains[id]);
    const Node causes = line.child(SyntaxKind::causes);
    if (!causes) {
      if (is_first && tail.is_sound) lowering_.journey.pains[id].scope = tail.scope;
      if (!is_first) bare_pains_.push_back(line);
      return;
    }
    const ParameterId share = lower_value(lowering_, value_of(causes), {},
                                          fmt::format("{}|causes {}", key_, name_text(name)), tail);
    if (!share.is_valid() || !tail.is_sound) return;
    lowering_.journey.pains[id].causes.push_back({share, tail.scope, content_span(line)});
  }

  void report_bare_pain(Node line) {
    const Symbol* symbol = lowering_.symbols.find(name_text(name_of(line)));
    Diagnostic diagnostic{Code::E202, name_of(line).span(), {}, {}, {}, {}, {}, {}};
    diagnostic.message =
        fmt::format("\"{}\" is declared twice at one touchpoint", name_text(name_of(line)));
    diagnostic.labels.push_back({symbol->span, "the first"});
    diagnostic.help = {"a pain is repeated only to give `causes … of exits` for other customers"};
    lowering_.diagnostics.add(std::move(diagnostic));
  }

  void lower_severity(Node line, Pain& pain) {
    const Node severity = line.child(SyntaxKind::severity);
    const Node number = severity ? severity.child(SyntaxKind::integer) : Node();
    if (!number) return;
    const auto value = read_integer(number.text());
    if (!value || *value < 1 || *value > 5) {
      report(lowering_, Code::E304, number.span(),
             fmt::format("severity {} is off the scale", normalise_spaces(number.text())),
             "severity runs from 1 (a nuisance) to 5 (nobody gets past it)");
      return;
    }
    pain.severity = std::max(pain.severity, static_cast<int>(*value));
  }

  void lower_nps(Node line) {
    const LineTail tail = lower_tail(lowering_, line, {});
    NpsLine nps;
    nps.scope = tail.scope;
    nps.span = content_span(line);
    bool is_sound = tail.is_sound;
    for (const Node& part : line.children(SyntaxKind::nps_part)) {
      if (part.child(SyntaxKind::rest)) continue;
      const Node word = part.child(SyntaxKind::word);
      const std::string_view kind = word ? word.text() : std::string_view();
      const ParameterId share =
          lower_value(lowering_, value_of(part), {}, fmt::format("{}|nps {}", key_, kind), tail);
      is_sound = is_sound && share.is_valid();
      if (kind == "promoters") nps.promoters = share;
      if (kind == "passives") nps.passives = share;
      if (kind == "detractors") nps.detractors = share;
    }
    if (is_sound && check_answers(nps, line)) place().nps.push_back(std::move(nps));
  }

  /// The three answers are all who answer: 100%, or one of them takes the rest (R4).
  bool check_answers(const NpsLine& nps, Node line) {
    const Journey& journey = lowering_.journey;
    DoubleDouble sum;
    std::size_t rest_count = 0;
    bool is_sure = true;
    for (const ParameterId id : {nps.promoters, nps.passives, nps.detractors}) {
      if (!id.is_valid()) {
        ++rest_count;
        continue;
      }
      sum = add(sum, journey.parameters[id].best);
      is_sure = is_sure && journey.parameters[id].doubt == Doubt::exact;
    }
    const double excess = to_double(add(sum, {-1, 0}));
    const std::string total =
        (is_sure ? "" : "about ") + fmt::format("{:.6g}%", to_double(sum) * 100);
    const auto refuse = [&](std::string message, std::string help) {
      report(lowering_, Code::E417, content_span(line), std::move(message), std::move(help));
      return false;
    };
    if (rest_count > 1) {
      return refuse(fmt::format("{} answers take the `rest`", rest_count == 2 ? "two" : "three"),
                    "give all but one of them a share");
    }
    if (excess > (rest_count > 0 ? 1e-12 : 0.001 + 1e-12)) {
      return refuse("promoters, passives and detractors add up to " + total + ": 100% is everyone",
                    "lower a share until they add up to 100%");
    }
    if (rest_count == 0 && excess < -0.001 - 1e-12) {
      return refuse("promoters, passives and detractors add up to " + total + ", not to 100%",
                    "let one of them take what is left: `rest detractors`");
    }
    if (rest_count == 0 && !is_sure) {
      return refuse("one answer has to take the `rest`: the others are uncertain",
                    "for example `rest detractors`");
    }
    return true;
  }

  void lower_refers(Node line) {
    const LineTail tail = lower_tail(lowering_, line, {});
    const NameUse use{static_cast<SymbolKinds>(SymbolKind::source), "`refers … to`"};
    const Symbol* source = lowering_.symbols.resolve(name_of(line), use);
    Wanted wanted;
    wanted.unit = Unit::people;
    const std::string target = name_of(line) ? name_text(name_of(line)) : std::string();
    const ParameterId people = lower_value(lowering_, value_of(line), wanted,
                                           fmt::format("{}|refers {}", key_, target), tail);
    if (source == nullptr || !people.is_valid() || !tail.is_sound) return;
    place().refers.push_back({people, SourceId{source->index}, tail.scope, content_span(line)});
  }

  Lowering& lowering_;
  const Block& block_;
  PlaceId id_;
  std::string key_;
  OnceLines once_;
  std::vector<Node> bare_pains_;
};

}  // namespace

void lower_place(Lowering& lowering, const Block& block, PlaceId id) {
  PlaceLowering(lowering, block, id).lower();
}

}  // namespace cairn
