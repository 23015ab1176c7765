"""What the command line says to operators: each sentence in Vietnamese and in English."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.locks import AlreadyRunning, Held
from bot.settings import Wrong, WrongSettings


@dataclass(frozen=True, slots=True)
class Words:
    """One method a sentence, or a few lines."""

    english: bool = False

    def _say(self, vi: str, en: str) -> str:
        return en if self.english else vi

    # Settings

    def wrong_settings(self, error: WrongSettings) -> str:
        """All of them, each with what to write."""
        title = self._say("Chưa chạy được. Cài đặt cần sửa:", "Cannot start. These settings need attention:")
        where = self._say(
            "Hãy sửa trong tệp .env ở thư mục này hoặc trong biến môi trường, rồi chạy lại.",
            "Mend them in the file .env of this folder or in the environment, then start again.",
        )
        wrongs = [f"  {self._wrong_setting(wrong)}" for wrong in error.wrongs]
        return "\n".join([title, *wrongs, *self.unknown_settings(error.unknown), where])

    def _wrong_setting(self, wrong: Wrong) -> str:
        if wrong.choice is None:
            return f"{wrong.name}: " + self._say(
                "không đọc được; mỗi dòng hãy ghi TÊN=giá trị", "cannot be read; write NAME=value on each line"
            )
        wants = wrong.choice.wants(self.english)
        if wrong.given:
            return f"{wrong.name}: " + self._say(f"chưa đúng; hãy ghi {wants}", f"is wrong; write {wants}")
        return f"{wrong.name}: " + self._say(f"còn thiếu; hãy ghi {wants}", f"is missing; write {wants}")

    def unknown_settings(self, unknown: Mapping[str, str | None]) -> list[str]:
        """Names that begin like settings but are none."""
        lines = []
        for name, nearest in unknown.items():
            meant = self._say(f"; có phải là {nearest}?", f"; is it {nearest}?") if nearest else ""
            lines.append(f"  {name}: " + self._say("không có cài đặt này", "there is no such setting") + meant)
        return lines

    # Understanding

    def understood_with_demo(self) -> str:
        return self._say(
            "Chưa có cơ sở dữ liệu, nên dùng các lớp mẫu.", "There is no database yet, so these are the demo's classes."
        )

    def understood(self) -> tuple[str, str, str, str, str, str]:
        """What stands before the intent, the limits, what is asked for, the reasons, the answer, how many classes."""
        if self.english:
            return "Intent", "Understood as", "Asks for", "Because", "Prepared answer", "Classes"
        return "Ý muốn", "Hiểu là", "Hỏi về", "Vì", "Câu trả lời có sẵn", "Số lớp"

    def lexicon_fine(self) -> str:
        return self._say("Bộ từ vựng dùng được", "The lexicon can be used")

    def lexicon_fault(self, line: int, what: str) -> str:
        return self._say(f"Bộ từ vựng, dòng {line}, chưa đúng: {what}", f"The lexicon, line {line}, is wrong: {what}")

    def answers_fine(self) -> str:
        return self._say("Các câu trả lời soạn sẵn dùng được", "The prepared answers can be used")

    def answers_fault(self, key: str, what: str) -> str:
        return self._say(
            f"Câu trả lời soạn sẵn “{key}” chưa đúng: {what}", f"The prepared answer “{key}” is wrong: {what}"
        )

    def bank_fine(self) -> str:
        return self._say("Kho câu đố dùng được", "The bank of quiz questions can be used")

    def bank_fault(self, name: str, what: str) -> str:
        return self._say(f"Kho câu đố, “{name}”, chưa đúng: {what}", f"The quiz bank, “{name}”, is wrong: {what}")

    # Why a command could not do its work

    def already_running(self, error: AlreadyRunning) -> str:
        who = self._say(f" (tiến trình {error.pid})", f" (process {error.pid})") if error.pid else ""
        if error.held is Held.TOKEN:
            return self._say(
                f"Một Bạn Học khác{who} đang dùng mã bot này. Hãy dừng nó trước, rồi chạy lại.",
                f"Another Bạn Học{who} uses this bot's token. Stop it first, then start again.",
            )
        return self._say(
            f"Một Bạn Học khác{who} đang chạy trên cơ sở dữ liệu này. Hãy dừng nó trước, rồi chạy lại.",
            f"Another Bạn Học{who} runs on this database. Stop it first, then start again.",
        )

    def lock_lost(self) -> str:
        return self._say(
            "Mất kết nối với cơ sở dữ liệu nên Bạn Học tự dừng. Không mất gì cả; hãy chạy lại.",
            "The connection to the database was lost, so Bạn Học stopped. Nothing is lost; start again.",
        )

    def polled_elsewhere(self) -> str:
        return self._say(
            "Ở một máy khác đang có chương trình dùng mã bot này. Hãy dừng nó trước, rồi chạy lại.",
            "A program on another machine uses this bot's token. Stop it first, then start again.",
        )

    def token_refused(self) -> str:
        return self._say(
            "Telegram không nhận mã bot này. Hãy chép lại BANHOC_TELEGRAM_TOKEN từ @BotFather.",
            "Telegram does not accept this token. Copy BANHOC_TELEGRAM_TOKEN from @BotFather again.",
        )

    def too_new(self) -> str:
        return self._say(
            "Cơ sở dữ liệu này đã dùng với một bản Bạn Học mới hơn. Hãy cài bản mới nhất, rồi chạy lại.",
            "A newer Bạn Học has worked on this database. Install the newest version, then start again.",
        )

    def database_trouble(self, kind: str) -> str:
        return self._say(
            f"Cơ sở dữ liệu gặp trục trặc ({kind}). Hãy xem lại BANHOC_DATABASE và chỗ trống trên đĩa.",
            f"There is trouble with the database ({kind}). Look at BANHOC_DATABASE and the space on the disk.",
        )

    def not_found(self, path: str) -> str:
        return self._say(
            f"Không tìm thấy {path}. Hãy kiểm tra lại đường dẫn.", f"There is no {path}. Look at the path again."
        )

    def not_allowed(self, path: str) -> str:
        return self._say(
            f"Không có quyền đọc hoặc ghi {path}. Hãy chọn chỗ khác hoặc xin quyền.",
            f"Not allowed to read or write {path}. Choose another place or ask for the right.",
        )

    def system_refused(self, what: str) -> str:
        return self._say(
            f"Máy báo lỗi: {what}. Hãy sửa rồi chạy lại.", f"The system says: {what}. Mend it, then try again."
        )

    def unexpected(self, kind: str) -> str:
        return self._say(
            f"Có lỗi không ngờ tới ({kind}). Không mất gì cả; hãy chạy lại, và gửi dòng nhật ký trên cho người"
            " phát triển.",
            f"Something unexpected happened ({kind}). Nothing is lost; start again, and send the log line above to the"
            " developers.",
        )

    # import

    def agree(self) -> str:
        return self._say("Đăng những thay đổi này? [c/K] ", "Publish these changes? [y/N] ")

    def agrees(self, answer: str) -> bool:
        """Whether this means yes, in either language."""
        return answer.strip().casefold() in {"c", "có", "co", "y", "yes"}

    def left_alone(self) -> str:
        return self._say("Đã dừng, chưa thay đổi gì.", "Stopped, nothing was changed.")

    def add_yes(self) -> str:
        return self._say(
            "Chưa thay đổi gì. Không có ai để hỏi, nên hãy thêm --yes nếu đồng ý.",
            "Nothing was changed. There is nobody to ask; add --yes to agree.",
        )

    def plan_changed(self) -> str:
        return self._say(
            "Chưa đăng gì, vì trong lúc chờ có thay đổi khác. Hãy chạy lại để xem lại.",
            "Nothing was published: something else changed meanwhile. Start again and look again.",
        )

    # invite

    def no_such_ward(self, said: str, wards: Sequence[str]) -> str:
        known = ", ".join(wards) or self._say(
            "chưa có, hãy chạy banhoc import trước", "none yet, begin with banhoc import"
        )
        return self._say(f"Không có phường “{said}”. Đang có: {known}.", f"There is no ward “{said}”. Known: {known}.")

    # backup

    def backed_up(self, path: Path, size: int) -> str:
        return self._say(
            f"Đã sao lưu vào {path} ({size} byte), bản sao nguyên vẹn.",
            f"Backed up to {path} ({size} bytes), the copy is sound.",
        )

    def exists(self, path: str) -> str:
        return self._say(
            f"{path} đã có rồi. Hãy chọn tên khác, để không ghi đè lên bản cũ.",
            f"{path} exists. Choose another name, so that nothing is overwritten.",
        )

    def use_pg_dump(self) -> str:
        return self._say(
            "PostgreSQL có công cụ sao lưu riêng. Hãy dùng pg_dump.",
            "PostgreSQL has a better tool of its own: pg_dump.",
        )

    # demo

    def demo_ready(self, address: str) -> str:
        return self._say(
            f"Mời bạn mở {address} trong trình duyệt. Kết thúc: Ctrl-C.", f"Open {address} in a browser. End: Ctrl-C."
        )

    def port_taken(self) -> str:
        return self._say(
            "Cổng này đang bận. Hãy chọn cổng khác, ví dụ --port 8081.",
            "This port is taken. Choose another, like --port 8081.",
        )

    # chat

    def chat_begins(self) -> str:
        return self._say(
            "Gõ lời muốn nói, hoặc số của nút, rồi Enter. Bắt đầu bằng /start. Kết thúc: Ctrl-D.",
            "Type what you want to say, or the number of a button, then Enter. Begin with /start. End: Ctrl-D.",
        )

    def guest(self) -> str:
        return self._say("Khách", "Guest")

    # check

    def sound(self, what: str) -> str:
        return self._say(f"Dữ liệu nguyên vẹn: {what}", f"The data is sound: {what}")

    def damaged(self, what: str) -> str:
        return self._say(
            f"Dữ liệu bị hỏng: {what}. Hãy dừng Bạn Học và lấy lại bản sao lưu gần nhất.",
            f"The data is damaged: {what}. Stop Bạn Học and go back to the newest backup.",
        )

    def no_database(self, what: str) -> str:
        return self._say(
            f"Chưa có cơ sở dữ liệu {what}. Hãy xem lại BANHOC_DATABASE, hoặc chạy banhoc import trước.",
            f"There is no database {what} yet. Look at BANHOC_DATABASE, or begin with banhoc import.",
        )

    def rules_hold(self) -> str:
        return self._say(
            "Mọi quy tắc về chỗ, đăng ký và tin nhắn đều đúng", "Every rule about seats and messages holds"
        )

    def rule_broken(self, rule: str, count: int, ids: Sequence[int]) -> str:
        some = ", ".join(map(str, ids))
        return self._say(
            f"Sai quy tắc {rule}: {count} dòng ({some}). Hãy báo người phát triển.",
            f"Broken, {rule}: {count} rows ({some}). Tell the developers.",
        )

    def settings_fine(self) -> str:
        return self._say("Cài đặt đúng", "The settings are right")

    def inbox(self, waiting: int) -> str:
        return self._say(f"Hộp đến: {waiting} tin chờ xử lý", f"Inbox: {waiting} waiting")

    def dead_letter(self, incident: str, trouble: str) -> str:
        return self._say(
            f"Tin không xử lý được, mã sự cố {incident} ({trouble})", f"Could not be dealt with: {incident} ({trouble})"
        )

    def outbox(self, counts: Mapping[str, int]) -> str:
        names = {
            "owed": self._say("chờ gửi", "owed"),
            "sent": self._say("đã gửi", "sent"),
            "failed": self._say("bị từ chối", "failed"),
            "expired": self._say("quá hạn", "expired"),
            "cancelled": self._say("đã bỏ", "cancelled"),
        }
        told = ", ".join(f"{counts.get(fate, 0)} {name}" for fate, name in names.items())
        return self._say(f"Hộp đi: {told}", f"Outbox: {told}")

    def telegram_reached(self, username: str) -> str:
        return self._say(f"Gọi được Telegram: @{username}", f"Telegram answers: @{username}")

    def telegram_not_reached(self, kind: str) -> str:
        return self._say(
            f"Không gọi được Telegram ({kind}). Hãy xem lại mạng và BANHOC_TELEGRAM_API.",
            f"Telegram cannot be reached ({kind}). Look at the network and BANHOC_TELEGRAM_API.",
        )

    def no_token(self) -> str:
        return self._say(
            "Chưa có BANHOC_TELEGRAM_TOKEN, nên chưa thử gọi Telegram",
            "There is no BANHOC_TELEGRAM_TOKEN, so Telegram was not tried",
        )
