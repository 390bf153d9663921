"""Answering an invitation, in a click: accepting reserves in the same transaction, declining says why if one likes."""

from core.access.rights import Member, require_signed_in
from core.audit.actions import record
from core.database.doors import WriteSession
from core.reservations.actions import ReservationRequest, reserve
from core.shared import clock, plausible
from core.shared.errors import N_, NotFound
from core.shared.quantities import Quantity
from core.troughs import balance_store as store
from core.troughs.kinds import InvitationState
from core.troughs.refusals import AlreadyAnswered
from core.troughs.tables import Invitation

AN_INVITATION = N_("invitation")


def accept_invitation(session: WriteSession, member: Member, *, invitation_id: int) -> int:
    """Reserve what the invitation offers, at the price it showed; return the reservation's id.

    Accepting it again gives the same reservation: never two. The room is taken when it is accepted, not before: if
    others were quicker, the refusal says what is left, and the invitation stays open.

    Raises:
        NotFound: there is none, or it is somebody else's.
        AlreadyAnswered: it was declined, or has lapsed.
        Refusal: the departure is closed or full, or the price went up (see `core.reservations.actions.reserve`).
    """
    person_id = require_signed_in(member)
    invitation = _own(session, member, invitation_id)
    if invitation.reservation_id is not None:
        return invitation.reservation_id
    _require_open(invitation)
    answer = reserve(
        session,
        member,
        ReservationRequest(
            request_id=f"invitation-{invitation_id}",
            partner_id=invitation.partner_id,
            departure_id=invitation.departure_id,
            from_site_id=invitation.from_site_id,
            to_site_id=invitation.to_site_id,
            quantity=Quantity(invitation.kg, invitation.pallet_hundredths),
            temperature=invitation.temperature,
            agreed_cents=invitation.price_cents,
        ),
    )
    invitation.state, invitation.reservation_id = InvitationState.accepted, answer.reservation_id
    invitation.answered_at, invitation.answered_by_id = clock.now(), person_id
    record(session, person_id, "accepted the invitation", "invitation", invitation_id, kg=invitation.kg)
    session.flush()
    return answer.reservation_id


def decline_invitation(session: WriteSession, member: Member, *, invitation_id: int, reason: str = "") -> None:
    """Decline an invitation, with a reason if one likes; declining it again changes nothing.

    Raises:
        NotFound: there is none, or it is somebody else's.
        AlreadyAnswered: it was accepted (cancel the reservation instead), or has lapsed.
    """
    person_id = require_signed_in(member)
    invitation = _own(session, member, invitation_id)
    if invitation.state is InvitationState.declined:
        return
    _require_open(invitation)
    said = plausible.text(N_("Reason"), reason, longest=200, may_be_blank=True)
    invitation.state, invitation.reason = InvitationState.declined, said
    invitation.answered_at, invitation.answered_by_id = clock.now(), person_id
    record(session, person_id, "declined the invitation", "invitation", invitation_id, reason=said)
    session.flush()


def _own(session: WriteSession, member: Member, invitation_id: int) -> Invitation:
    invitation = store.lock_invitation(session, invitation_id)
    if invitation is None or not member.may_act_for(invitation.partner_id):
        raise NotFound(what=AN_INVITATION)
    return invitation


def _require_open(invitation: Invitation) -> None:
    if invitation.state is not InvitationState.open:
        raise AlreadyAnswered(state=invitation.state)
