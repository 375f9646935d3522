// Tiles follow the ticked fixes.
import { follow } from "./choice.js";
import { data } from "./data.js";
import { senseClass } from "./fixes.js";

function showTile(tile, value, texts) {
  const part = (role) => tile.querySelector(`[data-role=${role}]`);
  const [text, range, change, changeRange, sense] = texts;
  const shown = part("value");
  shown.textContent = text;
  if (value === null) delete shown.dataset.value;
  else shown.dataset.value = String(value);
  part("range").textContent = range;
  const changed = part("change");
  changed.textContent = changeRange ? `${change} (${changeRange})` : change || "";
  changed.classList.remove("better", "worse", "same");
  changed.classList.add(senseClass(sense));
}

export function connectTiles() {
  if (!data.combinations) return;
  const { names, values, texts } = data.combinations.tiles;
  const tiles = names.map((name) => document.querySelector(`.tile[data-tile="${name}"]`));
  follow(({ index }) => {
    tiles.forEach((tile, i) => tile && showTile(tile, values[index][i], texts[index][i]));
  });
}
