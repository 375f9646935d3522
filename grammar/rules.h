// The grammar of language.md 4 in PEGTL, one struct per rule. Private to parse.cpp.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include <tao/pegtl.hpp>

#include "base/text.h"
#include "grammar/syntax_tree.h"

namespace cairn::rules {

using tao::pegtl::at;
using tao::pegtl::control;
using tao::pegtl::digit;
using tao::pegtl::eof;
using tao::pegtl::not_at;
using tao::pegtl::one;
using tao::pegtl::opt;
using tao::pegtl::plus;
using tao::pegtl::range;
using tao::pegtl::rep;
using tao::pegtl::seq;
using tao::pegtl::sor;
using tao::pegtl::star;
using tao::pegtl::string;
using tao::pegtl::until;
namespace utf8 = tao::pegtl::utf8;
// In this namespace `text`, `word` and the like are rules; a kind is always SyntaxKind::….

/// A leaf of the tree. What is inside is matched without the tree being told of it.
template <SyntaxKind Kind, class... Rules>
struct token : control<tao::pegtl::normal, Rules...> {
  static constexpr SyntaxKind kKind = Kind;
  static constexpr bool kIsLeaf = true;
};

/// An inner node of the tree; its leaves come from the rules inside.
template <SyntaxKind Kind, class... Rules>
struct node : seq<Rules...> {
  static constexpr SyntaxKind kKind = Kind;
  static constexpr bool kIsLeaf = false;
};

// ---- characters
// ------------------------------------------------------------------------------------

/// One character for which `Test` is true.
template <bool (*Test)(char32_t)>
struct character {
  using rule_t = tao::pegtl::any::rule_t;  // for tao::pegtl::analyze: always consumes
  using subs_t = tao::pegtl::type_list<>;

  template <class Input>
  static bool match(Input& in) {
    const std::size_t size = in.size(4);
    if (size == 0) return false;
    const Character found = first_character({in.current(), std::min<std::size_t>(size, 4)});
    if (!Test(found.code)) return false;
    in.bump_in_this_line(found.size);
    return true;
  }
};

struct wide_digit : utf8::range<0xFF10, 0xFF19> {};
struct any_digit : sor<digit, wide_digit> {};
struct letter : character<is_name_letter> {};
struct name_part : sor<character<is_name_letter>, any_digit, one<'_'>, character<is_name_mark>> {};
struct hyphen_inside : seq<one<'-'>, at<name_part>> {};
/// Where a word ends: no letter, digit or `_`, nor a `-` before one of them.
struct word_end : not_at<sor<name_part, hyphen_inside>> {};

// With the byte order mark, which joined files leave in the middle.
struct space_character : sor<one<' ', '\t', '\r'>, utf8::one<0xA0, 0x202F, 0x3000, 0xFEFF>,
                             utf8::range<0x2000, 0x200A>> {};

// ---- words
// -----------------------------------------------------------------------------------------

template <std::size_t Size>
struct Letters {
  char bytes[Size] = {};
  constexpr Letters(const char (&text)[Size]) { std::copy_n(text, Size, bytes); }
  constexpr std::string_view view() const { return {bytes, Size - 1}; }
};

/// Exactly these letters.
template <Letters Text>
struct letters {
  using rule_t = tao::pegtl::any::rule_t;
  using subs_t = tao::pegtl::type_list<>;

