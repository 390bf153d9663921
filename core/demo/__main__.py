"""`python -m core.demo`: make the demonstration network, or make it anew, and say with which accounts to sign in."""

import argparse
import sys
from collections.abc import Sequence

from core.database.doors import reading, write
from core.demo import store
from core.demo.accounts import ACCOUNTS, PASSWORD
from core.demo.generator import SEED, WEEKS_AHEAD, WEEKS_OF_HISTORY, NotInDemonstrationMode, Progress, build
from core.i18n.words import DEFAULT_LANGUAGE, Words, words
from core.schema.migrate import migrate
from core.shared.errors import N_
from core.shared.settings import settings

_THERE = N_("The demonstration network is already there.")
_OTHER = N_("This database holds a network that is not a demonstration: it was left as it is.")
_UNFINISHED = N_("The demonstration network was not finished: starting anew.")
_NO_MODE = N_("Set NAVETTE_DEMO=1 first: the known passwords work in demonstration mode only.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments ask; return 1 when it was refused."""
    options = _options(arguments)
    _ = words(DEFAULT_LANGUAGE)
    if not settings().demonstration:
        print(_(_NO_MODE), file=sys.stderr)
        return 1
    migrate()
    said = _prepare(anew=options.anew)
    if said:
        print(_(said))
    if said in (None, _UNFINISHED):
        _make(options, _)
    elif said == _OTHER:
        return 1 if options.anew else 0
    _say_accounts(_)
    return 0


def _prepare(*, anew: bool) -> str | None:
    """Empty the database if it may be; return what to say, or None when it was or is empty."""
    with reading() as session:
        if store.is_empty(session):
            return None
        if not store.is_demonstration(session):
            return _OTHER
        finished = store.is_finished(session)
    if finished and not anew:
        return _THERE
    write(store.let_go)
    migrate("base")
    migrate()
    return None if anew else _UNFINISHED


def _make(options: argparse.Namespace, _: Words) -> None:
    line = _ProgressLine(_, for_machines=options.progress_lines)
    build(seed=options.seed, weeks_of_history=options.weeks, weeks_ahead=options.weeks_ahead, tell=line)
    line.end()


class _ProgressLine:
    """Rewrites one line on a terminal; elsewhere writes a line every ten per cent, or all of them for a program."""

    def __init__(self, _: Words, *, for_machines: bool) -> None:
        self._words, self._for_machines = _, for_machines
        self._on_terminal = sys.stdout.isatty() and not for_machines
        self._written = -10

    def __call__(self, progress: Progress) -> None:
        if self._for_machines:
            print(progress.percent, progress.step, progress.week or "", sep="\t", flush=True)
            return
        _ = self._words
        week = f" ({_.month(progress.week)})" if progress.week else ""
        said = f"{progress.percent:3d} %  {_(progress.step)}{week}"
        if self._on_terminal:
            print(f"\r{said:<60}", end="", flush=True)
        elif progress.percent >= self._written + 10:
            self._written = progress.percent
            print(said, flush=True)

    def end(self) -> None:
        """Leave the line."""
        if self._on_terminal:
            print()


def _say_accounts(_: Words) -> None:
    print(_("You can sign in as (password: %(password)s):", password=PASSWORD))
    for account in ACCOUNTS:
        print(f"  {account.email:<28} {_(account.role)}")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m core.demo", description=__doc__)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--if-empty", action="store_true", help="make the network unless one is there")
    which.add_argument("--anew", action="store_true", help="throw the demonstration network away and make it anew")
    parser.add_argument("--seed", type=int, default=SEED, help="another seed makes another network")
    parser.add_argument("--weeks", type=int, default=WEEKS_OF_HISTORY, help="weeks of history")
    parser.add_argument("--weeks-ahead", type=int, default=WEEKS_AHEAD, help="weeks of departures ahead")
    parser.add_argument("--progress-lines", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (KeyboardInterrupt, NotInDemonstrationMode) as stopped:
        sys.exit(str(stopped) or 130)
