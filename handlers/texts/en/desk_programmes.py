"""Programmes on the desk: making one, what is in it, publishing and calling it off."""

from collections.abc import Sequence
from datetime import date, datetime

from markupsafe import Markup

from handlers.texts.en.formats import Formats
from handlers.texts.vi import desk_programmes as vi
from storage.courses import Course
from storage.programmes import Activity, Programme


class DeskProgrammes(Formats, vi.DeskProgrammes):
    new_button = "➕ New programme"
    list_button = "‹ All programmes"
    back_button = "‹ Back to the programme"
    add_class_button = "➕ Add a class"
    add_event_button = "➕ Add an activity (no sign-up)"
    remove_button = "➖ Take something out"
    edit_button = "✏️ Change name, days, words"
    nothing_about = "Leave it empty"
    preview_button = "👀 Look at it, then publish"
    see_button = "👀 See it as residents do"
    share_button = "📤 Invitation to forward"
    publish_button = "📢 Publish"
    end_button = "🛑 Call it off"
    yes_end = "Yes, call it off"
    no_end = "No, keep it"
    yes_do = "✅ Yes"
    no_do = "Never mind"
    again = "✏️ Start again"
    earlier = "‹ Previous"
    later = "Next ›"
    stop = "Never mind"
    together = "Several wards together"
    no_about = "Skip"
    other_days = "‹ Other days"

    def list_of(self, entries: Sequence[tuple[str, date, date, bool]]) -> Markup:
        lines: list[str] = [
            Markup("• <b>{}</b>, {}: {}").format(name, self._days(first, last), "published" if public else "draft")
            for name, first, last, public in entries
        ]
        return self.lines(
            Markup("<b>Learning weeks</b>"),
            "Classes, talks and visits of some days on one page for residents.",
            "",
            *(lines or ["There is none yet."]),
        )

    def not_there(self) -> Markup:
        return Markup("I cannot find this programme. It may be over or called off.")

    def card(self, programme: Programme, count: int, followers: int | None) -> Markup:
        state = "📝 Draft: residents do not see it" if followers is None else f"📢 Published · {followers} followers"
        return self.lines(
            Markup("<b>{}</b>").format(programme.name),
            f"🗓 {self._days(programme.starts_on, programme.ends_on)}",
            f"📍 {programme.centre.ward if programme.centre else self.together}",
            f"{count} activities",
            state,
        )

    def ask(self, step: str, span: str) -> Markup:
        return {
            "centre": Markup("<b>Who</b> runs this programme?"),
            "name": self.lines(Markup("What is its <b>name</b>?"), Markup("Example: <i>Learning week 2026</i>")),
            "days": self.lines(
                Markup("From <b>which day to which</b>?"), Markup("Example: <i>25/11 to 29/11</i>, at most 31 days.")
            ),
            "about": self.lines(
                Markup("I take it as: <b>{}</b>.").format(span),
                Markup("Write <b>a few words</b> about it (at most 500 characters), or skip."),
            ),
        }[step]

    def unread(self, step: str, most_days: int) -> Markup:
        return {
            "centre": Markup("Please choose below."),
            "name": Markup("A name needs letters, at most 120 of them."),
            "days": Markup("I could not read the days, or they are over, or more than {}.").format(most_days),
            "about": Markup("At most 500 characters, please."),
        }[step]

    def made(self) -> Markup:
        return self.lines("✅ The draft is saved.", "Add classes and activities, then look at it and publish it.")

    def part(self, part: str) -> str:
        return {"name": "✏️ The name", "days": "🗓 The days", "about": "💬 The words about it"}[part]

    def ask_part(self, name: str) -> Markup:
        return self.lines(
            Markup("<b>What is to change</b> in {}?").format(name),
            "If you change the name or the words about it, nobody is told.",
        )

    def ask_anew(self, part: str, programme: Programme, span: str) -> Markup:
        now = {"name": programme.name, "days": span, "about": programme.about or "(none yet)"}[part]
        asked = {
            "name": Markup("Please type its <b>new name</b>."),
            "days": Markup("Please type the <b>new days</b>, like <i>25/11 to 29/11</i>."),
            "about": Markup("Please type the <b>new words about it</b> (up to 500 characters)."),
        }[part]
        return self.lines(asked, Markup("Now it is: <i>{}</i>").format(now))

    def ask_days(self, span: str, consequences: Markup | None) -> Markup:
        told = ["", consequences] if consequences else []
        return self.lines(Markup("<b>Change the days to {}?</b>").format(span), *told)

    def lost(self, lost: Sequence[Activity], now: datetime) -> Markup:
        lines = [f"• {self.near_day(one.starts_at, now)}: {one.title}" for one in lost[: vi.MOST_LOST]]
        more = f"… and {len(lost) - vi.MOST_LOST} more" if lost[vi.MOST_LOST :] else None
        return self.lines("These are outside the new days, so they leave the page:", *lines, more)

    def edited(self) -> Markup:
        return Markup("✅ Changed.")

    def unchanged(self) -> Markup:
        return Markup("All right, it stays as it is.")

    def stopped(self) -> Markup:
        return Markup("Stopped. Nothing was added.")

    def preview(self) -> Markup:
        return Markup("👀 <b>Residents will see this.</b> Publishing sends no message to anybody.")

    def empty(self) -> str:
        return "Please add at least one activity before you publish."

    def changed_meanwhile(self) -> Markup:
        return Markup("👀 <b>It has just changed.</b> Please look once more:")

    def published(self) -> Markup:
        return self.lines("📢 Published!", "Residents see it on the first page when it is near, and at /learningweek.")

    def published_before(self) -> Markup:
        return Markup("This programme is published already.")

    def ask_end(self, name: str, count: int, told: Markup | None) -> Markup:
        return self.lines(
            Markup("Call off <b>{}</b>? The page goes. The classes take place as planned.").format(name),
            *self._reading(count, told),
        )

    def _reading(self, count: int, told: Markup | None) -> list[str]:
        if told is None:
            return ["Nobody gets a message."]
        return ["", Markup("📨 <b>{}</b> followers will read:").format(count), Markup("<i>{}</i>").format(told)]

    def ended(self, name: str) -> Markup:
        return Markup("🛑 <b>{}</b> was called off.").format(name)

    def share_text(self, programme: Programme, link: str | None) -> Markup:
        return self.lines(
            "Come and join us:",
            "",
            Markup("🎉 <b>{}</b> ({})").format(programme.name, self._days(programme.starts_on, programme.ends_on)),
            programme.about or None,
            f"See the programme and sign up: {link}"
            if link
            else "To see the programme, write /learningweek to Bạn Học",
        )

    def offer_classes(self, entries: Sequence[tuple[int, Course, Sequence[Activity]]], now: datetime) -> Markup:
        if not entries:
            return self.lines("None of your classes falls into these days.", "Please open a class first.")
        lines = [self.lines("", self._offered(number, course, lessons, now)) for number, course, lessons in entries]
        return self.lines(Markup("<b>Which class?</b> Tap its number."), *lines)

    def class_added(self, title: str) -> Markup:
        return Markup("✅ The class <b>{}</b> was added.").format(title)

    def too_many(self, most: int) -> Markup:
        return Markup("The programme has {} entries already; no more fit.").format(most)

    def ask_add(self, title: str, warning: Markup) -> Markup:
        return self.lines(Markup("Add the class <b>{}</b>?").format(title), "", warning)

    def followers_read(self, count: int, told: Markup) -> Markup:
        return self.lines(
            Markup("📨 In about 10 minutes <b>{}</b> followers will read:").format(count),
            Markup("<i>{}</i>").format(told),
        )

    def ask_event(self, step: str, span: str) -> Markup:
        return {
            "kind": Markup("<b>What</b> is it?"),
            "title": self.lines(Markup("What is its <b>name</b>?"), Markup("Example: <i>Talk: safe on the net</i>")),
            "when": self.lines(
                Markup("<b>When</b>? ({})").format(span), Markup("Example: <i>26/11 from 14h to 16h</i>")
            ),
            "venue": Markup("<b>Where</b>? Enough for people to find it."),
        }[step]

    def unread_event(self, step: str) -> Markup:
        return {
            "kind": Markup("Please choose below."),
            "title": Markup("A name needs letters, at most 200 of them."),
            "when": Markup("I could not read the day and hours, or they are over, or outside the programme."),
            "venue": Markup("A place needs letters, at most 200 of them."),
        }[step]

    def preview_event(self, entry: Markup, warning: Markup | None) -> Markup:
        told = ["", warning] if warning else []
        return self.lines(Markup("<b>Add this?</b>"), "", entry, *told)

    def event_added(self) -> Markup:
        return Markup("✅ The activity was added.")

    def ask_which(self, some: bool) -> Markup:
        return Markup("<b>Take what out?</b>") if some else Markup("There is nothing of yours to take out.")

    def ask_remove(self, title: str, is_class: bool, warning: Markup | None) -> Markup:
        stays = "The class takes place; whoever signed up keeps the seat." if is_class else None
        told = ["", warning] if warning else []
        return self.lines(Markup("Take <b>{}</b> out of the programme?").format(title), stays, *told)

    def removed(self, title: str) -> Markup:
        return Markup("<b>{}</b> is out of the programme.").format(title)
