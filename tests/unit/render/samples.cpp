#include "tests/unit/render/samples.h"

#include <fmt/format.h>

namespace cairn {
namespace {

FlowCard card(const std::string& id, const std::string& label, const std::string& channel,
              double reach, double leave, double feeling) {
  FlowCard made;
  made.id = id;
  made.label = label;
  made.channel = channel;
  made.reach = reach;
  made.leave = leave;
  made.loss = reach * leave;
  made.feeling = feeling;
  return made;
}

FlowCard source(const std::string& id, const std::string& label, const std::string& channel,
                double share) {
  FlowCard made;
  made.id = id;
  made.label = label;
  made.channel = channel;
  made.reach = share;
  made.is_entry = true;
  return made;
}

void mark(FlowCard& lossy, const std::string& why) {
  lossy.is_highlighted = true;
  lossy.why = why;
}

FlowStage stage(const std::string& label, std::uint32_t number, double reach, double exits,
                std::vector<FlowCard> cards) {
  FlowStage made;
  made.label = label;
  made.key = fmt::format("{}", number);
  made.number = number;
  made.reach = reach;
  made.has_exits = exits > 0;
  if (exits > 0) made.exits = exits;
  made.cards = std::move(cards);
  return made;
}

FlowStage arrive(std::vector<FlowCard> cards) {
  FlowStage made;
  made.key = "_entry";
  made.label = "Arrive";
  made.is_entry = true;
  made.cards = std::move(cards);
  return made;
}

FlowOutcome outcome(const std::string& id, const std::string& label, double reach, bool is_win) {
  FlowOutcome made;
  made.id = id;
  made.label = label;
  made.reach = reach;
  made.is_win = is_win;
  return made;
}

void link(FlowGraph& graph, const std::string& from, const std::string& to, double volume,
          double share) {
  FlowLink made;
  made.from = from;
  made.to = to;
  made.volume = volume;
  made.share_of_visits = share;
  graph.links.push_back(made);
}

constexpr const char* kSubtitle =
    "Everybody who enters over 12 months.  Line width = people.  % on a line = share of the card’s "
    "visits that go that way.  Bar = reach, orange part leaves.  Dot = feeling, −2 to +2.";

}  // namespace

FlowGraph sample_shop() {
  FlowGraph g;
  g.title = "Kubek & 茶 — how visitors move through the shop";
  g.subtitle = kSubtitle;
  g.language = "zh-Hant";
  g.stages.push_back(stage("Discover", 1, 1, 0.414,
                           {card("ad", "Social ad", "social", 0.17, 0.58, 0.3),
                            card("search", "Search result", "search", 0.30, 0.25, 0.4),
                            card("compare", "Porównywarka cen", "partner", 0.32, 0.43, 0.6),
                            card("news", "Newsletter", "email", 0.28, 0.34, 0.8)}));
  g.stages.push_back(stage("Consider", 2, 0.58, 0.255,
                           {card("reviews", "Reviews 顧客評價", "web", 0.14, 0.29, 1.1),
                            card("product", "Product page", "web", 0.58, 0.31, 0.9),
                            card("chat", "Live chat", "person", 0.031, 0.26, 0.7)}));
  g.stages.push_back(stage("Purchase", 3, 0.33, 0.158,
                           {card("cart", "Cart", "web", 0.33, 0.25, 0.1),
                            card("account", "Create account", "web", 0.16, 0.37, -1.6),
                            card("pay", "Payment", "web", 0.19, 0.065, -0.4)}));
  g.stages.push_back(stage("Keep", 4, 0.17, 0.004,
                           {card("deliver", "Delivery", "parcel", 0.17, 0, 1.3),
                            card("refill", "Refill reminder", "email", 0.12, 0, 0.9),
                            card("help", "Returns & help", "person", 0.019, 0.23, -0.8)}));
  g.stages.push_back(
      stage("Recommend", 5, 0.021, 0, {card("refer", "Poleć znajomemu", "app", 0.021, 0, 1.5)}));
  mark(g.stages[1].cards[1], "just browsing");
  mark(g.stages[2].cards[0], "shipping cost");
  mark(g.stages[2].cards[1], "forced sign-up");
  g.outcomes = {outcome("advocate", "Advocate", 0.012, true),
                outcome("repeat", "Repeat buyer", 0.049, true),
                outcome("once", "One-time buyer", 0.107, false)};
  link(g, "ad", "search", .012, .07), link(g, "ad", "product", .057, .34);
  link(g, "search", "compare", .028, .09), link(g, "search", "product", .197, .65);
  link(g, "compare", "product", .195, .57), link(g, "news", "product", .158, .57);
  link(g, "news", "cart", .025, .09), link(g, "product", "compare", .046, .07);
  link(g, "product", "reviews", .156, .24), link(g, "product", "chat", .031, .05);
  link(g, "product", "cart", .219, .34), link(g, "reviews", "product", .041, .26);
  link(g, "reviews", "cart", .069, .44), link(g, "chat", "product", .006, .20);
  link(g, "chat", "cart", .017, .54), link(g, "cart", "account", .165, .49);
  link(g, "cart", "pay", .088, .26), link(g, "account", "pay", .104, .63);
  link(g, "pay", "cart", .007, .04), link(g, "pay", "deliver", .172, .90);
  link(g, "deliver", "help", .019, .11), link(g, "deliver", "refill", .113, .66);
  link(g, "deliver", "refer", .011, .07), link(g, "deliver", "once", .029, .17);
  link(g, "help", "refill", .009, .46), link(g, "help", "once", .006, .31);
  link(g, "refill", "refer", .010, .08), link(g, "refill", "repeat", .049, .40);
  link(g, "refill", "once", .062, .51), link(g, "refer", "advocate", .012, .54);
  link(g, "refer", "once", .010, .46);
  return g;
}

FlowGraph sample_chinese() {
  FlowGraph g;
  g.title = "茶與杯:顧客如何走過我們的商店";
  g.subtitle = kSubtitle;
  g.language = "zh-Hant";
  g.stages.push_back(arrive({source("ig", "Instagram 廣告", "social", 0.41),
                             source("so", "搜尋引擎自然流量", "search", 0.37),
                             source("edm", "電子報", "email", 0.22)}));
  g.stages.push_back(
      stage("認識品牌", 1, 0.78, 0.30,
            {card("article", "風格指南文章:如何挑選第一只茶杯", "web", 0.41, 0.4, 0.6),
             card("home", "首頁", "web", 0.55, 0.22, 0.2)}));
  g.stages.push_back(stage("考慮與比較", 2, 0.6, 0.2,
                           {card("product", "商品頁面", "web", 0.6, 0.3, 0.4),
                            card("review", "顧客評價", "social", 0.3, 0.1, 1.2)}));
  g.stages.push_back(stage("購買", 3, 0.25, 0.14,
                           {card("basket", "購物車", "web", 0.25, 0.3, -0.2),
                            card("account", "建立帳號", "web", 0.18, 0.37, -1.6)}));
  mark(g.stages[2].cards[0], "不確定尺寸是否合適,也看不到實際的顏色");
  mark(g.stages[3].cards[1], "必須先註冊才能結帳");
  g.outcomes = {outcome("bought", "滿意的顧客", 0.11, true)};
  link(g, "ig", "article", .41, 1), link(g, "so", "home", .37, 1), link(g, "edm", "home", .11, .5);
  link(g, "edm", "product", .11, .5), link(g, "article", "home", .07, .17);
  link(g, "article", "product", .17, .43), link(g, "home", "product", .43, .78);
  link(g, "product", "review", .3, .43), link(g, "review", "product", .21, .7);
  link(g, "product", "basket", .2, .28), link(g, "review", "basket", .06, .2);
  link(g, "basket", "product", .02, .08), link(g, "basket", "account", .18, .62);
  link(g, "account", "bought", .11, .63);
  return g;
}

FlowGraph sample_saas() {
  FlowGraph g;
  g.title = "Website builder: free trial to advocate";
  g.subtitle = kSubtitle;
  g.stages.push_back(arrive({source("ad", "Instagram ad", "paid-social", 0.76),
                             source("referral", "Referral", "word-of-mouth", 0.24)}));
  g.stages.push_back(
      stage("Awareness", 1, 1, 0.85, {card("landing", "Landing page", "", 1, 0.85, 1)}));
  g.stages.push_back(
      stage("Consideration", 2, 0.045, 0.023, {card("demo", "Live demo", "", 0.045, 0.52, 2)}));
  g.stages.push_back(stage("Onboarding", 3, 0.13, 0,
                           {card("trial", "Free trial starts", "", 0.13, 0, 0.2),
                            card("site", "First site published", "", 0.076, 0, 2)}));
  g.stages.push_back(stage("Purchase", 4, 0.13, 0.098,
                           {card("end", "Trial ends, plan page", "", 0.13, 0.74, -1)}));
  g.stages.push_back(
      stage("Retention", 5, 0.032, 0, {card("pro", "A month on Pro", "", 0.032, 0.031, 1)}));
  g.stages.push_back(stage("Expansion", 6, 0.008, 0,
                           {card("studio", "A month on Studio", "", 0.008, 0.012, 0.5)}));
  g.stages.push_back(
      stage("Advocacy", 7, 0.006, 0, {card("invite", "Invites a colleague", "", 0.006, 0, 0.9)}));
  mark(g.stages[4].cards[0], "Too few layouts in the trial");
  g.outcomes = {outcome("churned", "Churned", 0.012, false)};
  g.outcomes[0].is_loss = true;
  link(g, "ad", "landing", .76, 1), link(g, "referral", "landing", .24, 1);
  link(g, "landing", "trial", .11, .11), link(g, "landing", "demo", .045, .045);
  link(g, "demo", "trial", .022, .48), link(g, "trial", "site", .076, .58);
  link(g, "trial", "end", .055, .42), link(g, "site", "end", .076, 1);
  link(g, "end", "pro", .032, .24), link(g, "end", "studio", .005, .02);
  link(g, "pro", "pro", .42, .93), link(g, "pro", "churned", .011, .03);
  link(g, "pro", "studio", .008, .02), link(g, "pro", "invite", .01, .02);
  link(g, "studio", "studio", .09, .98), link(g, "invite", "pro", .01, 1);
  return g;
}

FlowGraph sample_delta() {
  FlowGraph g = sample_shop();
  g.title = "Guest checkout against today";
  g.is_delta = true;
  for (FlowStage& stage : g.stages) {
    if (stage.exits) stage.exits_today = *stage.exits + (stage.number == 3 ? 0.024 : 0);
    for (FlowCard& card : stage.cards) {
      card.is_highlighted = false;
      card.why.clear();
      card.reach_today = card.id == "account" ? 0.24 : card.reach;
      card.leave_today = card.id == "cart" ? 0.31 : card.leave;
    }
  }
  FlowCard guest = card("guest", "Guest checkout", "web", 0.093, 0.02, 0.6);
  guest.is_new = true;
  guest.reach_today = guest.leave_today = 0;
  g.stages[2].cards.insert(g.stages[2].cards.begin() + 1, guest);
  for (FlowLink& link : g.links) link.volume_today = link.volume;
  link(g, "cart", "guest", .094, .28), link(g, "guest", "pay", .084, .9);
  g.links[g.links.size() - 2].volume_today = g.links.back().volume_today = 0;
  for (FlowLink& link : g.links) {
    if (link.from == "cart" && link.to == "account") link.volume_today = .256;
  }
  for (FlowOutcome& outcome : g.outcomes) outcome.reach_today = *outcome.reach - 0.004;
  return g;
}

FlowGraph sample_living() {
  FlowGraph g = sample_tiny();
  g.is_living = true;
  FlowCard later = card("later", "Reminder", "email", 0, 0, 0);
  later.is_none = later.is_new = true;
  g.stages[1].cards.push_back(later);
  link(g, "basket", "later", 0, 0), link(g, "later", "paid", 0, 0);
  for (FlowLink& link : g.links) link.is_none = *link.volume == 0;
  return g;
}

FlowGraph sample_tiny() {
  FlowGraph g;
  g.title = "Tea shop";
  g.subtitle = "Everybody who enters.  Line width = people.";
  g.stages.push_back(arrive({source("web", "Web", "", 1)}));
  FlowStage loose =
      stage("", 0, 1, 0.88,
            {card("home", "Home", "", 1, 0.7, 0), card("basket", "Basket", "", .3, .6, 0)});
  for (FlowCard& c : loose.cards) c.feeling.reset();
  loose.reach.reset();
  mark(loose.cards[0], "");
  g.stages.push_back(loose);
  g.outcomes = {outcome("paid", "Paid", 0.12, true)};
  link(g, "web", "home", 1, 1), link(g, "home", "basket", .3, .3);
  link(g, "basket", "paid", .12, .4);
  return g;
}

FlowGraph sample_one_card() {
  FlowGraph g;
  g.title = "One moment";
  FlowCard only;
  only.id = "only";
  only.label = "The only one";
  FlowStage loose;
  loose.key = "_loose-1";
  loose.has_exits = true;
  loose.cards = {only};
  g.stages.push_back(loose);
  return g;
}

FlowGraph sample_hostile() {
  FlowGraph g = sample_tiny();
  g.title = "<b>&\"'</b> ]]> <script>alert(1)</script> \\N \\G";
  g.stages[1].cards[0].label = "<TABLE><TR><TD>&amp; \"x\" \\N</TD></TR></TABLE>";
  g.stages[1].cards[0].channel = "<IMG/>";
  g.stages[1].cards[0].why = std::string(300, 'W');
  g.stages[1].cards[1].label =
      "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D \xE2\x80\xAE abc 😀👍🏽 \x01\x80";
  g.stages[0].cards[0].label = std::string(300, 'm') + " " + std::string(20, '-');
  g.outcomes[0].label = "سلة التسوق ตะกร้า टोकरी";
  g.stages.push_back(stage("Etap „ostatni” o bardzo długiej nazwie, której nie da się skrócić", 12,
                           .5, .001, {card("x", "", "", 0, 0, 0)}));
  return g;
}

FlowGraph sample_sources() {
  FlowGraph g = sample_tiny();
  g.stages[0].cards.clear();
  g.links.erase(g.links.begin());
  for (int i = 0; i < 40; ++i) {
    const std::string id = fmt::format("source-{}", i);
    g.stages[0].cards.push_back(source(id, fmt::format("Campaign {}", i), "paid-search", 0.025));
    link(g, id, i % 3 == 0 ? "basket" : "home", 0.025, 1);
  }
  return g;
}

FlowGraph sample_large(int stages, int cards_per_stage, int links) {
  FlowGraph g;
  g.title = fmt::format("{} cards and {} lines", stages * cards_per_stage, links);
  g.subtitle = kSubtitle;
  const auto id = [&](int n) { return fmt::format("c{}", n); };
  for (int s = 0; s < stages; ++s) {
    std::vector<FlowCard> cards;
    for (int c = 0; c < cards_per_stage; ++c) {
      cards.push_back(card(id(s * cards_per_stage + c),
                           fmt::format("Touchpoint {}.{}", s + 1, c + 1), "web", 0.3, 0.1, 0.5));
    }
    g.stages.push_back(stage(fmt::format("Stage {}", s + 1), static_cast<std::uint32_t>(s + 1), 0.5,
                             0.1, std::move(cards)));
  }
  g.outcomes = {outcome("won", "Won", 0.1, true)};
  // A fixed linear congruence: the same graph on every machine.
  unsigned state = 7;
  const auto draw = [&state](int below) {
    state = state * 1664525u + 1013904223u;
    return static_cast<int>((state >> 8) % static_cast<unsigned>(below));
  };
  const int n = stages * cards_per_stage;
  for (int i = 0; i < links; ++i) {
    const int from = draw(n);
    const int to =
        std::min(n - 1, std::max(0, from + draw(3 * cards_per_stage) - cards_per_stage / 2));
    link(g, id(from), id(to), 0.005 + 0.1 * draw(100) / 100.0, 0.01 + draw(90) / 100.0);
  }
  link(g, id(n - 1), "won", 0.1, 0.3);
  return g;
}

std::vector<Sample> all_samples() {
  return {{"shop", sample_shop()},
          {"chinese", sample_chinese()},
          {"saas", sample_saas()},
          {"delta", sample_delta()},
          {"tiny", sample_tiny()},
          {"living", sample_living()},
          {"one-card", sample_one_card()},
          {"hostile", sample_hostile()},
          {"sources", sample_sources()},
          {"large", sample_large(8, 6, 120)},
          {"huge", sample_large(10, 20, 500)}};
}

}  // namespace cairn
