// One person's chat: its messages, and what the person can do.

import { linkTo, make, rich } from "./rich.js";
import { day, hour, spoken, word } from "./words.js";

const ICONS = { photo: "🖼", voice: "🎤", sticker: "🌻", document: "📄", contact: "📞", location: "📍", poll: "📊" };

export class Chat {
  // `act` posts for this person; `others` gives the other people's chats; `choose` brings a person to the front.
  constructor(person, bot, { act, others, choose }) {
    this.person = person;
    this.bot = bot;
    this.act = act;
    this.others = others;
    this.choose = choose;
    this.messages = new Map();
    this.build();
  }

  build() {
    const name = this.person.title;
    this.stuck = true;
    this.log = make("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": word("messages", name), tabindex: "0" });
    this.log.addEventListener("scroll", () => (this.stuck = this.atEnd()));
    this.sizes = new ResizeObserver(() => this.stuck && this.toEnd());
    this.sizes.observe(this.log);
    this.toast = make("div", { class: "toast", role: "status" });
    this.typing = make("span", { class: "typing", role: "status" });
    this.foot = make("footer", {});
    this.node = make("section", { class: "chat", "aria-label": name }, this.head(), this.log, this.toast, this.foot);
    this.node.style.setProperty("--own", this.person.colour);
    this.drawFoot();
    this.messages.forEach((message) => this.place(message));
    this.drawEmpty();
  }

  head() {
    const face = make("span", { class: "face", "aria-hidden": "true" }, this.person.initials);
    const about = make("p", { class: "about" }, this.person.about[spoken()], " ", this.typing);
    const block = () => this.act("/block", { blocked: !this.person.blocked });
    this.blocker = make("button", { type: "button", click: block }, word(this.person.blocked ? "unblock" : "block"));
    return make("header", {}, face, make("div", { class: "who" }, make("h2", {}, this.person.title), about),
      menu("⋯", word("more"), "below", [this.blocker]));
  }

  drawFoot() {
    if (this.person.blocked) {
      const unblock = make("button", { type: "button", class: "main", click: () => this.act("/block", { blocked: false }) }, word("unblock"));
      this.foot.replaceChildren(make("p", { class: "stopped" }, word("blocked")), unblock);
      return;
    }
    this.field = make("textarea", { rows: "1", placeholder: word("write"), "aria-label": word("writeAs", this.person.title) });
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.send();
      }
    });
    const send = make("button", { type: "submit", class: "main round", "aria-label": word("send"), title: word("send") }, "➤");
    const form = make("form", { submit: (event) => (event.preventDefault(), this.send()) },
      menu("/", word("commands"), "above", this.commandButtons()), menu("📎", word("attach"), "above", this.attachButtons()), this.field, send);
    this.foot.replaceChildren(form);
  }

  commandButtons() {
    return this.person.commands.map(({ command, description }) =>
      make("button", { type: "button", click: () => this.say(`/${command}`) }, make("b", {}, `/${command}`), ` ${description}`));
  }

  attachButtons() {
    const buttons = ["photo", "voice", "sticker"].map((kind) =>
      make("button", { type: "button", click: () => this.upload(kind) }, `${ICONS[kind]} ${word(kind)}`));
    const picker = make("input", { type: "file", hidden: true });
    picker.addEventListener("change", () => picker.files.length && this.upload("document", picker.files[0]));
    return [...buttons, make("button", { type: "button", click: () => picker.click() }, `${ICONS.document} ${word("document")}`), picker];
  }

  async send() {
    const text = this.field.value.trim();
    if (text && (await this.say(text))) this.field.value = "";
  }

  say(text) {
    return this.act("/say", { text });
  }

  upload(kind, file) {
    const form = new FormData();
    form.set("person", this.person.id);
    form.set("kind", kind);
    if (file) form.set("file", file);
    return this.act("/send", form);
  }

  // All messages anew; those that are gone disappear, those that stay keep their place.
  load(messages) {
    const kept = new Set(messages.map((message) => message.id));
    [...this.messages.keys()].filter((id) => !kept.has(id)).forEach((id) => this.remove(id));
    messages.forEach((message) => this.put(message));
  }

  // Add a message or show it as it is now. Tells whether it is new.
  put(message) {
    const known = this.messages.get(message.id);
    if (known && JSON.stringify(known) === JSON.stringify(message)) return false;
    this.messages.set(message.id, message);
    this.place(message);
    this.drawEmpty();
    this.typing.textContent = "";
    return !known;
  }

  remove(id) {
    this.messages.delete(id);
    this.find(id)?.remove();
    this.drawEmpty();
  }

  find(id) {
    return this.log.querySelector(`[data-id="${Number(id)}"]`);
  }

  place(message) {
    const old = this.find(message.id);
    const node = this.draw(message);
    if (old) {
      const focused = [...old.querySelectorAll("button, a")].indexOf(document.activeElement);
      const inside = old.contains(document.activeElement);
      old.replaceWith(node);
      if (inside) refocus(node, focused);
    } else {
      this.log.append(node);
      if (!message.bot) this.stuck = true;
    }
    this.sizes.observe(node);
    if (this.stuck) this.toEnd();
  }

  atEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
  }

  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
  }

  draw(message) {
    const context = { username: this.bot.username, says: (text) => this.say(text), shares: (text) => this.share(text), live: message.bot };
    const by = make("span", { class: "hidden" }, `${message.bot ? word("bot") : word("you")}: `);
    const bubble = make("div", { class: "bubble" }, by);
    if (message.content) bubble.append(contentOf(message.content));
    if (message.text) bubble.append(make("div", { class: "text" }, rich(message.text, message.entities, context)));
    const edited = message.edited ? [make("span", { class: "edited" }, word("edited")), " "] : [];
    bubble.append(make("p", { class: "when" }, ...edited, make("time", { datetime: message.date }, hour(message.date))));
    const node = make("article", { class: message.bot ? "bot" : "own", "data-id": message.id, tabindex: "-1" });
    const before = this.before(message.id);
    if (!before || day(before.date) !== day(message.date)) node.append(make("p", { class: "day" }, day(message.date)));
    node.append(bubble);
    if (message.buttons.length) node.append(this.keys(message, context));
    return node;
  }

  before(id) {
    let last = null;
    for (const message of this.messages.values()) {
      if (message.id === id) return last;
      last = message;
    }
    return last;
  }

  keys(message, context) {
    const rows = message.buttons.map((row) => make("div", { class: "row" }, ...row.map((key) => this.key(message, key, context))));
    return make("div", { class: "keys" }, ...rows);
  }

  key(message, key, context) {
    const style = `key ${key.style ?? ""}`;
    if (key.url) return linkTo(key.url, [key.text, make("span", { "aria-hidden": "true" }, "↗")], context, { class: style });
    if (key.callback_data == null) return make("button", { type: "button", class: style, disabled: true }, key.text);
    const tap = async () => {
      button.setAttribute("aria-busy", "true");
      setTimeout(() => button.removeAttribute("aria-busy"), 15000);
      if (!(await this.act("/tap", { message: message.id, data: key.callback_data }))) button.removeAttribute("aria-busy");
    };
    const button = make("button", { type: "button", class: style, click: tap }, key.text);
    return button;
  }

  answered(change) {
    this.find(change.message)?.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
    if (change.text) this.tell(change.text, change.alert);
  }

  // Whoever gets the link follows it at once.
  share(text) {
    const give = (chat) => {
      this.toast.replaceChildren();
      this.choose(chat.person.id);
      chat.say(text);
    };
    const names = this.others().map((chat) => make("button", { type: "button", class: "to", click: () => give(chat) }, chat.person.title));
    this.toast.replaceChildren(make("p", { class: "whom" }, word("share"), ...names));
    names[0]?.focus();
  }

  tell(text, stays) {
    const close = make("button", { type: "button", class: "quiet", "aria-label": word("close"), click: () => this.toast.replaceChildren() }, "✕");
    const note = make("p", {}, text, " ", close);
    this.toast.replaceChildren(note);
    if (!stays) setTimeout(() => note.remove(), 6000);
  }

  showTyping() {
    this.typing.textContent = word("typing");
    clearTimeout(this.typingEnds);
    this.typingEnds = setTimeout(() => (this.typing.textContent = ""), 5000);
  }

  setBlocked(blocked) {
    if (this.person.blocked === blocked) return;
    this.person.blocked = blocked;
    this.blocker.textContent = word(blocked ? "unblock" : "block");
    this.log.querySelector(".empty .main")?.toggleAttribute("hidden", blocked);
    this.redrawFoot();
  }

  setCommands(commands) {
    if (JSON.stringify(commands) === JSON.stringify(this.person.commands)) return;
    this.person.commands = commands;
    this.redrawFoot();
  }

  redrawFoot() {
    const focused = this.foot.contains(document.activeElement);
    const draft = this.field?.value ?? "";
    this.drawFoot();
    if (!this.person.blocked) this.field.value = draft;
    if (focused) this.foot.querySelector("textarea, .main").focus();
  }

  drawEmpty() {
    const empty = this.log.querySelector(".empty");
    if (this.messages.size) empty?.remove();
    else if (!empty) {
      const ways = this.person.organizer ? [["desk", "/banlamviec"]] : [["start", "/start"], ["quiz", "/cauhoi"]];
      const buttons = ways.map(([label, says], number) =>
        make("button", { type: "button", class: number ? "" : "main", click: () => this.say(says) }, word(label)));
      this.log.append(make("div", { class: "empty" }, make("p", {}, word("empty")), ...buttons));
    }
  }
}

