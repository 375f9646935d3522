#include "simulator/walk/paths.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "simulator/walk/batch.h"
#include "simulator/walk/money_draw.h"
#include "simulator/walk/tables.h"

namespace cairn {
namespace {

constexpr std::size_t kChunk = 1 << 16;
constexpr std::size_t kLongestNumber = 40;

/// A field by RFC 4180: quoted if it holds a comma, a quote or the end of a line.
std::string to_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string field = "\"";
  for (const char c : text) {
    if (c == '"') field += '"';
    field += c;
  }
  return field + '"';
}

void append_count(std::uint64_t number, std::string& text) {
  char digits[kLongestNumber];
  text.append(digits, std::to_chars(digits, digits + kLongestNumber, number).ptr);
}

/// `digits` significant digits, shortest form. Sums of tenths are then tenths.
void append_number(double number, int precision, std::string& text) {
  char digits[kLongestNumber];
  text.append(digits, std::to_chars(digits, digits + kLongestNumber, number,
                                    std::chars_format::general, precision)
                          .ptr);
}

/// A class made ready for writing.
struct PathRoute {
  WalkTables tables;
  std::vector<std::vector<MoneyDraw>> money;  // by state
  std::string persona, device;                // fields
};

class PathWriter {
 public:
  PathWriter(const Journey& journey, const std::vector<WalkClass>& classes,
             const MoneyWeights& weights, std::uint64_t seed, const TextSink& sink)
      : seed_(seed),
        horizon_days_(weights.horizon_days),
        last_moment_(last_moment_of(weights)),
        sink_(sink) {
    for (const Place& place : journey.places) places_.push_back(to_field(place.heading.name));
    for (const Source& source : journey.sources) sources_.push_back(to_field(source.heading.name));
    for (const WalkClass& walk_class : classes) {
      PathRoute route;
      route.tables = make_tables(journey, walk_class);
      for (std::size_t s = 0; s < walk_class.chain->states.size(); ++s) {
        route.money.push_back(
            money_of(journey, walk_class.space->states[s], walk_class.chain->states[s]));
      }
      const CustomerClass& customer = walk_class.space->customer;
      if (customer.persona.is_valid()) {
        route.persona = to_field(journey.personas[customer.persona].heading.name);
      }
      if (customer.device.is_valid())
        route.device = to_field(journey.devices[customer.device].name);
      routes_.push_back(std::move(route));
    }
    text_ = "customer,step,touchpoint,time,money,persona,source,device\r\n";
  }

  bool walk(std::size_t class_index, std::uint64_t customer) {
    const PathRoute& route = routes_[class_index];
    const WalkTables& tables = route.tables;
    std::uint32_t at = tables.start;
    double age = 0, carried = 0;
    std::string_view source;
    std::uint64_t visits = 0;
    ++written_.people;
    for (std::uint32_t step = 0;; ++step) {
      if (step > kStepLimit) {
        ++written_.cut_walks;
        break;
      }
      const bool is_last = tables.is_last[at] != 0;
      DrawnStep drawn;
      if (is_last) {
        drawn.stay_days = draw_stay(tables, seed_, customer, step, at);
      } else {
        drawn = draw_step(tables, seed_, customer, step, at);
      }
      const double stay = stay_of(tables, at, drawn.stay_days);
      const std::uint32_t state = tables.states[at];
      if (state != kNoState) {
        const ChainState& here = tables.chain->states[state];
        const double money = carried + money_in_visit(route, state, customer, step, age, stay);
        if (here.source.is_valid()) {
          source = sources_[here.source.index];
          carried = money;
        } else {
          append_row(customer, ++visits, places_[here.place.index], age, money, route, source);
          carried = 0;
        }
      }
      if (is_last) break;
      age += passage_of(tables, stay, drawn.next, drawn.after_days);
      if (age > last_moment_) break;
      at = drawn.next;
    }
    return text_.size() < kChunk || hand_on();
  }

  PathsWritten finish() {
    if (written_.is_complete) hand_on();
    return written_;
  }

 private:
  double money_in_visit(const PathRoute& route, std::uint32_t state, std::uint64_t customer,
                        std::uint32_t step, double age, double stay) const {
    double sum = 0;
    for (const MoneyDraw& line : route.money[state]) {
      double amount = line.sign * draw_money(line, seed_, customer, step);
      if (line.per_days > 0) {
        amount *= std::max(0.0, std::min(stay, horizon_days_ - age)) / line.per_days;
      }
      sum += amount;
    }
    return sum;
  }

  void append_row(std::uint64_t customer, std::uint64_t visit, const std::string& place, double age,
                  double money, const PathRoute& route, std::string_view source) {
    append_count(customer + 1, text_);
    text_ += ',';
    append_count(visit, text_);
    text_ += ',';
    text_ += place;
    text_ += ',';
    append_number(std::min(age, horizon_days_), 9, text_);
    text_ += ',';
    append_number(money == 0 ? 0.0 : money, 12, text_);
    text_ += ',';
    text_ += route.persona;
    text_ += ',';
    text_ += source;
    text_ += ',';
    text_ += route.device;
    text_ += "\r\n";
    ++written_.rows;
  }

  bool hand_on() {
    written_.is_complete = sink_(text_);
    text_.clear();
    return written_.is_complete;
  }

  std::uint64_t seed_;
  double horizon_days_, last_moment_;
  const TextSink& sink_;
  std::vector<std::string> places_, sources_;  // as fields
  std::vector<PathRoute> routes_;
  std::string text_;
  PathsWritten written_;
};

}  // namespace

PathsWritten write_paths(const Journey& journey, const std::vector<WalkClass>& classes,
                         const MoneyWeights& weights, const WalkOptions& options,
                         const TextSink& sink) {
  PathWriter writer(journey, classes, weights, options.seed, sink);
  ClassFinder finder(classes, options.seed, options.people);
  for (std::uint64_t customer = 0; customer < options.people; ++customer) {
    if (!writer.walk(finder.class_of(customer), customer)) break;
  }
  return writer.finish();
}

}  // namespace cairn