  template <class Input>
  static bool match(Input& in) {
    constexpr std::string_view kText = Text.view();
    if (in.size(kText.size()) < kText.size()) return false;
    if (std::string_view(in.current(), kText.size()) != kText) return false;
    in.bump_in_this_line(kText.size());
    return true;
  }
};

/// One of some words, whole.
template <Letters... Texts>
struct one_of : seq<sor<letters<Texts>...>, word_end> {};

/// One of some words as a leaf. Longer words go before those they begin with.
template <Letters... Texts>
struct word : token<SyntaxKind::word, sor<seq<letters<Texts>, word_end>...>> {};

struct rest : token<SyntaxKind::rest, one_of<"rest">> {};

// ---- space, comments, signs
// ------------------------------------------------------------------------

struct rs : token<SyntaxKind::space, plus<space_character>> {};
struct ws : opt<rs> {};
struct comment : token<SyntaxKind::comment, one<'#'>, star<tao::pegtl::any>> {};

// A dash that a word processor made of `-`, and the arrow it makes of `->` (U+F0E0 from Wingdings).
struct dash : sor<one<'-'>, utf8::one<0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212, 0xFF0D>> {};
struct arrow
    : token<SyntaxKind::arrow,
            sor<seq<dash, sor<one<'>'>, utf8::one<0xFF1E>>>, utf8::one<0x2192, 0x27F6, 0xF0E0>>> {};
struct plus_sign : sor<one<'+'>, utf8::one<0xFF0B>> {};
struct minus_sign : sor<one<'-'>, utf8::one<0x2212, 0xFF0D>> {};
struct pm : token<SyntaxKind::pm, sor<seq<plus_sign, minus_sign>, utf8::one<0xB1>>> {};
struct compare : token<SyntaxKind::compare,
                       sor<string<'>', '='>, string<'<', '='>, utf8::one<0x2264, 0x2265>>> {};
struct comma_sign : token<SyntaxKind::comma, sor<one<','>, utf8::one<0xFF0C, 0x3001, 0x60C>>> {};
struct comma : seq<ws, comma_sign, ws> {};

// ---- names
// -----------------------------------------------------------------------------------------

struct connective : one_of<"for", "when", "from", "after", "and", "not", "to", "of", "by", "at",
                           "in", "with", "times", "per", "above", "below"> {};
struct any_word : seq<letter, star<sor<name_part, hyphen_inside>>> {};
struct name : token<SyntaxKind::name, not_at<connective>, any_word> {};

// ---- texts: never span lines, the closing quote is never inside
// -----------------------------------

template <class Open, class Close>
struct quoted : seq<Open, until<Close>> {};

struct curly_open : utf8::one<0x201C, 0x201D, 0x201E> {};
struct curly_close : utf8::one<0x201C, 0x201D> {};
// The same quotes as in `unquote` (grammar/ast.cpp) and in line_pieces.cpp.
struct text
    : token<SyntaxKind::text,
            sor<quoted<one<'"'>, one<'"'>>, quoted<curly_open, curly_close>,
                quoted<utf8::one<0xAB>, utf8::one<0xBB>>, quoted<utf8::one<0xBB>, utf8::one<0xAB>>,
                quoted<utf8::one<0x300C>, utf8::one<0x300D>>,
                quoted<utf8::one<0xFF02>, utf8::one<0xFF02>>>> {};

// ---- numbers
// ---------------------------------------------------------------------------------------

struct digit_gap : sor<one<' ', '_'>, utf8::one<0xA0, 0x202F, 0x2009>> {};
struct digit_group : seq<digit_gap, rep<3, any_digit>, not_at<any_digit>> {};
// Gaps only after a first group of one to three digits: `2024 100` is two numbers, not one.
struct grouped_digits
    : seq<any_digit, opt<any_digit>, opt<any_digit>, at<digit_group>, star<digit_group>> {};
struct digits : sor<grouped_digits, plus<any_digit>> {};
struct point : sor<one<'.'>, utf8::one<0xFF0E>> {};
struct number_digits : seq<digits, opt<point, plus<any_digit>>, opt<one<'k', 'M'>, word_end>> {};

struct integer : token<SyntaxKind::integer, digits> {};
struct number : token<SyntaxKind::signed_number, number_digits> {};
struct signed_number
    : token<SyntaxKind::signed_number, opt<sor<plus_sign, minus_sign>>, number_digits> {};
struct date : token<SyntaxKind::date, rep<4, digit>, one<'-'>, rep<2, digit>, one<'-'>,
                    rep<2, digit>, word_end> {};

struct currency_symbol : sor<one<'$'>, utf8::one<0x20AC, 0xA3, 0xA5, 0xFFE5, 0xFF04>> {};
struct symbol : token<SyntaxKind::symbol, currency_symbol> {};
struct code_letters : seq<rep<3, range<'A', 'Z'>>, word_end> {};
struct code : token<SyntaxKind::code, code_letters> {};
struct lang : token<SyntaxKind::lang, rep<2, range<'a', 'z'>>, opt<range<'a', 'z'>>,
                    star<one<'-'>, plus<tao::pegtl::alpha>>, word_end> {};

struct percent : sor<one<'%'>, utf8::one<0xFF05>> {};
struct time_words : one_of<"seconds", "second", "minutes", "minute", "min", "hours", "hour", "days",
                           "day", "weeks", "week", "months", "month", "years", "year"> {};
struct short_time : one_of<"s", "h"> {};
struct unit
    : token<SyntaxKind::unit,
            sor<percent, one_of<"pp">, time_words, short_time, code_letters, currency_symbol>> {};
struct time_unit : token<SyntaxKind::word, sor<time_words, short_time>> {};

// ---- lines as a whole ---------------------------------------------------------------------------

/// What a line says, without indentation and comment. Success marks how far the line was
/// understood.
template <class... Rules>
struct body : seq<Rules...> {
  static constexpr bool kIsBody = true;
};

/// A whole line but for its line end. The input of every parse is one line.
template <SyntaxKind Kind, class... Rules>
struct line : node<Kind, ws, body<Rules...>, ws, opt<comment>, eof> {};

// ---- amounts and values
// ----------------------------------------------------------------------------

struct quantity
    : node<SyntaxKind::quantity, sor<seq<symbol, ws, number>, seq<signed_number, opt<ws, unit>>>> {
};
struct observed : node<SyntaxKind::observed, integer, rs, word<"of">, rs, integer> {};
struct fraction : node<SyntaxKind::fraction, integer, rs, word<"in">, rs, integer> {};
struct span : node<SyntaxKind::range, quantity, rs, word<"to">, rs, quantity> {};
// `34% +- 3%` could mean points or a part of 34: refused here, explained by diagnose_line (E303).
struct percent_next : seq<signed_number, ws, percent> {};
struct plus_minus : node<SyntaxKind::plus_minus, quantity, ws, pm, ws,
                         not_at<control<tao::pegtl::normal, percent_next>>, quantity> {};
struct value_name : seq<not_at<one_of<"rest">>, name> {};
struct value
    : node<SyntaxKind::value, sor<value_name, observed, fraction, span, plus_minus, quantity>> {};
struct share : sor<rest, value> {};
struct median_p90
    : node<SyntaxKind::median_p90, word<"median">, rs, value, comma, word<"p90">, rs, value> {};
struct mean : node<SyntaxKind::mean, word<"mean">, rs, value> {};
struct amount : node<SyntaxKind::amount, sor<median_p90, mean, value>> {};
struct value_amount : node<SyntaxKind::amount, value> {};
struct feeling : sor<plus_minus, span, signed_number> {};
struct per : node<SyntaxKind::per, word<"per">, rs, sor<time_unit, word<"entrant", "customer">>> {};

// ---- tails
// -----------------------------------------------------------------------------------------

struct after : node<SyntaxKind::after, word<"after">, rs, amount> {};
struct group : node<SyntaxKind::group, name, star<rs, name>> {};
struct who : node<SyntaxKind::who, word<"for">, rs, group, star<comma, group>> {};
struct visited : seq<word<"visited">, rs, name, opt<rs, integer, rs, word<"times">>> {};
struct condition : node<SyntaxKind::condition, opt<word<"not">, rs>,
                        sor<visited, seq<word<"last">, rs, name>, name>> {};
struct guard
    : node<SyntaxKind::guard, word<"when">, rs, condition, star<rs, word<"and">, rs, condition>> {};
struct origin : node<SyntaxKind::origin, word<"from">, rs, text> {};
struct tail : star<rs, sor<after, who, guard, origin>> {};

// ---- flows, places
// ---------------------------------------------------------------------------------

struct flow_head : seq<opt<sor<rest, seq<word<"times">, rs, value>, value>, ws>, arrow> {};
/// What a flow may begin with besides a word; enough to choose the rule.
struct flow_start : sor<arrow, any_digit, plus_sign, minus_sign, currency_symbol, point> {};
struct flow_line : line<SyntaxKind::flow_line, flow_head, ws, name, tail> {};

struct edge : node<SyntaxKind::edge, opt<name, ws>, arrow, ws, name> {};
struct named_edge : node<SyntaxKind::edge, name, ws, arrow, ws, name> {};
struct slot : seq<word<"takes", "earns", "costs", "feels">, rs, word<"at">, rs, name> {};
struct place : node<SyntaxKind::place, sor<named_edge, slot, name>> {};

// ---- promises
// --------------------------------------------------------------------------------------

struct end_or_name : sor<word<"end">, name> {};
struct reached
    : sor<seq<word<"reach">, rs, name>, seq<word<"exits">, rs, word<"at">, rs, name>,
          seq<word<"visits">, rs, word<"of">, rs, name>,
          seq<word<"touches">, rs, word<"to">, rs, end_or_name>,
          seq<word<"time">, rs, sor<seq<word<"to">, rs, end_or_name>, seq<word<"at">, rs, name>>>> {
};
struct money : sor<seq<word<"revenue", "cost", "profit", "value">, opt<rs, per>>,
                   seq<word<"roi", "payback", "sample", "duration">, rs, word<"of">, rs, name>> {};
struct soft
    : seq<word<"emotion", "nps">, opt<rs, word<"at">, rs, not_at<one_of<"least", "most">>, name>> {
};
struct metric : node<SyntaxKind::metric, opt<word<"mean", "median", "p10", "p90">, rs>,
                     sor<reached, money, soft, word<"conversion">>> {};
struct bound
    : node<SyntaxKind::bound, sor<seq<word<"at">, rs, word<"least", "most">, rs, quantity>,
                                  seq<word<"between">, rs, quantity, rs, word<"and">, rs, quantity>,
                                  seq<compare, ws, quantity>>> {};

// A bound may follow the names, so its words end a group of names.
struct promise_name : seq<not_at<one_of<"between", "within">>, name> {};
struct promise_group : node<SyntaxKind::group, promise_name, star<rs, promise_name>> {};
struct promise_who
    : node<SyntaxKind::who, word<"for">, rs, promise_group, star<comma, promise_group>> {};
struct baseline : node<SyntaxKind::baseline, word<"above", "below">, rs, word<"baseline">> {};
struct in_scenario : node<SyntaxKind::in_scenario, word<"in">, rs, name> {};
struct with_confidence
    : node<SyntaxKind::with_confidence, word<"with">, rs, quantity, rs, word<"confidence">> {};
struct within : node<SyntaxKind::within, word<"within">, rs, quantity> {};
struct promise_tail
    : star<rs, sor<promise_who, baseline, in_scenario, with_confidence, within, origin>> {};

// ---- lines
// -----------------------------------------------------------------------------------------

struct heading_line : line<SyntaxKind::heading_line,
                           word<"journey", "persona", "source", "stage", "touchpoint", "outcome",
                                "fix", "scenario", "experiment">,
                           rs, name, opt<rs, text>> {};
struct import_line : line<SyntaxKind::import_line, word<"import">, rs, text> {};
struct assume_line : line<SyntaxKind::assume_line, word<"assume">, rs, name, rs, amount, tail> {};
struct promise_line : line<SyntaxKind::promise_line, word<"expect", "target">, rs, metric,
                           promise_tail, ws, bound, promise_tail> {};
struct note_line : line<SyntaxKind::text_line, word<"note">, rs, text> {};
struct text_line : line<SyntaxKind::text_line,
                        word<"goal", "need", "fear", "does", "thinks", "idea">, rs, text, tail> {};
struct was_line : line<SyntaxKind::was_line, word<"was">, rs, name> {};
struct currency_line : line<SyntaxKind::currency_line, word<"currency">, rs, code> {};
struct language_line : line<SyntaxKind::language_line, word<"language">, rs, lang> {};
struct entrants_line : line<SyntaxKind::entrants_line, word<"entrants">, rs, value, rs,
                            sor<word<"once">, per>, tail> {};
struct horizon_line : line<SyntaxKind::horizon_line, word<"horizon">, rs, quantity> {};
struct discount_line : line<SyntaxKind::discount_line, word<"discount">, rs, value, rs, per, tail> {
};
struct emotions_line : line<SyntaxKind::emotions_line, word<"emotions">, rs, signed_number, rs,
                            word<"to">, rs, signed_number> {};
struct device_line : line<SyntaxKind::device_line, word<"device">, rs, name, rs, share, tail> {};
struct starts_line : line<SyntaxKind::starts_line, word<"starts">, rs,
                          sor<date, seq<word<"month">, rs, integer>>> {};
struct share_line : line<SyntaxKind::share_line, word<"share">, rs, share, tail> {};
struct channel_line : line<SyntaxKind::channel_line, word<"channel">, rs, name> {};
struct feels_line
    : line<SyntaxKind::feels_line, word<"feels">, rs, feeling, opt<rs, sor<text, name>>, tail> {};
struct one_to_five : token<SyntaxKind::integer, range<'1', '5'>, not_at<sor<any_digit, point>>> {};
struct severity : node<SyntaxKind::severity, word<"severity">, rs, one_to_five> {};
struct causes
    : node<SyntaxKind::causes, word<"causes">, rs, value, rs, word<"of">, rs, word<"exits">> {};
struct pain_line : line<SyntaxKind::pain_line, word<"pain">, rs, name, rs, text, opt<rs, severity>,
                        opt<rs, causes>, tail> {};
struct reason_line
    : line<SyntaxKind::pain_line, word<"reason">, rs, name, rs, text, opt<rs, causes>, tail> {};
struct takes_line : line<SyntaxKind::takes_line, word<"takes">, rs, amount, tail> {};
struct money_line : line<SyntaxKind::money_line, word<"earns", "costs">, rs, amount,
                         opt<rs, sor<word<"once">, per>>, tail> {};
struct counts_line : line<SyntaxKind::counts_line, word<"counts">, rs, word<"as">, rs,
                          word<"micro-conversion", "conversion", "win", "loss">> {};
struct memory_line
    : line<SyntaxKind::memory_line, word<"sets", "clears">, rs, name, opt<rs, value>, tail> {};
struct requires_line : line<SyntaxKind::requires_line, word<"requires">, rs, name> {};
template <Letters Word>
struct nps_part : node<SyntaxKind::nps_part, share, rs, word<Word>> {};
struct nps_line : line<SyntaxKind::nps_line, word<"nps">, rs, nps_part<"promoters">, comma,
                       nps_part<"passives">, comma, nps_part<"detractors">, tail> {};
struct refers_line : line<SyntaxKind::refers_line, word<"refers">, rs, value, rs, word<"people">,
                          rs, word<"to">, rs, name, tail> {};
struct remove_line : line<SyntaxKind::remove_line, word<"remove">, rs, value, rs, word<"of">, rs,
                          name, opt<rs, word<"toward">, rs, name>, tail> {};
struct move_line : line<SyntaxKind::move_line, word<"move">, rs, value, rs, word<"of">, rs, edge,
                        rs, word<"to">, rs, name, tail> {};
struct change_line
    : line<SyntaxKind::change_line,
           sor<seq<word<"raise", "lower">, rs, place, rs, word<"by">, rs, value_amount>,
               seq<word<"scale">, rs, place, rs, word<"times">, rs, value_amount>,
               seq<word<"set">, rs, place, rs, word<"to">, rs, amount>>,
           tail> {};
struct lasts_line : line<SyntaxKind::lasts_line, word<"ramps", "lasts">, rs, quantity> {};
struct includes_line
    : line<SyntaxKind::includes_line, word<"includes">, rs, name, star<comma, name>> {};
struct tests_line : line<SyntaxKind::tests_line, word<"tests">, rs, name> {};
struct at_line : line<SyntaxKind::at_line, word<"at">, rs, name> {};
struct metric_line : line<SyntaxKind::metric_line, word<"metric">, rs, metric> {};
struct level_line : line<SyntaxKind::level_line, word<"power", "confidence", "detect">, rs, value> {
};

/// Which rule a line needs is decided by its first word (line_words.def). This choice of all of
/// them serves the analysis for loops without progress.
struct statement
    : sor<flow_line, heading_line, import_line, assume_line, promise_line, note_line, text_line,
          was_line, currency_line, language_line, entrants_line, horizon_line, discount_line,
          emotions_line, device_line, starts_line, share_line, channel_line, feels_line, pain_line,
          reason_line, takes_line, money_line, counts_line, memory_line, requires_line, nps_line,
          refers_line, remove_line, move_line, change_line, lasts_line, includes_line, tests_line,
          at_line, metric_line, level_line> {};

}  // namespace cairn::rules
