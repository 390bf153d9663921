"""What is written on a control can be read in both themes, and a thumb can hit it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import RunningApp
from tests.browser.widths import PATIENCE, PHONE

pytestmark = pytest.mark.browser
LEAST_CONTRAST, LEAST_PIXELS = 4.5, 44
CAPTION_CONTRAST = 4.9  # what is muted is still read at arm's length

# The contrast of each element's words with what is painted under them, as WCAG counts it.
CONTRASTS = """elements => elements.map(element => {
    const parts = colour => (colour.match(/[\\d.]+/g) || []).map(Number);
    const under = (top, below) => {
        const share = top.length > 3 ? top[3] : 1;
        return [0, 1, 2].map(i => top[i] * share + below[i] * (1 - share));
    };
    const grounds = [];
    for (let each = element; each; each = each.parentElement)
        grounds.unshift(parts(getComputedStyle(each).backgroundColor));
    const ground = grounds.reduce((below, top) => under(top, below), [255, 255, 255]);
    const words = element.querySelector('p') || element;
    const [red, green, blue, alpha = 1] = parts(getComputedStyle(words).color);
    let seen = alpha;
    for (let each = words; each; each = each.parentElement) seen *= getComputedStyle(each).opacity;
    const ink = under([red, green, blue, seen], ground);
    const luminance = colour => {
        const [r, g, b] = colour.map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const [dark, light] = [luminance(ink), luminance(ground)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
})"""
SMALL = f"""elements => elements
    .map(element => [element.innerText || element.ariaLabel, element.getBoundingClientRect()])
    .filter(([, box]) => box.height > 0 && box.height < {LEAST_PIXELS})
    .map(([said, box]) => `${{said}}: ${{box.height}}`)"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_buttons_and_what_is_selected_are_legible(browser: Browser, running_app: RunningApp, theme: str) -> None:
    context = browser.new_context(color_scheme="dark" if theme == "dark" else "light")
    page = _the_list(context.new_page(), running_app)
    for css in ('button[kind="primary"]', '[data-testid="stButtonGroup"] [data-selected]', "p"):
        expect(page.locator(css).first, "Streamlit may have renamed it").to_be_visible(timeout=PATIENCE)
        found = page.locator(css).evaluate_all(CONTRASTS)
        assert min(found) >= LEAST_CONTRAST, (css, min(found))
    captions = page.get_by_test_id("stCaptionContainer")
    expect(captions.first, "Streamlit may have renamed it").to_be_visible(timeout=PATIENCE)
    assert min(captions.evaluate_all(CONTRASTS)) >= CAPTION_CONTRAST
    context.close()


def test_a_thumb_can_hit_every_control(browser: Browser, running_app: RunningApp) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, user_agent=PHONE, has_touch=True, is_mobile=True
    )
    page = _the_list(context.new_page(), running_app)
    page.get_by_text("Filtres").click()
    expect(page.get_by_label("Territoire").first).to_be_visible(timeout=PATIENCE)
    for css in ('button[data-testid^="stBase"]', '[role="radio"]', "summary", '[data-testid="stNumberInputContainer"]'):
        expect(page.locator(css).first, "Streamlit may have renamed it").to_be_visible(timeout=PATIENCE)
        assert page.locator(css).evaluate_all(SMALL) == []
    context.close()


def _the_list(page: Page, app: RunningApp) -> Page:
    page.goto(f"{app.url}/?view=list")
    expect(page.get_by_role("button", name="Ouvrir").first).to_be_visible(timeout=PATIENCE)
    return page
