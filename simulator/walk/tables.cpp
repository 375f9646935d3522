#include "simulator/walk/tables.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <string>
#include <utility>

#include "base/check.h"
#include "simulator/walk/rows.h"

namespace cairn {
namespace {

constexpr std::uint64_t kMostSlots = std::uint64_t{1} << (32 - kShiftBits);

std::uint64_t pack(std::uint32_t low, std::uint32_t high) {
  return std::uint64_t{high} << 32 | low;
}

std::uint64_t pack_law(const ChanceLaw& law) {
  return pack(std::bit_cast<std::uint32_t>(law.mu), std::bit_cast<std::uint32_t>(law.sigma));
}

ChanceLaw unpack_law(std::uint64_t packed, float mean) {
  return {std::bit_cast<float>(static_cast<std::uint32_t>(packed)),
          std::bit_cast<float>(static_cast<std::uint32_t>(packed >> 32)), mean};
}

/// The edges of one way of one state.
struct EdgeRange {
  std::uint32_t first = 0, last = 0;
};

class TablesBuilder {
 public:
  TablesBuilder(const Journey& journey, const WalkClass& walk_class)
      : journey_(journey), chain_(*walk_class.chain), space_(*walk_class.space) {}

  WalkTables build() {
    tables_.chain = &chain_;
    const auto edges = static_cast<std::uint32_t>(chain_.edges.size());
    for (const ChainEdge& edge : chain_.edges) tables_.states.push_back(edge.target);
    for (std::uint32_t s = 0; s < chain_.entry.size(); ++s) {
      if (chain_.entry[s] > 0) tables_.states.push_back(s);
    }
    tables_.start = static_cast<std::uint32_t>(tables_.states.size());
    tables_.states.push_back(kNoState);
    for (std::uint32_t s = 0; s < chain_.states.size(); ++s) add_row_of(s);
    add_start(edges);
    for (std::uint32_t a = 0; a < tables_.states.size(); ++a) add_arrival(a, edges);
    if (tables_.slots.size() > kMostSlots) tables_.is_too_large = true;
    find_prologue();
    return std::move(tables_);
  }

 private:
  bool is_last(std::uint32_t state) const {
    if (chain_.states[state].is_outcome) return true;
    const ChainState& here = chain_.states[state];
    for (std::uint32_t e = here.first_edge; e < here.first_edge + here.edge_count; ++e) {
      if (chain_.edges[e].probability > 0) return false;
    }
    return true;
  }

  // ---- rows ----

  void add_row_of(std::uint32_t s) {
    const ChainState& state = chain_.states[s];
    row_numbers_.push_back({0, state.first_edge});
    tables_.exact_rows.push_back({static_cast<std::uint32_t>(tables_.ends.size()), 0});
    if (is_last(s)) return;
    std::vector<double> shares;
    std::vector<std::uint32_t> goals;
    const std::uint32_t end = state.first_edge + state.edge_count;
    for (std::uint32_t e = state.first_edge; e < end;) {
      EdgeRange way{e, e};
      double share = 0;
      for (; way.last < end && chain_.edges[way.last].way == chain_.edges[e].way; ++way.last) {
        share += chain_.edges[way.last].probability;
      }
      shares.push_back(share);
      goals.push_back(goal_of(space_.states[s].ways[chain_.edges[e].way], way));
      e = way.last;
    }
    add_row(state.first_edge, shares, goals);
  }

  void add_start(std::uint32_t edges) {
    std::vector<double> shares;
    std::vector<std::uint32_t> goals;
    for (std::uint32_t a = edges; a < tables_.start; ++a) {
      shares.push_back(chain_.entry[tables_.states[a]]);
      goals.push_back(a | FlagNode::kIsArrival);
    }
    row_numbers_.push_back({0, edges});
    tables_.exact_rows.push_back({static_cast<std::uint32_t>(tables_.ends.size()), 0});
    // A class of share 0 has no entry and walks nobody.
    if (!shares.empty()) add_row(edges, shares, goals);
  }

  void add_row(std::uint32_t first_arrival, const std::vector<double>& shares,
               const std::vector<std::uint32_t>& goals) {
    const std::vector<std::uint64_t> ends = cumulate(shares);
    std::vector<std::uint32_t> codes;
    for (const std::uint32_t goal : goals) codes.push_back(code_of(goal, first_arrival));
    const auto first_slot = static_cast<std::uint32_t>(tables_.slots.size());
    const int shift =
        tables_.slots.size() > kMostSlots ? 31 : append_slots(ends, codes, tables_.slots);
    row_numbers_.back().first = first_slot << kShiftBits | static_cast<std::uint32_t>(shift);
    tables_.exact_rows.back().way_count = static_cast<std::uint32_t>(goals.size());
    tables_.ends.insert(tables_.ends.end(), ends.begin(), ends.end());
    tables_.goals.insert(tables_.goals.end(), goals.begin(), goals.end());
  }

