"""axe-core on a page, folded text opened: no violation of WCAG 2.0 to 2.2, levels A and AA, nor of its advice."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

OF_STREAMLIT: dict[tuple[str, str], str] = {}
"""What axe finds in Streamlit's own widgets and we cannot mend, by rule and part of the selector: the reason."""

CHECK = """tags => axe.run(document, {resultTypes: ['violations'], runOnly: {type: 'tag', values: tags}})"""


def violations(page: Page) -> list[str]:
    """Return what axe finds on a page, each as the rule, the element and why."""
    # Nothing may be half faded in while colours are measured.
    page.add_style_tag(content="*, *::before, *::after { transition: none !important; animation: none !important; }")
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    page.wait_for_timeout(300)
    page.evaluate(AXE_SCRIPT)
    found = [
        (rule["id"], " ".join(map(str, node["target"])), node.get("failureSummary", ""))
        for rule in page.evaluate(CHECK, TAGS)["violations"]
        for node in rule["nodes"]
    ]
    return [
        f"{rule}: {target}: {why}"
        for rule, target, why in found
        if not any(rule == known and part in target for known, part in OF_STREAMLIT)
    ]
