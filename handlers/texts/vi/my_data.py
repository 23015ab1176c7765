"""What is kept about a person: seeing, correcting, deleting it; privacy in plain words."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.texts.vi.formats import Formats
from storage.learners import Learner, Relation


class MyData(Formats):
    see = "📄 Xem tất cả"
    correct = "✏️ Sửa"
    delete = "🗑 Xóa hết"
    back = "‹ Dữ liệu của tôi"
    home = "🏠 Sửa phường và tổ"
    stop = "Thôi, giữ nguyên"
    yes_remove = "Vâng, xóa"
    yes_delete = "Vâng, xóa hết"
    keep = "Không, giữ lại"
    privacy_button = "Quyền riêng tư"
    file_name = "du-lieu-cua-toi.txt"

    def rename_button(self, learner: Learner) -> str:
        return f"✏️ Đổi tên: {learner.name}"

    def remove_button(self, learner: Learner) -> str:
        return f"🗑 Xóa: {learner.name}"

    def summary(self, household: Sequence[Learner], live: int, past: int) -> Markup:
        """`live`, `past`: how many registrations."""
        people = ", ".join(learner.name for learner in household) or "chưa có tên ai"
        return self.lines(
            Markup("<b>Dữ liệu của tôi</b>"),
            "",
            f"👤 Người học: {people}",
            f"📝 Lớp đang đăng ký: {live} · đã học: {past}",
            "",
            "Bạn xem tất cả những gì mình lưu, sửa chỗ sai, hoặc xóa hết bất cứ lúc nào.",
        )

    def here_it_is(self) -> Markup:
        """Beside the file."""
        return self.lines(
            "Đây là tất cả những gì mình lưu về bạn.", "Bạn bấm vào tệp để đọc. Tệp này chỉ gửi riêng cho bạn."
        )

    def ask_what(self) -> Markup:
        return Markup("<b>Bạn muốn sửa gì?</b>")

    def ask_name(self, learner: Learner) -> Markup:
        return self.lines(Markup("Tên đang ghi: <b>{}</b>.").format(learner.name), "Bạn gõ tên mới giúp mình nhé.")

    def renamed(self, name: str) -> Markup:
        return Markup("✅ Mình đã sửa tên thành <b>{}</b>.").format(name)

    def ask_remove(self, learner: Learner) -> Markup:
        return self.lines(
            Markup("<b>Xóa {} khỏi danh sách nhé?</b>").format(learner.name),
            "Các lớp người này đang đăng ký sẽ được trả chỗ cho người đang chờ. "
            "Tên trong những tin mình đã gửi bạn sẽ mất sau 30 ngày.",
        )

    def removed(self, name: str) -> Markup:
        return Markup("✅ Mình đã xóa <b>{}</b>.").format(name)

    def not_there(self) -> Markup:
        return Markup("Người này không có trong danh sách của bạn.")

    def ask_delete(self, household: Sequence[Learner]) -> Markup:
        """What will happen, before it does."""
        others = [learner.name for learner in household if learner.relation is not Relation.SELF]
        people = (
            f"• Mất hết thông tin của bạn và của {', '.join(others)}." if others else "• Mất hết thông tin của bạn."
        )
        return self.lines(
            Markup("<b>Xóa hết dữ liệu của bạn nhé?</b>"),
            "",
            people,
            "• Các chỗ học đang giữ sẽ được trả lại, người đang chờ sẽ được xếp vào.",
            "• Mình không gửi lời nhắc hay thông báo nào nữa.",
            "• Trung tâm chỉ còn con số thống kê, không còn tên ai.",
            "",
            "Xóa rồi thì không lấy lại được. Tin nhắn trên máy bạn thì bạn tự xóa trong ứng dụng chat.",
        )

    def kept(self) -> Markup:
        return Markup("Vâng, mình giữ nguyên, không xóa gì cả.")

    def ask_again(self) -> Markup:
        """For a button of an earlier asking."""
        return Markup("Nút vừa rồi đã cũ, nên mình chưa xóa gì và hỏi lại bạn cho chắc.")

    def farewell(self) -> Markup:
        return self.lines(
            "✅ Mình đã xóa hết dữ liệu của bạn.",
            "Cảm ơn bạn đã học cùng trung tâm. Khi nào cần, bạn cứ nhắn lại cho mình, mình bắt đầu lại từ đầu.",
        )

    def nothing_kept(self) -> Markup:
        return Markup("Mình không còn lưu gì về bạn, nên không có gì để xóa nữa.")

    def consent_short(self) -> Markup:
        """What is agreed to before the first sign-up, in two sentences; the whole is `privacy`."""
        return self.lines(
            "Để giữ chỗ và nhắc lịch học, mình lưu tên bạn, phường và tổ (nếu bạn cho biết) cùng các lớp bạn đăng ký; "
            "chỉ người tổ chức và giáo viên của lớp xem được. "
            "Bạn không bắt buộc đồng ý, và lúc nào cũng có thể xem, sửa hoặc xóa hết bằng lệnh /dulieu."
        )

    def consent_child(self, name: str) -> Markup:
        """The same for a child under 16, said to the adult who answers for them."""
        return self.lines(
            f"{name} dưới 16 tuổi nên cần cha mẹ hoặc người giám hộ đồng ý: "
            f"mình lưu tên {name} và các lớp {name} đăng ký để giữ chỗ và nhắc lịch cho bạn, "
            "chỉ người tổ chức và giáo viên của lớp xem được, không bao giờ nêu tên trong nhóm chat. "
            "Nếu bạn là cha mẹ hoặc người giám hộ và đồng ý, mời bạn bấm nút bên dưới; "
            "lúc nào bạn cũng có thể xem, sửa hoặc xóa bằng lệnh /dulieu."
        )

    def privacy(self) -> Markup:
        """The whole text that a consent refers to; its date is `handlers.privacy.PRIVACY_VERSION`."""
        parts = self._kept(), self._why_and_who(), self._how_long(), self._rights()
        return Markup("\n").join((self._title(), *parts))

    def _title(self) -> Markup:
        return Markup("<b>Quyền riêng tư, nói cho dễ hiểu</b>\n<i>Bản ngày 22/11/2026</i>\n")

    def _kept(self) -> Markup:
        return Markup(
            "<b>Mình lưu những gì?</b>\n"
            "• Tên bạn tự đặt và tên trên ứng dụng chat; phường và tổ nếu bạn cho biết.\n"
            "• Số nhận diện cuộc chat, để biết gửi tin về đâu. Trong cuộc chat mình không hỏi số điện thoại.\n"
            "• Người trong nhà mà bạn đăng ký giúp: tên, là gì của bạn, có dưới 16 tuổi không.\n"
            "• Người không dùng chat, được người tổ chức ghi tên giúp: tên, có dưới 16 tuổi không, "
            "nơi ở và số điện thoại nếu người ấy cho, và lời đồng ý bằng miệng.\n"
            "• Nhóm tuổi và nhóm học tập nếu bạn chọn; trung tâm chỉ đếm tổng.\n"
            "• Lớp đã đăng ký, buổi bạn báo sẽ đến và buổi bạn đã đến, những lần bạn đồng ý, ngôn ngữ và giờ nhắc.\n"
            "• Điều bạn nhờ mình để ý, tuần lễ học tập bạn theo dõi, câu hỏi bạn chuyển cho người tổ chức.\n"
            "• Nếu bạn chọn: nhận tin chung, hội bạn tham gia, chủ đề bạn thích, được đếm trên bảng của nhóm.\n"
            "• Nếu bạn làm câu đố: bạn chọn ý nào, câu nào nên hỏi lại khi nào, huy hiệu, ngày giờ bạn muốn nhận.\n"
            "• Tin bạn gửi cho mình (đến khi xử lý xong) và tin mình gửi cho bạn; tệp, nếu bạn là người tổ chức.\n"
            "Mình cũng đếm xem mỗi ngày có bao nhiêu người tìm lớp gì: chỉ con số, "
            "không có lời bạn viết và không biết là ai.\n"
        )

    def _why_and_who(self) -> Markup:
        return Markup(
            "<b>Để làm gì?</b>\n"
            "Chỉ để giữ chỗ trong lớp, nhắc lịch, báo khi lớp thay đổi và chọn câu đố hợp với bạn; "
            "tin chung và câu đố theo giờ chỉ gửi khi bạn đã đồng ý. "
            "Không quảng cáo, không bán, không chấm điểm hay theo dõi ai.\n"
            "\n"
            "<b>Ai xem được?</b>\n"
            "Người tổ chức của trung tâm và giáo viên của lớp bạn đăng ký. "
            "Câu hỏi bạn bấm chuyển đi thì người tổ chức đọc được. "
            "Câu đố bạn trả lời đúng hay chưa đúng thì không ai khác xem; "
            "trung tâm chỉ thấy con số chung của từ 5 người trở lên. Người quản trị máy chỉ xem khi cần sửa lỗi. "
            "Tin nhắn đi qua ứng dụng chat bạn đang dùng, theo quy định của ứng dụng đó. "
            "Thông tin riêng của bạn chỉ hiện trong cuộc chat riêng, không hiện trong nhóm.\n"
        )

    def _how_long(self) -> Markup:
        return Markup(
            "<b>Giữ bao lâu?</b>\n"
            "• Nội dung tin bạn gửi: đến khi xử lý xong; dấu vết đã nhận: 3 ngày.\n"
            "• Tin mình gửi cho bạn: 30 ngày.\n"
            "• Câu hỏi đã chuyển: 30 ngày sau khi được trả lời, 90 ngày nếu chưa ai trả lời.\n"
            "• Điều bạn nhờ để ý: nhiều nhất 6 tháng; báo xong hay thôi rồi thì 30 ngày.\n"
            "• Lớp đã học, buổi đã đến: 12 tháng sau khi lớp kết thúc, rồi chỉ còn con số, không còn tên. "
            "Người được ghi tên giúp khi ấy được xóa hết.\n"
            "• Tuần lễ học tập bạn theo dõi: 30 ngày sau ngày cuối.\n"
            "• Câu đố đã trả lời: 400 ngày; lượt đang làm: 60 ngày.\n"
            "• Tệp của người tổ chức: 24 giờ; gửi kèm thông báo hay làm tài liệu: đến khi trung tâm thôi dùng.\n"
            "• Bản sao lưu: 30 ngày. Nếu phải dùng bản sao lưu, những gì bạn đã xóa sẽ được xóa lại.\n"
            "• Phần còn lại: đến khi bạn xóa.\n"
        )

    def _rights(self) -> Markup:
        return Markup(
            "<b>Bạn có quyền gì?</b>\n"
            "Xem, lấy bản sao, sửa, xóa hết: gõ /dulieu, mình làm ngay. "
            "Tạm dừng mọi tin nhắc: gõ /dung. Thôi nhận tin chung: gõ /tinchung khong. "
            "Thôi nhận câu đố: gõ /nhipcauhoi thoi. "
            "Rút lại đồng ý: vào /dulieu, xóa hết hoặc xóa riêng một người trong nhà. "
            "Ai được ghi tên giúp thì nhờ người tổ chức cho xem, hoặc xóa hết.\n"
            "\n"
            "<b>Trẻ dưới 16 tuổi</b>\n"
            "Cha mẹ hoặc người giám hộ đồng ý thay cho trẻ, và cũng là người xem, sửa, xóa. "
            "Tên trẻ không bao giờ được nêu trong nhóm.\n"
            "\n"
            "<b>Cần hỏi ai?</b>\n"
            "Trung tâm học tập cộng đồng của phường bạn. "
            "Nếu thấy quyền của mình chưa được tôn trọng, bạn có thể khiếu nại "
            "với cơ quan chuyên trách bảo vệ dữ liệu cá nhân thuộc Bộ Công an "
            "(Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15)."
        )
