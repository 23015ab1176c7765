// Every sentence of the page itself, by language; what the bot says comes from the bot.

export const WORDS = {
  vi: {
    trial: "bản thử", clock: "Giờ trong bản thử:", turn: "Chỉnh giờ", hour: "+1 giờ", day: "+1 ngày",
    next: "Đến việc kế tiếp", nothingDue: "Chưa có việc nào sắp tới.", turned: (time) => `Bây giờ là ${time}.`,
    people: "Chọn người để trò chuyện", unread: (count) => `${count} tin chưa đọc`, shown: "đang mở",
    other: "English", otherLabel: "English: switch the language of this page",
    messages: (name) => `Cuộc trò chuyện của ${name}`, write: "Viết tin nhắn", writeAs: (name) => `Viết tin nhắn, ${name}`,
    send: "Gửi", attach: "Đính kèm", commands: "Các lệnh", more: "Tuỳ chọn", start: "Bắt đầu", quiz: "Làm câu đố hai phút", desk: "Mở bàn làm việc", empty: "Chưa có tin nhắn nào.",
    photo: "Ảnh", voice: "Tin nhắn thoại", sticker: "Nhãn dán", document: "Tệp", contact: "Số điện thoại",
    location: "Vị trí", poll: "Bình chọn", save: (name) => `Tải tệp ${name}`, seconds: "0:03",
    share: "Ai nhận liên kết này?", block: "Chặn bot", unblock: "Bỏ chặn", blocked: "Bạn đã chặn bot. Bot không nhắn được cho bạn.",
    edited: "đã sửa", typing: "đang nhập…", close: "Đóng", bot: "Bạn Học", you: "Bạn",
    lost: "Mất kết nối, đang thử lại…", failed: "Chưa gửi được. Hãy thử lại.", opens: "mở trong thẻ mới",
    weekdays: ["Chủ Nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"],
  },
  en: {
    trial: "demo", clock: "Demo time:", turn: "Turn the clock", hour: "+1 hour", day: "+1 day",
    next: "To the next event", nothingDue: "Nothing is due.", turned: (time) => `It is now ${time}.`,
    people: "Choose who to be", unread: (count) => `${count} unread`, shown: "open",
    other: "Tiếng Việt", otherLabel: "Tiếng Việt: đổi ngôn ngữ của trang này",
    messages: (name) => `Chat of ${name}`, write: "Write a message", writeAs: (name) => `Write a message as ${name}`,
    send: "Send", attach: "Attach", commands: "Commands", more: "Options", start: "Start", quiz: "Take a two-minute quiz", desk: "Open the desk", empty: "No messages yet.",
    photo: "Photo", voice: "Voice message", sticker: "Sticker", document: "File", contact: "Phone number",
    location: "Place", poll: "Poll", save: (name) => `Download ${name}`, seconds: "0:03",
    share: "Who gets this link?", block: "Block the bot", unblock: "Unblock", blocked: "You have blocked the bot. It cannot write to you.",
    edited: "edited", typing: "typing…", close: "Close", bot: "Bạn Học", you: "You",
    lost: "Connection lost, trying again…", failed: "That was not sent. Please try again.", opens: "opens in a new tab",
    weekdays: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
  },
};

let language = localStorage.getItem("language") === "en" ? "en" : "vi";

export const spoken = () => language;
export const word = (name, ...facts) => {
  const found = WORDS[language][name];
  return typeof found === "function" ? found(...facts) : found;
};

export function speak(chosen) {
  language = chosen;
  localStorage.setItem("language", chosen);
}

// Vietnam has one time zone without summer time: seven hours ahead of UTC.
const local = (moment) => new Date(new Date(moment).getTime() + 7 * 3600 * 1000);
const two = (number) => String(number).padStart(2, "0");

export function hour(moment) {
  const time = local(moment);
  return `${two(time.getUTCHours())}:${two(time.getUTCMinutes())}`;
}

export function day(moment) {
  const time = local(moment);
  const date = `${two(time.getUTCDate())}/${two(time.getUTCMonth() + 1)}/${time.getUTCFullYear()}`;
  return `${word("weekdays")[time.getUTCDay()]}, ${date}`;
}
