#include "diff/journey_diff.h"

#include <algorithm>
#include <functional>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "journey/renames.h"

namespace cairn {
namespace {

template <class Items>
void rename(const Items& before, const Items& after, std::vector<std::string>& names) {
  const Renames renames = find_renames(before, after);
  if (renames.empty()) return;
  for (std::string& name : names) {
    const auto found = renames.find(name);
    if (found != renames.end()) name = found->second;
  }
}

/// The old side's names as the new side calls them.
FactNames names_as_of(const Journey& before, const Journey& after) {
  FactNames names = own_names(before);
  rename(before.personas, after.personas, names.personas);
  rename(before.sources, after.sources, names.sources);
  rename(before.stages, after.stages, names.stages);
  rename(before.places, after.places, names.places);
  rename(before.assumptions, after.assumptions, names.assumptions);
  rename(before.fixes, after.fixes, names.fixes);
  rename(before.scenarios, after.scenarios, names.scenarios);
  rename(before.experiments, after.experiments, names.experiments);
  return names;
}

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

/// Pairs of facts of two blocks, found by ever weaker keys.
class Matcher {
 public:
  Matcher(const std::vector<Fact>& before, const std::vector<Fact>& after)
      : before_(before),
        after_(after),
        new_of_(before.size(), kNone),
        old_of_(after.size(), kNone) {
    for (const Strength strength : {Strength::all, Strength::value, Strength::key}) {
      match(strength);
    }
    match_lone();
  }

  std::size_t new_of(std::size_t old_index) const { return new_of_[old_index]; }
  std::size_t old_of(std::size_t new_index) const { return old_of_[new_index]; }

 private:
  /// What two facts must share to be a pair; each asks for less than the one before.
  enum class Strength : std::uint8_t { all, value, key };
  struct Queue {
    std::vector<std::size_t> indexes;
    std::size_t next = 0;
  };

  static std::string key_of(const Fact& fact, Strength strength) {
    std::string key = fact.key;
    if (strength != Strength::key) key += '\x1e' + fact.value.key;
    if (strength == Strength::all) key += '\x1e' + fact.origin;
    return key;
  }

  static bool are_alike(const Fact& a, const Fact& b, Strength strength) {
    return a.key == b.key && (strength == Strength::key || a.value.key == b.value.key) &&
           (strength != Strength::all || a.origin == b.origin);
  }

  /// Facts of one key are paired in file order.
  void match(Strength strength) {
    constexpr std::size_t kFew = 400;  // pairs that are tried faster than a table is built
    if (before_.size() * after_.size() <= kFew) {
      match_few(strength);
      return;
    }
    std::unordered_map<std::string, Queue> waiting;
    for (std::size_t i = 0; i < before_.size(); ++i) {
      if (new_of_[i] == kNone) waiting[key_of(before_[i], strength)].indexes.push_back(i);
    }
    if (waiting.empty()) return;
    for (std::size_t i = 0; i < after_.size(); ++i) {
      if (old_of_[i] != kNone) continue;
      const auto found = waiting.find(key_of(after_[i], strength));
      if (found == waiting.end() || found->second.next == found->second.indexes.size()) continue;
      pair(found->second.indexes[found->second.next++], i);
    }
  }

  void match_few(Strength strength) {
    for (std::size_t i = 0; i < after_.size(); ++i) {
      for (std::size_t j = 0; j < before_.size() && old_of_[i] == kNone; ++j) {
        if (new_of_[j] == kNone && are_alike(before_[j], after_[i], strength)) pair(j, i);
      }
    }
  }

  /// The one line of its kind left on each side is the same line about somebody else.
  void match_lone() {
    struct Lone {
      std::size_t old_index = kNone, new_index = kNone;
      std::size_t old_count = 0, new_count = 0;
    };
    std::unordered_map<std::string, Lone> by_key;
    for (std::size_t i = 0; i < before_.size(); ++i) {
      if (new_of_[i] != kNone) continue;
      Lone& lone = by_key[before_[i].loose_key];
      lone.old_index = i;
      ++lone.old_count;
    }
    for (std::size_t i = 0; i < after_.size(); ++i) {
      if (old_of_[i] != kNone) continue;
      Lone& lone = by_key[after_[i].loose_key];
      lone.new_index = i;
      ++lone.new_count;
    }
    for (const auto& [key, lone] : by_key) {
      if (lone.old_count == 1 && lone.new_count == 1) pair(lone.old_index, lone.new_index);
    }
  }

