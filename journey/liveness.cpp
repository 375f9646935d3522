// Which memory still matters where. What no line can read any more is forgotten, which keeps states
// few and changes no answer: two customers who differ only in it behave alike from there on.
#include <algorithm>

#include "journey/explore.h"

namespace cairn {
namespace {

Memory mask_of(int shift, int bits) {
  return bits == 0 ? 0 : (((Memory{1} << (bits - 1)) << 1) - 1) << shift;
}

Memory flag_mask(const MemoryLayout& layout, FlagId flag) {
  for (const MemoryLayout::FlagField& field : layout.flags) {
    if (field.flag == flag) return mask_of(field.shift, 1);
  }
  return 0;
}

Memory count_mask(const MemoryLayout& layout, PlaceId place) {
  for (const MemoryLayout::CountField& field : layout.counts) {
    if (field.place == place) return mask_of(field.shift, field.bits);
  }
  return 0;
}

Memory last_mask(const MemoryLayout& layout) {
  return mask_of(layout.last_shift, layout.last_bits);
}

// What the guards of a site read, and `requires` and `once`.
Memory reads_of(const Journey& journey, const Ground& ground, const SitePlan& plan) {
  const MemoryLayout& layout = ground.layout;
  Memory reads = 0;
  for (const Scope* scope : plan.scopes) {
    if (scope == nullptr) continue;
    for (const Condition& condition : scope->conditions) {
      if (condition.kind == Condition::Kind::flag) reads |= flag_mask(layout, condition.flag);
      if (condition.kind == Condition::Kind::visited) reads |= count_mask(layout, condition.place);
      if (condition.kind == Condition::Kind::last) reads |= last_mask(layout);
    }
  }
  if (!plan.site.place.is_valid()) return reads;
  const Place& place = journey.places[plan.site.place];
  if (ground.remember == Remember::what_is_required_too) {
    for (const RequiresLine& line : place.requires_lines) reads |= flag_mask(layout, line.flag);
  }
  for (const auto* lines : {&place.earns, &place.costs}) {
    for (const MoneyLine& line : *lines) {
      if (line.basis == MoneyLine::Basis::once) reads |= count_mask(layout, plan.site.place);
    }
  }
  return reads;
}

}  // namespace

double bound_states(const Ground& ground, std::size_t class_count) {
  const MemoryLayout& layout = ground.layout;
  double sum = 0;
  for (std::size_t site = 0; site < ground.plans.size(); ++site) {
    if (ground.plans[site].site.persona.is_valid()) continue;
    double product = 1;
    for (const MemoryLayout::FlagField& field : layout.flags) {
      if ((ground.live[site] & flag_mask(layout, field.flag)) != 0) product *= 2;
    }
    for (const MemoryLayout::CountField& field : layout.counts) {
      if ((ground.live[site] & count_mask(layout, field.place)) != 0) product *= field.most + 1.0;
    }
    if ((ground.live[site] & last_mask(layout)) != 0) {
      product *= static_cast<double>(layout.lasts.size()) + 1;
    }
    sum += product;
  }
  return sum * static_cast<double>(class_count);
}

std::vector<Memory> find_live(const Journey& journey, const Ground& ground) {
  const MemoryLayout& layout = ground.layout;
  std::vector<Memory> live(ground.plans.size());
  std::vector<std::vector<std::uint32_t>> ways_in(ground.plans.size());
  std::vector<std::uint32_t> work;
  for (std::uint32_t site = 0; site < ground.plans.size(); ++site) {
    const SitePlan& plan = ground.plans[site];
    live[site] = reads_of(journey, ground, plan);
    work.push_back(site);
    for (const Slot& slot : plan.flows) {
      for (const SlotLine& line : slot.lines) {
        const PlaceId target = flows_at(journey, plan.site)[line.line].target;
        ways_in[site_index(journey, target)].push_back(site);
      }
    }
  }
  // Reading is passed on against the direction of travel until nothing changes; each site is taken
  // up at most once per bit of memory. `last` is written anew by every move.
  while (!work.empty()) {
    const std::uint32_t site = work.back();
    work.pop_back();
    const Memory before = live[site] & ~last_mask(layout);
    for (const std::uint32_t from : ways_in[site]) {
      if ((before & ~live[from]) == 0) continue;
      live[from] |= before;
      work.push_back(from);
    }
  }
  // Between persona and source nothing is forgotten yet.
  for (std::uint32_t site = 0; site < ground.plans.size(); ++site) {
    if (ground.plans[site].site.persona.is_valid()) live[site] = ~Memory{0};
  }
  return live;
}

}  // namespace cairn
