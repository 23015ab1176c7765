// A text with Telegram's entities as DOM nodes. Nothing is ever parsed as HTML: text stays text.

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote", spoiler: "span", text_link: "a",
};
const FOUND = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])|((?<![\w/])\/[a-z0-9_]{1,32}(?![\w/]))/g;
const SAFE = ["http:", "https:", "mailto:", "tel:"];

export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

// The payload of a deep link to this bot, or null. `says` is what following the link would write.
export function deepLink(address, username) {
  const link = safe(address);
  if (!link || !["t.me", "telegram.me"].includes(link.hostname)) return null;
  if (link.pathname.slice(1).toLowerCase() !== username.toLowerCase()) return null;
  return `/start ${link.searchParams.get("start") ?? ""}`.trim();
}

// What following a shared deep link to this bot would write, for a link that opens Telegram's own "share" window.
function sharedLink(address, username) {
  const link = safe(address);
  const shares = link && ["t.me", "telegram.me"].includes(link.hostname) && link.pathname === "/share/url";
  return shares ? deepLink(link.searchParams.get("url") ?? "", username) : null;
}

export function safe(address) {
  try {
    const link = new URL(address.includes(":") ? address : `http://${address}`);
    return SAFE.includes(link.protocol) ? link : null;
  } catch {
    return null;
  }
}

// `context` has username, says(text), shares(text) and whether links and commands in plain text can be followed (live).
export function rich(text, entities, context) {
  const known = entities.filter((entity) => TAGS[entity.type]);
  const nested = [...known].sort((one, two) => one.offset - two.offset || two.length - one.length);
  const fragment = document.createDocumentFragment();
  fragment.append(...span(text, 0, text.length, nested, context));
  return fragment;
}

function span(text, from, to, entities, context) {
  const nodes = [];
  let at = from;
  let rest = entities;
  while (rest.length) {
    const [entity, ...others] = rest;
    const end = Math.min(entity.offset + entity.length, to);
    const inside = others.filter((other) => other.offset < end);
    nodes.push(...plain(text.slice(at, entity.offset), context));
    nodes.push(styled(entity, span(text, entity.offset, end, inside, { ...context, linked: entity.type === "text_link" || context.linked }), context));
    at = end;
    rest = others.filter((other) => other.offset >= end);
  }
  return [...nodes, ...plain(text.slice(at, to), context)];
}

function styled(entity, children, context) {
  if (entity.type === "text_link") return linkTo(entity.url, children, context);
  const node = make(TAGS[entity.type], {}, ...children);
  if (entity.type === "spoiler") {
    node.className = "spoiler";
    node.tabIndex = 0;
    node.addEventListener("click", () => node.classList.add("seen"));
    node.addEventListener("focus", () => node.classList.add("seen"));
  }
  return node;
}

export function linkTo(address, children, context, attributes = {}) {
  const link = safe(address);
  if (!link) return make("span", attributes, ...children);
  const node = make("a", { ...attributes, href: link.href, target: "_blank", rel: "noopener noreferrer" }, ...children);
  follow(node, deepLink(address, context.username), context.says);
  follow(node, sharedLink(address, context.username), context.shares);
  return node;
}

// Stay on this page: what the link would do in Telegram is done here.
function follow(node, says, act) {
  if (says === null) return;
  node.removeAttribute("target");
  node.addEventListener("click", (event) => {
    event.preventDefault();
    act(says);
  });
}

function plain(text, context) {
  if (!text) return [];
  if (context.linked || !context.live) return [text];
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(FOUND)) {
    nodes.push(text.slice(at, match.index));
    nodes.push(match[1] ? linkTo(match[1], [match[1]], context) : commandOf(match[2], context));
    at = match.index + match[0].length;
  }
  return [...nodes, text.slice(at)].filter((node) => node !== "");
}

function commandOf(command, context) {
  return make("button", { type: "button", class: "inline", click: () => context.says(command) }, command);
}
