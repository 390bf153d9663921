"""What people do to fill troughs: declare needs, ask for a proposal, send its invitations, accept or decline them."""

from datetime import date

from core.access.rights import Member, Right, require, require_acting_for, require_signed_in
from core.audit.actions import record
from core.database.doors import WriteSession
from core.database.once import insert_once
from core.notices.actions import tell
from core.notices.tables import NoticeKind
from core.shared import clock, plausible
from core.shared.errors import N_, InThePast, NotFound
from core.shared.periods import Period, week_start
from core.shared.quantities import Quantity
from core.tariffs.views import price_list
from core.troughs import balance_store as store
from core.troughs.balance_checker import check
from core.troughs.balance_views import SeasonAhead, season_ahead
from core.troughs.kinds import InvitationState
from core.troughs.proposal import Proposal, ProposedLoad, matches_of, proposal_of
from core.troughs.refusals import NoNeeds, ProposalStale
from core.troughs.seasonal_needs import NeedCard, checked_need
from core.troughs.tables import Invitation, SeasonalNeed
from core.work.actions import enqueue, job_for

JOB_KIND = "balance_season"
MOST_WEEKS = 53
A_NEED = N_("seasonal need")
A_PROPOSAL = N_("proposal")
WITHDRAWN = "withdrawn"


def declare_need(session: WriteSession, member: Member, card: NeedCard) -> int:
    """Write down what a partner would ship in some months; the same form sent twice declares once. Return its id.

    Raises:
        SignInNeeded, NotAllowed: only for one's own partner, except coordinators.
        Refusal: it cannot be believed.
    """
    person_id = require_acting_for(member, card.partner_id)
    card = checked_need(card)
    need_id = insert_once(
        session,
        SeasonalNeed,
        request_id=card.request_id,
        partner_id=card.partner_id,
        kind=card.kind,
        from_site_id=card.from_site_id,
        from_territory=card.from_territory,
        to_site_id=card.to_site_id,
        first_month=card.first_month,
        last_month=card.last_month,
        kg_a_week=card.kg_a_week,
        pallet_hundredths_a_week=card.pallet_hundredths_a_week,
        temperature=card.temperature,
        flexibility_weeks=card.flexibility_weeks,
        priority=int(card.priority),
        note=card.note,
        made_at=clock.now(),
        made_by_id=person_id,
    )
    if need_id is None:
        earlier = store.need_by_request(session, card.request_id)
        if earlier is None or earlier.partner_id != card.partner_id:
            raise NotFound(what=A_NEED)
        return earlier.id or 0
    record(session, person_id, "declared a need", "seasonal_need", need_id, kg=card.kg_a_week)
    return need_id


def withdraw_need(session: WriteSession, member: Member, *, need_id: int) -> None:
    """Withdraw a need; its unanswered invitations lapse. Withdrawing it again changes nothing.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    person_id = require_signed_in(member)
    need = store.lock_need(session, need_id)
    if need is None or not member.may_act_for(need.partner_id):
        raise NotFound(what=A_NEED)
    if need.withdrawn_at is not None:
        return
    need.withdrawn_at = clock.now()
    store.lapse(session, need_id=need_id, now=clock.now(), reason=WITHDRAWN)
    record(session, person_id, "withdrew a need", "seasonal_need", need_id)
    session.flush()


def ask_for_proposal(session: WriteSession, member: Member, *, first_week: date, weeks: int) -> str:
    """Ask the worker who could fill the troughs of some weeks; return the job's id, to wake after the commit.

    Raises:
        NotAllowed: only a coordinator may.
        NoNeeds, InThePast, OutOfBounds: there is nothing to match, or nowhere to look.
        TooManyJobs: the person's other calculations have not ended.
    """
    require(member, Right.coordinator)
    first = week_start(first_week)
    if first < week_start(clock.today()):
        raise InThePast(day=first_week)
    weeks = plausible.whole(N_("Weeks"), weeks, least=1, most=MOST_WEEKS)
    if not store.active_needs(session):
        raise NoNeeds
    return enqueue(session, member, kind=JOB_KIND, arguments={"first_week": first.isoformat(), "weeks": weeks})


def invite(session: WriteSession, member: Member, *, job_id: str) -> int:
    """Send the invitations of a proposal, once, after judging it against the room and the needs as they are now.

    Each partner gets one notice. Returns how many invitations the proposal has; none is sent twice.

    Raises:
        NotAllowed: only a coordinator may.
        NotFound: there is no such proposal.
        ProposalStale: room or needs changed; nothing is sent.
    """
    person_id = require(member, Right.coordinator)
    job = job_for(session, member, job_id)
    if job.kind != JOB_KIND or job.result is None:
        raise NotFound(what=A_PROPOSAL)
    proposal = proposal_of(job.result)
    needs = store.lock_needs(session, {load.need_id for load in proposal.loads})
    sent = store.sent_by(session, job_id)
    if sent:
        return sent
    if len(needs) < len({load.need_id for load in proposal.loads}):
        raise ProposalStale
    ahead = season_ahead(session, first_week=proposal.first_week, weeks=proposal.weeks, now=clock.now())
    matches = matches_of(ahead.problem, proposal.loads)
    if matches is None or check(ahead.problem, matches):
        raise ProposalStale
    _send(session, person_id, job_id, proposal, ahead)
    record(session, person_id, "sent invitations", "job", None, job=job_id, count=len(proposal.loads))
    session.flush()
    return len(proposal.loads)


def _send(session: WriteSession, person_id: int, job_id: str, proposal: Proposal, ahead: SeasonAhead) -> None:
    kinds = store.partner_kinds(session, {load.partner_id for load in proposal.loads})
    prices = price_list(session)
    departures = {each.departure.id: each for each in ahead.departures}
    told: dict[int, list[ProposedLoad]] = {}
    for place, load in enumerate(proposal.loads):
        coming = departures[load.departure_id]
        price = prices.quote(
            Quantity(load.kg, load.pallet_hundredths),
            metres=sum(leg.metres for leg in coming.legs if load.from_position <= leg.position < load.to_position),
            day=coming.departure.service_date,
            kind=kinds[load.partner_id],
            period=Period.trough,
            trough_discount_percent=coming.line.trough_discount_percent,
        )
        session.add(_invitation(load, place, job_id, price.bill.total_cents, person_id))
        told.setdefault(load.partner_id, []).append(load)
    for partner_id, loads in told.items():
        tell(
            session,
            partner_id=partner_id,
            kind=NoticeKind.invited,
            count=len(loads),
            kg=sum(load.kg for load in loads),
            day=min(departures[load.departure_id].departure.service_date for load in loads).isoformat(),
        )


def _invitation(load: ProposedLoad, place: int, job_id: str, price_cents: int, person_id: int) -> Invitation:
    return Invitation(
        job_id=job_id,
        place_in_job=place,
        need_id=load.need_id,
        partner_id=load.partner_id,
        departure_id=load.departure_id,
        wanted_week=load.wanted_week,
        from_site_id=load.from_site_id,
        to_site_id=load.to_site_id,
        from_position=load.from_position,
        to_position=load.to_position,
        compartment_id=load.compartment_id,
        kg=load.kg,
        pallet_hundredths=load.pallet_hundredths,
        temperature=load.temperature,
        price_cents=price_cents,
        state=InvitationState.open,
        made_at=clock.now(),
        made_by_id=person_id,
    )
