"""The character API, embedded: for demos, tests, and experiments with curl."""

from eternal.simulator.api.app import Simulator
from eternal.simulator.api.demo_effects import EFFECTS
from eternal.simulator.api.faults import Fault
from eternal.simulator.api.http_server import SimulatorServer, serve
from eternal.simulator.api.recording import RecordedRequest
from eternal.simulator.api.shapes import Shape
from eternal.simulator.art.portrait_files import portraits

__all__ = [
    "EFFECTS",
    "Fault",
    "RecordedRequest",
    "Shape",
    "Simulator",
    "SimulatorServer",
    "portraits",
    "serve",
]
