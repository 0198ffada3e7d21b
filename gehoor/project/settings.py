"""Django's settings. Everything that differs between installations comes from the environment.

The list of settings, with what each is for, stands in docs/guides/settings.md; a test compares.
"""

from datetime import timedelta
from pathlib import Path
from pkgutil import iter_modules
from urllib.parse import urlsplit

from gehoor.project.environment import (
    Environment,
    database,
    disk_folders,
    disk_limits,
    home,
    syslog_address,
)

PACKAGE = Path(__file__).resolve().parent.parent
env = Environment()

# Where this installation keeps its things: keys, the embedded database, attachments.
GEHOOR_HOME = home()
GEHOOR_PORT = env.number("GEHOOR_PORT", 8000)
GEHOOR_HOST = env.text("GEHOOR_HOST", "127.0.0.1")
# The address people type. Links in mails come from here, never from a request header.
BASE_URL = env.text("BASE_URL", f"http://localhost:{GEHOOR_PORT}").rstrip("/")
# The second origin: shows what strangers sent. Another host name, so it never gets our cookies.
UNTRUSTED_URL = env.text("UNTRUSTED_URL", f"http://127.0.0.1:{GEHOOR_PORT}").rstrip("/")
ORGANISATION = env.text("GEHOOR_ORGANISATION", "")
# What may be fetched beside the public internet: exact host:port pairs, such as an intranet's feed.
FETCH_ALSO = env.pairs("GEHOOR_FETCH_ALSO")

SECRET_KEY = env.secret("GEHOOR_SECRET_KEY", GEHOOR_HOME / "keys" / "secret_key")
# Newest first; credentials are written with the first and read with any.
VAULT_KEYS = env.secret("GEHOOR_VAULT_KEYS", GEHOOR_HOME / "keys" / "vault_keys").split()
# Newest first; the log is sealed with the first, and seals made with any are known.
AUDIT_KEYS = env.secret("GEHOOR_AUDIT_KEYS", GEHOOR_HOME / "keys" / "audit_keys").split()
# Where the head of the sealed log is written down, outside the database, and how often.
AUDIT_HEAD_FILE = env.path("GEHOOR_AUDIT_HEAD_FILE", GEHOOR_HOME / "audit-heads.txt")
AUDIT_HEAD_SECONDS = env.number("GEHOOR_AUDIT_HEAD_SECONDS", 3600)
AUDIT_SYSLOG = env.text("GEHOOR_AUDIT_SYSLOG", "")

DEBUG = False
ALLOWED_HOSTS = [host for host in {urlsplit(BASE_URL).hostname} if host]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

DATABASES = {"default": database(env.text("DATABASE_URL", ""), GEHOOR_HOME)}
DATABASE_OWNER_URL = env.text("DATABASE_OWNER_URL", "")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "gehoor.people",
    "gehoor.logins",
    "gehoor.audit",
    "gehoor.organisation",
    "gehoor.planning",
    "gehoor.knowledge",
    "gehoor.second_eyes",
    "gehoor.channels",
    "gehoor.contacts",
    "gehoor.accounts",
    "gehoor.skills",
    "gehoor.inbox",
    "gehoor.listening",
    "gehoor.routing",
    "gehoor.roster",
    "gehoor.consultations",
    "gehoor.practice",
    "gehoor.health",
    "gehoor.project",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "gehoor.project.compression.Compression",
    "gehoor.screens.untrusted.door.SecondOrigin",
    "gehoor.project.headers.SecurityHeaders",
    "gehoor.project.static_files.StaticFiles",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "gehoor.project.presence.Presence",
    "gehoor.screens.access.WhoIsActing",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "gehoor.project.urls"
