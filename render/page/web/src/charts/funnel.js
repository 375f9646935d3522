// Who gets how far: one bar per step and group; a tick and a difference against today while fixes are
// ticked.
import * as Plot from "@observablehq/plot";

import {
  groupColour, groupLabel, keepDrawn, kFontSize, legend, plot, roomFor, setReading, wrap,
} from "../chart.js";
import { choice, follow } from "../choice.js";
import { data, differenceText, kShareUnit, shareText, word } from "../data.js";

const kBar = 18; // px, with its gap
const kStepGap = 14;

function rowsOf(funnel, k) {
  return funnel.steps.flatMap((step, s) =>
    funnel.groups.map((group, g) => {
      const share = funnel.values[k][g][s] * kShareUnit;
      const today = funnel.values[0][g][s] * kShareUnit;
      return {
        y: s * (funnel.groups.length * kBar + kStepGap) + g * kBar,
        group,
        step,
        share,
        today,
        change: k === 0 ? "" : differenceText(share - today),
      };
    }),
  );
}

function draw(width, funnel) {
  const k = choice.index;
  const rows = rowsOf(funnel, k);
  const left = roomFor(funnel.steps.map(({ label }) => label), 40, Math.min(190, width * 0.34)) + 14;
  const right = 96;
  const height = rows.at(-1).y + kBar + 6;
  const middle = (row) => row.y + kBar / 2 - 1;
  const block = funnel.groups.length * kBar;
  const steps = funnel.steps.map(({ label }, s) => ({
    label: wrap(label, left - 14),
    y: s * (block + kStepGap) + block / 2 - 1,
  }));
  const bar = { x1: 0, y1: "y", y2: ({ y }) => y + kBar - 3 };
  const marks = [
    Plot.rect(rows, { ...bar, x2: 1, fill: "var(--band)", rx: 3 }),
    Plot.rect(rows, {
      ...bar,
      x2: "share",
      fill: ({ group }) => groupColour(group),
      rx: 3,
      title: ({ group, step, share }) => `${step.label}\n${groupLabel(group)}: ${shareText(share)}`,
    }),
    Plot.text(steps, { x: 0, y: "y", text: "label", textAnchor: "end", dx: -10, fill: "var(--ink)" }),
    Plot.text(rows, {
      x: 1, y: middle, text: ({ share }) => shareText(share), textAnchor: "start", dx: 8, fill: "var(--ink)",
      fontWeight: 600,
    }),
  ];
  if (k > 0) {
    const sense = (row) => (row.share > row.today ? "var(--good)" : "var(--bad)");
    marks.push(
      Plot.ruleX(rows, { x: "today", y1: "y", y2: ({ y }) => y + kBar - 3, stroke: "var(--ink)", strokeWidth: 2 }),
      Plot.text(rows, { x: 1, y: middle, text: "change", textAnchor: "start", dx: 44, fill: sense }),
    );
  }
  const svg = plot("funnel", {
    width,
    height,
    marginLeft: left,
    marginRight: right,
    marginTop: 2,
    marginBottom: 4,
    x: { domain: [0, 1], axis: null },
    y: { domain: [0, height - 6], range: [2, height - 4], axis: null },
    color: { type: "identity" },
    style: { fontSize: `${kFontSize}px` },
    marks,
  });
  return [...legend(funnel.groups), svg];
}

export function connectFunnel() {
  if (!data.combinations?.funnel) return;
  const redraw = keepDrawn("funnel", draw, data.combinations.funnel);
  setReading("funnel", word("funnel_reading"));
  follow(() => redraw());
}
