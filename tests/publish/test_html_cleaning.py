"""What a notebook's HTML may bring to the page."""

from __future__ import annotations

import pytest

from reportkit.publish.cleaning import clean
from tests.specimen import specimen


@pytest.mark.parametrize(
    "html",
    [
        "<script>steal()</script>",
        '<p onclick="steal()">x</p>',
        '<svg onload="steal()"><script>steal()</script></svg>',
        '<svg><a href="javascript:steal()"><text>x</text></a></svg>',
        "<svg><foreignObject><iframe src='https://example.org'></iframe></foreignObject></svg>",
        '<svg><use href="https://example.org/x.svg#a"></use><image href="https://example.org/x.png"></image></svg>',
        '<img src="https://example.org/x.png">',
        "<style>p { background: url(https://example.org) }</style>",
        '<p style="background: url(https://example.org)">x</p>',
        '<svg><path fill="url(https://example.org/#a)"></path></svg>',
        '<form action="https://example.org"><input name="a"></form>',
        '<a href="https://example.org">x</a>',
        '<meta http-equiv="refresh" content="0;url=https://example.org"><base href="https://example.org">',
        '<math><mtext><table><mglyph><style><img src=x onerror="steal()"></style></mglyph></table></mtext></math>',
        '<p tabindex="5">x</p>',
    ],
)
def test_a_hostile_block_is_disarmed(html: str) -> None:
    """A block runs nothing, loads nothing, leads nowhere, and leaves the order of the keyboard alone."""
    cleaned = clean(html, "b1-")
    signs = ("steal", "example.org", "<script", "<style", "style=", "<img", "<form", "<meta", "<base", 'tabindex="5"')
    assert [sign for sign in signs if sign in cleaned] == []


def test_ids_and_what_refers_to_them_move_together() -> None:
    """Two blocks with the same ids can stand on one page."""
    drawing = '<svg><use href="#a"></use><path clip-path="url(#a)"></path></svg>'
    cleaned = clean(f'<p id="a">x</p><div aria-labelledby="a c">{drawing}</div>', "b7-")
    for part in ('id="b7-a"', 'aria-labelledby="b7-a b7-c"', 'href="#b7-a"', 'clip-path="url(#b7-a)"'):
        assert part in cleaned


def test_our_own_blocks_come_through_whole() -> None:
    """Nothing that the package itself renders is lost in the cleaning."""
    for cell in specimen("nl").cells:
        for output in cell.get("outputs", ()):
            html = output["data"]["text/html"]
            rewritten = html.replace("&#x27;", "'").replace(' xmlns="http://www.w3.org/2000/svg"', "")
            assert clean(html, "") == rewritten
