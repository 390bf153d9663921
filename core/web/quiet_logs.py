"""Keeps secrets out of the server's log: the address of a private calendar or of a one-use link opens what it names."""

import logging
import re

_SECRET = re.compile(r"(/(?:calendrier|lien)/)[^/?\s]+")
_SERVER_LOG = "uvicorn.access"


class _WithoutSecrets(logging.Filter):
    """Writes dots in the place of a secret."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(_SECRET.sub(r"\1…", each) if isinstance(each, str) else each for each in record.args)
        return True


def keep_secrets_out_of_logs() -> None:
    """Let the server write who asked for what without the secrets in addresses; doing it again changes nothing."""
    log = logging.getLogger(_SERVER_LOG)
    if not any(isinstance(each, _WithoutSecrets) for each in log.filters):
        log.addFilter(_WithoutSecrets())
