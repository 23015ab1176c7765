"""The template of a file of classes: what stands in it, and what is said with it."""

from typing import ClassVar

from markupsafe import Markup

from handlers.texts.vi.formats import Formats


class DeskTemplate(Formats):
    file_name = "mau-lop-hoc.xlsx"
    sheet = "Lớp học"
    lists_sheet = "Danh mục"
    help_sheet = "Hướng dẫn"
    help_heading = ("Cột", "Cách ghi")
    example_ward = "Phường …"
    headings: ClassVar[dict[str, str]] = {
        "code": "Mã",
        "title": "Tên lớp",
        "topic": "Chủ đề",
        "description": "Mô tả",
        "starts_at": "Bắt đầu",
        "ends_at": "Kết thúc",
        "venue": "Địa điểm",
        "ward": "Phường",
        "capacity": "Số chỗ",
        "fee_vnd": "Học phí",
        "audience": "Đối tượng",
        "teacher": "Giáo viên",
        "registration_closes_at": "Hạn đăng ký",
        "status": "Trạng thái",
    }
    example: ClassVar[dict[str, str]] = {
        "title": "Zalo cho người cao tuổi (dòng mẫu, bạn xóa đi)",
        "topic": "Kỹ năng số",
        "description": "Gọi video, gửi ảnh, kết bạn. Mang theo điện thoại.",
        "venue": "Nhà văn hóa, 5 Nguyễn Huy Tự",
        "fee_vnd": "miễn phí",
        "audience": "Người cao tuổi",
        "teacher": "Cô Lan",
    }

    def explained(self) -> list[tuple[str, str]]:
        """(column, how to fill it in), in order."""
        how = {
            "code": "1–20 chữ không dấu, số, gạch nối, như L101. Lớp có nhiều buổi: mỗi buổi một dòng, cùng một mã.",
            "title": "Tên bà con sẽ đọc. Lớp nhiều buổi: chỉ cần ghi ở dòng đầu.",
            "topic": "Chọn trong danh sách, hoặc gõ chủ đề mới.",
            "description": "Vài câu giới thiệu. Có thể để trống.",
            "starts_at": "Ngày và giờ, như 06/12/2026 18:00 (ngày/tháng/năm giờ:phút).",
            "ends_at": "Như trên, sau giờ bắt đầu.",
            "venue": "Tên nơi học và địa chỉ.",
            "ward": "Chọn trong danh sách.",
            "capacity": "Một số từ 1 đến 10.000.",
            "fee_vnd": "Đủ số đồng, như 150.000, hoặc “miễn phí”.",
            "audience": "Lớp dành cho ai. Có thể để trống.",
            "teacher": "Tên người dạy. Có thể để trống.",
            "registration_closes_at": "Ngày và giờ thôi nhận đăng ký.",
            "status": "Để trống. Ghi “hủy” nếu buổi này không học nữa.",
        }
        about = [
            ("", "Dòng mã VIDU1, VIDU2 là dòng mẫu: bạn viết đè lên hoặc xóa đi, mình không đăng những dòng này."),
            ("", "Đổi lớp đã đăng: giữ nguyên mã, sửa những gì cần sửa. Lớp không có trong tệp thì giữ như cũ."),
            ("", "Buổi sắp tới của một lớp có trong tệp mà không còn dòng nào thì coi như hủy."),
            ("", "Không dùng công thức. Gửi tệp cho mình, mình cho bạn xem trước rồi mới đăng."),
        ]
        return [(self.headings[name], words) for name, words in how.items()] + about

    def sent(self) -> Markup:
        return self.lines(
            Markup("📄 <b>Tệp mẫu đây.</b> Bạn điền mỗi buổi học một dòng, rồi gửi tệp lại cho mình."),
            "Mình cho bạn xem trước những gì sẽ đổi, bạn đồng ý mình mới đăng.",
        )