ASGI_APPLICATION = "gehoor.project.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "screens"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "gehoor.project.jinja.environment",
            "context_processors": ["gehoor.project.jinja.form_token"],
        },
    },
    {
        # Allauth insists on this engine; what it would show with it has no address here.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

STATIC_URL = "/static/"
STATIC_ROOT = GEHOOR_HOME / "static"
# Also before anything is collected, as in tests: then under plain names, straight from the source.
WHITENOISE_USE_FINDERS = True
STATICFILES_DIRS = [PACKAGE / "screens" / "static"]
MEDIA_ROOT = GEHOOR_HOME / "attachments"
# What is given up when a disk fills, and which disks count beside that of MEDIA_ROOT.
DISK_LIMITS = disk_limits()
DISK_FOLDERS = disk_folders()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "gehoor.project.static_files.ImmutableStaticFiles"},
}

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "gehoor.logins.actions.backend.Backend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 14},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "gehoor.screens.login.adapter.Invited"
ACCOUNT_FORMS = {"login": "gehoor.screens.login.adapter.LogInForm"}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
MFA_ADAPTER = "gehoor.logins.actions.steps.Steps"
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "preferred"
MFA_RECOVERY_CODE_DIGITS = 12
# allauth counts in process memory; the throttle must hold over several processes, so axes counts
# in the database.
ACCOUNT_RATE_LIMITS = False
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
# Who keeps trying while locked out waits no longer for it.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "gehoor.screens.login.adapter.tried_address"
AXES_LOCKOUT_CALLABLE = "gehoor.screens.login.adapter.too_many_tries"
# Kept out of what the throttle writes down about a try.
AXES_SENSITIVE_PARAMETERS = [
    "username",
    "ip_address",
    "login",
    "email",
    "current",
    "csrfmiddlewaretoken",
]
AXES_ENABLE_ADMIN = False
# Addresses of computers are kept no longer than the throttle needs them.
AXES_DISABLE_ACCESS_LOG = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_VERBOSE = False

SESSION_ENGINE = "gehoor.logins.actions.store"
SESSION_COOKIE_AGE = env.number("GEHOOR_SESSION_HOURS", 12) * 3600
# Who does nothing for so long is logged out; a screen that renews itself is nothing.
SESSION_IDLE = timedelta(minutes=env.number("GEHOOR_SESSION_IDLE_MINUTES", 30))
# On a shared desk the session ends with the browser, whichever way somebody came in.
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SESSION_COOKIE_SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SESSION_COOKIE_SECURE else None

# Mail to colleagues (alarms). Mail to citizens goes through channels only.
EMAIL_HOST = env.text("GEHOOR_ALARM_SMTP_HOST", "")
EMAIL_PORT = env.number("GEHOOR_ALARM_SMTP_PORT", 25)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("GEHOOR_ALARM_FROM", "gehoor@localhost")
EMAIL_TIMEOUT = 10

PROCRASTINATE_IMPORT_PATHS = [
    f"gehoor.flows.{module.name}"
    for module in iter_modules([str(PACKAGE / "flows")])
    if module.name != "tests"
]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks_are_found_by_import_paths"

# Lets a program on another machine read /metrics; without it only this machine can.
METRICS_TOKEN = env.text("GEHOOR_METRICS_TOKEN", "")

# Fault tests run the same program with shorter times; the scale is printed with their results.
TIME_SCALE = env.decimal("GEHOOR_TIME_SCALE", 1.0)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "gehoor.project.logs.Discreet",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
        "json": {"()": "gehoor.project.logs.AsJson", "format": "{message}", "style": "{"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": env.choice("GEHOOR_LOG_FORMAT", "line", ("line", "json")),
        },
        "heads": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout"},
        **(
            {
                "syslog": {
                    "class": "logging.handlers.SysLogHandler",
                    "address": syslog_address(AUDIT_SYSLOG),
                    "facility": "authpriv",
                }
            }
            if AUDIT_SYSLOG
            else {}
        ),
    },
    "root": {"handlers": ["console"], "level": env.text("GEHOOR_LOG_LEVEL", "WARNING")},
    "loggers": {
        # Tells who failed to log in from where; the throttle keeps that, the log must not.
        "axes": {"level": "ERROR"},
        # An address that is not found says nothing about us, and may hold a link's secret.
        "django.request": {"level": "ERROR"},
        "gehoor": {"level": env.text("GEHOOR_LOG_LEVEL", "INFO")},
        # The head of the sealed log, for whoever keeps it where we cannot come.
        "gehoor.heads": {
            "level": "INFO",
            "handlers": ["heads", *(["syslog"] if AUDIT_SYSLOG else [])],
            "propagate": False,
        },
    },
}
