#include "render/page/finding.h"

#include <algorithm>

#include "base/text.h"
#include "render/picture/picture_numbers.h"
#include "render/picture/words.h"

namespace cairn {
namespace {

constexpr double kLeastChange = 5e-6;  // of entrants; what `cairn compare` calls no move
constexpr std::size_t kMostPains = 2;  // named in the headline

/// A cause of losses and how many of all entrants go by it today.
struct Cause {
  PainId pain;
  std::string label;
  double lost_today = 0;
};

std::vector<Cause> pains_healed(const Journey& journey, const ComparedAlternative& row) {
  std::vector<Cause> causes;
  for (const PainEffect& pain : row.pains) {
    if (pain.lost_today - pain.lost < kLeastChange || journey.pains[pain.pain].is_reason) continue;
    causes.push_back({pain.pain, journey.pains[pain.pain].label, pain.lost_today});
  }
  std::stable_sort(causes.begin(), causes.end(),
                   [](const Cause& a, const Cause& b) { return a.lost_today > b.lost_today; });
  if (causes.size() > kMostPains) causes.resize(kMostPains);
  return causes;
}

/// The place where an alternative keeps most people who leave today.
const PlaceEffect* place_healed(const Journey& journey, const ComparedAlternative& row) {
  const PlaceEffect* most = nullptr;
  for (const PlaceEffect& place : row.places) {
    if (journey.places[place.place].kind != Place::Kind::touchpoint) continue;
    const double kept = place.lost_today - place.lost;
    if (kept > kLeastChange && (most == nullptr || kept > most->lost_today - most->lost)) {
      most = &place;
    }
  }
  return most;
}

/// Where entrants are lost: at a touchpoint, or right after a source brought them.
struct LostAt {
  PlaceId place;
  SourceId source;
  double per_entrant = 0;
};

/// Losses at best estimates, largest first.
std::vector<LostAt> losses_today(const PageInput& input) {
  std::vector<LostAt> losses;
  if (input.comparison == nullptr) return losses;
  const ComparedAlternative& today = input.comparison->alternatives.front();
  for (const PlaceEffect& place : today.places) {
    if (input.journey.places[place.place].kind != Place::Kind::touchpoint) continue;
    if (place.lost_today > 0) losses.push_back({place.place, {}, place.lost_today});
  }
  const std::vector<double> by_source = lost_at_sources(input.journey, today.flows);
  for (std::size_t i = 0; i < by_source.size(); ++i) {
    if (by_source[i] > 0) losses.push_back({{}, input.journey.sources.id_at(i), by_source[i]});
  }
  std::stable_sort(losses.begin(), losses.end(),
                   [](const LostAt& a, const LostAt& b) { return a.per_entrant > b.per_entrant; });
  return losses;
}

/// "Most leave at …".
std::string most_leave_sentence(const PageInput& input, const LostAt& loss) {
  const bool is_source = loss.source.is_valid();
  const std::string& label = is_source ? input.journey.sources[loss.source].heading.label
                                       : input.journey.places[loss.place].heading.label;
  return words(
      is_source ? Word::report_most_leave_after : Word::report_most_leave_at, input.how.language,
      {quoted_list(input.how, {label}), format_share(loss.per_entrant, input.how.language)});
}

/// "… leave because of …"; empty if the alternative heals nothing that can be named.
std::string loss_sentence(const PageInput& input, const ComparedAlternative& row) {
  const PictureLanguage language = input.how.language;
  const std::vector<Cause> causes = pains_healed(input.journey, row);
  if (!causes.empty()) {
    double lost = 0;
    std::vector<std::string> labels;
    for (const Cause& cause : causes) {
      lost += cause.lost_today;
      labels.push_back(cause.label);
    }
    return words(Word::report_lost_by_pains, language,
                 {format_share(lost, input.how.language), quoted_list(input.how, labels)});
  }
  const PlaceEffect* place = place_healed(input.journey, row);
  if (place == nullptr) return "";
  return words(Word::report_lost_at, language,
               {format_share(place->lost_today, input.how.language),
                quoted_list(input.how, {input.journey.places[place->place].heading.label})});
}

const ComparedFigure* conversion_of(const PageInput& input, std::size_t a) {
  const ComparedFigure* figure =
      find_figure(*input.comparison, input.comparison->alternatives[a], Metric::Kind::conversion);
  return figure != nullptr && figure->answer.is_defined ? figure : nullptr;
}

/// "Spring release takes conversion from 3.86% to 5.63%."
std::string gain_sentence(const PageInput& input, std::size_t best) {
  const PictureLanguage language = input.how.language;
  const ComparedAlternative& row = input.comparison->alternatives[best];
  const std::string label =
      quoted_list(input.how, {alternative_label(input.journey, row.alternative)});
  const bool is_sure = (*input.advice)[best].advice == Advice::do_it;
  const ComparedFigure* today = conversion_of(input, 0);
  const ComparedFigure* then = conversion_of(input, best);
  if (today != nullptr && then != nullptr && then->effect && then->effect->value > 0) {
    return words(is_sure ? Word::report_takes_conversion : Word::report_may_take_conversion,
                 language,
                 {label, format_share(today->answer.estimate.value, input.how.language),
                  format_share(then->answer.estimate.value, input.how.language)});
  }
  const std::optional<PageGain> gain = gain_of(input, row);
  return words(is_sure ? Word::report_brings : Word::report_may_bring, language,
               {label, change_text(input.how, gain->mean, gain->unit)});
}

std::string conversion_sentence(const PageInput& input, std::size_t best) {
  const ComparedFigure* then = conversion_of(input, best);
  if (then == nullptr || !then->effect || then->effect->value == 0) return "";
  const Effect& effect = *then->effect;
  const std::string change = change_text(input.how, effect.value, Unit::share);
  const std::string range = change_range_text(input.how, effect.low, effect.high, Unit::share);
  return range.empty()
             ? words(Word::report_conversion_by, input.how.language, {change})
             : words(Word::report_conversion_by_range, input.how.language, {change, range});
}

std::string money_sentence(const PageInput& input, std::size_t best) {
  const PictureLanguage language = input.how.language;
  const ComparedAlternative& row = input.comparison->alternatives[best];
  if (!row.business) return "";
  const BusinessCase& business = *row.business;
  const std::string span = duration_text(input.how, input.comparison->record.horizon_days);
  const std::string net = change_text(input.how, business.net.value, Unit::money);
  const std::string range =
      change_range_text(input.how, business.net.low, business.net.high, Unit::money);
  std::string text = range.empty()
                         ? words(Word::report_net_over, language, {span, net})
                         : words(Word::report_net_over_range, language, {span, net, range});
  if (business.payback_days && *business.payback_days >= 1) {
    add_sentence(
        text,
        words(Word::report_pays_back, language, {duration_text(input.how, *business.payback_days)}),
        language);
  }
  return text;
}

/// "Gains in 97% of 1 000 draws of what is not known."
std::string chance_sentence(const PageInput& input, std::size_t best) {
  const std::optional<PageGain> gain = gain_of(input, input.comparison->alternatives[best]);
  if (!gain || input.comparison->record.worlds == 0) return "";
  return words(Word::report_gains_in, input.how.language,
               {chance_text(gain->chance),
                format_count(static_cast<std::int64_t>(input.comparison->record.worlds),
                             input.how.language)});
}

void add(std::vector<std::string>& sentences, std::string sentence) {
  if (!sentence.empty()) sentences.push_back(std::move(sentence));
}

std::string in_one(const std::vector<std::string>& sentences, PictureLanguage language) {
  std::string text;
  for (const std::string& one : sentences) add_sentence(text, one, language);
  return text;
}

/// The pain or reason that loses most at a place; null if none is written there.
const PainEffect* largest_pain_at(const PageInput& input, PlaceId place) {
  const PainEffect* most = nullptr;
  for (const PainEffect& pain : input.comparison->alternatives.front().pains) {
    if (!place.is_valid() || input.journey.pains[pain.pain].place != place) continue;
    if (most == nullptr || pain.lost_today > most->lost_today) most = &pain;
  }
  return most == nullptr || !(most->lost_today > 0) ? nullptr : most;
}

std::string reason_sentence(const PageInput& input, const PainEffect* pain) {
  if (pain == nullptr) return "";
  return words(Word::report_reason_there, input.how.language,
               {quoted_list(input.how, {input.journey.pains[pain->pain].label}),
                format_share(pain->lost_today, input.how.language)});
}

/// Where most leave, and why if the headline has not said so.
std::string largest_loss_text(const PageInput& input, const ComparedAlternative& best) {
  const std::vector<LostAt> losses = losses_today(input);
  if (losses.empty()) return "";
  std::vector<std::string> sentences{most_leave_sentence(input, losses.front())};
  const PainEffect* why = largest_pain_at(input, losses.front().place);
  const std::vector<Cause> told = pains_healed(input.journey, best);
  const bool is_told = std::any_of(told.begin(), told.end(), [&](const Cause& cause) {
    return why != nullptr && cause.pain == why->pain;
  });
  if (!is_told) add(sentences, reason_sentence(input, why));
  return in_one(sentences, input.how.language);
}

Finding finding_with_fix(const PageInput& input, std::size_t best) {
  const PictureLanguage language = input.how.language;
  Finding finding;
  std::vector<std::string> heading;
  add(heading, loss_sentence(input, input.comparison->alternatives[best]));
  add(heading, gain_sentence(input, best));
  finding.heading = in_one(heading, language);
  std::vector<std::string> lead;
  const std::string label = quoted_list(
      input.how,
      {alternative_label(input.journey, input.comparison->alternatives[best].alternative)});
  const bool is_sure = (*input.advice)[best].advice == Advice::do_it;
  add(lead, words(is_sure ? Word::report_do : Word::report_test, language, {label}));
  add(lead, conversion_sentence(input, best));
  add(lead, money_sentence(input, best));
  add(lead, chance_sentence(input, best));
  add(finding.lead, in_one(lead, language));
  // The headline speaks of what can be helped; the largest loss may be elsewhere.
  add(finding.lead, largest_loss_text(input, input.comparison->alternatives[best]));
  return finding;
}

std::string customers_sentence(const PageInput& input) {
  if (!input.prediction->customers) return "";
  const Customers& customers = *input.prediction->customers;
  const std::string period = period_text(input.how, input.journey.frame);
  const std::string low = format_number(std::round(customers.likely.low), input.how.language);
  const std::string high = format_number(std::round(customers.likely.high), input.how.language);
  const std::string entrants = format_number(customers.entrants, input.how.language);
  return period.empty()
             ? words(Word::report_customers_once, input.how.language, {entrants, low, high})
             : words(Word::report_customers, input.how.language, {entrants, period, low, high});
}

std::string converts_sentence(const PageInput& input) {
  Metric metric;
  metric.kind = Metric::Kind::conversion;
  const Answer* answer = find_answer(*input.prediction, metric, {});
  if (answer == nullptr || !answer->is_defined) return "";
  return words(Word::report_converts, input.how.language,
               {format_share(answer->estimate.value, input.how.language)});
}

Finding finding_today(const PageInput& input) {
  const PictureLanguage language = input.how.language;
  Finding finding;
  std::vector<std::string> heading, lead;
  add(heading, converts_sentence(input));
  const auto losses = losses_today(input);
  if (!losses.empty()) {
    add(heading, most_leave_sentence(input, losses.front()));
    add(lead, reason_sentence(input, largest_pain_at(input, losses.front().place)));
  }
  add(lead, customers_sentence(input));
  const bool has_fixes = input.comparison != nullptr && input.comparison->alternatives.size() > 1;
  add(lead,
      std::string(word(has_fixes ? Word::report_no_fix_pays : Word::report_no_fixes, language)));
  finding.heading = heading.empty() ? input.label : in_one(heading, language);
  add(finding.lead, in_one(lead, language));
  return finding;
}

std::string count_text(std::size_t count) {
  return format_count(static_cast<std::int64_t>(count));
}

Finding finding_of_map(const PageInput& input) {
  const Journey& journey = input.journey;
  const PictureLanguage language = input.how.language;
  std::size_t touchpoints = 0;
  for (const Place& place : journey.places) {
    if (place.kind == Place::Kind::touchpoint) ++touchpoints;
  }
  Finding finding;
  finding.heading = words(Word::report_map_only, language,
                          {input.label, count_text(touchpoints), count_text(journey.stages.size()),
                           count_text(journey.personas.size())});
  finding.lead.emplace_back(word(Word::report_map_lead, language));
  return finding;
}

}  // namespace

Finding write_finding(const PageInput& input) {
  if (input.prediction == nullptr) return finding_of_map(input);
  const std::size_t best = best_alternative(input);
  return best > 0 ? finding_with_fix(input, best) : finding_today(input);
}

PlaceId largest_leak(const PageInput& input) {
  std::vector<LostAt> losses = losses_today(input);
  std::erase_if(losses, [](const LostAt& loss) { return !loss.place.is_valid(); });
  if (losses.empty()) return {};
  const std::vector<ComparedAlternative>& rows = input.comparison->alternatives;
  for (const LostAt& loss : losses) {
    for (std::size_t a = 1; a < rows.size(); ++a) {
      for (const PlaceEffect& effect : rows[a].places) {
        if (effect.place != loss.place) continue;
        if (loss.per_entrant - effect.lost > 0.01 * loss.per_entrant) return loss.place;
      }
    }
  }
  return losses.front().place;
}

}  // namespace cairn
