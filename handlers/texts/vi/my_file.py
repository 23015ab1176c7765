"""The file of everything that is kept about somebody: a heading for each table, a line for each row."""

from collections.abc import Sequence
from datetime import datetime

from handlers.texts.vi.formats import Formats
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
from storage.materials import Material
from storage.memberships import Membership
from storage.organizers import Invitation
from storage.outbox import Fate, OutboxMessage
from storage.programme_follows import ProgrammeFollow
from storage.programmes import Programme
from storage.questions import Question
from storage.quiet_hours import LOCAL
from storage.quizzes import Quiz
from storage.registrations import Registration, Standing
from storage.topics import Topic
from storage.visits import How, Visit
from storage.wishes import Wish, WishEnd


class MyFile(Formats):
    def headings(self) -> dict[str, str]:
        """Of the file, by the name of the table."""
        return {
            "contacts": "VỀ BẠN (giữ đến khi bạn xóa)",
            "addresses": "CUỘC CHAT VỚI MÌNH (giữ đến khi bạn xóa)",
            "learners": "NGƯỜI HỌC (giữ đến khi bạn xóa)",
            "registrations": "ĐĂNG KÝ LỚP (12 tháng sau khi lớp kết thúc, rồi chỉ còn con số)",
            "attendances": "BUỔI HỌC ĐÃ BÁO SẼ ĐẾN (giữ cùng đăng ký lớp)",
            "visits": "BUỔI HỌC ĐÃ ĐẾN (12 tháng sau khi lớp kết thúc, rồi chỉ còn con số)",
            "code_tries": "LẦN GÕ SAI MÃ ĐIỂM DANH (1 giờ)",
            "consents": "NHỮNG LẦN BẠN ĐỒNG Ý (giữ đến khi bạn xóa, sau đó không còn tên)",
            "dialogs": "VIỆC ĐANG LÀM DỞ (24 giờ)",
            "exchanges": "ĐIỀU BẠN VỪA HỎI (2 giờ)",
            "groups": "NHÓM HỌC TẬP BẠN LẬP (khi bạn xóa: nhóm ở lại nếu còn người khác, không còn tên bạn)",
            "group_members": "NHÓM HỌC TẬP NHÀ BẠN THAM GIA (giữ đến khi rời nhóm hoặc xóa)",
            "memberships": "HỘI BẠN THAM GIA (giữ đến khi bạn bỏ chọn hoặc xóa)",
            "follows": "CHỦ ĐỀ BẠN THÍCH (giữ đến khi bạn bỏ chọn hoặc xóa)",
            "wishes": "ĐIỀU BẠN NHỜ MÌNH ĐỂ Ý (nhiều nhất 6 tháng; báo xong hay thôi rồi: 30 ngày)",
            "questions": "CÂU HỎI ĐÃ CHUYỂN NGƯỜI TỔ CHỨC (30 ngày sau khi trả lời; chưa trả lời: 90 ngày)",
            "organizers": "QUYỀN TỔ CHỨC CỦA BẠN (giữ đến khi bạn xóa)",
            "invitations": "LỜI MỜI BẠN ĐÃ TẠO (3 ngày)",
            "prepared_answers": "CÂU TRẢ LỜI BẠN SOẠN (khi bạn xóa: ở lại với trung tâm, không còn tên)",
            "broadcasts": "THÔNG BÁO BẠN SOẠN HOẶC CHO GỬI (khi bạn xóa: ở lại với trung tâm, không còn tên)",
            "audit_entries": "VIỆC BẠN LÀM KHI TỔ CHỨC (khi bạn xóa: ở lại với trung tâm, không còn tên)",
            "files": "TỆP BẠN GỬI KHI TỔ CHỨC (nội dung 24 giờ, hoặc đến khi trung tâm dùng xong)",
            "programme_follows": "TUẦN LỄ HỌC TẬP BẠN THEO DÕI (đến 30 ngày sau ngày cuối)",
            "programmes": "TUẦN LỄ HỌC TẬP BẠN SOẠN (khi bạn xóa: ở lại với trung tâm, không còn tên)",
            "materials": "TÀI LIỆU BẠN THÊM (khi bạn xóa: ở lại với trung tâm, không còn tên)",
            "habits": "NHỊP CÂU ĐỐ BẠN CHỌN (giữ đến khi bạn xóa)",
            "quizzes": "LƯỢT CÂU ĐỐ GẦN NHẤT (nhiều nhất 60 ngày)",
            "attempts": "CÂU ĐỐ BẠN ĐÃ TRẢ LỜI (400 ngày)",
            "cards": "KHI NÀO HỎI LẠI CÂU NÀO (giữ đến khi bạn xóa)",
            "badges": "HUY HIỆU KỸ NĂNG (giữ đến khi bạn xóa)",
            "items": "CÂU ĐỐ BẠN ĐƯA VÀO (khi bạn xóa: ở lại với trung tâm, không còn tên)",
            "outbox": "TIN MÌNH GỬI BẠN (30 ngày)",
        }

    def title(self, now: datetime) -> str:
        return f"DỮ LIỆU CỦA BẠN Ở BẠN HỌC\nLúc {self.stamp(now)}"

    def none(self) -> str:
        """Under a heading with nothing below it."""
        return "không có"

    def about_inbox(self) -> str:
        """The end of the file."""
        return (
            "TIN BẠN GỬI CHO MÌNH\nNội dung chỉ giữ đến khi xử lý xong, nên không có ở đây. "
            "Dấu vết đã nhận (không có nội dung) giữ 3 ngày. Bản sao lưu giữ 30 ngày."
        )

    def stamp(self, moment: datetime) -> str:
        """23/11/2026 8:05"""
        local = moment.astimezone(LOCAL)
        return f"{local.day}/{local.month}/{local.year} {local.hour}:{local.minute:02d}"

    def about_contact(self, contact: Contact, ward: str | None, leads: Sequence[str]) -> list[str]:
        return [
            f"Tên trên ứng dụng chat: {contact.chat_name}",
            f"Ngôn ngữ: {'English' if contact.language == 'en' else 'Tiếng Việt'}",
            f"Phường: {ward or 'chưa ghi'}",
            f"Tổ dân phố: {contact.neighbourhood or 'chưa ghi'}",
            *([f"Điện thoại: {contact.phone}"] if contact.phone else []),
            f"Nhắc buổi học: {', '.join(leads).lower() or 'không nhắc'}",
            f"Tạm dừng tin: {self.stamp(contact.paused_at) if contact.paused_at else 'không'}",
            f"Bắt đầu: {self.stamp(contact.created_at)}",
        ]

    def about_address(self, address: Address) -> str:
        lost = f", không gửi tin được từ {self.stamp(address.unreachable_at)}" if address.unreachable_at else ""
        return f"{address.channel}, số {address.external_id}, dùng gần đây {self.stamp(address.seen_at)}{lost}"

    def about_learner(self, learner: Learner, relation: str, age: str) -> str:
        """`age`: the group, if it was said."""
        return f"{learner.name} ({relation}){f', {age}' if age else ''}, ghi lúc {self.stamp(learner.created_at)}"

    def about_registration(self, registration: Registration, name: str) -> str:
        standing = {Standing.SEATED: "có chỗ", Standing.WAITING: "đang chờ", Standing.CANCELLED: "đã hủy"}
        seated, cancelled = registration.seated_at, registration.cancelled_at
        return (
            f"{name}: {registration.course.title} ({registration.course.code}), {standing[registration.standing]}, "
            f"đăng ký {self.stamp(registration.created_at)}"
            + (f", có chỗ {self.stamp(seated)}" if seated else "")
            + (f", hủy {self.stamp(cancelled)}" if cancelled else "")
        )

    def about_attendance(self, attendance: Attendance, lesson: Lesson, course: Course) -> str:
        return f"{course.title}, buổi {self.stamp(lesson.starts_at)}, báo lúc {self.stamp(attendance.promised_at)}"

    def about_visit(self, visit: Visit, lesson: Lesson, course: Course, learner: Learner | None) -> str:
        whose = learner.name if learner else "không ghi tên"
        ways = {How.CODE: "gõ mã", How.QR: "quét mã QR", How.TICKED: "người tổ chức ghi"}
        return (
            f"{whose}: {course.title}, buổi {self.stamp(lesson.starts_at)}, "
            f"ghi lúc {self.stamp(visit.came_at)} ({ways[visit.how]})"
        )

    def about_code_try(self, one: CodeTry) -> str:
        return self.stamp(one.at)

    def about_consent(self, consent: Consent, name: str | None) -> str:
        purpose = {
            Purpose.CLASSES: "giữ chỗ và nhắc lịch",
            Purpose.CHILD: "cho trẻ dưới 16 tuổi",
            Purpose.ANNOUNCEMENTS: "nhận tin chung",
            Purpose.QUIZZES: "nhận câu đố",
        }[consent.purpose]
        whose = f" ({name})" if name else ""
        said = "đồng ý" if consent.given else "không đồng ý"
        heard = ", bạn nói với người tổ chức" if consent.oral else ""
        return f"{self.stamp(consent.at)}: {said}, {purpose}{whose}{heard}, theo bản ngày {consent.version}"

    def about_dialog(self, dialog: Dialog, state: str) -> str:
        return f"{dialog.kind}, {self.stamp(dialog.changed_at)}: {state}"

    def about_exchange(self, exchange: Exchange, state: str) -> str:
        return f"{self.stamp(exchange.changed_at)}: {state}"

    def about_message(self, message: OutboxMessage, text: str) -> str:
        fates = {
            Fate.OWED: "sẽ gửi",
            Fate.SENT: "đã gửi",
            Fate.FAILED: "không gửi được",
            Fate.EXPIRED: "hết hạn",
            Fate.CANCELLED: "không gửi nữa",
        }
        return f"{self.stamp(message.created_at)}, {fates[message.fate]}: {text}"

    def about_wish(self, wish: Wish, said: str) -> str:
        """`said`: the words it was made from."""
        ends = {WishEnd.TOLD: "đã báo bạn", WishEnd.DROPPED: "bạn đã thôi", WishEnd.OVER: "đã hết hạn"}
        end = f"{ends[wish.how]} {self.stamp(wish.ended_at)}" if wish.how and wish.ended_at else "đang để ý"
        return f"{self.stamp(wish.created_at)}: “{said}”, {end}"

    def about_question(self, question: Question) -> str:
        answer = f", trả lời {self.stamp(question.answered_at)}: {question.answer}" if question.answered_at else ""
        return f"{self.stamp(question.asked_at)}, bạn hỏi: {question.text}{answer}"

    def about_answered(self, question: Question) -> str:
        """Somebody else's question, which they answered: what was asked is not theirs."""
        when = self.stamp(question.answered_at) if question.answered_at else ""
        return f"{when}, bạn trả lời một người hỏi: {question.answer}"

    def about_right(self, ward: str | None, since: datetime, until: datetime | None) -> str:
        """`ward`: of the centre; None: all of them."""
        end = f" đến {self.stamp(until)}" if until else ""
        return f"Người tổ chức của {ward or 'mọi trung tâm'}, từ {self.stamp(since)}{end}"

    def about_invited(self, ward: str | None, since: datetime) -> str:
        """Whom they invited is not theirs to see."""
        return f"{self.stamp(since)}: một người nhận lời mời của bạn, cho {ward or 'mọi trung tâm'}"

    def about_invitation(self, invitation: Invitation) -> str:
        used = f", đã dùng {self.stamp(invitation.used_at)}" if invitation.used_at else ", chưa ai dùng"
        return f"{self.stamp(invitation.created_at)}, dùng được đến {self.stamp(invitation.expires_at)}{used}"

    def about_prepared(self, answer: PreparedAnswer) -> str:
        asked = " | ".join(answer.wordings)
        return f"{self.stamp(answer.created_at)}, cho “{asked}”: {answer.text}"

    def about_group(self, group: Group) -> str:
        ended = f", kết thúc {self.stamp(group.ended_at)}" if group.ended_at else ""
        return f"{group.name}, mã {group.code}, lập lúc {self.stamp(group.created_at)}{ended}"

    def about_group_member(self, member: GroupMember, group: Group, learner: Learner) -> str:
        return f"{learner.name}: {group.name}, từ {self.stamp(member.joined_at)}"

    def about_membership(self, membership: Membership, name: str) -> str:
        return f"{name}, từ {self.stamp(membership.since)}"

    def about_follow(self, follow: Follow, topic: Topic) -> str:
        return f"{topic.name}, từ {self.stamp(follow.since)}"

    def about_broadcast(self, broadcast: Broadcast) -> str:
        return f"{self.stamp(broadcast.created_at)}, mã {broadcast.code}: {' '.join(broadcast.text_vi.split())}"

    def about_audit(self, entry: AuditEntry, details: str) -> str:
        return f"{self.stamp(entry.at)}: {entry.action} {details}"

    def about_file(self, file: File) -> str:
        states = {
            FileState.WANTED: "đang tải",
            FileState.HERE: "đang giữ",
            FileState.FAILED: "không tải được",
            FileState.GONE: "đã xóa nội dung",
        }
        return f"{self.stamp(file.asked_at)}, {file.name or 'tệp'}, {file.size} byte: {states[file.state]}"

    def about_programme_follow(self, follow: ProgrammeFollow, programme: Programme) -> str:
        return f"{programme.name}, theo dõi từ {self.stamp(follow.since)}"

    def about_programme(self, programme: Programme) -> str:
        return f"{self.stamp(programme.created_at)}: {programme.name}"

    def about_material(self, material: Material) -> str:
        return f"{self.stamp(material.created_at)}: {material.title}"

    def about_habit(self, habit: Habit) -> str:
        rhythms = {
            Rhythm.NEVER: "không gửi",
            Rhythm.DAILY: "mỗi ngày",
            Rhythm.THRICE: "thứ hai, thứ tư, thứ sáu",
            Rhythm.WEEKLY: "mỗi tuần một lần",
        }
        next_at = f", lần tới {self.stamp(habit.next_at)}" if habit.next_at else ""
        missed = f", đã gửi mà chưa làm: {habit.unanswered} lần" if habit.unanswered else ""
        boards = "có" if habit.on_boards else "không"
        offered = f", mình hỏi bạn lúc {self.stamp(habit.offered_at)}" if habit.offered_at else ""
        return (
            f"{rhythms[habit.rhythm]}, lúc {habit.hour} giờ{next_at}{missed}, "
            f"tính vào bảng nhóm: {boards}{offered}, ghi lúc {self.stamp(habit.changed_at)}"
        )

    def about_quiz(self, quiz: Quiz) -> str:
        asked = ", ".join(one.item for one in quiz.items)
        ended = f", xong {self.stamp(quiz.ended_at)}" if quiz.ended_at else ""
        over = f"; xem mà chưa trả lời: {', '.join(quiz.passed_over)}" if quiz.passed_over else ""
        told = f"đã trả lời {len(quiz.results)}, đúng {sum(quiz.results)}{ended}"
        return f"{self.stamp(quiz.begun_at)}: {asked}; {told}{over}"

    def about_attempt(self, attempt: Attempt, skill: str) -> str:
        """`skill`: with its topic."""
        result = "đúng" if attempt.is_right else "chưa đúng"
        return f"{self.stamp(attempt.at)}, {attempt.item} ({skill}): ý {attempt.option + 1}, {result}"

    def about_card(self, card: Card) -> str:
        return (
            f"{card.item}: hỏi lần cuối {self.stamp(card.asked_at)}, nên hỏi lại từ {self.stamp(card.due_at)}, "
            f"nhớ khoảng {card.stability:.0f} ngày, độ khó với bạn {card.difficulty:.0f}/10"
        )

    def about_badge(self, badge: Badge, skill: str) -> str:
        return f"{skill}, đạt {self.stamp(badge.earned_at)}"

    def about_item(self, item: ImportedItem) -> str:
        return f"{self.stamp(item.created_at)}: {item.question['vi']}"
