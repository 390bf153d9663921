"""A price as it is shown before a click: before taxes, each tax, and what is to be paid."""

from core.i18n.words import Words
from core.shared.taxes import Bill


def price_said(_: Words, bill: Bill, *more: str) -> str:
    """Return what is to be paid in bold, what it is made of in small, and more small lines below."""
    small = [*([_.before_taxes(bill)] if bill.tax_cents else []), *more]
    return "  \n".join([f"**{_.money(bill.total_cents)}**", *(f":small[{each}]" for each in small)])


def bill_lines(_: Words, bill: Bill) -> list[str]:
    """Return the lines of a bill, its total last and in bold."""
    if not bill.tax_cents:
        return [_("Price: **%(price)s** (no taxes)", price=_.money(bill.price_cents))]
    return [
        _("Price before taxes: %(price)s", price=_.money(bill.price_cents)),
        *([_("GST: %(amount)s", amount=_.money(bill.gst_cents))] if bill.gst_cents else []),
        *([_("QST: %(amount)s", amount=_.money(bill.qst_cents))] if bill.qst_cents else []),
        _("To pay: **%(amount)s**", amount=_.money(bill.total_cents)),
    ]
