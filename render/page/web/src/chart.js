// What all charts share: drawing by Plot at the width there is, texts that fit, groups and colours.
import * as Plot from "@observablehq/plot";

import { data, word } from "./data.js";
import { element } from "./dom.js";

export const kFontSize = 12;

/** Two words are joined by "_" in the data. */
const keyOf = (name) => name.replace("-", "_");

const figureOf = (name) =>
  document.querySelector(`figure:is([data-chart="${name}"], [data-chart="${keyOf(name)}"])`);

/** Draws into the chart's body at its width, now and whenever that changes. `draw(width)` gives
    nodes, or nothing to keep what is there. */
export function keepDrawn(name, draw, chart = data.charts?.[keyOf(name)]) {
  const figure = figureOf(name);
  const body = figure?.querySelector(".chart-body");
  if (!body || !chart) return () => {};
  let width = 0;
  let isDrawn = false; // from then on the table may be closed
  const redraw = () => {
    width = body.clientWidth;
    if (width === 0) return; // in a panel that is not shown
    const nodes = draw(width, chart);
    if (!nodes) return;
    body.replaceChildren(...[nodes].flat());
    if (!isDrawn) figure.querySelector("details.data")?.removeAttribute("open");
    isDrawn = true;
  };
  const watch = new ResizeObserver(() => {
    if (body.clientWidth !== width) requestAnimationFrame(redraw);
  });
  watch.observe(body);
  redraw();
  return redraw;
}

/** Says how to read the chart as the script draws it. */
export function setReading(name, text) {
  const reading = figureOf(name)?.querySelector("figcaption p");
  if (reading) reading.textContent = text;
}

/** The question above the chart: what a screen reader says of the picture; the table has the data. */
export function questionOf(name) {
  return figureOf(name)?.querySelector("h3")?.textContent || name;
}

/** A picture by Plot that the page's policy lets in: without its style element, whose rules are in
    page.css, and one image for a screen reader. */
export function plot(name, options) {
  const svg = Plot.plot({
    className: "plot",
    style: { fontSize: `${kFontSize}px` },
    ...options,
  });
  for (const style of svg.querySelectorAll("style")) style.remove();
  for (const node of svg.querySelectorAll("[aria-label]")) node.removeAttribute("aria-label");
  return asImage(svg, name);
}

export function asImage(svg, name) {
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", questionOf(name));
  return svg;
}

// ---- groups: everybody, or personas -------------------------------------------------------------

const kMarkers = ["circle", "square", "triangle", "diamond"];
const kDashes = [null, "6 4", "2 4", "8 3 2 3"];
const kColours = 4;

export const groupColour = ({ persona }) =>
  persona >= 0 ? `var(--persona-${(persona % kColours) + 1})` : "var(--flow)";
export const groupMarker = ({ persona }) => kMarkers[Math.max(0, persona) % kMarkers.length];
export const groupDash = ({ persona }) => kDashes[Math.max(0, persona) % kDashes.length];

export function legend(groups) {
  if (groups.length < 2) return [];
  const keys = groups.map(({ label, persona }) =>
    element("span", { class: `key key-${persona >= 0 ? (persona % kColours) + 1 : "all"}`, title: label }, label),
  );
  return [element("div", { class: "legend" }, keys)];
}

export const groupLabel = ({ label }) => label || word("everybody");

// ---- texts that fit -----------------------------------------------------------------------------

const ruler = document.createElement("canvas").getContext("2d");

export function textWidth(text, size = kFontSize, weight = 400) {
  ruler.font = `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`;
  return ruler.measureText(text).width;
}

/** Cut to the width, with "…". */
export function shorten(text, width, size = kFontSize, weight = 400) {
  if (textWidth(text, size, weight) <= width) return text;
  const characters = [...text];
  let low = 0;
  let high = characters.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const part = `${characters.slice(0, middle).join("").trimEnd()}…`;
    if (textWidth(part, size, weight) <= width) low = middle;
    else high = middle - 1;
  }
  return `${characters.slice(0, low).join("").trimEnd()}…`;
}

/** Lines of at most the width: broken between words, and between any two CJK characters. */
export function wrap(text, width, most = 2, weight = 400, size = kFontSize) {
  const pieces = text.match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+/gu);
  const lines = [];
  let line = "";
  for (const piece of pieces || [text]) {
    if (line.trim() !== "" && lines.length + 1 < most && textWidth((line + piece).trimEnd(), size, weight) > width) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += piece;
  }
  lines.push(line.trimEnd());
  return lines.map((each) => shorten(each, width, size, weight)).join("\n");
}

/** Below this names stand above their bars, not beside them. */
export const kNarrow = 480;
export const kLine = 15; // px from line to line

/** Tops of rows one below the other: `heights` in px; the last is where the next would begin. */
export function topsOf(heights) {
  const tops = [0];
  for (const height of heights) tops.push(tops.at(-1) + height);
  return tops;
}

/** Room for the widest of the texts, between two bounds. */
export function roomFor(texts, least, most, size = kFontSize, weight = 400) {
  const widest = Math.max(0, ...texts.map((text) => textWidth(text, size, weight)));
  return Math.ceil(Math.min(most, Math.max(least, widest)));
}
