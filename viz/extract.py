"""Collects every text of the interface, and keeps the catalogue in step.

    python -m viz.extract

adds new texts to ``locales/zh/LC_MESSAGES/messages.po``, drops those that are gone, and says
which ones still lack a translation. A text of ours is ``_()``, ``ngettext()`` or ``{% trans %}``
in a template, ``mark()`` or ``gettext()`` in Python, ``t()`` or ``tn()`` in a script.
"""

from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from viz.words import LOCALES, forms_of

_PACKAGES: Final = ("viz", "api")
_HEADER: Final = r"""# Chinese texts of the interface. The English ones in the code are the source: see viz/extract.py.
msgid ""
msgstr ""
"Language: zh\n"
"Plural-Forms: nplurals=1; plural=0;\n"
"Content-Type: text/plain; charset=utf-8\n"

"""
_METHODS: Final = [("templates/**.html", "jinja2"), ("static/js/**.js", "javascript"), ("**.py", "python")]
_OPTIONS: Final = {"templates/**.html": {"extensions": "jinja2.ext.do", "silent": "false"}}
_ONE: Final = ("_", "gettext", "mark", "t")
_SEVERAL: Final = ("ngettext", "tn")
_KEYWORDS: Final[dict[str, Any]] = dict.fromkeys(_ONE) | dict.fromkeys(_SEVERAL, (1, 2))


def extracted() -> Catalog:
    """Every text of the templates, scripts, modules and page routes, with the files that use it."""
    catalog = Catalog(project="bankgraph", charset="utf-8", locale="zh")
    for package in _PACKAGES:
        folder = Path(__file__).parents[1] / package
        for file, _line, message, _comments, context in extract_from_dir(folder, _METHODS, _OPTIONS, _KEYWORDS):
            # no line numbers: they would change the catalogue whenever code above them does
            catalog.add(message, locations=[(f"{package}/{Path(file).as_posix()}", 0)], context=context)
    return catalog


def update(path: Path = LOCALES / "zh" / "LC_MESSAGES" / "messages.po") -> list[str]:
    """Bring the catalogue at ``path`` in step; the texts that have no translation."""
    with path.open("rb") as po:
        catalog = read_po(po, locale="zh")
    catalog.update(extracted(), no_fuzzy_matching=True)
    with path.open("wb") as po:
        po.write(_HEADER.encode())
        write_po(po, catalog, 110, omit_header=True, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return untranslated(catalog)


def untranslated(catalog: Catalog) -> list[str]:
    """The texts of a catalogue without a translation, in one of their forms or in all."""
    return [str(m.id) for m in catalog if m.id and not all(forms_of(m.string))]


if __name__ == "__main__":
    for missing in update():
        print(missing)
