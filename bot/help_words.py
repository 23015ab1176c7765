"""How the commands are called: what `--help` says, in Vietnamese and in English."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HelpWords:
    """One method a sentence."""

    english: bool = False

    def _say(self, vi: str, en: str) -> str:
        return en if self.english else vi

    def usage(self) -> str:
        return self._say("cách dùng: ", "usage: ")

    def what_it_is(self) -> str:
        return self._say(
            "Bạn Học: người bạn trò chuyện của trung tâm học tập cộng đồng.",
            "Bạn Học: the chat companion of a community learning centre.",
        )

    def commands_title(self) -> str:
        return self._say("các lệnh", "commands")

    def command(self) -> str:
        return self._say("LỆNH", "COMMAND")

    def arguments_title(self) -> str:
        return self._say("tham số", "arguments")

    def options_title(self) -> str:
        return self._say("tùy chọn", "options")

    def settings_title(self) -> str:
        return self._say(
            "Cài đặt, ghi trong biến môi trường hoặc trong tệp .env ở thư mục hiện tại:",
            "Settings, in the environment or in the file .env of the current folder:",
        )

    def run(self) -> str:
        return self._say("chạy Bạn Học trên Telegram", "run Bạn Học on Telegram")

    def demo(self) -> str:
        return self._say("mở trang dùng thử trên máy này", "open a page on this machine to try it out")

    def chat(self) -> str:
        return self._say("trò chuyện ngay trong cửa sổ dòng lệnh", "talk to it in the terminal")

    def tour(self) -> str:
        return self._say("kể trọn một câu chuyện mẫu trong vài giây", "play a whole story in a few seconds")

    def import_(self) -> str:
        return self._say("đăng danh sách lớp từ tệp CSV hoặc Excel", "publish a catalogue from a CSV or Excel file")

    def invite(self) -> str:
        return self._say("mời người tổ chức, cả khi đang chạy", "invite an organizer, also while it is at work")

    def ward(self) -> str:
        return self._say("PHƯỜNG", "WARD")

    def ward_help(self) -> str:
        return self._say(
            "chỉ cho trung tâm của phường này, ví dụ: Phường Đa Kao; không ghi thì cho tất cả",
            "only for the centre of this ward, like Phường Đa Kao; without it for all of them",
        )

    def check(self) -> str:
        return self._say("kiểm tra dữ liệu, cài đặt và kết nối", "check the data, the settings and the connection")

    def understand(self) -> str:
        return self._say("xem Bạn Học hiểu một câu ra sao, và vì sao", "see how a sentence is understood, and why")

    def sentence(self) -> str:
        return self._say("CÂU", "WORDS")

    def sentence_help(self) -> str:
        return self._say("điều người dân hỏi: mai co lop j hok", "what a resident asks: mai co lop j hok")

    def backup(self) -> str:
        return self._say("sao lưu cơ sở dữ liệu, kể cả khi đang chạy", "back up the database, also while it is at work")

    def help(self) -> str:
        return self._say("xem hướng dẫn này", "show this help")

    def in_english(self) -> str:
        return self._say("nói tiếng Anh", "speak English")

    def yes(self) -> str:
        return self._say("không hỏi lại", "do not ask")

    def catalogue_file(self) -> str:
        return self._say("tệp CSV hoặc Excel (.xlsx)", "a CSV or Excel (.xlsx) file")

    def backup_file(self) -> str:
        return self._say("tệp sẽ được tạo ra", "the file to make")

    def at(self) -> str:
        return self._say(
            "đồng hồ bắt đầu từ lúc này, ví dụ 2026-11-23T08:00", "what the clock shows, like 2026-11-23T08:00"
        )

    def port(self) -> str:
        return self._say("cổng của trang, từ 1 đến 65535", "the page's port, from 1 to 65535")

    def database(self) -> str:
        return self._say("cơ sở dữ liệu sẽ dùng", "the database to use")

    def person(self) -> str:
        return self._say("tên của người ngồi gõ", "the name of who types")

    def misunderstood(self, command: str, detail: str) -> str:
        return self._say(
            f"Lệnh viết chưa đúng ({detail}). Xem cách dùng: {command} --help",
            f"That is not how it is called ({detail}). See: {command} --help",
        )
