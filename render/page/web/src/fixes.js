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

/** Stays at the lower edge while fixes are ticked, so that the numbers are in sight of the boxes. */
function addChoiceBar() {
  const name = element("strong", { class: "choice-name" });
  const figures = element("div", { class: "choice-figures" });
  const note = element("div", { class: "choice-note" });
  const reset = element("button", { type: "button", "data-action": "reset" }, word("reset"));
  reset.addEventListener("click", () => {
    setFixes([]);
    document.querySelector("[data-fix-box]")?.focus({ preventScroll: true });
  });
  const bar = element("div", { class: "choice", role: "status" }, [
    element("div", { class: "choice-said" }, [name, note]),
    figures,
  ]);
  const dock = element("div", { class: "choice-dock" }, [bar, reset]);
  document.body.append(dock);
  follow(() => {
    name.textContent = choice.name;
    note.textContent = choice.note || data.combinations.verdict?.[choice.index] || "";
    figures.replaceChildren(...choiceFigures(choice.index));
    dock.classList.toggle("shown", choice.index > 0 || choice.note !== "");
    dock.inert = !dock.classList.contains("shown");
  });
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
  addChoiceBar();
}
