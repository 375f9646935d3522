// Theme and print buttons. Colours are CSS variables, so nothing is drawn again.
import { word } from "./data.js";

const kThemes = ["auto", "light", "dark"];

/** The choice holds until the page is closed: pages of files share one memory in some browsers. */
function connectTheme(button) {
  const root = document.documentElement;
  const show = () => {
    button.textContent = word(`theme_${root.dataset.theme}`);
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    const next = (kThemes.indexOf(root.dataset.theme) + 1) % kThemes.length;
    root.dataset.theme = kThemes[next];
    show();
  });
  show();
}

export function connectButtons() {
  const theme = document.querySelector("button[data-action=theme]");
  if (theme) connectTheme(theme);
  const print = document.querySelector("button[data-action=print]");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
}