  std::uint32_t code_of(std::uint32_t goal, std::uint32_t first_arrival) const {
    if ((goal & FlagNode::kIsArrival) == 0) return kRareWay;
    const std::uint32_t arrival = goal & ~FlagNode::kIsArrival;
    const std::uint32_t way = arrival - first_arrival;
    if (way > kWayMask) return kRareWay;
    return way | (is_last(tables_.states[arrival]) ? kLastWay : 0);
  }

  // ---- flags drawn on arrival ----

  std::uint32_t goal_of(const Way& way, EdgeRange edges) {
    std::vector<std::uint32_t> possible;
    for (std::uint32_t e = edges.first; e < edges.last; ++e) {
      if (chain_.edges[e].probability > 0) possible.push_back(e);
    }
    if (possible.empty()) return edges.first | FlagNode::kIsArrival;  // of share 0: never taken
    if (possible.size() == 1) return possible[0] | FlagNode::kIsArrival;
    CAIRN_CHECK(way.arrivals.size() == edges.last - edges.first);
    return add_nodes(way, edges.first, std::move(possible));
  }

  /// Arrivals of one way that share their first `depth` factors, and who points to them.
  struct Group {
    std::vector<std::uint32_t> edges;
    std::size_t depth = 0;
    std::uint32_t parent = 0;
    bool is_yes = false;
  };

  /// The factors of the arrivals of a way form a tree: at every node one flag is drawn.
  std::uint32_t add_nodes(const Way& way, std::uint32_t first_edge,
                          std::vector<std::uint32_t> edges) {
    const auto root = static_cast<std::uint32_t>(tables_.nodes.size());
    std::vector<Group> open = {{std::move(edges), 0, root, false}};
    while (!open.empty()) {
      const Group group = std::move(open.back());
      open.pop_back();
      const auto number = static_cast<std::uint32_t>(tables_.nodes.size());
      if (number != root) {
        std::uint32_t goal = number;
        if (group.edges.size() == 1) goal = group.edges[0] | FlagNode::kIsArrival;
        FlagNode& parent = tables_.nodes[group.parent];
        (group.is_yes ? parent.yes : parent.no) = goal;
        if (group.edges.size() == 1) continue;
      }
      Group yes{{}, group.depth + 1, number, true}, no{{}, group.depth + 1, number, false};
      tables_.nodes.push_back(make_node(way, first_edge, group, yes, no));
      if (!yes.edges.empty()) open.push_back(std::move(yes));
      if (!no.edges.empty()) open.push_back(std::move(no));
    }
    return root;
  }

  FlagNode make_node(const Way& way, std::uint32_t first_edge, const Group& group, Group& yes,
                     Group& no) const {
    double share_yes = 0, share_no = 0;
    FlagNode node;
    for (const std::uint32_t e : group.edges) {
      const auto& factors = way.arrivals[e - first_edge].factors;
      CAIRN_CHECK(group.depth < factors.size());
      const Arrival::Factor& factor = factors[group.depth];
      (factor.is_complement ? no : yes).edges.push_back(e);
      (factor.is_complement ? share_no : share_yes) += chain_.edges[e].probability;
      // Two flags of one probability are two draws.
      std::uint32_t before = 0;
      for (std::size_t i = 0; i < group.depth; ++i) {
        before += factors[i].probability == factor.probability ? 1 : 0;
      }
      node.purpose = purpose_of(journey_.parameters[factor.probability].key, before);
    }
    const double p_yes = share_yes / (share_yes + share_no);
    node.is_sure = p_yes >= 1;
    node.threshold = node.is_sure ? 0 : static_cast<std::uint64_t>(p_yes * 0x1p64);
    return node;
  }

  // ---- arrivals ----

  void add_arrival(std::uint32_t a, std::uint32_t edges) {
    const std::uint32_t state = tables_.states[a];
    const std::size_t row = state == kNoState ? chain_.states.size() : state;
    const Draw takes = state == kNoState ? Draw{} : chain_.states[state].takes;
    const Draw after = a < edges ? chain_.edges[a].after : Draw{};
    const ChanceLaw law = to_chance_law(takes), after_law = to_chance_law(after);
    tables_.laws.push_back(pack_law(law));
    tables_.means.push_back(law.mean);
    tables_.after_laws.push_back(pack_law(after_law));
    tables_.after_means.push_back(after_law.mean);
    tables_.fixed_days.push_back(takes.kind == Draw::Kind::fixed ? takes.value : 0);
    tables_.fixed_after_days.push_back(after.kind == Draw::Kind::fixed ? after.value : 0);
    tables_.rows.push_back(pack(row_numbers_[row].first, row_numbers_[row].second));
    tables_.is_last.push_back(state != kNoState && is_last(state) ? 1 : 0);
    tables_.has_lognormal |= takes.kind == Draw::Kind::lognormal;
    tables_.has_exponential |= takes.kind == Draw::Kind::exponential;
    tables_.has_after_lognormal |= after.kind == Draw::Kind::lognormal;
    tables_.has_after_exponential |= after.kind == Draw::Kind::exponential;
    tables_.has_fixed |= tables_.fixed_days.back() != 0 || tables_.fixed_after_days.back() != 0;
  }

