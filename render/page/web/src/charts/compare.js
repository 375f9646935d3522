// What each fix brings: a dot and its 5-95 % range on a line of zero, the chance in the last column.
// Rows that hold the ticked fixes stand out.
import * as Plot from "@observablehq/plot";

import { keepDrawn, plot, roomFor, shorten } from "../chart.js";
import { choice, fixesOf, follow } from "../choice.js";
import { axisNumber, data, word } from "../data.js";

const kRow = 44;
const kHead = 26;

function isChosen(row) {
  if (row.kind === "scenario") {
    const scenario = (data.scenarios || []).find(({ name }) => name === row.name);
    return scenario !== undefined && choice.isExactly(fixesOf(scenario.mask));
  }
  return choice.has((data.fixes || []).findIndex(({ name }) => name === row.name));
}

function draw(width, chart) {
  const { rows } = chart;
  if (rows.length === 0) return null;
  const isWide = width >= 560;
  const left = roomFor(rows.map(({ label }) => label), 60, Math.min(230, width * 0.36), 12, 600) + 16;
  const chances = [word("chance"), ...rows.map(({ chance }) => chance || "")];
  const chanceRoom = roomFor(chances, 40, 110) + 8;
  const textRoom = isWide ? roomFor(rows.map(({ text }) => text), 40, 150, 12, 600) + 18 : 0;
  const height = kHead + rows.length * kRow + 28;
  const low = Math.min(0, ...rows.map((row) => row.low));
  const high = Math.max(0, ...rows.map((row) => row.high));
  const spare = (high - low || 1) * 0.04;
  const y = (_, i) => kHead + i * kRow + kRow / 2;
  const sense = ({ best }) => (best > 0 ? "var(--good)" : best < 0 ? "var(--bad)" : "var(--neutral)");
  const edge = width - left - textRoom - chanceRoom;
  const column = { frameAnchor: "right", x: null, y, fill: "var(--ink)" };
  return plot("compare", {
    width,
    height,
    marginLeft: left,
    marginRight: textRoom + chanceRoom,
    marginTop: 0,
    marginBottom: 28,
    x: { domain: [low - spare, high + spare], axis: null, range: [left, left + edge] },
    y: { domain: [0, height - 28], range: [0, height - 28], axis: null },
    color: { type: "identity" },
    marks: [
      Plot.rect(rows.filter(isChosen), {
        x1: low - spare, x2: high + spare, y1: (row) => kHead + rows.indexOf(row) * kRow + 2,
        y2: (row) => kHead + (rows.indexOf(row) + 1) * kRow - 2, insetLeft: -left, insetRight: -(textRoom + chanceRoom),
        fill: "var(--good-ground)", rx: 6,
      }),
      Plot.axisX({
        anchor: "bottom", ticks: Math.max(2, Math.floor(edge / 80)), tickSize: 0, tickFormat: axisNumber, label: null, color: "var(--muted)",
        fontSize: 12,
      }),
      Plot.ruleX([0], { stroke: "var(--neutral)", y1: kHead, y2: kHead + rows.length * kRow }),
      Plot.link(rows, {
        x1: "low", x2: "high", y1: y, y2: y, stroke: sense, strokeWidth: 7, strokeOpacity: 0.35, strokeLinecap: "round",
        title: ({ label, text, range }) => `${label}\n${text}\n${range}`,
      }),
      Plot.dot(rows, { x: "best", y, r: 6, fill: sense, stroke: "var(--card)", strokeWidth: 1.5 }),
      Plot.text(rows, {
        frameAnchor: "left", x: null, y, text: ({ label }) => shorten(label, left - 16, 12, 600), textAnchor: "end",
        dx: -12, fill: "var(--ink)", fontWeight: 600, title: "label",
      }),
      isWide ? Plot.text(rows, { ...column, text: "text", textAnchor: "start", dx: 10, fontWeight: 600, fill: sense }) : null,
      Plot.text(rows, { ...column, text: "chance", textAnchor: "end", dx: textRoom + chanceRoom - 6 }),
      isWide ? Plot.text([chart.unit || ""], {
        frameAnchor: "top-right", textAnchor: "start", dx: 10, dy: 6, fill: "var(--muted)",
      }) : null,
      Plot.text([word("chance")], {
        frameAnchor: "top-right", textAnchor: "end", dx: textRoom + chanceRoom - 6, dy: 6, fill: "var(--muted)",
      }),
    ],
  });
}

export function connectCompare() {
  const redraw = keepDrawn("compare", draw);
  if (data.combinations) follow(() => redraw());
}
