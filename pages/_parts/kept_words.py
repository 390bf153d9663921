"""Room kept for some partners and the limit of one partner, in words: how much, for whom, until when (R5)."""

from collections.abc import Iterable

from core.i18n.words import Words
from core.partners.kinds import TOGETHER, PartnerKind
from core.reservations.priority import KeptShare, Priority
from core.reservations.priority_refusals import said_until


def kinds_said(_: Words, kinds: Iterable[PartnerKind]) -> str:
    """Return kinds of partners inside a sentence: `food banks and hubs`."""
    return _.together(sorted(_(TOGETHER[kind]) for kind in kinds))


def kept_said(_: Words, kept: Priority, *, kind: PartnerKind | None = None) -> list[str]:
    """Return a sentence for each rule a departure still applies; `kind` is the reader's own, if one asks for room."""
    said = [_share_said(_, share, kind) for share in kept.shares]
    if kept.limit is not None:
        percent, until = _.percent(kept.limit.percent / 100), _.value(said_until(kept.limit.until))
        said.append(_("At most %(percent)s for one partner until %(until)s", percent=percent, until=until))
    return said


def _share_said(_: Words, share: KeptShare, kind: PartnerKind | None) -> str:
    facts = {
        "percent": _.percent(share.percent / 100),
        "kinds": kinds_said(_, share.kinds),
        "until": _.value(said_until(share.until)),
    }
    said = (
        _("%(percent)s kept for %(kinds)s, so for you, until %(until)s", **facts)
        if kind in share.kinds
        else _("%(percent)s kept for %(kinds)s until %(until)s", **facts)
    )
    return f"{said} ({share.note})" if share.note else said
