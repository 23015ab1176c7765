"""Every sentence that people read: a function of facts, once per language, escaped by construction.

The Vietnamese classes are the originals; each English class overrides every method of its Vietnamese one.
"""

from dataclasses import dataclass

from handlers.texts.en import ages as en_ages
from handlers.texts.en import announcing as en_announcing
from handlers.texts.en import answering as en_answering
from handlers.texts.en import asking as en_asking
from handlers.texts.en import broadcast_writing as en_broadcast_writing
from handlers.texts.en import broadcasts as en_broadcasts
from handlers.texts.en import catalogue as en_catalogue
from handlers.texts.en import changes as en_changes
from handlers.texts.en import check_in as en_check_in
from handlers.texts.en import courses as en_courses
from handlers.texts.en import desk_courses as en_desk_courses
from handlers.texts.en import desk_import as en_desk_import
from handlers.texts.en import desk_new as en_desk_new
from handlers.texts.en import desk_programmes as en_desk_programmes
from handlers.texts.en import desk_template as en_desk_template
from handlers.texts.en import files as en_files
from handlers.texts.en import general as en_general
from handlers.texts.en import groups as en_groups
from handlers.texts.en import household as en_household
from handlers.texts.en import item_desk as en_item_desk
from handlers.texts.en import item_files as en_item_files
from handlers.texts.en import kept_answers as en_kept_answers
from handlers.texts.en import materials as en_materials
from handlers.texts.en import my_data as en_my_data
from handlers.texts.en import my_file as en_my_file
from handlers.texts.en import organizers as en_organizers
from handlers.texts.en import polls as en_polls
from handlers.texts.en import prepared as en_prepared
from handlers.texts.en import programmes as en_programmes
from handlers.texts.en import progress as en_progress
from handlers.texts.en import questions as en_questions
from handlers.texts.en import quizzes as en_quizzes
from handlers.texts.en import registrations as en_registrations
from handlers.texts.en import reminders as en_reminders
from handlers.texts.en import reports as en_reports
from handlers.texts.en import rhythms as en_rhythms
from handlers.texts.en import roll as en_roll
from handlers.texts.en import roster as en_roster
from handlers.texts.en import roster_files as en_roster_files
from handlers.texts.en import settings as en_settings
from handlers.texts.en import skills as en_skills
from handlers.texts.en import tallies as en_tallies
from handlers.texts.en import wishes as en_wishes
from handlers.texts.vi import ages as vi_ages
from handlers.texts.vi import announcing as vi_announcing
from handlers.texts.vi import answering as vi_answering
from handlers.texts.vi import asking as vi_asking
from handlers.texts.vi import broadcast_writing as vi_broadcast_writing
from handlers.texts.vi import broadcasts as vi_broadcasts
from handlers.texts.vi import catalogue as vi_catalogue
from handlers.texts.vi import changes as vi_changes
from handlers.texts.vi import check_in as vi_check_in
from handlers.texts.vi import courses as vi_courses
from handlers.texts.vi import desk_courses as vi_desk_courses
from handlers.texts.vi import desk_import as vi_desk_import
from handlers.texts.vi import desk_new as vi_desk_new
from handlers.texts.vi import desk_programmes as vi_desk_programmes
from handlers.texts.vi import desk_template as vi_desk_template
from handlers.texts.vi import files as vi_files
from handlers.texts.vi import general as vi_general
from handlers.texts.vi import groups as vi_groups
from handlers.texts.vi import household as vi_household
from handlers.texts.vi import item_desk as vi_item_desk
from handlers.texts.vi import item_files as vi_item_files
from handlers.texts.vi import kept_answers as vi_kept_answers
from handlers.texts.vi import materials as vi_materials
from handlers.texts.vi import my_data as vi_my_data
from handlers.texts.vi import my_file as vi_my_file
from handlers.texts.vi import organizers as vi_organizers
from handlers.texts.vi import polls as vi_polls
from handlers.texts.vi import prepared as vi_prepared
from handlers.texts.vi import programmes as vi_programmes
from handlers.texts.vi import progress as vi_progress
from handlers.texts.vi import questions as vi_questions
from handlers.texts.vi import quizzes as vi_quizzes
from handlers.texts.vi import registrations as vi_registrations
from handlers.texts.vi import reminders as vi_reminders
from handlers.texts.vi import reports as vi_reports
from handlers.texts.vi import rhythms as vi_rhythms
from handlers.texts.vi import roll as vi_roll
from handlers.texts.vi import roster as vi_roster
from handlers.texts.vi import roster_files as vi_roster_files
from handlers.texts.vi import settings as vi_settings
from handlers.texts.vi import skills as vi_skills
from handlers.texts.vi import tallies as vi_tallies
from handlers.texts.vi import wishes as vi_wishes

