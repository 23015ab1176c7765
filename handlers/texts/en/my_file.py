"""The file of everything that is kept about somebody: a heading for each table, a line for each row."""

from collections.abc import Sequence
from datetime import datetime

from handlers.texts.en.formats import Formats
from handlers.texts.vi import my_file as vi
from storage.answers import PreparedAnswer
from storage.attempts import Attempt
from storage.attendances import Attendance
from storage.audit import AuditEntry
from storage.badges import Badge
from storage.broadcasts import Broadcast
from storage.cards import Card
from storage.check_ins import CodeTry
from storage.consents import Consent, Purpose
from storage.contacts import Address, Contact
from storage.courses import Course
from storage.dialogs import Dialog
from storage.exchanges import Exchange
from storage.files import File, FileState
from storage.follows import Follow
from storage.groups import Group, GroupMember
from storage.habits import Habit, Rhythm
from storage.items import ImportedItem
from storage.learners import Learner
from storage.lessons import Lesson
from storage.memberships import Membership
from storage.organizers import Invitation
from storage.outbox import Fate, OutboxMessage
from storage.programme_follows import ProgrammeFollow
from storage.programmes import Programme
from storage.questions import Question
from storage.quizzes import Quiz
from storage.registrations import Registration, Standing
from storage.topics import Topic
from storage.visits import How, Visit
from storage.wishes import Wish, WishEnd


