"""Refusing: times that do not suit ("trừ chủ nhật", "mai mình bận rồi", "không học buổi tối được").

What people do then is told in a thousand ways; only what makes coming impossible is listed (work, the doctor's, a
wedding), for a time that is wrongly refused hides classes, and one that is wrongly kept only shows some more.
"""

import re
from dataclasses import replace

from handlers.language.days import every_week
from handlers.language.spans import When
from handlers.language.words import Found, Scene

_NO = r"(?:khong|ko|k|kg|hk|hok|hong|hem|kh|khg|chang|cha|don't|can't|cannot|khum|hum)"
_REFUSED_BEFORE = re.compile(
    rf" (?:tru(?: ra)?|ngoai tru|ngoai|except(?: for)?|not|dung|tranh|(?:can't|cannot|don't) (?:do|make|come|attend)|"
    rf"{_NO} (?:phai|hoc|ranh|di|co ranh|thich|muon|chiu|lay|can|tham gia))"
    r"(?: (?:lop|la|vao|ngay|hom|buoi|di|hoc|duoc|on|at|in|cac|o|may|luc|the|ra|cho|con|cai|bua|trong))* $"
)
_EXCEPTED = re.compile(r" (?:busy|ban|ket)(?: (?:het|ca|roi))? tru(?: ra)? $")
"""Busy but for this: then this suits."""
PERSON = r"(?:minh|em|con|toi|tui|anh|chi|co|chu|bac|ba|ong|chau|to|me|nha|nha em|t|e|c|tao|grandma|i)"
_CANNOT = rf"{_NO} (?:di|hoc|tham gia|toi|den)(?: (?:hoc|lop))* (?:duoc|dc) "
_REFUSED_AFTER = re.compile(
    rf"^ ?(?:(?:thi|la|,|cung|lai|hoi|{PERSON}) )*(?:(?:da|bi|se|dang|con|phai) )?"
    rf"(?:busy |ket |mac (?!qua|hon|tien|vay|the|khong|ko|k|$)"
    rf"|ban (?:roi|viec|het|mat|,|mot|mai|thu|t[2-7]|cn|chu|qua|di|hoc|$)|{_CANNOT}|{_NO} (?:co )?ranh )"
    rf"|^ ?{PERSON} (?:(?:da|bi|se|dang|con|phai) )?"
    r"(?:di (?:lam(?! ve)|kham|le|cong tac|dam|an cuoi|an gio|benh vien|cho|choi|du lich)"
    r"|(?:ban|sell) (?:com|hang|ca|rau|buon)) "
    rf"|^ ?{PERSON} (?:(?:da|co|dang) )?(?:di )?(?:hoc (?:(?!,)\S+ ){{1,3}}roi|ve (?:ngoai|noi|que)) "
    rf"|^ ?(?:(?!,|co |lop |nen )\S+ ){{1,6}}nen (?:\S+ ){{0,2}}?{_CANNOT}"
)
_BUSY_FOR = re.compile(
    rf"(?:^| ,| nen| vi| do) (?:{PERSON} )+(?:busy|ban) (?:(?:hoc|lam|viec|day|nau|don) )?(?:buoi )?$"
    rf"| {PERSON} (?:busy|ban) (?:\S+ )?(?:cho|vao|o) (?:buoi )?$| dang (?:busy|ban) (?:toi|den|het|until) $"
)
"""In front of a time: but "mai con bận mốt con rảnh" is busy tomorrow."""
_BUSY_AT = re.compile(
    rf" (?:{PERSON}|phai|mac) (?:phai |mac )?(?:di )?(?:kham(?: benh)?|dam cuoi|an cuoi|hop|cong tac|le)"
    r" (?:(?:luc|vao) )*$"
)
_EXACTLY = re.compile(r" dung (?:(?:ngay|luc|vao|hom) )?$")
"""Typed bare "dung" is "đúng" in front of a figure, "đừng" in front of anything else."""


def refuses(one: Found, scene: Scene) -> bool:
    """Whether the words around a time say that it does not suit."""
    words = scene.words
    before = words.between(max(0, one.first - 7), one.first) if one.first else " "
    after = words.between(one.last, len(words.starts)) if one.last < len(words.starts) else " "
    if _EXCEPTED.search(before) or (_EXACTLY.search(before) and re.match(r" (?:ngay )?\d", _said(one, scene))):
        return False
    led = _REFUSED_BEFORE.search(before) or _BUSY_FOR.search(before) or _BUSY_AT.search(before)
    return bool(led or _REFUSED_AFTER.match(after))


def _said(one: Found, scene: Scene) -> str:
    return scene.words.between(one.first, one.last)


def refuse(one: Found, scene: Scene) -> When:
    """The time, `negated` if the words around it refuse it; bare weekdays are then all of theirs."""
    if not refuses(one, scene):
        return one.when
    when = replace(one.when, day_readings=(), hour_readings=(), negated=True)
    return replace(when, days=every_week(one.weekdays, scene.today), name="weekdays") if one.weekdays else when
