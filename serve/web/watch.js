// Asks for news and shows them: the report in the frame, the messages above it.
"use strict";
(() => {
  const words = JSON.parse(document.getElementById("words").textContent);
  const state = document.getElementById("state");
  const messages = document.getElementById("messages");
  const text = document.getElementById("text");
  const summary = document.getElementById("summary");
  let frame = document.getElementById("report");
  let seen = 0;
  // Where the reader was. A page that is not yet whole may be too short for it: `reached` is how far
  // it could be scrolled, and who still is there has not gone elsewhere since.
  let place = 0;
  let reached = 0;
  let shown = 0;

  function say(kind, sentence) {
    state.dataset.state = kind;
    state.textContent = sentence;
  }

  // The new page is loaded beside the old one and takes its place when it is there, at the same height
  // and with the same choices (which stand in the address): nothing flickers.
  function show(page) {
    if (page === shown || page === 0) return;
    shown = page;
    const next = frame.cloneNode(false);
    next.className = "waiting";
    let chosen = "";
    try {
      const at = frame.contentWindow.scrollY;
      if (at !== reached) place = at;
      chosen = frame.contentWindow.location.hash;
    } catch (error) {
      // The frame was empty.
    }
    next.addEventListener("load", () => {
      if (page !== shown) return next.remove();
      next.className = "";
      next.contentWindow.scrollTo(0, place);
      reached = next.contentWindow.scrollY;
      frame.remove();
      frame = next;
      frame.id = "report";
    }, { once: true });
    next.removeAttribute("id");
    next.src = "/report?version=" + page + chosen;
    document.body.append(next);
  }

  function take(news) {
    seen = news.version;
    show(news.page);
    messages.hidden = news.messages === "";
    messages.dataset.kind = news.errors ? "errors" : "warnings";
    if (news.errors) messages.open = true;
    summary.textContent = news.errors ? words.errors : words.warnings;
    text.textContent = news.messages;
    if (news.errors) say("errors", shown > 0 ? words.last_good : words.nothing_yet);
    else if (news.working) say("working", words.working);
    else say("good", words.up_to_date);
  }

  async function listen() {
    for (;;) {
      try {
        const answer = await fetch("/state?seen=" + seen, { cache: "no-store" });
        if (!answer.ok) throw new Error(String(answer.status));
        take(await answer.json());
      } catch (error) {
        say("gone", words.gone);
        await new Promise((go) => setTimeout(go, 1000));
      }
    }
  }
  listen();
})();
