// Tick boxes of fixes, buttons of scenarios, and the bar that says what is shown now.
import { choice, fixesOf, follow, setFixes, toggleFix } from "./choice.js";
import { data, word } from "./data.js";
import { element } from "./dom.js";

const byName = new Map((data.fixes || []).map((fix, i) => [fix.name, i]));

function connectBoxes() {
  for (const box of document.querySelectorAll("[data-fix-box]")) {
    const fix = byName.get(box.dataset.fixBox);
    if (fix === undefined) continue;
    box.hidden = false;
    box.addEventListener("change", () => toggleFix(fix));
    follow(() => {
      box.checked = choice.has(fix);
      box.closest("tr")?.classList.toggle("chosen", choice.has(fix));
    });
  }
}

function connectScenarios() {
  for (const button of document.querySelectorAll("button[data-action=scenario]")) {
    const row = button.closest("[data-scenario]");
    const scenario = (data.scenarios || []).find((each) => each.name === row?.dataset.scenario);
    if (!scenario) continue;
    const fixes = fixesOf(scenario.mask);
    button.hidden = false;
    button.addEventListener("click", () => setFixes(choice.isExactly(fixes) ? [] : fixes));
    follow(() => {
      const isShown = choice.isExactly(fixes);
      button.setAttribute("aria-pressed", String(isShown));
      row.classList.toggle("chosen", isShown);
    });
  }
}

const resetButton = () => {
  const button = element("button", { type: "button", "data-action": "reset" }, word("reset"));
  button.addEventListener("click", () => {
    setFixes([]);
    document.querySelector("[data-fix-box]")?.focus({ preventScroll: true });
  });
  return button;
};

const verdict = ({ index, note }) => note || data.combinations.verdict?.[index] || "";

/** A line under the tiles: what they show now. It keeps its room, so that nothing moves under the
    reader's finger. */
function addChoiceLine(tiles) {
  const name = element("strong");
  const said = element("span", { class: "choice-note" });
  const status = element("p", { role: "status" }, [name, said]);
  const reset = resetButton();
  const line = element("div", { class: "choice-line" }, [status, reset]);
  tiles.after(line);
  follow((shown) => {
    name.textContent = shown.name;
    said.textContent = verdict(shown);
    reset.hidden = shown.index === 0;
    line.classList.toggle("has-fixes", shown.index > 0);
  });
}

/** The same at the lower edge while fixes are ticked and the tiles are out of sight. */
function addChoiceBar(tiles) {
  const name = element("strong", { class: "choice-name" });
  const note = element("div", { class: "choice-note" });
  const figures = element("div", { class: "choice-figures" });
  const said = element("div", { class: "choice-said" }, [name, note]);
  const bar = element("div", { class: "choice-bar" }, [element("div", { class: "choice" }, [said, figures]), resetButton()]);
  (document.querySelector("main") || document.body).append(bar);
  let areTilesSeen = true;
  const show = () => {
    bar.classList.toggle("shown", !areTilesSeen && (choice.index > 0 || choice.note !== ""));
    bar.inert = !bar.classList.contains("shown");
  };
  follow((shown) => {
    name.textContent = shown.name;
    note.textContent = verdict(shown);
    figures.replaceChildren(...choiceFigures(shown.index));
    show();
  });
  const watch = new IntersectionObserver(([{ isIntersecting }]) => {
    areTilesSeen = isIntersecting;
    show();
  });
  watch.observe(tiles);
}

function choiceFigures(k) {
  const { names, texts } = data.combinations.tiles;
  return names.flatMap((tile, i) => {
    const [value, , change, , sense] = texts[k]?.[i] || [];
    const label = document.querySelector(`.tile[data-tile="${tile}"] .tile-name`)?.textContent;
    if (!value || !label) return [];
    return [
      element("div", { class: "choice-figure" }, [
        element("span", { class: "choice-label" }, label),
        element("span", { class: "choice-value" }, value),
        element("span", { class: senseClass(sense) }, change || ""),
      ]),
    ];
  });
}

export const senseClass = (sense) => (sense > 0 ? "better" : sense < 0 ? "worse" : "same");

export function connectFixes() {
  if (!data.combinations) return;
  connectBoxes();
  connectScenarios();
  const tiles = document.getElementById("tiles");
  if (!tiles || (data.fixes || []).length === 0) return;
  addChoiceLine(tiles);
  addChoiceBar(tiles);
}
