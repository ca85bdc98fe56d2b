"""Translations: collect the texts of each app, and compile them.

    python -m scripts.messages collect [APP …]
    python -m scripts.messages compile

English stands in the source; `lianchuang/<app>/locale/zh_Hans/LC_MESSAGES/*.po` hold the Chinese.
Catalogues are kept in one form (sorted, without dates, places or guesses), so that a diff shows
translations and nothing else, and people may collect different apps at the same time.
"""

from __future__ import annotations

import argparse
import fcntl
import io
import re
from pathlib import Path

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from scripts.run import PYTHON, ROOT, STAMPS, give_up, output

PACKAGE = ROOT / "lianchuang"
LANGUAGE = "zh_Hans"
HEADER = f"""msgid ""
msgstr ""
"Language: {LANGUAGE}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
_PLAIN = ("--no-location", "--no-obsolete", "--no-wrap", "--ignore", "tests/*", "--ignore", "migrations/*")
_JS_TEXT = re.compile(r"\b(n?p?gettext)\(")


def apps() -> list[Path]:
    """Every app: a package folder directly in lianchuang."""
    return sorted(path.parent for path in PACKAGE.glob("*/__init__.py"))


def catalogue(app: Path, domain: str = "django") -> Path:
    """Where an app's Chinese stands."""
    return app / "locale" / LANGUAGE / "LC_MESSAGES" / f"{domain}.po"


def domains(app: Path) -> list[str]:
    """`django`, and `djangojs` where the app's browser code shows texts."""
    in_browser = any(_JS_TEXT.search(path.read_text(encoding="utf-8")) for path in app.glob("static/**/*.js"))
    return ["django", "djangojs"] if in_browser else ["django"]


def in_one_form(catalog: Catalog) -> str:
    """The catalogue as text: sorted, a fixed header, no guesses, no places, nothing obsolete."""
    tidy = Catalog(locale=LANGUAGE)
    for message in catalog:
        if not message.id:
            continue
        text = "" if message.fuzzy else message.string
        if isinstance(message.id, (list, tuple)) and not text:
            text = ("",)
        tidy.add(
            message.id,
            text,
            context=message.context,
            auto_comments=message.auto_comments,
            user_comments=message.user_comments,
        )
    whole = io.BytesIO()
    write_po(whole, tidy, width=0, no_location=True, omit_header=True, sort_output=True)
    body = whole.getvalue().decode("utf-8")
    return HEADER + body.strip("\n") + "\n"


def read(path: Path) -> Catalog:
    """A catalogue from its file."""
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE, abort_invalid=True)


def collect(app: Path) -> list[Path]:
    """Bring an app's catalogues up to its source; the files left. An app without texts keeps none."""
    left = []
    for domain in domains(app):
        path = catalogue(app, domain)
        path.parent.mkdir(parents=True, exist_ok=True)
        command = ["makemessages", "--domain", domain, "--locale", LANGUAGE, *_PLAIN]
        output(PYTHON, "-m", "django", *command, cwd=app, env={"DJANGO_SETTINGS_MODULE": ""})
        if path.exists():
            path.write_text(in_one_form(read(path)), encoding="utf-8")
            left.append(path)
    for folder in [app / "locale" / LANGUAGE / "LC_MESSAGES", app / "locale" / LANGUAGE, app / "locale"]:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    return left


def collect_all(names: list[str]) -> None:
    """Collect the named apps, or all; say what is still to be translated."""
    known = {app.name: app for app in apps()}
    unknown = [name for name in names if name not in known]
    if unknown:
        give_up(f"No such app: {', '.join(unknown)}. There are: {', '.join(known)}.")
    STAMPS.mkdir(exist_ok=True)
    for name in names or list(known):
        with (STAMPS / f"messages-{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for path in collect(known[name]):
                empty = sum(not is_translated(message.string) for message in read(path) if message.id)
                print(
                    f"{path.relative_to(ROOT)}: {empty} to translate" if empty else f"{name}: complete",
                    flush=True,
                )


def is_translated(text: object) -> bool:
    """Whether a translation is there, in each of its forms."""
    return all(text) if isinstance(text, (list, tuple)) else bool(text)


def compile_all() -> None:
    """Compile every catalogue beside its source; remove what has lost its source."""
    for path in PACKAGE.glob("*/locale/*/LC_MESSAGES/*.mo"):
        if not path.with_suffix(".po").exists():
            path.unlink()
    for path in sorted(PACKAGE.glob("*/locale/*/LC_MESSAGES/*.po")):
        with path.with_suffix(".mo.new").open("wb") as file:
            write_mo(file, read(path))
        path.with_suffix(".mo.new").replace(path.with_suffix(".mo"))


def main() -> None:
    """Collect or compile."""
    parser = argparse.ArgumentParser(description="Collect or compile translations.")
    parser.add_argument("what", choices=["collect", "compile"])
    parser.add_argument("apps", nargs="*")
    wanted = parser.parse_args()
    if wanted.what == "compile":
        compile_all()
    else:
        collect_all(wanted.apps)


if __name__ == "__main__":
    main()
