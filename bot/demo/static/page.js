// The whole page: who is shown, what the server tells, the clock.

import { Chat } from "./chat.js";
import { make } from "./rich.js";
import { day, hour, speak, spoken, word } from "./words.js";

const WIDTH = 400;
const chats = new Map();
const unread = new Map();
let shown = [];
let bot = null;
let waiting = null;

const find = (selector) => document.querySelector(selector);

async function post(path, body) {
  const form = body instanceof FormData;
  const headers = form ? {} : { "Content-Type": "application/json" };
  try {
    const response = await fetch(path, { method: "POST", headers, body: form ? body : JSON.stringify(body) });
    if (!response.ok) throw new Error(response.statusText);
    return await response.json();
  } catch {
    notice(word("failed"));
    return null;
  }
}

function notice(text) {
  const place = find("#notice");
  place.textContent = text;
  clearTimeout(notice.ends);
  notice.ends = setTimeout(() => (place.textContent = ""), 6000);
}

async function load() {
  waiting = [];
  const state = await (await fetch("/state")).json();
  bot = state.bot;
  showClock(state.now);
  for (const { messages, ...person } of state.people) {
    if (!chats.has(person.id)) {
      chats.set(person.id, new Chat(person, bot, abilities(person.id)));
    }
    const chat = chats.get(person.id);
    chat.load(messages);
    chat.setBlocked(person.blocked);
    chat.setCommands(person.commands);
  }
  const later = waiting;
  waiting = null;
  later.forEach(apply);
  arrange();
}

function abilities(id) {
  return {
    act: (path, body) => post(path, body instanceof FormData ? body : { person: id, ...body }),
    others: () => [...chats.values()].filter((chat) => chat.person.id !== id),
    choose,
  };
}

function apply(change) {
  if (waiting) return waiting.push(change);
  if (change.kind === "clock") return showClock(change.now);
  if (change.kind === "commands") {
    return Object.entries(change.commands).forEach(([id, commands]) => chats.get(Number(id))?.setCommands(commands));
  }
  const chat = chats.get(change.person);
  if (!chat) return undefined;
  if (change.kind === "message") return arrived(chat, change.message);
  if (change.kind === "deleted") return chat.remove(change.detail);
  if (change.kind === "blocked") return chat.setBlocked(change.detail);
  if (change.kind === "answer") return chat.answered(change);
  return change.kind === "typing" ? chat.showTyping() : undefined;
}

function arrived(chat, message) {
  const added = chat.put(message);
  if (added && message.bot && !shown.includes(chat.person.id)) {
    unread.set(chat.person.id, (unread.get(chat.person.id) ?? 0) + 1);
    drawPeople();
  }
}

function listen() {
  const source = new EventSource("/events");
  source.onopen = () => load().catch(() => notice(word("lost")));
  source.onmessage = (event) => apply(JSON.parse(event.data));
  source.onerror = () => notice(word("lost"));
}

function room() {
  return Math.max(1, Math.min(chats.size, Math.floor(window.innerWidth / WIDTH)));
}

// Keep who is shown where they are; fill or give up places from the end.
function arrange() {
  const order = [...chats.keys()];
  const others = order.filter((id) => !shown.includes(id));
  shown = [...shown, ...others].slice(0, room());
  const nodes = shown.map((id) => chats.get(id).node);
  const main = find("#chats");
  main.style.setProperty("--columns", String(nodes.length));
  const same = nodes.length === main.children.length && nodes.every((node, index) => node === main.children[index]);
  if (!same) {
    main.replaceChildren(...nodes);
    shown.forEach((id) => chats.get(id).toEnd());
  }
  shown.forEach((id) => unread.delete(id));
  drawPeople();
}

// Bring somebody to the front; on a wide screen they take the last place.
function choose(id) {
  if (!shown.includes(id)) {
    shown[shown.length - 1] = id;
    arrange();
  }
  find(`#people [data-id="${id}"]`)?.focus();
  chats.get(id).node.classList.add("called");
  setTimeout(() => chats.get(id).node.classList.remove("called"), 900);
}

function drawPeople() {
  const focused = find("#people :focus")?.dataset.id;
  find("#people").replaceChildren(...[...chats.values()].map(({ person }) => personButton(person)));
  if (focused) find(`#people [data-id="${focused}"]`)?.focus();
}

function personButton(person) {
  const count = unread.get(person.id) ?? 0;
  const face = make("span", { class: "face", "aria-hidden": "true" }, person.initials);
  const badge = count ? [make("span", { class: "badge" }, String(count), make("span", { class: "hidden" }, ` ${word("unread", count)}`))] : [];
  const attributes = {
    type: "button", class: "person", "data-id": person.id, title: person.title,
    "aria-pressed": String(shown.includes(person.id)), click: () => choose(person.id),
  };
  const button = make("button", attributes, face, make("span", { class: "name" }, person.title), ...badge);
  button.style.setProperty("--own", person.colour);
  return button;
}

function showClock(now) {
  const clock = find("#clock");
  clock.dateTime = now;
  clock.textContent = `${day(now)}, ${hour(now)}`;
}

async function turn(button) {
  const request = button.dataset.to ? { to: button.dataset.to } : { by: Number(button.dataset.by) };
  const answer = await post("/clock", request);
  if (!answer) return;
  showClock(answer.now);
  notice(answer.moved ? word("turned", find("#clock").textContent) : word("nothingDue"));
}

function label() {
  document.documentElement.lang = spoken();
  document.querySelectorAll("[data-word]").forEach((node) => (node.textContent = word(node.dataset.word)));
  document.querySelectorAll("[data-label]").forEach((node) => node.setAttribute("aria-label", word(node.dataset.label)));
  const language = find("#language");
  language.textContent = word("other");
  language.setAttribute("aria-label", word("otherLabel"));
  if (find("#clock").dateTime) showClock(find("#clock").dateTime);
}

document.querySelectorAll(".turner").forEach((button) => button.addEventListener("click", () => turn(button)));
find("#language").addEventListener("click", () => {
  speak(spoken() === "vi" ? "en" : "vi");
  label();
  chats.forEach((chat) => chat.build());
  find("#chats").replaceChildren();
  arrange();
});
window.addEventListener("resize", arrange);
label();
listen();