  /// From the start on, as long as there is one way, no time and no money left to chance.
  void find_prologue() {
    std::uint32_t at = tables_.start;
    tables_.prologue = {at};
    while (true) {
      const std::uint32_t state = tables_.states[at];
      const ExactRow& row = tables_.exact_rows[state == kNoState ? chain_.states.size() : state];
      std::uint32_t next = 0;
      if (state != kNoState && !chain_.states[state].source.is_valid()) break;
      if (tables_.is_last[at] != 0 || !find_only_way(row, next)) break;
      if (state != kNoState && chain_.states[state].takes != Draw{}) break;
      if (next < chain_.edges.size() && chain_.edges[next].after != Draw{}) break;
      at = next;
      tables_.prologue.push_back(at);
      ++tables_.first_step;
    }
  }

  bool find_only_way(const ExactRow& row, std::uint32_t& next) const {
    if (row.way_count == 0) return false;
    const std::uint64_t* ends = tables_.ends.data() + row.first_way;
    const std::size_t way = way_at(ends, row.way_count, 0);
    if (way != way_at(ends, row.way_count, std::numeric_limits<std::uint64_t>::max())) return false;
    const std::uint32_t goal = tables_.goals[row.first_way + way];
    next = goal & ~FlagNode::kIsArrival;
    return (goal & FlagNode::kIsArrival) != 0;
  }

  const Journey& journey_;
  const Chain& chain_;
  const StateSpace& space_;
  WalkTables tables_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> row_numbers_;  // by state, then the start
};

std::uint32_t draw_flags(const WalkTables& tables, std::uint64_t seed, std::uint64_t customer,
                         std::uint32_t step, std::uint32_t goal) {
  while ((goal & FlagNode::kIsArrival) == 0) {
    const FlagNode& node = tables.nodes[goal];
    const WordPair words = draw_words(stream_key(seed, customer, node.purpose), customer, step);
    const bool is_yes = node.is_sure || pack(words.second, words.first) < node.threshold;
    goal = is_yes ? node.yes : node.no;
  }
  return goal & ~FlagNode::kIsArrival;
}

}  // namespace

std::uint64_t purpose_of(std::string_view key, std::uint32_t occurrence) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : key) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3u;
  }
  return mix_bits(hash + occurrence * 0x9e3779b97f4a7c15u);
}

WalkTables make_tables(const Journey& journey, const WalkClass& walk_class) {
  return TablesBuilder(journey, walk_class).build();
}

DrawnStep draw_step(const WalkTables& tables, std::uint64_t seed, std::uint64_t customer,
                    std::uint32_t step, std::uint32_t at) {
  const WordPair key = stream_key(seed, customer);
  const WordPair words = draw_words(key, customer, step);
  const WordPair after = draw_words(key, customer, step, WordBlock::after);
  const WordPair more = draw_words(key, customer, step, WordBlock::more);
  DrawnStep drawn;
  drawn.stay_days =
      chance_days(unpack_law(tables.laws[at], tables.means[at]), words.second, after.second);
  const std::uint32_t state = tables.states[at];
  const ExactRow& row = tables.exact_rows[state == kNoState ? tables.exact_rows.size() - 1 : state];
  const std::size_t way =
      way_at(tables.ends.data() + row.first_way, row.way_count, pack(more.first, words.first));
  drawn.next = draw_flags(tables, seed, customer, step, tables.goals[row.first_way + way]);
  drawn.after_days =
      chance_days(unpack_law(tables.after_laws[drawn.next], tables.after_means[drawn.next]),
                  after.first, more.second);
  return drawn;
}

float draw_stay(const WalkTables& tables, std::uint64_t seed, std::uint64_t customer,
                std::uint32_t step, std::uint32_t at) {
  const WordPair key = stream_key(seed, customer);
  return chance_days(unpack_law(tables.laws[at], tables.means[at]),
                     draw_words(key, customer, step).second,
                     draw_words(key, customer, step, WordBlock::after).second);
}

}  // namespace cairn