LANGUAGES = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Texts:
    """One language."""

    language: str
    general: vi_general.General
    courses: vi_courses.Courses
    asking: vi_asking.Asking
    quizzes: vi_quizzes.Quizzes
    item_files: vi_item_files.ItemFiles
    item_desk: vi_item_desk.ItemDesk
    progress: vi_progress.Progress
    polls: vi_polls.Polls
    rhythms: vi_rhythms.Rhythms
    registrations: vi_registrations.Registrations
    reports: vi_reports.Reports
    skills: vi_skills.Skills
    groups: vi_groups.Groups
    household: vi_household.Household
    ages: vi_ages.Ages
    settings: vi_settings.Settings
    wishes: vi_wishes.Wishes
    tallies: vi_tallies.Tallies
    my_data: vi_my_data.MyData
    my_file: vi_my_file.MyFile
    organizers: vi_organizers.Organizers
    questions: vi_questions.Questions
    prepared: vi_prepared.Prepared
    answering: vi_answering.Answering
    announcing: vi_announcing.Announcing
    broadcasts: vi_broadcasts.Broadcasts
    broadcast_writing: vi_broadcast_writing.BroadcastWriting
    kept_answers: vi_kept_answers.KeptAnswers
    files: vi_files.Files
    reminders: vi_reminders.Reminders
    changes: vi_changes.Changes
    catalogue: vi_catalogue.Catalogue
    desk_courses: vi_desk_courses.DeskCourses
    roster: vi_roster.Roster
    roster_files: vi_roster_files.RosterFiles
    roll: vi_roll.Roll
    check_in: vi_check_in.CheckIn
    desk_template: vi_desk_template.DeskTemplate
    desk_import: vi_desk_import.DeskImport
    desk_new: vi_desk_new.DeskNew
    materials: vi_materials.Materials
    programmes: vi_programmes.Programmes
    desk_programmes: vi_desk_programmes.DeskProgrammes


VIETNAMESE = Texts(
    language="vi",
    general=vi_general.General(),
    courses=vi_courses.Courses(),
    asking=vi_asking.Asking(),
    quizzes=vi_quizzes.Quizzes(),
    item_files=vi_item_files.ItemFiles(),
    item_desk=vi_item_desk.ItemDesk(),
    progress=vi_progress.Progress(),
    polls=vi_polls.Polls(),
    rhythms=vi_rhythms.Rhythms(),
    registrations=vi_registrations.Registrations(),
    reports=vi_reports.Reports(),
    skills=vi_skills.Skills(),
    groups=vi_groups.Groups(),
    household=vi_household.Household(),
    ages=vi_ages.Ages(),
    settings=vi_settings.Settings(),
    wishes=vi_wishes.Wishes(),
    tallies=vi_tallies.Tallies(),
    my_data=vi_my_data.MyData(),
    my_file=vi_my_file.MyFile(),
    organizers=vi_organizers.Organizers(),
    questions=vi_questions.Questions(),
    prepared=vi_prepared.Prepared(),
    answering=vi_answering.Answering(),
    announcing=vi_announcing.Announcing(),
    broadcasts=vi_broadcasts.Broadcasts(),
    broadcast_writing=vi_broadcast_writing.BroadcastWriting(),
    kept_answers=vi_kept_answers.KeptAnswers(),
    files=vi_files.Files(),
    reminders=vi_reminders.Reminders(),
    changes=vi_changes.Changes(),
    catalogue=vi_catalogue.Catalogue(),
    desk_courses=vi_desk_courses.DeskCourses(),
    roster=vi_roster.Roster(),
    roster_files=vi_roster_files.RosterFiles(),
    roll=vi_roll.Roll(),
    check_in=vi_check_in.CheckIn(),
    desk_template=vi_desk_template.DeskTemplate(),
    desk_import=vi_desk_import.DeskImport(),
    desk_new=vi_desk_new.DeskNew(),
    materials=vi_materials.Materials(),
    programmes=vi_programmes.Programmes(),
    desk_programmes=vi_desk_programmes.DeskProgrammes(),
)

ENGLISH = Texts(
    language="en",
    general=en_general.General(),
    courses=en_courses.Courses(),
    asking=en_asking.Asking(),
    quizzes=en_quizzes.Quizzes(),
    item_files=en_item_files.ItemFiles(),
    item_desk=en_item_desk.ItemDesk(),
    progress=en_progress.Progress(),
    polls=en_polls.Polls(),
    rhythms=en_rhythms.Rhythms(),
    registrations=en_registrations.Registrations(),
    reports=en_reports.Reports(),
    skills=en_skills.Skills(),
    groups=en_groups.Groups(),
    household=en_household.Household(),
    ages=en_ages.Ages(),
    settings=en_settings.Settings(),
    wishes=en_wishes.Wishes(),
    tallies=en_tallies.Tallies(),
    my_data=en_my_data.MyData(),
    my_file=en_my_file.MyFile(),
    organizers=en_organizers.Organizers(),
    questions=en_questions.Questions(),
    prepared=en_prepared.Prepared(),
    answering=en_answering.Answering(),
    announcing=en_announcing.Announcing(),
    broadcasts=en_broadcasts.Broadcasts(),
    broadcast_writing=en_broadcast_writing.BroadcastWriting(),
    kept_answers=en_kept_answers.KeptAnswers(),
    files=en_files.Files(),
    reminders=en_reminders.Reminders(),
    changes=en_changes.Changes(),
    catalogue=en_catalogue.Catalogue(),
    desk_courses=en_desk_courses.DeskCourses(),
    roster=en_roster.Roster(),
    roster_files=en_roster_files.RosterFiles(),
    roll=en_roll.Roll(),
    check_in=en_check_in.CheckIn(),
    desk_template=en_desk_template.DeskTemplate(),
    desk_import=en_desk_import.DeskImport(),
    desk_new=en_desk_new.DeskNew(),
    materials=en_materials.Materials(),
    programmes=en_programmes.Programmes(),
    desk_programmes=en_desk_programmes.DeskProgrammes(),
)


def of(language: str) -> Texts:
    """The texts in this language; Vietnamese where we have none."""
    return ENGLISH if language == "en" else VIETNAMESE
