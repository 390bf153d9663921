"""Signing in and out by plain forms: `/connexion`, `/deconnexion`, and the language switch `/langue/fr`."""

from functools import partial
from urllib.parse import quote

from anyio import CapacityLimiter, to_thread
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core.access.entrance import enter
from core.access.refusals import TooManyAttempts
from core.access.rights import VISITOR, Member
from core.access.session_actions import sign_out
from core.access.tokens import sha256_of
from core.database.doors import write
from core.i18n.words import LANGUAGES, Words, words
from core.shared.errors import BusyNetwork, Refusal
from core.shared.settings import settings
from core.web.cookies import forget_session, remember_language, remember_session, session_cookie
from core.web.demonstration import demonstration_accounts
from core.web.origins import address_of, safe_return, turned_away
from core.web.plain_pages import plain_page, refused

_few_at_a_time = CapacityLimiter(8)
_STATUS = {TooManyAttempts: 429, BusyNetwork: 503}

_FORM = Markup(
    """<section class="card">
<h1>{title}</h1>
{refusal}
<form method="post" action="/connexion">
<input type="hidden" name="retour" value="{back}">
<label>{email_said}<input name="email" type="email" value="{email}" required maxlength="254"
 autocomplete="username" autocapitalize="none" spellcheck="false"{focus}></label>
<label>{password_said}<input name="password" type="password" required maxlength="256"
 autocomplete="current-password"></label>
<button>{enter}</button>
</form>
<p class="hint">{hint}</p>
</section>{accounts}"""
)
_ALREADY = Markup(
    """<section class="card"><h1>{title}</h1>
<p>{said}</p>
<p><a class="button" href="{back}">{go_on}</a></p>
<form method="post" action="/deconnexion"><button class="quiet">{leave}</button></form></section>"""
)


async def show_sign_in(request: Request) -> Response:
    """Draw the sign-in form, or say who is signed in already."""
    _, back = words(request.state.language), safe_return(request.query_params.get("retour"))
    member: Member = getattr(request.state, "member", VISITOR)
    if member.is_visitor:
        return _form(_, back=back)
    content = _ALREADY.format(
        title=_("You are signed in"),
        said=_("You are signed in as %(name)s.", name=member.name),
        back=back,
        go_on=_("Go on"),
        leave=_("Sign out"),
    )
    return plain_page(_, title=_("Sign in"), content=content, back="/connexion")


async def sign_in(request: Request) -> Response:
    """Check an e-mail and its password; open a session and go where the person was going."""
    if away := turned_away(request):
        return away
    _ = words(request.state.language)
    form = await request.form(max_files=0, max_fields=8)
    email, password = str(form.get("email", "")).strip().lower()[:254], str(form.get("password", ""))[:1024]
    back = safe_return(str(form.get("retour", "")))
    try_it = partial(enter, email, password, address_of(request))
    try:
        token = await to_thread.run_sync(try_it, limiter=_few_at_a_time)
    except Refusal as refusal:
        return _form(_, back=back, email=email, said=_.refusal(refusal), status=_STATUS.get(type(refusal), 401))
    answer = RedirectResponse(back, 303)
    remember_session(answer, token)
    return answer


async def leave(request: Request) -> Response:
    """End this browser's session."""
    if away := turned_away(request):
        return away
    if token := request.cookies.get(session_cookie()):
        await to_thread.run_sync(lambda: write(lambda session: sign_out(session, token_sha256=sha256_of(token))))
    answer = RedirectResponse("/", 303)
    forget_session(answer)
    return answer


async def choose_language(request: Request) -> Response:
    """Keep the language a visitor chose in this browser, and go back to the page."""
    language = request.path_params["language"]
    back = safe_return(request.query_params.get("retour"), never=("/langue/", "/deconnexion"))
    answer = RedirectResponse(back, 303)
    if language in LANGUAGES:
        remember_language(answer, language)
    return answer


def _form(_: Words, *, back: str, email: str = "", said: str = "", status: int = 200) -> Response:
    content = _FORM.format(
        title=_("Sign in"),
        refusal=refused(_, said),
        back=back,
        email=email,
        email_said=_("E-mail"),
        password_said=_("Password"),
        enter=_("Sign in"),
        hint=_("No account, or password forgotten? Your network's animator sends you a link."),
        focus="" if said else Markup(" autofocus"),
        accounts=demonstration_accounts(_, back) if settings().demonstration else "",
    )
    here = f"/connexion?retour={quote(back)}"
    return plain_page(_, title=_("Sign in"), content=content, back=here, status=status)
