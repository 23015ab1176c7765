"""The log is append-only: the database itself refuses to change or drop what was noted.

Who did it may be forgotten, and only that: deleting a person takes their number out.
"""

from alembic import op

revision = "0007"
down_revision = "0006"

SAYS = "the audit log is append-only"
FACTS = "id, at, centre_id, action, details"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION audit_entries_stay() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{SAYS}'; END $$"
        )
        does = "FOR EACH ROW EXECUTE FUNCTION audit_entries_stay()"
        someone = f"FOR EACH ROW WHEN (NEW.contact_id IS NOT NULL) {does.removeprefix('FOR EACH ROW ')}"
    else:
        does = f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
        someone = f"WHEN NEW.contact_id IS NOT NULL {does}"
    op.execute(f"CREATE TRIGGER audit_entries_are_kept BEFORE DELETE ON audit_entries {does}")
    op.execute(f"CREATE TRIGGER audit_entries_say_the_same BEFORE UPDATE OF {FACTS} ON audit_entries {does}")
    op.execute(f"CREATE TRIGGER audit_entries_name_nobody_else BEFORE UPDATE OF contact_id ON audit_entries {someone}")
