"""The few pages that are plain HTML: no script at all, readable before anything else is loaded.

Text is escaped by `Markup.format`; only constants of this package are markup.
"""

from urllib.parse import quote

from markupsafe import Markup
from starlette.responses import HTMLResponse

from core.i18n.words import LANGUAGES, Words
from core.web.headers import PLAIN_POLICY

_LANGUAGE_NAMES = {"fr": "Français", "en": "English"}
_DOCUMENT = Markup(
    """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>{title} · Navette</title>
<link rel="icon" href="/plain/navette.svg" type="image/svg+xml">
<link rel="stylesheet" href="/plain/navette.css">
</head>
<body>
<header><a class="name" href="/"><img src="/plain/navette.svg" width="40" height="40" alt="">Navette</a>
<nav aria-label="{languages_said}">{languages}</nav></header>
<main>{content}</main>
<footer>{promise}</footer>
</body>
</html>
"""
)
_LANGUAGE_LINK = Markup('<a href="/langue/{code}?retour={back}" lang="{code}" hreflang="{code}"{here}>{name}</a>')
_MARK = Markup("<strong>{}</strong> ")
_REFUSAL = Markup('<p class="refusal" role="alert">{mark}{said}</p>')


def plain_page(_: Words, *, title: str, content: Markup, back: str, status: int = 200) -> HTMLResponse:
    """Return a whole plain page; `back` is the address the language links come back to."""
    languages = Markup(" ").join(
        _LANGUAGE_LINK.format(
            code=code,
            back=quote(back),
            name=_LANGUAGE_NAMES[code],
            here=Markup(' aria-current="true"') if code == _.language else "",
        )
        for code in LANGUAGES
    )
    html = _DOCUMENT.format(
        language=_.language,
        title=title,
        languages=languages,
        languages_said=_("Language"),
        content=content,
        promise=_("A shared transport calendar, kept by its partners."),
    )
    headers = {"content-security-policy": PLAIN_POLICY, "cache-control": "no-store"}
    return HTMLResponse(str(html), status, headers)


def refused(_: Words, said: str) -> Markup:
    """Return a refusal's sentence as the notice above a form that can be sent again; empty when there is none."""
    return _REFUSAL.format(mark=_MARK.format(_("Not yet.")), said=said) if said else Markup("")


def told(said: str) -> Markup:
    """Return a sentence that ends the matter, as the notice of a page without a form."""
    return _REFUSAL.format(mark="", said=said)
