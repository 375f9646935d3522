// The script of the report page: charts, ticking fixes, theme. Without it the page reads as well.
import { connectCompare } from "./charts/compare.js";
import { connectEmotion } from "./charts/emotion.js";
import { connectFunnel } from "./charts/funnel.js";
import { connectHangsOn } from "./charts/hangs_on.js";
import { connectLeaving } from "./charts/leaving.js";
import { connectSankey } from "./charts/sankey.js";
import { connectTime } from "./charts/time.js";
import { readLink } from "./choice.js";
import { connectFixes } from "./fixes.js";
import { connectFlow } from "./flow.js";
import { connectHover } from "./flow_hover.js";
import { connectButtons } from "./theme.js";
import { connectTiles } from "./tiles.js";

// What fails costs itself, not the rest of the page.
function start(part) {
  try {
    part();
  } catch (error) {
    console.error(error);
  }
}

document.documentElement.dataset.script = "on";
for (const part of [
  connectButtons, connectTiles, connectFixes, connectFlow, connectHover, connectFunnel, connectTime, connectEmotion,
  connectLeaving, connectSankey, connectCompare, connectHangsOn, readLink,
]) {
  start(part);
}
window.addEventListener("hashchange", readLink);
