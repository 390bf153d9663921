"""The accounts of the demonstration network, shown beside the sign-in form in demonstration mode only."""

from markupsafe import Markup

from core.demo.accounts import ACCOUNTS, PASSWORD
from core.i18n.words import Words

_ACCOUNT = Markup(
    """<li><form method="post" action="/connexion"><input type="hidden" name="retour" value="{back}">
<input type="hidden" name="email" value="{email}"><input type="hidden" name="password" value="{password}">
<button class="account"><strong>{role}</strong><span>{email}</span></button></form></li>"""
)
_SECTION = Markup(
    '<section class="card demonstration"><h2>{title}</h2><p>{said}</p><ul>{accounts}</ul>'
    '<p class="hint">{password_said} <code>{password}</code></p></section>'
)


def demonstration_accounts(_: Words, back: str) -> Markup:
    """Return the section that lets anyone enter the demonstration network with one press."""
    return _SECTION.format(
        title=_("Demonstration network"),
        said=_("Places are real, people and partners are invented. Enter as:"),
        accounts=Markup("").join(
            _ACCOUNT.format(back=back, email=each.email, password=each.password, role=_(each.role)) for each in ACCOUNTS
        ),
        password_said=_("Password of all these accounts:"),
        password=PASSWORD,
    )
