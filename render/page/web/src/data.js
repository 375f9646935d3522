// What the page carries for its script (#cairn-data), and the words it shows.

export const data = JSON.parse(document.getElementById("cairn-data").textContent);

// English, for a page whose data leave a word out.
const kWords = {
  today: "Today",
  with_fixes: "With {}",
  not_computed: "This set of fixes was not computed; shown is {}.",
  clash: "{} cannot be taken together with {}.",
  reset: "Back to today",
  theme_auto: "Theme: automatic",
  theme_light: "Theme: light",
  theme_dark: "Theme: dark",
  print: "Print",
  chance: "chance to gain",
  half_within: "half within {}",
  nine_tenths_within: "90% within {}",
  everybody: "everybody",
  unexplained: "no reason written",
  funnel_reading:
    "Bar: share of the group that gets there at least once, at best estimates. With fixes ticked, a mark in the bar shows today.",
};

/** The word with what stands for each `{}`, in order. */
export function word(key, ...values) {
  const text = (data.words && data.words[key]) || kWords[key] || "";
  let next = 0;
  return text.replace(/\{\}/g, () => String(values[next++] ?? ""));
}

/** Shares travel as whole numbers of this size. */
export const kShareUnit = 1e-5;

const kMinus = "\u2212";

// English, for a page whose data do not say how its language writes numbers.
const numbers = { decimal: ".", points: "{}pp", short: [], ...data.numbers };

/** Digits with a dot as the language of the page writes them. */
const localized = (digits) => digits.replace(".", numbers.decimal);

/** As pictures show shares: no decimals from 10 %, one below; only all are 100 %. */
export function shareText(share) {
  if (share >= 0.995 && share < 1 - 1e-9) return ">99%";
  if (share >= 0.0995) return `${(100 * share).toFixed(0)}%`;
  if (share >= 0.0005) return localized(`${(100 * share).toFixed(1)}%`);
  return share > 0 ? localized("<0.1%") : "0%";
}

/** A difference of shares with its sign, or "" where it would round to nothing. */
export function differenceText(difference) {
  const points = Math.abs(100 * difference);
  const text = points.toFixed(points >= 9.95 ? 0 : 1);
  if (Number(text) === 0) return "";
  return (difference < 0 ? kMinus : "+") + numbers.points.replace("{}", localized(text));
}

/** A feeling with its sign and one decimal. */
export function feelingText(feeling) {
  const text = Math.abs(feeling).toFixed(1);
  if (Number(text) === 0) return localized(text);
  return (feeling < 0 ? kMinus : "+") + localized(text);
}

/** A round amount on an axis, as the pictures write it: "100k". */
export function axisNumber(value) {
  const size = Math.abs(value);
  const [unit, pattern] = numbers.short.find(([least]) => size >= least) || [1, "{}"];
  const digits = String(Number((size / unit).toPrecision(3)));
  return (value < 0 ? kMinus : "") + pattern.replace("{}", localized(digits));
}