  void pair(std::size_t old_index, std::size_t new_index) {
    new_of_[old_index] = new_index;
    old_of_[new_index] = old_index;
  }

  const std::vector<Fact>& before_;
  const std::vector<Fact>& after_;
  std::vector<std::size_t> new_of_, old_of_;
};

class Comparison {
 public:
  void block(const FactBlock* before, const FactBlock* after) {
    const std::size_t had = diff_.items.size();
    heading_ = diff_.headings.size();
    // A part of a project has no frame; one that comes is as new as any other heading.
    const bool is_new_frame = before != nullptr && after != nullptr && after->kind == "journey" &&
                              before->is_written != after->is_written;
    if (before != nullptr && after != nullptr && !is_new_frame) {
      both(*before, *after);
    } else {
      if (before != nullptr) whole(*before, DiffMark::removed);
      if (after != nullptr) whole(*after, DiffMark::added);
    }
    if (diff_.items.size() == had) return;
    DiffHeading heading;
    heading.kind = (after != nullptr ? after : before)->kind;
    if (before != nullptr) {
      heading.old_name = before->name;
      heading.old_span = before->span;
    }
    if (after != nullptr) {
      heading.new_name = after->name;
      heading.new_span = after->span;
    }
    diff_.headings.push_back(std::move(heading));
  }

  JourneyDiff take() { return std::move(diff_); }

 private:
  DiffItem& add(DiffTopic topic, DiffMark mark, std::string_view what) {
    DiffItem& item = diff_.items.emplace_back();
    item.topic = topic;
    item.mark = mark;
    item.heading = heading_;
    item.what = what;
    return item;
  }

  void heading_item(const FactBlock& block, DiffMark mark) {
    DiffItem& item = add(block.topic, mark, "heading");
    item.subject = block.line;
    const bool is_new = mark == DiffMark::added;
    (is_new ? item.new_text : item.old_text) = block.line;
    (is_new ? item.new_span : item.old_span) = block.span;
  }

  void whole(const FactBlock& block, DiffMark mark) {
    if (block.is_written) heading_item(block, mark);
    for (const Fact& fact : block.facts) {
      if (fact.owner_key.empty() && !fact.is_in_heading) one(fact, mark);
    }
  }

  void one(const Fact& fact, DiffMark mark) {
    DiffItem& item = add(fact.topic, mark, fact.what);
    item.subject = fact.line;
    const bool is_new = mark == DiffMark::added;
    (is_new ? item.new_text : item.old_text) = fact.line;
    (is_new ? item.new_origin : item.old_origin) = fact.origin;
    (is_new ? item.new_span : item.old_span) = fact.span;
  }

  void both(const FactBlock& before, const FactBlock& after) {
    if (before.name != after.name) {
      DiffItem& item = add(DiffTopic::words, DiffMark::renamed, "name");
      item.subject = "name";
      item.old_text = before.name;
      item.new_text = after.name;
      item.old_span = before.span;
      item.new_span = after.span;
    }
    facts(before.facts, after.facts);
  }

  void facts(const std::vector<Fact>& before, const std::vector<Fact>& after) {
    const Matcher matcher(before, after);
    // Parts of what came or went are said with it.
    std::unordered_set<std::string_view> lone_owners;
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (matcher.new_of(i) == kNone) lone_owners.insert(before[i].key);
    }
    for (std::size_t i = 0; i < after.size(); ++i) {
      if (matcher.old_of(i) == kNone) lone_owners.insert(after[i].key);
    }
    const auto is_said = [&lone_owners](const Fact& fact) {
      return !fact.owner_key.empty() && lone_owners.contains(fact.owner_key);
    };
    for (std::size_t i = 0; i < after.size(); ++i) {
      const std::size_t old_index = matcher.old_of(i);
      if (old_index != kNone) {
        changed(before[old_index], after[i]);
      } else if (!is_said(after[i])) {
        one(after[i], DiffMark::added);
      }
    }
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (matcher.new_of(i) == kNone && !is_said(before[i])) one(before[i], DiffMark::removed);
    }
  }

