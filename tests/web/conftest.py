"""The test client is loaded once here: its warning about httpx concerns the choice of test requirements."""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import starlette.testclient  # noqa: F401 - loaded for those that import it next
