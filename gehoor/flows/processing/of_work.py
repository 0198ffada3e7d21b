"""What is kept of colleagues as such, and of the set-up and the machine."""

from typing import Final

from gehoor.flows.processing.words import Held, Purpose, Term, Whose, about, nobody

COLLEAGUE, ANYBODY = Whose.COLLEAGUE, Whose.ANYBODY
LOGGING_IN, PLANNING, ARRANGING = Purpose.LOGGING_IN, Purpose.PLANNING, Purpose.ARRANGING
STAYS, BY_HAND = Term.STAYS, Term.BY_HAND

OF_WORK: Final[dict[str, tuple[Held, ...]]] = {
    "people.Team": (nobody("name signature"),),
    "people.User": (
        about(COLLEAGUE, LOGGING_IN, STAYS, "name email password"),
        about(COLLEAGUE, ARRANGING, Term.CHANGED, "language theme"),
    ),
    "people.RoleHeld": (about(COLLEAGUE, LOGGING_IN, Term.ROLE, "user"),),
    "people.Absence": (about(COLLEAGUE, PLANNING, STAYS, "person backup why_nobody"),),
    "people.Invitation": (about(COLLEAGUE, LOGGING_IN, Term.INVITED, "user token_hash"),),
    "account.EmailAddress": (about(COLLEAGUE, LOGGING_IN, STAYS, "user email"),),
    "account.EmailConfirmation": (nobody("key"),),
    "mfa.Authenticator": (about(COLLEAGUE, LOGGING_IN, BY_HAND, "user data"),),
    "axes.AccessFailureLog": (nobody("user_agent ip_address username http_accept path_info"),),
    "axes.AccessAttempt": (
        about(
            ANYBODY,
            LOGGING_IN,
            Term.TRIES,
            "username ip_address user_agent http_accept path_info get_data post_data",
        ),
    ),
    "axes.AccessAttemptExpiration": (),
    "axes.AccessLog": (
        nobody("user_agent ip_address username http_accept path_info session_hash"),
    ),
    "logins.Session": (
        about(COLLEAGUE, LOGGING_IN, Term.SESSION, "user device session_key session_data"),
    ),
    "logins.RequiredStep": (nobody("role"),),
    "logins.LastCode": (about(COLLEAGUE, LOGGING_IN, Term.NEXT, "user"),),
    "logins.Try": (about(ANYBODY, LOGGING_IN, Term.TRIES, "who"), nobody("what")),
    "logins.ForgottenPassword": (about(ANYBODY, LOGGING_IN, Term.MAILED, "email"),),
    "logins.Provider": (nobody("name issuer client_id vault scopes groups_claim levels"),),
    "logins.ProviderAccount": (about(COLLEAGUE, LOGGING_IN, STAYS, "user issuer subject"),),
    "logins.GroupRight": (nobody("group roles"),),
    "logins.ClientKey": (nobody("public certificate vault"),),
    "organisation.Conduct": (nobody("text"),),
    "organisation.Acceptance": (about(COLLEAGUE, ARRANGING, STAYS, "person"),),
    "organisation.Organisation": (
        about(
            COLLEAGUE,
            ARRANGING,
            Term.CHANGED,
            "roster first_line second_line third_line coordination public_numbers public_addresses "
            "public_names",
        ),
        nobody(
            "name language signature purpose style case_forms emergency_words emergency_text "
            "emergency_answer veiled_words unveiled_words at_step steps"
        ),
    ),
    "planning.SpecialDay": (nobody("reason"),),
    "planning.HolidayChoice": (nobody("name"),),
    "planning.OwnHours": (),
    "planning.OwnDay": (nobody("blocks reason"),),
    "planning.AwayAnswer": (nobody("text"),),
    "planning.ProfileLook": (nobody("problem"),),
    "planning.Block": (),
    "planning.Norm": (nobody("way sender kind"),),
    "roster.Shift": (about(COLLEAGUE, PLANNING, BY_HAND, "person"),),
    "roster.Skip": (),
    "roster.Swap": (about(COLLEAGUE, PLANNING, STAYS, "asker to decided_by"),),
    "roster.Duty": (about(COLLEAGUE, PLANNING, STAYS, "person"),),
    "skills.Skill": (nobody("name labels"),),
    "skills.Held": (about(COLLEAGUE, PLANNING, BY_HAND, "user granted_by"),),
    "accounts.Account": (
        about(COLLEAGUE, ARRANGING, BY_HAND, "owner adopted_by handle name"),
        nobody("platform purpose"),
    ),
    "knowledge.AgendaItem": (nobody("title place text link"),),
    "knowledge.KeptAnswer": (
        about(COLLEAGUE, ARRANGING, BY_HAND, "owner"),
        nobody("title shortcut text link misconception labels"),
    ),
    "knowledge.KeptForm": (nobody("kind text"),),
    "knowledge.ProtocolLine": (nobody("name kind way sender why text link"),),
    "knowledge.Style": (nobody("avoid must forbidden"),),
    "knowledge.Tip": (nobody("kind text"),),
    "channels.Channel": (
        nobody(
            "name connector purpose private_only address settings credentials push_key push_secret "
            "cursor learned health_detail"
        ),
    ),
    "channels.Circuit": (nobody("problem"),),
    "channels.Canary": (nobody("token problem"),),
    "health.Heartbeat": (nobody("part machine version stuck"),),
    "health.Certificate": (nobody("host"),),
    "health.Alarm": (
        about(COLLEAGUE, Purpose.RUNNING, Term.MENDED, "seen_by"),
        nobody("subject"),
    ),
    "auth.Permission": (nobody("name codename"),),
    "auth.Group": (nobody("name"),),
    "contenttypes.ContentType": (nobody("app_label model"),),
    "procrastinate.ProcrastinateWorker": (),
    "procrastinate.ProcrastinateJob": (nobody("queue_name task_name lock args queueing_lock"),),
    "procrastinate.ProcrastinateEvent": (),
    "procrastinate.ProcrastinatePeriodicDefer": (nobody("task_name periodic_id"),),
}
"""the same of the other tables; the log of the throttle that is switched off holds no rows, and a
job holds numbers only"""
