"""What the user guide says: one short section per thing people do, in the very words of the screens."""

from collections.abc import Callable
from dataclasses import dataclass

from core.access.rights import Member, Right
from core.shared.errors import N_


def _everybody(_member: Member) -> bool:
    return True


def _acts(member: Member) -> bool:
    return bool(member.partner_ids) or member.has(Right.coordinator)


def _holds(*rights: Right) -> Callable[[Member], bool]:
    return lambda member: any(member.has(right) for right in rights)


@dataclass(frozen=True, slots=True)
class Section:
    """One thing people do: its title, the page where it is done, its sentences, and whom it concerns first."""

    title: str
    page: str
    sentences: tuple[str, ...]
    concerns: Callable[[Member], bool] = _everybody


SECTIONS: tuple[Section, ...] = (
    Section(
        N_("Read the calendar"),
        "transport_calendar",
        (
            N_(
                "Each box is a departure: its line, its hours, and the room left, by temperature. Click it to see "
                "its stops, the room on each leg and the price."
            ),
            N_(
                "The sign says how full the week is: ○ trough, there is room, at a reduced price; ◐ normal; ● "
                "peak, reserve early."
            ),
            N_(
                "Filter by territory, line, temperature or free room. The address then holds your view: copy it to "
                "send it."
            ),
            N_("“%(subscribe)s” shows the same departures in your own calendar."),
        ),
    ),
    Section(
        N_("Reserve room"),
        "reserve",
        (
            N_(
                "Say from where to where, how many kg and pallets, at which temperature, between which days, then "
                "“%(find)s”."
            ),
            N_(
                "The departures that fit come first, each with its price and what a trough week saves. "
                "“%(choose)s”, read, then “%(reserve)s”: you receive a number, such as R-0412."
            ),
            N_(
                "From “%(choose)s” on, the room is kept for you while you read. Some lines ask for a coordinator's "
                "yes, or for a notice to cancel: it is said before you reserve."
            ),
            N_(
                "It is full? The page says on which leg and how much is missing, and offers another departure, a "
                "smaller quantity, or “%(join)s”: you see your rank, and nobody overtakes you."
            ),
            N_(
                "Part of a departure may be kept for a kind of partner until a day that is said: then it is for "
                "everybody. Until then you may wait in line: you are served first when the day comes."
            ),
            N_("On a flexible tour you ask for a place: it is confirmed when the tour of the day is planned."),
            N_(
                "No departure goes all the way? The ways with a transfer appear instead: the load changes trucks in a "
                "storage that keeps its temperature, and all of it is reserved at once, or nothing."
            ),
        ),
        _acts,
    ),
    Section(
        N_("Reserve a whole season"),
        "reserve",
        (
            N_(
                "Once both places are chosen, “%(season)s”: choose the days, for instance every Tuesday until October. "
                "You read every date, its price or what is in its way, and the total, before anything is reserved."
            ),
            N_("Where not everything fits, say the smallest part that helps: it is reserved, and its price is said."),
            N_(
                "A busy season? “%(season_requests)s” opens a window: ask without hurrying, change your mind until it "
                "closes; what is short is shared evenly, and you read why you received what you did."
            ),
            N_(
                "Under “%(reservations)s”, “%(change_season)s” pauses the season, changes the quantity from a date on, "
                "or ends it. Cancelling one date leaves the others; departures made later join by themselves."
            ),
        ),
        _acts,
    ),
    Section(
        N_("Store pallets"),
        "storage",
        (
            N_(
                "Say how many pallets, at which temperature, between which days, then “%(see_places)s”: each place "
                "shows its free pallets day by day and its price in full."
            ),
            N_(
                "A full place says on which day and how much is missing; “%(join)s” works as for trucks. Change or "
                "cancel under “%(stays)s”; what you free goes at once to whoever waits."
            ),
            N_(
                "Your place has pallets to spare? “%(offer)s” between two dates, with a price and your conditions: you "
                "alone, and the coordinators, see who stays there."
            ),
        ),
        _acts,
    ),
    Section(
        N_("Change or cancel"),
        "my_reservations",
        (
            N_(
                "Under “%(reservations)s”, each reservation says until when it can be changed. “%(change)s” or "
                "cancel: the freed room goes at once to whoever waits."
            ),
            N_("Room offered to you is held until the hour shown: “%(take)s”, or leave it to the next in line."),
            N_(
                "Cancelling after a line's notice costs a part of the price: the amount is shown before the click, and "
                "nothing is owed if the truck does not run."
            ),
            N_("Whatever changes is told under “%(notices)s”, at the top of the page."),
        ),
        _acts,
    ),
    Section(
        N_("Fill the troughs"),
        "troughs",
        (
            N_(
                "“%(troughs)s” shows each line, week by week: what was carried, what is booked, what is expected "
                "from past seasons."
            ),
            N_(
                "The empty weeks ahead are listed in words, with who usually ships then and the reduced price. "
                "Reserve from there."
            ),
        ),
    ),
    Section(
        N_("Give time, kilometres or goods"),
        "roles",
        (
            N_(
                "“%(roles)s” says who does what, whose turn it is, and what each partner gives. On the map, the "
                "disc is the effort, the colour the balance."
            ),
            N_(
                "“%(add_contribution)s”: hours, kilometres, goods or money. Once approved, it counts in your "
                "balance; a question comes back to you under “%(notices)s”."
            ),
            N_(
                "Hours and kilograms are for everybody to see. Amounts in dollars are seen by the partner itself, "
                "the treasurer and coordinators."
            ),
        ),
        _acts,
    ),
    Section(
        N_("Drive a tour"),
        "driver_sheet",
        (
            N_(
                "“%(driver_sheet)s” gives the stops in order, the hours, what is loaded and unloaded, and the "
                "notes of each dock. It prints in black on white."
            ),
            N_("Times are estimates: check the roads and the ferry before leaving."),
        ),
        _holds(Right.driver, Right.coordinator),
    ),
    Section(
        N_("Plan the tours of a day"),
        "routes",
        (
            N_("Choose the day and the vehicles, then “%(optimise)s”. You may leave the page: the plan waits for you."),
            N_(
                "Read the map, the timetable and the cost beside what each partner would drive alone. A load that "
                "is not served says why."
            ),
            N_(
                "Nothing changes until “%(accept_plan)s”: then the departures take these stops and hours, and each "
                "partner is told."
            ),
        ),
        _holds(Right.coordinator),
    ),
    Section(
        N_("Keep the network"),
        "network",
        (
            N_(
                "Partners, then their places, vehicles, and lines. A line makes its departures ahead; a pause or a "
                "holiday takes some out, with the reason shown."
            ),
            N_("What was reserved is never dropped silently: calling a departure off tells every partner on it."),
            N_(
                "Under a line: what is kept for whom and until when, how much one partner may hold, whether a yes is "
                "asked, what a late cancellation costs. Prices and taxes stand under “%(tariffs)s”."
            ),
        ),
        _holds(Right.coordinator),
    ),
    Section(
        N_("Move a departure"),
        "timeline",
        (
            N_(
                "Vehicles, drivers' absences and storage stand on one timeline. Drag a departure, or choose it in "
                "the list: you read what changes and whom it concerns, then confirm."
            ),
            N_("What cannot be moved goes back to its place and says why. Reservations keep their numbers."),
        ),
        _holds(Right.coordinator),
    ),
    Section(
        N_("Answer, and find another departure"),
        "approvals",
        (
            N_(
                "“%(to_approve)s” lists what waits for your yes; a no needs a reason, and without an answer before the "
                "cut-off the room is free again."
            ),
            N_(
                "A truck breaks down, or is smaller? Open the departure, “%(elsewhere)s”: you see who would go where "
                "and who finds nothing, then one click offers it, keeps the room and tells everyone."
            ),
        ),
        _holds(Right.coordinator),
    ),
    Section(
        N_("Approve, close, settle"),
        "roles",
        (
            N_("“%(approve)s” the contributions, or send one back with a question."),
            N_(
                "“%(to_close)s”: once a departure is back, close it; the price of each load and what the vehicle's "
                "owner is owed go into the book."
            ),
            N_("“%(accounts)s” shows what each partner owes or is owed. A wrong line is reversed, never erased."),
        ),
        _holds(Right.treasurer, Right.coordinator),
    ),
    Section(
        N_("Review with the committee"),
        "committee",
        (
            N_(
                "“%(committee)s” answers one question at a time: were the troughs filled, how full were the "
                "trucks, what did sharing cost or save, is the effort evenly shared?"
            ),
            N_(
                "Choose the period; each figure says where it comes from. Decisions are written there, and come "
                "back at each meeting until they are done."
            ),
        ),
        _holds(Right.committee),
    ),
    Section(
        N_("Invite people and give rights"),
        "people",
        (
            N_("Invite somebody: a link is made, shown once; send it to them. They choose their own password."),
            N_(
                "To reserve for one's partner, no right is needed. Each right opens its own pages, and can be "
                "taken back at once."
            ),
        ),
        _holds(Right.administrator),
    ),
    Section(
        N_("My account, my language"),
        "account",
        (
            N_(
                "Your name, at the top of the page, opens your account: password, language, signing out "
                "everywhere. If you act for several partners, choose there for which one."
            ),
            N_("Password forgotten? Your network's animator sends you a link, good for one day."),
        ),
        lambda member: not member.is_visitor,
    ),
)
