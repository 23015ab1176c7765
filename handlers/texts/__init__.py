"""Every sentence that people read: a function of facts, once per language, escaped by construction.

The Vietnamese classes are the originals; each English class overrides every method of its Vietnamese one.
"""

from dataclasses import dataclass

from handlers.texts.en import asking as en_asking
from handlers.texts.en import catalogue as en_catalogue
from handlers.texts.en import changes as en_changes
from handlers.texts.en import courses as en_courses
from handlers.texts.en import general as en_general
from handlers.texts.en import household as en_household
from handlers.texts.en import my_data as en_my_data
from handlers.texts.en import registrations as en_registrations
from handlers.texts.en import reminders as en_reminders
from handlers.texts.en import settings as en_settings
from handlers.texts.vi import asking as vi_asking
from handlers.texts.vi import catalogue as vi_catalogue
from handlers.texts.vi import changes as vi_changes
from handlers.texts.vi import courses as vi_courses
from handlers.texts.vi import general as vi_general
from handlers.texts.vi import household as vi_household
from handlers.texts.vi import my_data as vi_my_data
from handlers.texts.vi import registrations as vi_registrations
from handlers.texts.vi import reminders as vi_reminders
from handlers.texts.vi import settings as vi_settings

LANGUAGES = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Texts:
    """One language."""

    language: str
    general: vi_general.General
    courses: vi_courses.Courses
    asking: vi_asking.Asking
    registrations: vi_registrations.Registrations
    household: vi_household.Household
    settings: vi_settings.Settings
    my_data: vi_my_data.MyData
    reminders: vi_reminders.Reminders
    changes: vi_changes.Changes
    catalogue: vi_catalogue.Catalogue


VIETNAMESE = Texts(
    language="vi",
    general=vi_general.General(),
    courses=vi_courses.Courses(),
    asking=vi_asking.Asking(),
    registrations=vi_registrations.Registrations(),
    household=vi_household.Household(),
    settings=vi_settings.Settings(),
    my_data=vi_my_data.MyData(),
    reminders=vi_reminders.Reminders(),
    changes=vi_changes.Changes(),
    catalogue=vi_catalogue.Catalogue(),
)

ENGLISH = Texts(
    language="en",
    general=en_general.General(),
    courses=en_courses.Courses(),
    asking=en_asking.Asking(),
    registrations=en_registrations.Registrations(),
    household=en_household.Household(),
    settings=en_settings.Settings(),
    my_data=en_my_data.MyData(),
    reminders=en_reminders.Reminders(),
    changes=en_changes.Changes(),
    catalogue=en_catalogue.Catalogue(),
)


def of(language: str) -> Texts:
    """The texts in this language; Vietnamese where we have none."""
    return ENGLISH if language == "en" else VIETNAMESE
