// The living flow: widths, labels, bars and outcomes of the picture follow the ticked fixes. Marks,
// parts and measures are those of render/flow/flow_draw.h.
import { choice, follow } from "./choice.js";
import { data, feelingText, kShareUnit, shareText, word } from "./data.js";

const kPrefix = "flow-";
const kLeast = 0.004; // of entrants: thinner lines are not drawn
const kChanged = 0.0025; // of entrants: from here on a line counts as more or fewer
const kColumns = ["volume", "reach", "visits", "exits", "still", "stage_reach", "stage_exits", "stage_still"];

/** One combination of the data, in shares of entrants. */
function worldAt(flow, k) {
  const world = {};
  for (const column of kColumns) {
    world[column] = (flow[column]?.[k] || []).map((value) => value * kShareUnit);
  }
  return world;
}

const part = (mark, name) => mark?.querySelector(`[data-part="${name}"]`);

/** Everything the script may change, to go back to exactly the picture of today. */
function snapshot(picture) {
  const shapes = [...picture.querySelectorAll("[data-part]")].map((shape) => ({
    shape,
    text: shape.tagName === "text" ? shape.textContent : null,
    attributes: [...shape.attributes].map(({ name, value }) => [name, value]),
  }));
  const marks = [...picture.querySelectorAll("g[class]")].map((mark) => [
    mark,
    mark.getAttribute("class"),
  ]);
  return () => {
    for (const { shape, text, attributes } of shapes) {
      for (const [name, value] of attributes) shape.setAttribute(name, value);
      if (text !== null) shape.textContent = text;
    }
    for (const [mark, classes] of marks) mark.setAttribute("class", classes);
  };
}

const setShare = (text, share) => {
  if (text) text.textContent = text.textContent.replace(/[<>]?[\d.,]+\s?%/, shareText(share));
};

/** Both are rounded to a unit: a unit less than all may be all. */
const shareOf = (some, all) => (Math.abs(some - all) < 1.5 * kShareUnit ? 1 : some / all);

const widthOf = (volume, most) => Math.max(1.2, 1 + 11 * (volume / most) ** 0.75);

const kSteps = { right: [1, 0], left: [-1, 0], up: [0, -1], down: [0, 1] };

/** The triangle of a line of this width, and where the line ends under it. */
function arrow(mark, width) {
  const x = Number(mark.dataset.tipX);
  const y = Number(mark.dataset.tipY);
  const [dx, dy] = kSteps[mark.dataset.heading] || kSteps.right;
  const length = 5.5 + 0.62 * width;
  const half = (5 + 1.35 * width) / 2;
  const [baseX, baseY] = [x - dx * length, y - dy * length];
  const corner = (sign) => `${baseX - sign * dy * half},${baseY + sign * dx * half}`;
  return {
    head: `M${x},${y}L${corner(-1)}L${corner(1)}Z`,
    end: `${x - 0.8 * dx * length},${y - 0.8 * dy * length}`,
  };
}

function showLine(mark, label, volume, today, visits, most) {
  const isHidden = volume < kLeast;
  mark.classList.toggle("is-none", isHidden);
  label?.classList.toggle("is-none", isHidden);
  if (isHidden) return;
  const width = widthOf(volume, most);
  const line = part(mark, "line");
  line.setAttribute("stroke-width", width.toFixed(2));
  if (mark.dataset.tipX !== undefined) {
    const { head, end } = arrow(mark, width);
    part(mark, "head")?.setAttribute("d", head);
    line.setAttribute("d", line.getAttribute("d").replace(/-?[\d.]+,-?[\d.]+$/, end));
  }
  for (const each of [mark, label]) {
    each?.classList.toggle("is-new", today < kLeast);
    each?.classList.toggle("is-more", today >= kLeast && volume - today >= kChanged);
    each?.classList.toggle("is-fewer", today - volume >= kChanged);
  }
  if (visits > 0) setShare(part(label, "share"), shareOf(volume, visits));
}

function showCard(mark, reach, visits, exits, still) {
  mark.classList.toggle("is-none", reach < 0.0005);
  setShare(part(mark, "reach"), reach);
  if (visits > 0) setShare(part(mark, "leave"), shareOf(exits, visits));
  if (visits > 0) setShare(part(mark, "still"), shareOf(still, visits));
  const bar = part(mark, "reach-bar");
  if (!bar || mark.dataset.barWidth === undefined) return;
  const room = Number(mark.dataset.barWidth);
  const total = Math.min(room, Math.max(reach > 0 ? 1 : 0, Math.round(reach * room)));
  const leaving = Math.min(reach, exits);
  const lost = Math.min(total, Math.max(leaving > 0.0005 ? 1 : 0, Math.round(leaving * room)));
  bar.setAttribute("width", total);
  const lostBar = part(mark, "leave-bar");
  lostBar?.setAttribute("x", Number(mark.dataset.barLeft) + total - lost);
  lostBar?.setAttribute("width", lost);
}

