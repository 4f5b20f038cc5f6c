"""Only addresses that a browser may load become results, and what they lead to is told."""

from __future__ import annotations

import pytest

from eternal.urls import (
    LONGEST_ADDRESS,
    LONGEST_DATA_ADDRESS,
    LONGEST_DATA_VIDEO,
    LONGEST_SIGNED_ADDRESS,
    MediaKind,
    media_kind,
    safe_image_url,
    safe_media_url,
)
from tests.unit.test_urls import BAD, GOOD

VIDEO = "data:video/webm;base64,"
SIGNED = "https://cdn.example.com/v.mp4?Signature="


@pytest.mark.parametrize("address", GOOD, ids=lambda address: address[:60])
def test_a_picture_is_a_result(address: str) -> None:
    """Whatever may be shown as a picture may be a result."""
    assert safe_media_url(address) == address


TOO_LONG_FOR_A_PICTURE = "https://example.com/" + "a" * (LONGEST_ADDRESS - 19)


@pytest.mark.bad_answer("result-address")
@pytest.mark.parametrize(
    "address", [one for one in BAD if one != TOO_LONG_FOR_A_PICTURE], ids=lambda one: one[:60]
)
def test_what_is_no_picture_is_no_result(address: str) -> None:
    """Whatever no browser may load as a picture is no result either."""
    assert safe_media_url(address) is None


GOOD_VIDEOS = [
    "data:video/mp4;base64,AAAA",
    VIDEO + "GkXfow==",
    VIDEO + "A" * (LONGEST_DATA_VIDEO - len(VIDEO) - 1),  # one more could not be decoded
    "http://127.0.0.1:8787/v.webm",
    SIGNED + "a" * (LONGEST_SIGNED_ADDRESS - len(SIGNED)),
]
BAD_VIDEOS = [
    "data:video/webm,GkXf",
    "data:video/webm;codecs=vp9;base64,GkXf",
    "data:video/ogg;base64,GkXf",
    "data:video/webm;base64,",
    "data:video/webm;base64,Gk Xf",
    "data:video/webm;base64,GkXf\n",
    "data:video/webm;base64,=",
    "DATA:video/webm;base64,GkXf",
    "data:audio/mpeg;base64,GkXf",
    VIDEO + "A" * (LONGEST_DATA_VIDEO - len(VIDEO) + 1),
    SIGNED + "a" * (LONGEST_SIGNED_ADDRESS - len(SIGNED) + 1),
    "data:image/png;base64," + "A" * (LONGEST_DATA_ADDRESS - 21),
    "http://cdn.example.com/v.mp4",
    "https://user@cdn.example.com/v.mp4",
    "blob:https://cdn.example.com/1",
]


@pytest.mark.parametrize("address", GOOD_VIDEOS, ids=lambda address: address[:60])
def test_a_video_is_a_result(address: str) -> None:
    """An embedded mp4 or webm is a result, and a signed address may be long."""
    assert safe_media_url(address) == address


@pytest.mark.bad_answer("result-address")
@pytest.mark.parametrize("address", BAD_VIDEOS, ids=lambda address: address[:60])
def test_what_is_no_video(address: str) -> None:
    """Anything else that claims to be a video is none."""
    assert safe_media_url(address) is None


@pytest.mark.parametrize("address", GOOD_VIDEOS[:3], ids=lambda address: address[:60])
def test_a_video_is_no_picture(address: str) -> None:
    """An embedded video never stands where a picture is expected."""
    assert safe_image_url(address) is None


KINDS = {
    **{f"https://a.example/x.{end}": MediaKind.PICTURE for end in ("jpg", "gif", "webp", "avif")},
    **{f"https://a.example/x.{end}": MediaKind.VIDEO for end in ("mp4", "m4v")},
    "https://a.example/x.png": MediaKind.PICTURE,
    "https://a.example/x.JPEG?a=.mp4": MediaKind.PICTURE,
    "https://a.example/x.svg#v.webm": MediaKind.PICTURE,
    "data:image/png;base64,AAAA": MediaKind.PICTURE,
    "https://a.example/x.webm": MediaKind.VIDEO,
    "https://a.example/x.mov?sig=.png": MediaKind.VIDEO,
    "data:video/mp4;base64,AAAA": MediaKind.VIDEO,
    "https://a.example/x.MP4/": MediaKind.VIDEO,
    "https://a.example/x.mp4.jpg": MediaKind.PICTURE,
    "https://a.example/x%2Emp4": MediaKind.VIDEO,
    "https://a.example/x?response-content-type=video%2Fmp4": MediaKind.VIDEO,
    "https://a.example/x.jpg?response-content-type=video/mp4": MediaKind.VIDEO,
    "https://a.example/x?rsct=image/png": MediaKind.PICTURE,
    "https://a.example/x?Content-Type=VIDEO/mp4": MediaKind.VIDEO,
    "https://a.example/x?response-content-disposition=attachment%3B%20filename%3D%22x.webm%22": (
        MediaKind.VIDEO
    ),
    "https://a.example/x?filename=x.mov": MediaKind.VIDEO,
    "https://a.example/x?format=mp4": MediaKind.VIDEO,
    "https://a.example/x?type=video": MediaKind.VIDEO,
    "https://a.example/x?type=image": MediaKind.PICTURE,
    "https://a.example/x?type=signed&format=": None,
    "https://a.example/videos/1": None,
    "https://a.example/png": None,
    "https://a.example/?f=x.png": None,
}


@pytest.mark.row("S15")
@pytest.mark.parametrize(("address", "kind"), KINDS.items())
def test_media_kind(address: str, kind: MediaKind | None) -> None:
    """The type that the server is told to say, the path, or a name in the query tells the kind."""
    assert media_kind(address) is kind
