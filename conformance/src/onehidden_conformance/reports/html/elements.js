// What all parts of the page share. Whatever stands in a report reaches the page as text nodes only.
"use strict";

const MARKS = { passed: "✓", failed: "✗", skipped: "–", error: "!", fault: "!", known: "≈" };
const LARGEST = 256 * 2 ** 20;
const MOST_ROWS = 3000;
const state = { report: null, show: "all", group: "", implementation: "", words: "", bits: false };

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== ""));
  return element;
}

const address = (vector, implementation) => `#${escaped(vector)}${implementation === undefined ? "" : `@${escaped(implementation)}`}`;
const escaped = (text) => encodeURIComponent(text.toWellFormed()).replaceAll("%2F", "/").replaceAll("%3A", ":");
const section = (title, ...content) => make("details", {}, make("summary", {}, title), ...content);
const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
const ulps = (n) => `${n < 1e6 ? n : n.toExponential(0)} ulp`;

// A mark with its word for those who do not see it.
const marked = (word) => [make("span", { "aria-hidden": "true" }, MARKS[word]), make("span", { class: "unseen" }, `${word}: `)];

// A table that scrolls by itself, also by the keyboard.
const scrolling = (label, table) => make("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": label }, table);

// A short name; the whole one is in the tooltip.
const named = (name) => make("span", { class: "name", title: name }, shorts().get(name) ?? name);