const kFeelings = ["#b3470b", "#e79a5b", "#9aa5b1", "#6fa3e8", "#1b63c4"]; // light: dark rules go by value

/** As feeling_colour of render/flow/flow_card.cpp. */
function showFeeling(mark, feeling) {
  const number = part(mark, "feeling");
  if (!number || feeling === null || feeling === undefined) return;
  number.textContent = feelingText(feeling);
  const { low = -2, high = 2 } = data.charts?.emotion || {};
  const place = (4 * (feeling - (low + high) / 2)) / (high - low || 1);
  const step = place < -1 ? 0 : place < -0.35 ? 1 : place <= 0.35 ? 2 : place <= 1 ? 3 : 4;
  part(mark, "dot")?.setAttribute("fill", kFeelings[step]);
}

/** Entrants by source, and visits by touchpoint: what the shares on lines are of. */
function visitsByName(flow, world, ends) {
  const visits = new Map(flow.places.map((name, i) => [name, world.visits[i]]));
  ends.forEach(([from], i) => {
    if (flow.places.includes(from)) return;
    visits.set(from, (visits.get(from) || 0) + world.volume[i]);
  });
  return visits;
}

function showStage(flow, byId, world, i, most) {
  const key = flow.stages[i];
  setShare(part(byId(`stage__${key}`), "reach"), world.stage_reach[i]);
  setShare(part(byId(`still__${key}`), "still"), world.stage_still[i]);
  const exit = byId(`leave__${key}`);
  if (!exit || world.stage_exits[i] === undefined) return;
  setShare(part(exit, "leave"), world.stage_exits[i]);
  part(exit, "exit")?.setAttribute("stroke-width", widthOf(world.stage_exits[i], most).toFixed(2));
}

/** A function that draws one combination into the picture. */
function painter(picture, flow) {
  const byId = (name) => picture.querySelector(`#${CSS.escape(kPrefix + name)}`);
  const toToday = snapshot(picture);
  const marks = flow.lines.map((id) => byId(id));
  const labels = flow.lines.map((id) => byId(`${id}__share`));
  const ends = flow.lines.map((id, i) =>
    marks[i] ? [marks[i].dataset.from, marks[i].dataset.to] : id.split("__"),
  );
  const today = worldAt(flow, 0);
  const isLoop = ([from, to]) => from === to;
  const most = Math.max(kLeast, ...today.volume.filter((_, i) => !isLoop(ends[i])));
  return (k) => {
    toToday();
    const world = worldAt(flow, k);
    flow.stages?.forEach((key, i) => {
      byId(`leave__${key}`)?.classList.toggle("is-none", world.stage_exits[i] < 0.0005);
    });
    if (k === 0) return;
    const visits = visitsByName(flow, world, ends);
    marks.forEach((mark, i) => {
      if (!mark) return;
      const visitsOfStart = visits.get(ends[i][0]) || 0;
      showLine(mark, labels[i], world.volume[i], today.volume[i], visitsOfStart, most);
    });
    flow.places.forEach((name, i) => {
      const mark = byId(name);
      if (!mark) return;
      showCard(mark, world.reach[i], world.visits[i], world.exits[i], world.still[i]);
      showFeeling(mark, flow.feeling?.[k]?.[i]);
    });
    flow.stages?.forEach((_, i) => showStage(flow, byId, world, i, most));
  };
}

/** The tab of the living picture says what it shows, and comes forward when that changes. */
function connectTab(figure) {
  const panel = figure.closest(".panel");
  const tabs = panel?.closest(".tabs");
  if (!tabs) return;
  const place = [...tabs.querySelectorAll(":scope > .panel")].indexOf(panel);
  const input = tabs.querySelectorAll(":scope > input")[place];
  const label = tabs.querySelectorAll(":scope > label")[place];
  if (!input || !label) return;
  const atFirst = label.textContent;
  follow(({ index }) => {
    label.textContent = index === 0 ? atFirst || word("today") : choice.name;
    if (index > 0) input.checked = true;
  });
}

export function connectFlow() {
  const figure = document.querySelector("figure[data-picture=flow]");
  const picture = figure?.querySelector("svg");
  if (!picture) return;
  figure.classList.add("living");
  const flow = data.combinations?.flow;
  if (!flow) return;
  const paint = painter(picture, flow);
  follow(({ index }) => paint(index));
  connectTab(figure);
}