function refocus(node, index) {
  const targets = node.querySelectorAll("button, a");
  (targets[Math.min(Math.max(index, 0), targets.length - 1)] ?? node).focus({ preventScroll: true });
}

function contentOf(content) {
  const { kind, file, name } = content;
  if (kind === "photo") return make("img", { class: "photo", src: `/files/${encodeURIComponent(file)}`, alt: word("photo") });
  if (kind === "sticker") return make("p", { class: "sticker", role: "img", "aria-label": word("sticker") }, content.emoji);
  if (kind === "document") {
    const size = `${Math.max(1, Math.round(content.size / 1024))} KB`;
    const label = { href: `/files/${encodeURIComponent(file)}`, download: name, class: "file", "aria-label": word("save", name) };
    return make("a", label, make("span", { class: "sheet", "aria-hidden": "true" }, ICONS.document), make("span", {}, make("b", {}, name), make("br"), size));
  }
  const details = { voice: word("seconds"), contact: content.details?.phone_number, poll: content.details?.question };
  const place = kind === "location" ? `${content.details.latitude}, ${content.details.longitude}` : "";
  return make("p", { class: "thing" }, `${ICONS[kind] ?? "•"} ${word(kind) ?? kind} ${details[kind] ?? place}`.trim());
}

// A button that opens a short list of buttons; Escape and choosing close it.
function menu(sign, label, where, items) {
  const list = make("div", { class: `menu ${where}`, hidden: true }, ...items);
  const opener = make("button", { type: "button", class: "round quiet", "aria-label": label, title: label, "aria-expanded": "false" }, sign);
  const open = (shown) => {
    list.hidden = !shown;
    opener.setAttribute("aria-expanded", String(shown));
    if (shown) list.querySelector("button")?.focus();
  };
  opener.disabled = items.length === 0;
  opener.addEventListener("click", () => open(list.hidden));
  list.addEventListener("click", (event) => event.target.closest("button") && (open(false), opener.focus()));
  const holder = make("div", { class: "holder" }, opener, list);
  holder.addEventListener("keydown", (event) => event.key === "Escape" && !list.hidden && (open(false), opener.focus()));
  holder.addEventListener("focusout", (event) => !holder.contains(event.relatedTarget) && event.relatedTarget && open(false));
  return holder;
}
