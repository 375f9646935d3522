// Pointing at a card or a line of the flow dims all that has nothing to do with it. With the keyboard:
// arrow keys go from card to card, Escape lets go.
import { element } from "./dom.js";

function neighbours(picture) {
  const cards = [...picture.querySelectorAll("g.card, g.outcome")];
  const links = [...picture.querySelectorAll("g.line, g.label")];
  const nameOf = (card) => card.id.replace(/^flow-/, "");
  const byName = new Map(cards.map((card) => [nameOf(card), card]));
  return {
    cards,
    of(mark) {
      if (mark.dataset.from !== undefined) {
        const { from, to } = mark.dataset;
        const same = links.filter((link) => link.dataset.from === from && link.dataset.to === to);
        return [byName.get(from), byName.get(to), ...same].filter(Boolean);
      }
      const name = nameOf(mark);
      const near = links.filter(({ dataset }) => dataset.from === name || dataset.to === name);
      const others = near.flatMap(({ dataset }) => [byName.get(dataset.from), byName.get(dataset.to)]);
      return [mark, ...near, ...others].filter(Boolean);
    },
  };
}

/** Its title and its figures, as a screen reader should say them. */
function describe(mark) {
  const title = mark.querySelector("title")?.textContent || "";
  const texts = ["reach", "leave"].map((name) => mark.querySelector(`[data-part=${name}]`));
  return [title, ...texts.filter(Boolean).map((text) => text.textContent)].join(" · ");
}

export function connectHover() {
  for (const picture of document.querySelectorAll("figure[data-picture=flow] svg")) {
    const near = neighbours(picture);
    let lit = [];
    const light = (mark) => {
      for (const each of lit) each.classList.remove("lit");
      lit = mark ? near.of(mark) : [];
      for (const each of lit) each.classList.add("lit");
      picture.classList.toggle("dimmed", lit.length > 0);
    };
    picture.addEventListener("pointerover", (event) => {
      light(event.target.closest("g.card, g.outcome, g.line, g.label"));
    });
    picture.addEventListener("pointerleave", () => light(null));
    connectKeys(picture, near.cards, light);
  }
}

function connectKeys(picture, cards, light) {
  const holder = picture.closest(".scroll") || picture.parentElement;
  if (!holder.hasAttribute("tabindex")) holder.tabIndex = 0;
  if (!holder.hasAttribute("role")) holder.setAttribute("role", "group");
  if (!holder.hasAttribute("aria-label")) {
    holder.setAttribute("aria-label", picture.querySelector("title")?.textContent || "");
  }
  const said = element("p", { class: "said", role: "status" });
  holder.after(said);
  let at = -1;
  const go = (to) => {
    at = to;
    light(at < 0 ? null : cards[at]);
    said.textContent = at < 0 ? "" : describe(cards[at]);
    if (at >= 0) cards[at].scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const isSeen = (card) => !card.classList.contains("is-none");
  holder.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") go(-1);
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    let to = at + step;
    while (cards[to] && !isSeen(cards[to])) to += step;
    if (!cards[to]) return;
    event.preventDefault();
    go(to);
  });
  holder.addEventListener("blur", () => go(-1));
}
