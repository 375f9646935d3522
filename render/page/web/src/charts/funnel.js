// Who gets how far: one bar per step and group; a tick and a difference against today while fixes are
// ticked.
import * as Plot from "@observablehq/plot";

import {
  groupColour, groupLabel, keepDrawn, kFontSize, kLine, kNarrow, legend, plot, roomFor, setReading, textWidth, topsOf,
  wrap,
} from "../chart.js";
import { choice, follow } from "../choice.js";
import { data, differenceText, kShareUnit, shareText, word } from "../data.js";

const kBar = 18; // px, with its gap
const kStepGap = 14;
const kChangeLeft = 44; // px behind the bar, past the share

/** Names of steps and where they and their bars stand: beside each other, or one above the other. */
function stepsOf(funnel, left, width) {
  const block = funnel.groups.length * kBar;
  const names = funnel.steps.map(({ label }) => wrap(label, left > 0 ? left - 14 : width - 4));
  const heads = names.map((name) => (left > 0 ? 0 : kLine * name.split("\n").length + 1));
  const tops = topsOf(heads.map((head) => head + block + kStepGap));
  return {
    height: tops.at(-1) - kStepGap,
    steps: funnel.steps.map(({ label }, s) => ({
      label,
      name: names[s],
      bars: tops[s] + heads[s],
      y: left > 0 ? tops[s] + block / 2 - 1 : tops[s] + (heads[s] - 4) / 2,
    })),
  };
}

function rowsOf(funnel, steps, k) {
  return steps.flatMap((step, s) =>
    funnel.groups.map((group, g) => {
      const share = funnel.values[k][g][s] * kShareUnit;
      const today = funnel.values[0][g][s] * kShareUnit;
      const change = k === 0 ? "" : differenceText(share - today);
      return { y: step.bars + g * kBar, group, step, share, today, change };
    }),
  );
}

/** Room for shares and changes of every set of fixes, so that no tick moves the bars. */
function roomBehindBars(funnel) {
  const changes = new Set(
    funnel.values.flatMap((groups) =>
      groups.flatMap((steps, g) =>
        steps.map((share, s) => differenceText((share - funnel.values[0][g][s]) * kShareUnit)),
      ),
    ),
  );
  return kChangeLeft + 8 + Math.max(44, ...[...changes].map((text) => textWidth(text)));
}

function draw(width, funnel) {
  const k = choice.index;
  const isNarrow = width < kNarrow;
  const left = isNarrow ? 0 : roomFor(funnel.steps.map(({ label }) => label), 40, Math.min(190, width * 0.34)) + 14;
  const right = roomBehindBars(funnel);
  const { steps, height } = stepsOf(funnel, left, width);
  const rows = rowsOf(funnel, steps, k);
  const middle = (row) => row.y + kBar / 2 - 1;
  const bar = { x1: 0, y1: "y", y2: ({ y }) => y + kBar - 3 };
  const nameAt = isNarrow ? { textAnchor: "start", dx: 0 } : { textAnchor: "end", dx: -10 };
  const marks = [
    Plot.rect(rows, { ...bar, x2: 1, fill: "var(--band)", rx: 3 }),
    Plot.rect(rows, {
      ...bar,
      x2: "share",
      fill: ({ group }) => groupColour(group),
      rx: 3,
      title: ({ group, step, share }) => `${step.label}\n${groupLabel(group)}: ${shareText(share)}`,
    }),
    Plot.text(steps, { x: 0, y: "y", text: "name", ...nameAt, lineHeight: 1.15, fill: "var(--ink)", title: "label" }),
    Plot.text(rows, {
      x: 1, y: middle, text: ({ share }) => shareText(share), textAnchor: "start", dx: 8, fill: "var(--ink)",
      fontWeight: 600,
    }),
  ];
  if (k > 0) {
    const sense = (row) => (row.share > row.today ? "var(--good)" : "var(--bad)");
    marks.push(
      Plot.ruleX(rows, { x: "today", y1: "y", y2: ({ y }) => y + kBar - 3, stroke: "var(--ink)", strokeWidth: 2 }),
      Plot.text(rows, { x: 1, y: middle, text: "change", textAnchor: "start", dx: kChangeLeft, fill: sense }),
    );
  }
  const svg = plot("funnel", {
    width,
    height: height + 8,
    marginLeft: left,
    marginRight: right,
    marginTop: 2,
    marginBottom: 6,
    x: { domain: [0, 1], axis: null },
    y: { domain: [0, height], range: [2, height + 2], axis: null },
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
