"""What organizers read while they write a broadcast: each step, the preview, the number to type."""

from datetime import datetime

from markupsafe import Markup

from handlers.texts.en.broadcasts import Broadcasts
from handlers.texts.vi import broadcast_writing as vi
from storage.broadcasts import Broadcast, Repeats, State


class BroadcastWriting(Broadcasts, vi.BroadcastWriting):
    done = "✅ Done, these it is"
    choose_again = "↺ Choose anew"
    back = "‹ Back"
    leave = "💾 Leave it, go on later"
    only_vietnamese = "Vietnamese only"
    no_file = "Nothing goes with it"
    now_button = "📤 Send it now"
    keep_time = "Keep the time chosen"
    either = " or "
    both = " who are also "
    except_for = "except "

    def edit(self, step: str) -> str:
        return {
            "text": "✏️ Vietnamese text",
            "english": "🌐 English text",
            "file": "📎 Picture, file",
            "audience": "👥 Who gets it",
            "when": "🕐 When",
        }[step]

    def kind(self, kind: str) -> str:
        return {
            "everyone": "👥 Everyone",
            "ward": "🏠 Who lives in a ward",
            "topic": "⭐ Who likes a topic",
            "programme": "🎉 Who follows a learning week",
            "member": "🤝 Members of an association",
            "seated": "🪑 Seated in a class",
            "waiting": "⏳ Waiting for a class",
            "absent": "🚪 Absent from a past lesson",
        }[kind]

    def operator(self, operator: str) -> str:
        return {"any": "➕ Add another group", "all": "🔎 Only who is also…", "not": "➖ Leave out…"}[operator]

    def term(self, kind: str, name: str) -> str:
        return {
            "everyone": "everyone",
            "ward": f"people in {name}",
            "topic": f"people who like {name}",
            "programme": f"people who follow {name}",
            "member": f"members of {name}",
            "seated": f"people seated in “{name}”",
            "waiting": f"people waiting for “{name}”",
            "absent": f"people absent from a past lesson of “{name}”",
            "missed": "those who missed it last time",
        }[kind]

    def ask(self, step: str, broadcast: Broadcast, now: datetime) -> Markup:
        if step == "text":
            return self.lines(
                Markup("✍️ <b>Write a message</b>"),
                "Please type it in Vietnamese.",
                Markup(
                    "Write <b>{ten}</b> and everyone sees their own name; write <b>{lop}</b> for the name of the class "
                    "(when you write to one class)."
                ),
                f"So far: {self.excerpt(broadcast.text_vi)}" if broadcast.text_vi else None,
            )
        if step == "english":
            return self.lines(
                Markup("🌐 <b>The English text</b>"),
                "Please type it for those who use English, or send everyone the Vietnamese text.",
            )
        if step == "file":
            return self.lines(
                Markup("📎 <b>A picture or a file with it?</b>"), "Please send one here, or tap the button."
            )
        return self.lines(
            Markup("🕐 <b>When shall it go out?</b>"),
            "Tap “Send it now”, or type a day and an hour, such as: tomorrow at 8am, Friday 17:00, 20/12 at 9.",
            f"Chosen: {self.moment(broadcast.due_at, now)}." if broadcast.due_at else None,
            "If it is to repeat, choose that first; ✓ means chosen.",
        )

    def repeats(self, repeats: Repeats, is_set: bool) -> str:
        labels = {Repeats.NEVER: "Once", Repeats.WEEKLY: "Every week", Repeats.MONTHLY: "Every month"}
        return ("✓ " if is_set else "🔁 ") + labels[repeats]

    def too_long(self, most: int) -> Markup:
        return Markup("Please write it in words, at most {} characters.").format(self.number(most))

    def no_time(self) -> Markup:
        return Markup("I could not read that day and hour, or it has passed.")

    def no_such(self) -> Markup:
        return Markup("I cannot find that group; please choose again.")

    def which_class(self) -> Markup:
        return Markup("The text says {lop}, so it must be for exactly one class. Please choose it, or change the text.")

    def ask_kind(self, operator: str | None) -> Markup:
        heads = {"all": "Only who is also in which group?", "not": "Leave out which group?", "any": "Add which group?"}
        return Markup("👥 <b>{}</b>").format(heads.get(operator or "", "Who is it for?"))

    def ask_which(self, kind: str) -> Markup:
        return {
            "ward": Markup("<b>Which ward?</b> Tap it or type its name."),
            "topic": Markup("<b>Which topic?</b> Tap it or type its name."),
            "programme": Markup("<b>Which learning week?</b> Tap it or type its name."),
            "member": Markup("<b>Which association?</b>"),
        }.get(kind, Markup("<b>Which class?</b> Tap it, or type its code (a past class too)."))

    def audience(self, told: str, count: int, everyone: int | None, *, quiz: bool = False) -> Markup:
        wanted = "quizzes" if quiz else "general news"
        return self.lines(
            Markup("👥 It is for: <b>{}</b>").format(told),
            Markup("Right now that is <b>{}</b>.").format(self.people(count)),
            f"(The group has {self.number(everyone)}; I only write to those who agreed to {wanted}.)"
            if everyone is not None and everyone != count
            else None,
        )

    def confirm(
        self,
        count: int,
        full: int,
        whom: str,
        waits: datetime | None,
        broadcast: Broadcast,
        now: datetime,
        *,
        buttonless: bool,
    ) -> Markup:
        typed = f"send {count}" if buttonless else str(count)
        return self.lines(
            "👆 This is exactly what people will read.",
            None if broadcast.text_en else "Those who use English get this Vietnamese text too.",
            f"👥 It is for: {whom}",
            f"🕐 It goes out at {self.moment(waits, now)}." if waits else "🕐 It goes out now.",
            self.repeated(broadcast.repeats),
            f"⚠️ {self.people(full)} had two announcements today already and will not get this one." if full else None,
            "",
            Markup("<b>{} will get it. Type {} to send it.</b>").format(self.people(count), typed)
            if count
            else self.nobody(),
        )

    def nobody(self) -> Markup:
        return Markup("<b>There is nobody to get it, so it cannot be sent.</b> Please choose other people.")

    def wrong_number(self, count: int, *, buttonless: bool) -> Markup:
        typed = f"send {count}" if buttonless else str(count)
        return Markup("Nothing is sent yet. {} will get it: to send it, type <b>{}</b>.").format(
            self.people(count), typed
        )

    def count_changed(self, before: int, count: int) -> Markup:
        return Markup("⚠️ The number of people just changed from {} to <b>{}</b>. Nothing is sent yet.").format(
            self.number(before), self.number(count)
        )

    def confirmed(self, broadcast: Broadcast, now: datetime, *, asked: bool) -> Markup:
        if broadcast.state is State.CONFIRMING:
            return self.lines(
                Markup("👥 <b>Many people will get it, so another organizer has to agree.</b>"),
                "I asked them; it goes out as soon as one agrees."
                if asked
                else "There is nobody else to ask yet: invite somebody at /nhom, then they open /thongbao and agree.",
            )
        if broadcast.state is State.SCHEDULED and broadcast.due_at and broadcast.due_at > now:
            return Markup("✅ <b>It will go out at {}.</b>").format(self.moment(broadcast.due_at, now))
        return self.lines(
            Markup("✅ <b>I begin to send it.</b>"), "The message that follows shows how it goes, and keeps itself up."
        )

    def left(self) -> Markup:
        return Markup("💾 The draft stays for 30 days. Open it again with /thongbao.")