class MyFile(Formats, vi.MyFile):
    def headings(self) -> dict[str, str]:
        return {
            "contacts": "ABOUT YOU (kept until you delete it)",
            "addresses": "YOUR CHAT WITH ME (kept until you delete it)",
            "learners": "LEARNERS (kept until you delete them)",
            "registrations": "CLASSES JOINED (12 months after the class ended, then only counts)",
            "attendances": "LESSONS YOU SAID YOU WOULD COME TO (kept with the class)",
            "visits": "LESSONS YOU CAME TO (12 months after the class ended, then only counts)",
            "code_tries": "WRONG CHECK-IN CODES YOU TYPED (1 hour)",
            "consents": "WHAT YOU AGREED TO (kept until you delete it, then without a name)",
            "dialogs": "WHAT YOU BEGAN AND DID NOT FINISH (24 hours)",
            "exchanges": "WHAT YOU ASKED LATELY (2 hours)",
            "groups": "LEARNING GROUPS YOU MADE (once you delete: they stay if others belong to them, without you)",
            "group_members": "LEARNING GROUPS YOUR HOUSEHOLD BELONGS TO (kept until you leave or delete)",
            "memberships": "ASSOCIATIONS YOU BELONG TO (kept until you take it back)",
            "follows": "TOPICS YOU LIKE (kept until you take it back)",
            "wishes": "WHAT YOU ASKED ME TO WATCH FOR (6 months at most; once told or dropped: 30 days)",
            "questions": "QUESTIONS PASSED TO THE ORGANIZERS (30 days after the answer; without one: 90 days)",
            "organizers": "WHAT YOU MAY ORGANIZE (kept until you delete it)",
            "invitations": "INVITATIONS YOU MADE (3 days)",
            "prepared_answers": "ANSWERS YOU PREPARED (after you delete: stay, without your name)",
            "broadcasts": "MESSAGES YOU WROTE OR SENT TO PEOPLE (after you delete: stay, without your name)",
            "audit_entries": "WHAT YOU DID AS AN ORGANIZER (after you delete: stays, without your name)",
            "files": "FILES YOU SENT AS AN ORGANIZER (content 24 hours, or until the centre is done with it)",
            "programme_follows": "LEARNING WEEKS YOU FOLLOW (until 30 days after the last day)",
            "programmes": "LEARNING WEEKS YOU MADE (after you delete: stay, without your name)",
            "materials": "MATERIALS YOU ADDED (after you delete: stay, without your name)",
            "habits": "WHEN YOU WANT YOUR QUIZ (kept until you delete it)",
            "quizzes": "YOUR LATEST QUIZ (60 days at most)",
            "attempts": "QUIZ ITEMS YOU ANSWERED (400 days)",
            "cards": "WHEN TO ASK WHICH ITEM AGAIN (kept until you delete it)",
            "badges": "SKILL BADGES (kept until you delete them)",
            "items": "QUIZ ITEMS YOU BROUGHT (after you delete: stay, without your name)",
            "outbox": "WHAT I WROTE TO YOU (30 days)",
        }

    def title(self, now: datetime) -> str:
        return f"YOUR DATA AT BẠN HỌC\nAs of {self.stamp(now)}"

    def none(self) -> str:
        return "nothing"

    def about_inbox(self) -> str:
        return (
            "WHAT YOU WROTE TO ME\nKept only until it is dealt with, so it is not here. "
            "The trace that it arrived (without its words) is kept for 3 days. Backups are kept for 30 days."
        )

    def about_contact(self, contact: Contact, ward: str | None, leads: Sequence[str]) -> list[str]:
        return [
            f"Name in the chat app: {contact.chat_name}",
            f"Language: {'English' if contact.language == 'en' else 'Tiếng Việt'}",
            f"Ward: {ward or 'not given'}",
            f"Neighbourhood group: {contact.neighbourhood or 'not given'}",
            *([f"Phone: {contact.phone}"] if contact.phone else []),
            f"Reminders: {', '.join(leads) or 'none'}",
            f"Messages paused: {self.stamp(contact.paused_at) if contact.paused_at else 'no'}",
            f"Since: {self.stamp(contact.created_at)}",
        ]

    def about_address(self, address: Address) -> str:
        lost = f", cannot be written to since {self.stamp(address.unreachable_at)}" if address.unreachable_at else ""
        return f"{address.channel}, number {address.external_id}, last used {self.stamp(address.seen_at)}{lost}"

    def about_learner(self, learner: Learner, relation: str, age: str) -> str:
        return f"{learner.name} ({relation}){f', {age}' if age else ''}, noted {self.stamp(learner.created_at)}"

    def about_registration(self, registration: Registration, name: str) -> str:
        standing = {Standing.SEATED: "seated", Standing.WAITING: "waiting", Standing.CANCELLED: "cancelled"}
        seated, cancelled = registration.seated_at, registration.cancelled_at
        return (
            f"{name}: {registration.course.title} ({registration.course.code}), {standing[registration.standing]}, "
            f"signed up {self.stamp(registration.created_at)}"
            + (f", seated {self.stamp(seated)}" if seated else "")
            + (f", cancelled {self.stamp(cancelled)}" if cancelled else "")
        )

    def about_attendance(self, attendance: Attendance, lesson: Lesson, course: Course) -> str:
        return f"{course.title}, lesson {self.stamp(lesson.starts_at)}, said on {self.stamp(attendance.promised_at)}"

    def about_visit(self, visit: Visit, lesson: Lesson, course: Course, learner: Learner | None) -> str:
        whose = learner.name if learner else "no name given"
        ways = {How.CODE: "by code", How.QR: "by QR code", How.TICKED: "noted by an organizer"}
        return (
            f"{whose}: {course.title}, lesson {self.stamp(lesson.starts_at)}, "
            f"noted {self.stamp(visit.came_at)} ({ways[visit.how]})"
        )

    def about_code_try(self, one: CodeTry) -> str:
        return self.stamp(one.at)

    def about_consent(self, consent: Consent, name: str | None) -> str:
        purpose = {
            Purpose.CLASSES: "seats and reminders",
            Purpose.CHILD: "for a child under 16",
            Purpose.ANNOUNCEMENTS: "general news",
            Purpose.QUIZZES: "being sent quizzes",
        }[consent.purpose]
        whose = f" ({name})" if name else ""
        said = "agreed" if consent.given else "did not agree"
        heard = ", said to an organizer" if consent.oral else ""
        return f"{self.stamp(consent.at)}: {said}, {purpose}{whose}{heard}, text of {consent.version}"

    def about_dialog(self, dialog: Dialog, state: str) -> str:
        return f"{dialog.kind}, {self.stamp(dialog.changed_at)}: {state}"

    def about_exchange(self, exchange: Exchange, state: str) -> str:
        return f"{self.stamp(exchange.changed_at)}: {state}"

    def about_message(self, message: OutboxMessage, text: str) -> str:
        fates = {
            Fate.OWED: "to be sent",
            Fate.SENT: "sent",
            Fate.FAILED: "could not be sent",
            Fate.EXPIRED: "expired",
            Fate.CANCELLED: "no longer sent",
        }
        return f"{self.stamp(message.created_at)}, {fates[message.fate]}: {text}"

    def about_wish(self, wish: Wish, said: str) -> str:
        ends = {WishEnd.TOLD: "told you", WishEnd.DROPPED: "you dropped it", WishEnd.OVER: "ran out"}
        end = f"{ends[wish.how]} {self.stamp(wish.ended_at)}" if wish.how and wish.ended_at else "still watching"
        return f"{self.stamp(wish.created_at)}: “{said}”, {end}"

    def about_question(self, question: Question) -> str:
        answer = f", answered {self.stamp(question.answered_at)}: {question.answer}" if question.answered_at else ""
        return f"{self.stamp(question.asked_at)}, you asked: {question.text}{answer}"

    def about_answered(self, question: Question) -> str:
        when = self.stamp(question.answered_at) if question.answered_at else ""
        return f"{when}, you answered somebody: {question.answer}"

    def about_right(self, ward: str | None, since: datetime, until: datetime | None) -> str:
        end = f" until {self.stamp(until)}" if until else ""
        return f"Organizer of {ward or 'all centres'}, since {self.stamp(since)}{end}"

    def about_invited(self, ward: str | None, since: datetime) -> str:
        return f"{self.stamp(since)}: somebody accepted your invitation, for {ward or 'all centres'}"

    def about_invitation(self, invitation: Invitation) -> str:
        used = f", used {self.stamp(invitation.used_at)}" if invitation.used_at else ", not used yet"
        return f"{self.stamp(invitation.created_at)}, good until {self.stamp(invitation.expires_at)}{used}"

    def about_prepared(self, answer: PreparedAnswer) -> str:
        asked = " | ".join(answer.wordings)
        return f"{self.stamp(answer.created_at)}, to “{asked}”: {answer.text}"

    def about_group(self, group: Group) -> str:
        ended = f", ended {self.stamp(group.ended_at)}" if group.ended_at else ""
        return f"{group.name}, code {group.code}, made {self.stamp(group.created_at)}{ended}"

    def about_group_member(self, member: GroupMember, group: Group, learner: Learner) -> str:
        return f"{learner.name}: {group.name}, since {self.stamp(member.joined_at)}"

    def about_membership(self, membership: Membership, name: str) -> str:
        return f"{name}, since {self.stamp(membership.since)}"

    def about_follow(self, follow: Follow, topic: Topic) -> str:
        return f"{topic.name}, since {self.stamp(follow.since)}"

    def about_broadcast(self, broadcast: Broadcast) -> str:
        return f"{self.stamp(broadcast.created_at)}, code {broadcast.code}: {' '.join(broadcast.text_vi.split())}"

    def about_audit(self, entry: AuditEntry, details: str) -> str:
        return f"{self.stamp(entry.at)}: {entry.action} {details}"

    def about_file(self, file: File) -> str:
        states = {
            FileState.WANTED: "being fetched",
            FileState.HERE: "kept",
            FileState.FAILED: "could not be fetched",
            FileState.GONE: "content deleted",
        }
        return f"{self.stamp(file.asked_at)}, {file.name or 'file'}, {file.size} bytes: {states[file.state]}"

    def about_programme_follow(self, follow: ProgrammeFollow, programme: Programme) -> str:
        return f"{programme.name}, followed since {self.stamp(follow.since)}"

    def about_habit(self, habit: Habit) -> str:
        rhythms = {
            Rhythm.NEVER: "not sent",
            Rhythm.DAILY: "every day",
            Rhythm.THRICE: "Monday, Wednesday, Friday",
            Rhythm.WEEKLY: "once a week",
        }
        next_at = f", next {self.stamp(habit.next_at)}" if habit.next_at else ""
        missed = f", sent and not answered: {habit.unanswered}" if habit.unanswered else ""
        boards = "yes" if habit.on_boards else "no"
        offered = f", I asked you {self.stamp(habit.offered_at)}" if habit.offered_at else ""
        return (
            f"{rhythms[habit.rhythm]}, at {habit.hour}:00{next_at}{missed}, "
            f"counted on group boards: {boards}{offered}, noted {self.stamp(habit.changed_at)}"
        )

    def about_quiz(self, quiz: Quiz) -> str:
        asked = ", ".join(one.item for one in quiz.items)
        ended = f", ended {self.stamp(quiz.ended_at)}" if quiz.ended_at else ""
        over = f"; shown, not answered: {', '.join(quiz.passed_over)}" if quiz.passed_over else ""
        told = f"{len(quiz.results)} answered, {sum(quiz.results)} right{ended}"
        return f"{self.stamp(quiz.begun_at)}: {asked}; {told}{over}"

    def about_attempt(self, attempt: Attempt, skill: str) -> str:
        result = "right" if attempt.is_right else "not right"
        return f"{self.stamp(attempt.at)}, {attempt.item} ({skill}): option {attempt.option + 1}, {result}"

    def about_card(self, card: Card) -> str:
        return (
            f"{card.item}: last asked {self.stamp(card.asked_at)}, to be asked again from {self.stamp(card.due_at)}, "
            f"remembered for about {card.stability:.0f} days, difficulty for you {card.difficulty:.0f}/10"
        )

    def about_badge(self, badge: Badge, skill: str) -> str:
        return f"{skill}, earned {self.stamp(badge.earned_at)}"

    def about_item(self, item: ImportedItem) -> str:
        return f"{self.stamp(item.created_at)}: {item.question.get('en', item.question['vi'])}"
