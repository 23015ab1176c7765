"""Items of the mini-quizzes that organizers bring in a file, and the template for them."""

from collections.abc import Sequence
from typing import ClassVar

from markupsafe import Markup

from handlers.texts.vi.formats import Formats


class ItemFiles(Formats):
    true = "Đúng"
    false = "Sai"
    confirm = "✅ Đưa vào kho"
    stop = "Thôi"
    is_items = "🧩 Câu đố"
    is_classes = "📋 Lớp học"
    template_button = "📄 Tệp mẫu câu đố"
    whole_name = "xem-truoc.txt"

    file_name = "mau-cau-do.xlsx"
    sheet = "Câu đố"
    lists_sheet = "Danh mục"
    help_sheet = "Hướng dẫn"
    help_heading = ("Cột", "Cách ghi")
    headings: ClassVar[dict[str, str]] = {
        "question": "Câu hỏi",
        "a": "Lựa chọn A",
        "b": "Lựa chọn B",
        "c": "Lựa chọn C",
        "d": "Lựa chọn D",
        "right": "Đáp án đúng",
        "explanation": "Giải thích",
        "topic": "Chủ đề",
        "skill": "Kỹ năng",
        "level": "Mức",
        "source": "Nguồn",
        "question_en": "Câu hỏi (tiếng Anh)",
        "a_en": "Lựa chọn A (tiếng Anh)",
        "b_en": "Lựa chọn B (tiếng Anh)",
        "c_en": "Lựa chọn C (tiếng Anh)",
        "d_en": "Lựa chọn D (tiếng Anh)",
        "explanation_en": "Giải thích (tiếng Anh)",
    }
    example: ClassVar[dict[str, str]] = {
        "question": "(Dòng mẫu, bạn xóa đi) Có người gọi bảo bạn đọc mã OTP. Bạn làm gì?",
        "a": "Đọc mã cho nhanh",
        "b": "Không đọc, cúp máy",
        "c": "Đọc một nửa mã",
        "right": "B",
        "explanation": "Mã OTP là chìa khóa của tài khoản. Ngân hàng và công an không bao giờ hỏi mã này.",
        "topic": "Mật khẩu và mã OTP",
        "level": "1",
        "source": "Tài liệu tập huấn tổ công nghệ số cộng đồng, 2025",
    }

    def explained(self) -> list[tuple[str, str]]:
        """(column, how to fill it in), in order."""
        how = {
            "question": "Một câu hỏi ngắn, tối đa 220 chữ cái.",
            "a": "Mỗi câu có từ 2 đến 4 lựa chọn A, B, C, D, mỗi lựa chọn tối đa 60 chữ cái.",
            "right": "A, B, C hoặc D. Câu có hai đáp án đúng: ghi “A, C”.",
            "explanation": "Vì sao đúng, hai ba câu dễ hiểu, tối đa 320 chữ cái. Nên có: bà con học từ đây.",
            "topic": "Chọn trong danh sách. Để trống thì mình sẽ hỏi bạn.",
            "skill": "Chọn trong danh sách, hoặc để trống.",
            "level": "1 (dễ), 2 hoặc 3. Để trống là 1.",
            "source": "Tài liệu và năm, hoặc để trống.",
            "question_en": "Các cột tiếng Anh có thể để trống. Đã ghi thì ghi đủ câu hỏi và mọi lựa chọn.",
        }
        about = [
            ("", "Mỗi câu một dòng. Không dùng công thức."),
            ("", "Gửi tệp cho mình, mình cho bạn xem trước rồi mới đưa vào kho."),
            ("", "Mình cũng đọc được tệp GIFT và Aiken của Moodle."),
        ]
        return [(self.headings[name], words) for name, words in how.items()] + about

    def sent(self) -> Markup:
        return self.lines(
            Markup("📄 <b>Tệp mẫu câu đố đây.</b> Bạn điền mỗi câu một dòng, rồi gửi tệp lại cho mình."),
            "Bạn có sẵn tệp GIFT hoặc Aiken của Moodle thì cứ gửi luôn, mình đọc được.",
            "Mình cho bạn xem trước, bạn đồng ý mình mới đưa vào kho.",
        )

    def what_is_it(self, name: str) -> Markup:
        return Markup("Mình chưa rõ tệp <b>{}</b> là gì. Bạn chọn giúp mình nhé:").format(name)

    def which_centre(self, name: str) -> Markup:
        return Markup("Bạn đưa các câu trong tệp <b>{}</b> vào kho của trung tâm nào?").format(name)

    def which_topic(self, count: int) -> Markup:
        return self.lines(f"Có {count} câu không ghi chủ đề. Những câu đó thuộc chủ đề nào?")

    def preview(self, name: str, ward: str, new: int, known: int, refused: int) -> Markup:
        return self.lines(
            Markup("👀 <b>Đưa tệp {} vào kho câu đố của {}:</b>").format(name, ward),
            f"{new} câu mới, {known} câu đã có, {refused} chỗ mình chưa nhận.",
        )

    def new_item(self, topic: str, question: str, right: Sequence[str]) -> Markup:
        """`right`: the options that are."""
        return Markup("+ {} <i>({})</i> → {}").format(question, topic, " · ".join(right))

    def refused_title(self) -> Markup:
        return Markup("<b>Chưa nhận:</b>")

    def fault(self, row: int, reason: str, detail: str) -> str:
        """`row`: of the sheet, or the line of the text."""
        return f"Dòng {row}: {self.reasons[reason].replace('{}', detail)}"

    reasons: ClassVar[dict[str, str]] = {
        "no_question": "chưa có câu hỏi. Bạn ghi câu hỏi vào.",
        "options": "có {} lựa chọn. Mỗi câu cần từ 2 đến 4 lựa chọn.",
        "empty_option": "có một lựa chọn để trống. Bạn điền vào, hoặc bỏ hẳn lựa chọn đó.",
        "same_options": "có hai lựa chọn giống nhau. Bạn sửa một lựa chọn cho khác đi.",
        "long_question": "câu hỏi dài quá ({} chữ cái). Bạn viết ngắn lại.",
        "long_option": "có lựa chọn dài quá ({} chữ cái). Bạn viết ngắn lại.",
        "long_explanation": "phần giải thích dài quá ({} chữ cái). Bạn viết ngắn lại.",
        "long_source": "phần nguồn dài quá ({} chữ cái). Bạn viết ngắn lại.",
        "no_right": "chưa có đáp án đúng. Bạn đánh dấu một lựa chọn là đúng.",
        "all_right": "lựa chọn nào cũng đúng. Bạn thêm lựa chọn sai.",
        "too_long": "dài quá ({} chữ cái). Có thể thiếu dòng trống giữa hai câu, bạn thêm vào.",
        "no_answers": "không có phần trả lời trong { }. Bạn thêm vào, hoặc bỏ đoạn này.",
        "braces": "dấu { } không khớp. Mỗi câu cần đúng một cặp { }, dấu { } trong lời văn thì ghi \\{ \\}.",
        "essay": "là câu tự luận, mình chỉ nhận câu trắc nghiệm. Bạn thêm các lựa chọn vào { }.",
        "number": "là câu trả lời bằng số, mình chỉ nhận câu trắc nghiệm. Bạn đổi thành vài lựa chọn.",
        "matching": "là câu ghép đôi, mình chỉ nhận câu trắc nghiệm. Bạn tách thành vài câu có lựa chọn.",
        "typed": "là câu tự gõ câu trả lời. Bạn thêm lựa chọn sai, mỗi lựa chọn bắt đầu bằng dấu ~.",
        "partly_right": "có lựa chọn chỉ đúng một phần. Bạn để mỗi lựa chọn đúng hẳn (=) hoặc sai hẳn (~).",
        "before_answers": "có chữ “{}” trước lựa chọn đầu tiên. Bạn thêm dấu = hoặc ~ trước chữ đó.",
        "picture": "có hình hoặc phim. Mình chỉ hỏi bằng chữ, bạn bỏ hình đi.",
        "no_options": "không có lựa chọn A, B, C. Bạn thêm lựa chọn dưới câu hỏi.",
        "letters": "các lựa chọn ghi {}. Bạn ghi theo thứ tự A, B, C, D.",
        "no_answer_line": "thiếu dòng “ANSWER: …” sau các lựa chọn. Bạn thêm vào.",
        "answer_letter": "đáp án ghi “{}”. Bạn ghi đúng một chữ của lựa chọn, như “ANSWER: B”.",
        "formula": "có công thức. Bạn thay bằng chữ.",
        "half_english": "tiếng Anh chưa đủ. Bạn ghi cả câu hỏi và đủ các lựa chọn, hoặc để trống hết.",
        "right": "đáp án đúng ghi “{}”. Bạn ghi A, B, C hoặc D, theo lựa chọn có trong dòng.",
        "topic": "không có chủ đề “{}”. Bạn chọn trong danh sách của tệp mẫu, hoặc để trống.",
        "skill": "không có kỹ năng “{}” trong chủ đề này. Bạn chọn trong danh sách của tệp mẫu, hoặc để trống.",
        "level": "mức ghi “{}”. Bạn ghi 1, 2 hoặc 3.",
    }
    """By what a parser calls it: what is wrong, and what to do. {} is a detail of the file."""

    def unexplained(self, count: int) -> str:
        return f"💡 {count} câu chưa có lời giải thích. Bà con học nhiều nhất từ đó, bạn nên thêm vào."

    def more(self, count: int) -> str:
        return f"… và {count} mục nữa, bạn xem đủ trong tệp ở trên."

    def whole_list(self) -> Markup:
        return Markup("📎 Danh sách đầy đủ.")

    def nothing_new(self, name: str, known: int) -> Markup:
        return Markup("Tệp {} không có câu nào mới: {} câu đã có trong kho rồi.").format(name, known)

    def all_refused(self, name: str, count: int) -> Markup:
        return Markup("✋ <b>Tệp {} có {} chỗ cần sửa,</b> nên mình chưa nhận được câu nào.").format(name, count)

    def send_again(self) -> str:
        return "Bạn sửa trong tệp rồi gửi lại cho mình nhé. Câu đã có, mình không đưa vào lần nữa."

    def columns_missing(self, name: str, columns: Sequence[str]) -> Markup:
        return Markup("✋ Tệp {} còn thiếu cột: {}. Bạn dùng tệp mẫu cho tiện nhé.").format(name, ", ".join(columns))

    def no_items(self, name: str) -> Markup:
        return Markup("Mình không thấy câu đố nào trong tệp {}. Bạn dùng tệp mẫu, GIFT hoặc Aiken nhé.").format(name)

    def not_utf8(self, name: str) -> Markup:
        return Markup(
            "Mình không đọc được chữ trong tệp {}. Bạn lưu lại tệp với bảng mã UTF-8 rồi gửi lại nhé."
        ).format(name)

    def too_much(self, name: str, most: int) -> Markup:
        return Markup("Tệp {} dài quá, mình chỉ đọc được {} câu một lần. Bạn chia thành vài tệp nhỏ hơn nhé.").format(
            name, most
        )

    def full(self, have: int, new: int, most: int) -> Markup:
        return self.lines(
            f"Kho của trung tâm đã có {have} câu do trung tâm đưa vào, thêm {new} câu nữa thì quá {most} câu.",
            "Bạn chọn những câu cần nhất rồi gửi lại nhé.",
        )

    def changed_meanwhile(self) -> Markup:
        return Markup("⚠️ <b>Từ lúc xem đến giờ kho đã có thay đổi khác.</b> Bạn xem lại giúp mình:")

    def brought(self, count: int, ward: str) -> Markup:
        return self.lines(
            Markup("✅ Đã đưa <b>{} câu</b> vào kho câu đố của {}.").format(count, ward),
            "Từ giờ bà con ở đó có thể gặp những câu này.",
        )

    def stopped(self) -> Markup:
        return Markup("Thôi, mình không đưa câu nào vào kho.")

    def done_before(self) -> Markup:
        return Markup("Tệp này mình đã làm xong rồi, không làm lại lần nữa.")
