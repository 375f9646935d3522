import * as Plot from "@observablehq/plot";
import { sankey } from "d3-sankey";
document.documentElement.dataset.script = "on";
globalThis.x = [Plot.plot({marks:[Plot.dot([1]),Plot.barX([1]),Plot.lineY([1]),Plot.text([1]),Plot.ruleX([1])]}), sankey];
