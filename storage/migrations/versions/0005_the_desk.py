"""The desk."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "broadcasts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "classes",
                "child",
                "announcements",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("text_vi", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("audience", sa.JSON(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "confirming",
                "scheduled",
                "sending",
                "paused",
                "done",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "repeats",
            sa.Enum("never", "weekly", "monthly", name="repeats", native_enum=False, create_constraint=True, length=16),
            nullable=False,
        ),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("seconded_by", sa.Integer(), nullable=True),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=True),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("receipt", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("filled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.id"], name=op.f("fk_broadcasts_centre_id")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["contacts.id"], name=op.f("fk_broadcasts_confirmed_by")),
        sa.ForeignKeyConstraint(["made_by"], ["contacts.id"], name=op.f("fk_broadcasts_made_by")),
        sa.ForeignKeyConstraint(["seconded_by"], ["contacts.id"], name=op.f("fk_broadcasts_seconded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcasts")),
        sa.UniqueConstraint("code", name=op.f("uq_broadcasts_code")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_broadcasts_open",
        "broadcasts",
        ["state", "due_at"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "code_tries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_code_tries_contact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_tries")),
    )
    op.create_index("ix_code_tries_contact_id", "code_tries", ["contact_id"], unique=False)
    op.create_table(
        "follows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_follows_contact_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_follows_topic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follows")),
        sa.UniqueConstraint("contact_id", "topic_id", name=op.f("uq_follows_contact_id_topic_id")),
    )
    op.create_index("ix_follows_topic_id_contact_id", "follows", ["topic_id", "contact_id"], unique=False)
    op.create_table(
        "groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "family",
                "clan",
                "unit",
                "community",
                name="groupkind",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.id"], name=op.f("fk_groups_centre_id")),
        sa.ForeignKeyConstraint(["created_by"], ["contacts.id"], name=op.f("fk_groups_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groups")),
        sa.UniqueConstraint("code", name=op.f("uq_groups_code")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_groups_centre_id", "groups", ["centre_id"], unique=False)
    op.create_table(
        "material_rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_material_rounds_course_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material_rounds")),
        sa.UniqueConstraint("course_id", name=op.f("uq_material_rounds_course_id")),
    )
    op.create_table(
        "memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column(
            "association",
            sa.Enum(
                "women",
                "youth",
                "elderly",
                "veterans",
                "farmers",
                "red_cross",
                "study_promotion",
                "trade_union",
                name="association",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_memberships_contact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sa.UniqueConstraint("contact_id", "association", name=op.f("uq_memberships_contact_id_association")),
    )
    op.create_index("ix_memberships_association_contact_id", "memberships", ["association", "contact_id"], unique=False)
    op.create_table(
        "programmes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("noticed", sa.JSON(), nullable=True),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_programmes_days")),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.id"], name=op.f("fk_programmes_centre_id")),
        sa.ForeignKeyConstraint(["created_by"], ["contacts.id"], name=op.f("fk_programmes_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programmes")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "checkins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("token", sa.String(length=24), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["lesson_id"], ["lessons.id"], name=op.f("fk_checkins_lesson_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkins")),
        sa.UniqueConstraint("lesson_id", name=op.f("uq_checkins_lesson_id")),
        sa.UniqueConstraint("token", name=op.f("uq_checkins_token")),
    )
    op.create_index(op.f("ix_checkins_code"), "checkins", ["code"], unique=False)
    op.create_table(
        "group_members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_group_members_group_id")),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.id"], name=op.f("fk_group_members_learner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_members")),
        sa.UniqueConstraint("group_id", "learner_id", name=op.f("uq_group_members_group_id_learner_id")),
    )
    op.create_index("ix_group_members_learner_id", "group_members", ["learner_id"], unique=False)
    op.create_table(
        "materials",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=True),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(url IS NULL) <> (file_id IS NULL)", name=op.f("ck_materials_link_or_file")),
        sa.ForeignKeyConstraint(["added_by"], ["contacts.id"], name=op.f("fk_materials_added_by")),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.id"], name=op.f("fk_materials_centre_id")),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_materials_file_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_materials_topic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_materials")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_materials_topic_id", "materials", ["topic_id"], unique=False)
    op.create_table(
        "programme_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "class",
                "talk",
                "opening",
                "visit",
                "other",
                name="eventkind",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("venue", sa.String(length=200), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(course_id IS NULL) <> (kind = 'class')", name=op.f("ck_programme_events_class")),
        sa.CheckConstraint("(course_id IS NULL) <> (starts_at IS NULL)", name=op.f("ck_programme_events_times")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_programme_events_order")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_programme_events_course_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_programme_events_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_events")),
        sa.UniqueConstraint("programme_id", "course_id", name=op.f("uq_programme_events_programme_id_course_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "programme_follows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_programme_follows_contact_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_programme_follows_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_follows")),
        sa.UniqueConstraint("programme_id", "contact_id", name=op.f("uq_programme_follows_programme_id_contact_id")),
    )
    op.create_index(op.f("ix_programme_follows_contact_id"), "programme_follows", ["contact_id"], unique=False)
    op.create_table(
        "visits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column(
            "how",
            sa.Enum("code", "qr", "ticked", name="how", native_enum=False, create_constraint=True, length=16),
            nullable=False,
        ),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_visits_contact_id")),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.id"], name=op.f("fk_visits_learner_id")),
        sa.ForeignKeyConstraint(["lesson_id"], ["lessons.id"], name=op.f("fk_visits_lesson_id")),
        sa.ForeignKeyConstraint(["registration_id"], ["registrations.id"], name=op.f("fk_visits_registration_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
        sa.UniqueConstraint("lesson_id", "contact_id", name=op.f("uq_visits_lesson_id_contact_id")),
        sa.UniqueConstraint("lesson_id", "learner_id", name=op.f("uq_visits_lesson_id_learner_id")),
    )
    op.create_index("ix_visits_contact_id", "visits", ["contact_id"], unique=False)
    op.create_index("ix_visits_learner_id", "visits", ["learner_id"], unique=False)
    op.create_index("ix_visits_registration_id", "visits", ["registration_id"], unique=False)
    op.add_column("centres", sa.Column("yearly_target", sa.Integer(), nullable=True))
    op.add_column("consents", sa.Column("oral", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
    op.add_column("contacts", sa.Column("phone", sa.String(length=20), nullable=True))
    op.add_column("courses", sa.Column("low_told_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "learners",
        sa.Column(
            "age_group",
            sa.Enum("under_16", "16_34", "35_59", "60_up", name="agegroup", native_enum=False, length=16),
            nullable=True,
        ),
    )
    op.add_column("lessons", sa.Column("headcount", sa.Integer(), nullable=True))
    op.add_column("outbox", sa.Column("broadcast_id", sa.Integer(), nullable=True))
    op.create_index(
        "ix_outbox_address_id_broadcast_id",
        "outbox",
        ["address_id", "broadcast_id"],
        unique=False,
        sqlite_where=sa.text("broadcast_id IS NOT NULL"),
        postgresql_where=sa.text("broadcast_id IS NOT NULL"),
    )
    op.create_index(
        "ix_outbox_broadcast_id_fate",
        "outbox",
        ["broadcast_id", "fate"],
        unique=False,
        sqlite_where=sa.text("broadcast_id IS NOT NULL"),
        postgresql_where=sa.text("broadcast_id IS NOT NULL"),
    )
    op.add_column("registrations", sa.Column("moved_up_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("consents") as batch:
        batch.alter_column(
            "purpose",
            existing_type=sa.Enum(
                "classes", "child", name="purpose", native_enum=False, create_constraint=True, length=16
            ),
            type_=sa.Enum(
                "classes",
                "child",
                "announcements",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            existing_nullable=False,
        )
