"""What organizers read about broadcasts: writing one, how it goes, the report."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import broadcasts as vi
from storage.broadcasts import Broadcast, Repeats, State
from storage.mailings import Counts


class Broadcasts(Formats, vi.Broadcasts):
    new_button = "✍️ Write a message"
    list_button = "📢 The messages"
    class_button = "📢 Write to the class"
    drop = "🗑 Drop this message"
    agree = "✅ Agree to send it"
    refuse = "✋ Do not send it"
    pause = "⏸ Pause"
    resume = "▶️ Go on"
    cancel = "⛔ Cancel the rest"
    again = "🔁 Send to those who missed it"
    see = "🔎 See the message"
    write_on = "✏️ Write on, change"

    def number(self, count: int) -> str:
        return f"{count:,}"

    def people(self, count: int) -> str:
        return f"{self.number(count)} {'person' if count == 1 else 'people'}"

    def repeated(self, repeats: Repeats) -> str | None:
        told = {Repeats.WEEKLY: "🔁 It repeats every week.", Repeats.MONTHLY: "🔁 It repeats every month."}
        return told.get(repeats)

    def second_asked(self, count: int, due_at: datetime | None, shown: Markup, now: datetime) -> Markup:
        when = self.moment(due_at, now) if due_at and due_at > now else "as soon as you agree"
        return self.lines(
            Markup("👥 <b>Please have a look: a message is about to go to {}.</b>").format(self.people(count)),
            f"When: {when}. This is what they will read:",
            "",
            shown,
        )

    def second_said(self, name: str, broadcast: Broadcast, *, agreed: bool) -> Markup:
        who = name or "An organizer"
        said = "agreed to send" if agreed else "did not agree to send"
        return Markup("👥 {} <b>{}</b> message {}.").format(who, said, broadcast.code)

    def not_you(self) -> Markup:
        return Markup("You typed the number, so another organizer has to agree.")

    def seconded(self, broadcast: Broadcast, now: datetime) -> Markup:
        later = broadcast.due_at is not None and broadcast.due_at > now
        when = f"at {self.moment(broadcast.due_at, now)}" if later and broadcast.due_at else "now"
        return Markup("✅ Thank you. The message goes out {}.").format(when)

    def refused(self) -> Markup:
        return Markup("All right, I do not send it. It is a draft again, and its writer is told.")

    def dropped(self) -> Markup:
        return Markup("🗑 The message is dropped; nobody gets it.")

    def not_there(self) -> Markup:
        return Markup("This message is no longer here.")

    def too_old(self) -> Markup:
        return Markup("More than 30 days have passed, so I no longer know who missed it. Please write a new one.")

    def ask_home(self) -> Markup:
        return Markup("<b>In the name of which centre?</b>")

    def listed(self, entries: Sequence[Markup]) -> Markup:
        if not entries:
            return self.lines(Markup("📢 <b>Messages to people</b>"), "There are none yet.")
        return self.lines(Markup("📢 <b>Messages to people</b>. Tap a number to open one."), "", *entries)

    def entry(self, number: int, broadcast: Broadcast, now: datetime) -> Markup:
        said = self.excerpt(broadcast.text_vi) or "(no text yet)"
        return self.lines(
            Markup("<b>{}.</b> {}").format(number, said), f"    {self.state(broadcast, now)} · {self.home(broadcast)}"
        )

    def home(self, broadcast: Broadcast) -> str:
        return broadcast.centre.ward if broadcast.centre else "all centres"

    def state(self, broadcast: Broadcast, now: datetime) -> str:
        match broadcast.state:
            case State.DRAFT:
                return "📝 a draft"
            case State.CONFIRMING:
                return "👥 waits for a second organizer"
            case State.SCHEDULED:
                return f"🕐 due {self.moment(broadcast.due_at, now)}" if broadcast.due_at else "🕐 about to begin"
            case State.SENDING:
                return "📤 being sent"
            case State.PAUSED:
                return "⏸ paused"
            case State.DONE:
                return f"✅ sent {self.day(broadcast.ended_at)}" if broadcast.ended_at else "✅ sent"
            case _:
                return "⛔ cancelled"

    def card(self, broadcast: Broadcast, whom: str | None, now: datetime) -> Markup:
        return self.lines(
            Markup("📢 <b>Message {}</b> · {}").format(broadcast.code, self.home(broadcast)),
            self.state(broadcast, now),
            "",
            broadcast.text_vi or "(no text yet)",
            *(["", broadcast.text_en] if broadcast.text_en else []),
            "",
            f"👥 It is for: {whom}" if whom else None,
            self.repeated(broadcast.repeats),
        )

    def progress(self, broadcast: Broadcast, counts: Counts, left: timedelta | None) -> Markup:
        whole = counts.total if broadcast.filled_at else max(counts.total, broadcast.expected)
        heads = {State.PAUSED: "⏸ Paused", State.CANCELLED: "⛔ The rest is cancelled"}
        head = heads.get(broadcast.state, "📤 Sending message")
        return self.lines(
            Markup("<b>{}</b> {}").format(head, broadcast.code),
            self.bar(counts, whole),
            f"✅ Sent: {self.number(counts.sent)}",
            f"⚠️ Could not be sent: {self.number(counts.missed + counts.gone)}",
            f"⏳ Still to send: {self.number(whole - counts.total + counts.owed)}",
            f"About {self.span(left)} left." if left else None,
        )

    def span(self, left: timedelta) -> str:
        seconds = left.total_seconds()
        if seconds < 60:
            return "less than a minute"
        return f"{round(seconds / 60)} min" if seconds < 5400 else f"{round(seconds / 3600)} h"

    def report(self, broadcast: Broadcast, counts: Counts) -> Markup:
        head = "⛔ Cancelled midway" if broadcast.state is State.CANCELLED else "✅ All sent"
        why = sorted(counts.reasons.items(), key=lambda one: -one[1])
        return self.lines(
            Markup("<b>{}</b> {}").format(head, broadcast.code),
            self.bar(counts, counts.total),
            f"✅ Got it: {self.number(counts.sent)} / {self.number(counts.total)}",
            f"🚫 Blocked us or left: {self.number(counts.blocked)}" if counts.blocked else None,
            *(f"• {self.reason(reason)}: {self.number(number)}" for reason, number in why),
            f"• expired before it could be sent: {self.number(counts.expired)}" if counts.expired else None,
            f"• deleted their data: {self.number(counts.gone)}" if counts.gone else None,
        )

    def reason(self, reason: str) -> str:
        known = {
            "cap": "had two announcements that day",
            "opted_out": "just stopped general news",
            "paused": "just paused everything",
            "unreachable": "blocked us or left before it was sent",
            "called_off": "you cancelled it",
            "gave_up": "tried often, in vain",
            "file_gone": "its file is no longer there",
        }
        return known.get(reason, f"refused by the chat service ({reason or 'no reason given'})")
