// The numbers of one spell, made ready for stepping through cells.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "journey/classes.h"
#include "journey/state_space.h"
#include "simulator/calendar/spells.h"
#include "simulator/grid/cell_moves.h"
#include "simulator/grid/law_table.h"

namespace cairn {

/// What is solved: a journey with active fixes, or one without any, and its classes. All must
/// outlive what is made of them.
struct CalendarSetting {
  const Journey* journey = nullptr;
  const std::vector<CustomerClass>* classes = nullptr;  // as find_classes
  const std::vector<StateSpace>* spaces = nullptr;      // by class, all complete
};

/// The states of one class that are stepped, numbered from 0 (`local`), and the ways among them
/// that take time.
struct StepRun {
  /// Whoever leaves for `target` by a way that takes this law of time.
  struct Channel {
    std::uint32_t law = 0;
    std::uint32_t target = 0;  // local
  };
  std::vector<std::uint32_t> states;    // of the space, by local number
  std::vector<std::uint32_t> local_of;  // by state of the space; kNotStepped
  std::vector<std::uint8_t> is_cut;     // local: nobody goes on from here
  std::vector<Channel> channels;        // grows with the spells that are made ready
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> channel_of;  // by (law, target)
};
inline constexpr std::uint32_t kNotStepped = 0xFFFFFFFFU;

/// One class through all spells. Everybody is stepped through all that counts for money and
/// referrals; those who have not converted are stepped again, up to conversion, to count the first
/// ones.
struct ClassRuns {
  const StateSpace* space = nullptr;
  StepRun all;
  StepRun before;
  std::map<DrawKey, std::uint32_t> stay_of;  // numbers of stays in which money accrues
  std::vector<Draw> stays;
};

/// One class in one spell. Vectors are by local state unless said otherwise.
struct SpellClass {
  struct Moves {
    struct Later {
      std::uint32_t state = 0, channel = 0;
      double probability = 0;
    };
    CellMoves at_once;
    std::vector<Later> later;
  };
  struct Accrual {
    std::uint32_t state = 0, stay = 0;
    double revenue_per_day = 0, cost_per_day = 0;
  };
  struct Referred {
    std::uint32_t state = 0, slot = 0;
    double people = 0;  // per visit
  };
  Moves all, before;
  std::vector<double> entry, entry_before;  // of all entrants: who of this class enters where
  std::vector<double> revenue, cost;        // mean amounts per visit, at its begin
  std::vector<Accrual> accruals;
  std::vector<Referred> refers;
  /// By slot: the visits one referred person makes within the cell, as far as this class goes; and
  /// where such people enter.
  std::vector<std::vector<double>> visits_of_referred, entry_of_referred, entry_before_of_referred;
};

/// All classes in one spell.
struct SpellNumbers {
  double entrants = 0;              // per day, or in all if everybody enters at once
  std::vector<SpellClass> classes;  // as in the setting
  /// Row by row, by slots: people referred to the first within the cell they come in by somebody
  /// referred to the second.
  std::vector<double> growth;
};

/// What all spells have in common. A slot is a source that somebody may be referred to.
struct CalendarPlan {
  std::vector<ClassRuns> classes;
  std::vector<SourceId> slots;
};

CalendarPlan plan_calendar(const CalendarSetting& setting);

/// `world`: with what fixes make of it. Adds what is new to the plan and the laws.
SpellNumbers make_spell_numbers(const CalendarSetting& setting, const World& world,
                                CalendarPlan& plan, LawTable& laws);

}  // namespace cairn