  void changed(const Fact& before, const Fact& after) {
    const bool is_same_line = before.key == after.key;
    const bool has_same_value = before.value.key == after.value.key;
    const bool has_same_origin = before.origin == after.origin;
    if (is_same_line && has_same_value && has_same_origin) return;
    const bool is_evidence = is_same_line && has_same_value;
    DiffItem& item =
        add(is_evidence ? DiffTopic::evidence : after.topic, DiffMark::changed, after.what);
    item.subject = is_same_line ? after.subject : after.loose_subject;
    item.old_text = is_same_line ? before.value.text : before.line;
    item.new_text = is_same_line ? after.value.text : after.line;
    item.old_origin = before.origin;
    item.new_origin = after.origin;
    item.old_span = before.span;
    item.new_span = after.span;
    const Difference difference = difference_of(before.value, after.value);
    if (is_evidence || !difference.has_numbers) return;
    item.difference = difference.text;
    item.unit = difference.unit;
    item.old_number = difference.old_number;
    item.new_number = difference.new_number;
  }

  JourneyDiff diff_;
  std::size_t heading_ = 0;
};

}  // namespace

std::size_t JourneyDiff::count(DiffTopic topic) const {
  return static_cast<std::size_t>(std::count_if(
      items.begin(), items.end(), [topic](const DiffItem& item) { return item.topic == topic; }));
}

JourneyDiff compare(const Journey& before, const Journey& after) {
  const std::vector<FactBlock> old_blocks = find_facts(before, names_as_of(before, after));
  const std::vector<FactBlock> new_blocks = find_facts(after, own_names(after));
  // In a spec with mistakes a key may occur twice; equals are paired in order, from the back.
  std::unordered_map<std::string_view, std::vector<std::size_t>> waiting;
  for (std::size_t i = old_blocks.size(); i-- > 0;) waiting[old_blocks[i].key].push_back(i);
  std::vector<bool> is_matched(old_blocks.size(), false);
  Comparison comparison;
  for (const FactBlock& block : new_blocks) {
    std::vector<std::size_t>& candidates = waiting[block.key];
    const FactBlock* old_block = nullptr;
    if (!candidates.empty()) {
      old_block = &old_blocks[candidates.back()];
      is_matched[candidates.back()] = true;
      candidates.pop_back();
    }
    comparison.block(old_block, &block);
  }
  for (std::size_t i = 0; i < old_blocks.size(); ++i) {
    if (!is_matched[i]) comparison.block(&old_blocks[i], nullptr);
  }
  return comparison.take();
}

void compare_unread(const std::vector<UnreadLine>& before, const std::vector<UnreadLine>& after,
                    JourneyDiff& diff) {
  const auto key = [](const UnreadLine& line) { return line.heading + '\x1e' + line.text; };
  std::unordered_map<std::string, std::size_t> old_counts, new_counts;
  for (const UnreadLine& line : before) ++old_counts[key(line)];
  for (const UnreadLine& line : after) ++new_counts[key(line)];
  std::unordered_map<std::string, std::size_t> heading_index;
  const auto add = [&](const UnreadLine& line, bool is_new) {
    const auto [at, is_first] = heading_index.try_emplace(line.heading, diff.headings.size());
    if (is_first) diff.headings.push_back({line.heading, {}, {}, {}, {}});
    DiffItem& item = diff.items.emplace_back();
    item.topic = DiffTopic::unread;
    item.mark = is_new ? DiffMark::added : DiffMark::removed;
    item.heading = at->second;
    item.what = "line";
    item.subject = line.text;
    (is_new ? item.new_text : item.old_text) = line.text;
    (is_new ? item.new_span : item.old_span) = line.span;
  };
  const auto add_surplus = [&](const std::vector<UnreadLine>& lines, bool is_new,
                               std::unordered_map<std::string, std::size_t>& others) {
    for (const UnreadLine& line : lines) {
      std::size_t& left = others[key(line)];
      if (left > 0) {
        --left;
      } else {
        add(line, is_new);
      }
    }
  };
  add_surplus(before, false, new_counts);
  add_surplus(after, true, old_counts);
}

}  // namespace cairn
