// Which fixes are ticked, and which of the computed combinations the page shows for them.
import { data, word } from "./data.js";

const kFixes = data.fixes || [];
const combinations = data.combinations;

/** A set of fixes as text: their indexes in order. */
const keyOf = (fixes) => [...fixes].sort((a, b) => a - b).join(",");

/** A mask is a number whose bit i is fix i, or a list of the indexes. */
export function fixesOf(mask) {
  if (Array.isArray(mask)) return mask;
  const fixes = [];
  for (let i = 0, rest = mask; rest > 0; ++i, rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) fixes.push(i);
  }
  return fixes;
}

const indexes = new Map((combinations?.masks || []).map((mask, k) => [keyOf(fixesOf(mask)), k]));
const listeners = [];

let chosen = new Set();
let note = "";

export const choice = {
  /** The index of the combination that is shown; 0 is today. */
  get index() {
    return indexes.get(keyOf(chosen)) ?? 0;
  },
  has: (fix) => chosen.has(fix),
  isExactly: (fixes) => keyOf(fixes) === keyOf(chosen),
  /** Why the set is not what was asked for, in words; else empty. */
  get note() {
    return note;
  },
  /** "Today", "With Guest checkout + Shipping cost early". */
  get name() {
    const labels = kFixes.filter((_, i) => chosen.has(i)).map((fix) => fix.label);
    return labels.length === 0 ? word("today") : word("with_fixes", labels.join(" + "));
  },
};

/** Calls back now and after every change. */
export function follow(listener) {
  listeners.push(listener);
  listener(choice);
}

function show(fixes, why = "") {
  chosen = new Set(fixes);
  note = why;
  writeLink();
  for (const listener of listeners) listener(choice);
}

export function setFixes(fixes) {
  if (indexes.has(keyOf(fixes))) show(fixes);
}

/** Ticks or unticks one fix. Fixes that clash with it give way; where the set was not computed the
    fix stands alone. */
export function toggleFix(fix) {
  const wanted = new Set(chosen);
  let why = "";
  if (wanted.has(fix)) {
    wanted.delete(fix);
  } else {
    wanted.add(fix);
    for (const pair of combinations.clashes || []) {
      const other = pair[0] === fix ? pair[1] : pair[1] === fix ? pair[0] : -1;
      if (!wanted.delete(other)) continue;
      why = word("clash", kFixes[fix].label, kFixes[other].label);
    }
  }
  if (!indexes.has(keyOf(wanted))) {
    const alone = indexes.has(keyOf([fix])) && !chosen.has(fix) ? [fix] : [];
    const name = alone.length > 0 ? kFixes[fix].label : word("today");
    show(alone, word("not_computed", name));
    return;
  }
  show(wanted, why);
}

// ---- the address carries the choice: #fixes=a+b -------------------------------------------------

function writeLink() {
  const names = kFixes.filter((_, i) => chosen.has(i)).map((fix) => encodeURIComponent(fix.name));
  const isWritten = location.hash.startsWith("#fixes=");
  if (names.length === 0 && !isWritten) return;
  const hash = names.length > 0 ? `#fixes=${names.join("+")}` : " ";
  try {
    history.replaceState(null, "", hash === " " ? location.pathname + location.search : hash);
  } catch {
    // Some viewers of mail show pages that may not change their address.
  }
}

export function readLink() {
  const match = /^#fixes=(.*)$/.exec(location.hash);
  if (!match) return;
  const names = match[1].split("+").map((name) => {
    try {
      return decodeURIComponent(name);
    } catch {
      return name;
    }
  });
  const fixes = kFixes.flatMap((fix, i) => (names.includes(fix.name) ? [i] : []));
  if (fixes.length > 0) setFixes(fixes);
}
