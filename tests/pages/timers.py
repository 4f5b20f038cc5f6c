"""Timers in AppTest: which fragments of a page run by themselves, and a run of just these.

AppTest never runs a fragment on its timer. Running the whole page instead would hide a page that
has no timer at all, or a fragment that forgets to have the page drawn anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from streamlit.testing.v1.local_script_runner import LocalScriptRunner

if TYPE_CHECKING:
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
    from streamlit.runtime.fragment import MemoryFragmentStorage
    from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
    from streamlit.testing.v1 import AppTest
    from streamlit.testing.v1.element_tree import ElementTree


@dataclass
class _Page:
    """What one visit has in its browser.

    Attributes:
        sent: What drew the page.
        pages: The pages of the navigation.
        due: The fragments that the next run is about; none for the whole page.
    """

    sent: list[ForwardMsg] = field(default_factory=list)
    pages: dict[str, Any] = field(default_factory=dict)
    due: list[str] = field(default_factory=list)


_PAGES: WeakKeyDictionary[MemoryFragmentStorage, _Page] = WeakKeyDictionary()


class TimedRunner(LocalScriptRunner):
    """Runs a script as AppTest does, or only those of its fragments whose timer is due."""

    def run(self, *args: Any, **kwargs: Any) -> ElementTree:
        """Run the script, and keep what it sent."""
        page = _page_of(self._fragment_storage)
        if page.due:
            self.forward_msg_queue._queue = [one for one in page.sent if not _is_toast(one)]
            self._pages_manager._set_pages(page.pages)
            self._requests._rerun_data = replace(
                self._requests._rerun_data, fragment_id_queue=page.due
            )
        tree = super().run(*args, **kwargs)
        page.sent, page.pages = self.forward_msgs(), self._pages_manager.get_pages()
        return tree

    def forward_msgs(self) -> list[ForwardMsg]:
        """What drew the page, in the order of the page: a fragment's part comes later."""
        sent = super().forward_msgs()
        if not _page_of(self._fragment_storage).due:
            return sent
        return sorted(_without_replaced(sent), key=_place)

    def request_rerun(self, rerun_data: RerunData) -> bool:
        """Ask for the fragments that are due, if any, in place of the page."""
        due = _page_of(self._fragment_storage).due
        if due and not rerun_data.fragment_id_queue:
            rerun_data = replace(rerun_data, fragment_id_queue=due, is_auto_rerun=True)
        return super().request_rerun(rerun_data)


def timers_of(app: AppTest) -> list[str]:
    """The fragments on the page that run by themselves, in the order of the page."""
    running: dict[str, None] = {}
    for message in _page_of(app._fragment_storage).sent:
        if message.HasField("auto_rerun"):
            running[message.auto_rerun.fragment_id] = None
        for stopped in message.stop_auto_rerun.fragment_ids:
            running.pop(stopped, None)
    return list(running)


def run_timers(app: AppTest) -> None:
    """Run the fragments that a timer would run by now; the rest of the page stays as it is."""
    page = _page_of(app._fragment_storage)
    page.due = timers_of(app)
    try:
        app.run()
    finally:
        page.due = []


def _page_of(storage: Any) -> _Page:
    return _PAGES.setdefault(storage, _Page())


def _place(message: ForwardMsg) -> list[int]:
    return list(message.metadata.delta_path) if message.HasField("delta") else []


def _without_replaced(sent: list[ForwardMsg]) -> list[ForwardMsg]:
    """Leave out what stood in a container that an element has replaced, such as outlines."""
    kept: list[ForwardMsg] = []
    for message in sent:
        if message.HasField("delta") and message.delta.HasField("new_element"):
            path = _place(message)
            kept = [one for one in kept if _place(one)[: len(path)] != path or _place(one) == path]
        kept.append(message)
    return kept


def _is_toast(message: ForwardMsg) -> bool:
    return message.delta.new_element.WhichOneof("type") == "toast"
