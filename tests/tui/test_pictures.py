"""``i`` fetches an article's pictures on request, under the limits of all fetching, and draws them in the text."""

from __future__ import annotations

import json
from io import BytesIO

import pytest

from reader.cli.pictures import decode
from reader.config import Settings
from reader.tui.pictures import Picture, read_pictures
from reader.tui.screens.reading import ReadingScreen
from tests.command import Tapeout
from tests.servers import Server, rss
from tests.tui.driving import press, reader_on, screen_text

Image = pytest.importorskip("PIL.Image", reason="the extra 'images' is not installed")
RED, BLUE = (255, 0, 0), (0, 0, 255)


def png(width: int = 20, height: int = 10, kind: str = "PNG") -> bytes:
    """Returns a picture, red above and blue below."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (0, height // 2, width, height))
    out = BytesIO()
    image.save(out, kind)
    return out.getvalue()


def article(*addresses: str) -> str:
    images = "".join(f"<p>Before.</p><img src='{address}' alt='A drawing'><p>After.</p>" for address in addresses)
    return rss(
        "<item><guid>1</guid><title>Drawn</title><link>https://news.example/1</link>"
        f"<description><![CDATA[{images}]]></description></item>"
    )


def test_half_blocks_carry_two_pixels() -> None:
    picture = Picture(2, 3, bytes([*RED, *RED, *BLUE, *BLUE, *RED, *BLUE]))
    first, second = picture.lines()
    assert (first.plain, second.plain) == ("▀▀", "▀▀")
    styles = [(span.style.foreground, span.style.background) for span in (*first.spans, *second.spans)]  # type: ignore[union-attr]
    shown = [(a.rgb if a else None, b.rgb if b else None) for a, b in styles]
    assert shown == [(RED, BLUE), (RED, BLUE), (RED, None), (BLUE, None)]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_pictures_are_made_small(kind: str) -> None:
    made = decode("u", png(400, 200, kind), 40)
    assert (made.width, made.height, made.error) == (40, 20, "")


@pytest.mark.parametrize(
    "body",
    [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", png()[:60], b"\x89PNG\r\n\x1a\n" + b"\xff" * 500],
    ids=["empty", "head alone", "svg", "cut off", "noise"],
)
def test_what_is_no_picture_is_told(body: bytes) -> None:
    assert decode("u", body, 40).error == "no picture that can be read"


def test_a_picture_too_large_to_decode_is_not_decoded() -> None:
    out = BytesIO()
    Image.new("1", (8000, 8000)).save(out, "PNG")
    assert "megapixels" in decode("u", out.getvalue(), 40).error


@pytest.mark.parametrize("answer", [b"", b"[]", b'{"pictures": [{}]}', b'{"pictures": [{"error": "", "width": 1}]}'])
def test_a_child_that_answers_nothing_useful_gives_none(answer: bytes) -> None:
    with pytest.raises(ValueError, match=r"pictures|Expecting"):
        read_pictures(answer)


def test_a_grid_of_another_size_than_it_says_is_left_out() -> None:
    item = {"url": "u", "error": "", "width": 9, "height": 9, "rgb": "AAAA"}
    assert read_pictures(json.dumps({"pictures": [item]}).encode()) == ({}, [])


async def test_pictures_are_fetched_on_request_and_taken_away_again(tapeout: Tapeout, server: Server) -> None:
    seen = server.put("/a.png", png(), content_type="image/png")
    tapeout.subscribe(News=server.put("/feed.xml", article(seen)))
    assert tapeout("sync").code == 0
    async with reader_on(tapeout.db, command=tapeout.arguments()) as (app, pilot):
        await press(pilot, "enter")
        assert "▪ Image: A drawing" in screen_text(app)
        assert "▀" not in screen_text(app)
        assert not [path for path, _ in server.asked if path == "/a.png"]
        await press(pilot, "i")
        assert "▀" * 20 in screen_text(app)
        await press(pilot, "i")
        assert "▀" not in screen_text(app)


async def test_private_hosts_are_refused_and_missing_pictures_told(tapeout: Tapeout, server: Server) -> None:
    tapeout.subscribe(News=server.put("/feed.xml", article("http://10.0.0.1/x.png", server.url + "/gone.png")))
    assert tapeout("sync").code == 0
    async with reader_on(tapeout.db, command=tapeout.arguments()) as (app, pilot):
        await press(pilot, "enter", "i")
        said = " ".join(toast.message for toast in app._notifications)
        assert "404" in said
        assert "private" in said
        assert isinstance(app.screen, ReadingScreen)
        assert not app.screen.view.pictures


async def test_where_colours_are_the_terminals_words_stay(tapeout: Tapeout, server: Server) -> None:
    tapeout.subscribe(News=server.put("/feed.xml", article(server.put("/a.png", png(), content_type="image/png"))))
    assert tapeout("sync").code == 0
    ansi = Settings(mark_read="manual", theme="ansi")
    async with reader_on(tapeout.db, command=tapeout.arguments(), settings=ansi) as (app, pilot):
        await press(pilot, "enter", "i")
        assert "▪ Image: A drawing" in screen_text(app)
        assert "▀" not in screen_text(app)
