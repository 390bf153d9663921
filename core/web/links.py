"""One-use links: an invitation or a password reset opens a form to choose one's own password."""

from functools import partial

from anyio import to_thread
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core.access.own_account_actions import choose_password
from core.access.passwords import LEAST_CHARACTERS, hashed
from core.access.refusals import LinkNotValid
from core.access.session_actions import open_session
from core.access.tables import LinkPurpose
from core.access.views import OpenLink, open_link
from core.database.doors import reading, write
from core.i18n.words import Words, words
from core.shared.errors import N_, Refusal, WrongInput
from core.web.cookies import remember_session
from core.web.origins import address_of, turned_away
from core.web.plain_pages import plain_page, refused, told

_CHOOSE = Markup(
    """<section class="card"><h1>{title}</h1><p>{said}</p>{refusal}
<form method="post">
<input type="hidden" name="username" value="{email}" autocomplete="username">
<label>{first_said}<input name="password" type="password" required minlength="{least}" maxlength="128"
 autocomplete="new-password" autofocus></label>
<label>{again_said}<input name="again" type="password" required maxlength="128" autocomplete="new-password"></label>
<button>{enter}</button></form><p class="hint">{hint}</p></section>"""
)
_OVER = Markup('<section class="card"><h1>{title}</h1>{refusal}<p><a class="button" href="/">{go}</a></p></section>')


async def show_link(request: Request) -> Response:
    """Draw the form that a one-use link opens; looking at it does not use it up."""
    _, token = words(request.state.language), request.path_params["token"]
    found = await to_thread.run_sync(_look, token)
    return _choose(_, found, token) if found is not None else _over(_)


async def use_link(request: Request) -> Response:
    """Keep the password its bearer chose, and sign them in."""
    if away := turned_away(request):
        return away
    _, token = words(request.state.language), request.path_params["token"]
    form = await request.form(max_files=0, max_fields=8)
    found = await to_thread.run_sync(_look, token)
    if found is None:
        return _over(_)
    use = partial(_use, token, found, str(form.get("password", "")), str(form.get("again", "")), address_of(request))
    try:
        cookie = await to_thread.run_sync(use)
    except LinkNotValid:
        return _over(_)
    except Refusal as refusal:
        return _choose(_, found, token, said=_.refusal(refusal), status=422)
    answer = RedirectResponse("/", 303)
    remember_session(answer, cookie)
    return answer


def _look(token: str) -> OpenLink | None:
    with reading() as session:
        return open_link(session, token)


def _use(token: str, found: OpenLink, password: str, again: str, address: str) -> str:
    if password != again:
        raise WrongInput(field=N_("Password"), reason=N_("the two are not the same. Type it twice."))
    new = hashed(password, email=found.email)
    person_id = write(lambda session: choose_password(session, token=token, new=new))
    return write(lambda session: open_session(session, person_id=person_id, email=found.email, address=address))


def _choose(_: Words, found: OpenLink, token: str, *, said: str = "", status: int = 200) -> Response:
    invited = found.purpose is LinkPurpose.invitation
    content = _CHOOSE.format(
        title=_("Welcome, %(name)s", name=found.name) if invited else _("Choose a new password"),
        said=_("Choose the password with which you will sign in as %(email)s.", email=found.email),
        refusal=refused(_, said),
        email=found.email,
        first_said=_("Password"),
        again_said=_("The same once more"),
        least=LEAST_CHARACTERS,
        enter=_("Keep this password and sign in"),
        hint=_(
            "At least %(least)s characters: four words that have nothing to do with each other are easy to remember.",
            least=LEAST_CHARACTERS,
        ),
    )
    return plain_page(_, title=_("Choose a password"), content=content, back=f"/lien/{token}", status=status)


def _over(_: Words) -> Response:
    content = _OVER.format(
        title=_("This link is over"), refusal=told(_.refusal(LinkNotValid())), go=_("Go to the calendar")
    )
    return plain_page(_, title=_("This link is over"), content=content, back="/connexion", status=410)
